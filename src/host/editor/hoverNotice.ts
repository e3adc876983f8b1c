/** What to tell someone whose `editor.hover.enabled` keeps a resting pointer from doing anything; null when it does not. */
export function hoverNotice(enabled: unknown): string | null {
  switch (enabled) {
    case 'off':
    case false: // before it had three values
      return 'Hovers are turned off in your settings, so resting the pointer on a word does nothing. Move the cursor to a word instead.';
    case 'onKeyboardModifier':
      return 'Your settings show hovers only while a key (Alt, Ctrl or Cmd) is held. Hold it while the pointer rests on a word, or move the cursor there.';
    default:
      return null;
  }
}
