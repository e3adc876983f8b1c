/** `$(zap)` in a word must not become an icon in the status bar or a quick pick. */
export function escapeIcons(text: string): string {
  return text.replace(/\$\(/g, '\\$(');
}

/** `[label](command:...)` in a word must not become a link in a notification. A zero-width space parts the two brackets. */
export function escapeLinks(text: string): string {
  return text.replace(/\]\(/g, ']\u200b(');
}
