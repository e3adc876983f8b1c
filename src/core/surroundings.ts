/** What stands before a place, on one line: at most `most` UTF-16 units of it, from the start of a word on, after "…" where the text goes on. */
export function textBefore(text: string, at: number, most: number): string {
  const from = Math.max(0, at - most);
  const part = text.slice(from, at);
  if (!/\S/u.test(text.slice(0, from))) return oneLine(part);
  const isCut = /\S/u.test(text[from - 1]!);
  // A word that is cut in two is left out, unless there is no other.
  return oneLine(`…${isCut ? part.replace(/^\S+\s+(?=\S)/u, '') : part.trimStart()}`);
}

/** The same after a place. */
export function textAfter(text: string, at: number, most: number): string {
  const part = text.slice(at, at + most);
  if (!/\S/u.test(text.slice(at + most))) return oneLine(part.trimEnd());
  const isCut = /\S/u.test(text[at + most]!);
  return oneLine(`${isCut ? part.replace(/(?<=\S)\s+\S+$/u, '') : part.trimEnd()}…`);
}

function oneLine(text: string): string {
  return text.replace(/\s+/gu, ' ');
}
