/** The longest label, in code points. */
const LONGEST_LABEL = 60;

/** Marks on one character beyond this many would grow over the neighbouring lines. */
const MOST_MARKS = 8;

const EMOJI = String.raw`\p{Extended_Pictographic}\uFE0F?\p{Emoji_Modifier}?`;
/** Joiners inside emoji sequences and the tags of regional flags are part of one picture; they stay. */
const EMOJI_SEQUENCE = String.raw`${EMOJI}(?:[\u{E0020}-\u{E007F}]+|(?:\u200D${EMOJI})*)`;
/** Controls, lone surrogates, line and paragraph separators, and what else is there but not seen: bidi controls, zero-width characters. */
const UNSEEN = String.raw`(?![\uFE00-\uFE0F])[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]`;
/** It chooses the look of the character before it; without one that is seen, it is nothing, or a box where a font has none for it. */
const LONE_SELECTOR = String.raw`(?<=^|[\s\p{Cc}\p{Default_Ignorable_Code_Point}])[\uFE00-\uFE0F]`;
const EMOJI_OR_UNSEEN = new RegExp(`(${EMOJI_SEQUENCE})|\\r\\n|${UNSEEN}|${LONE_SELECTOR}`, 'gu');
const TOO_MANY_MARKS = new RegExp(String.raw`(\p{M}{${MOST_MARKS}})\p{M}+`, 'gu');

/**
 * Text of a document or a vocabulary as a label that can do no harm and hides nothing: `\n` and `\r\n` become `↵`, a tab `⇥`, a bidi override `U+202E`, a lone
 * surrogate `U+D83D`; a mark without a letter sits on a dotted circle; a long label ends in `…`.
 */
export function visibleText(label: string): string {
  const { text, cut } = firstCodePoints(label, LONGEST_LABEL);
  const seen = showUnseen(text)
    .replace(TOO_MANY_MARKS, '$1…')
    .replace(/^(?=\p{M})/u, '\u25CC');
  return cut && !seen.endsWith('…') ? `${seen}…` : seen;
}

/**
 * A message of one line that may hold words from outside (names of files, models, values of a graph), as it may be shown: every character
 * that is not seen, moves the cursor, starts a terminal's escape or turns the direction of a line stands there by its name. What has been
 * through it, or through {@link visibleText}, is left as it is, so every output goes through it, whatever it says.
 */
export function showUnseen(message: string): string {
  return message.replace(EMOJI_OR_UNSEEN, (match, emoji: string | undefined) => emoji ?? nameUnseen(match));
}

/** {@link showUnseen} of every line of a text, which keeps its lines and whatever `keep` (without groups) matches: our own colours. */
export function showUnseenInLines(text: string, keep = '\n'): string {
  return text
    .split(new RegExp(`(${keep})`))
    .map((piece, place) => (place % 2 === 0 ? showUnseen(piece) : piece))
    .join('');
}

function firstCodePoints(text: string, count: number): { text: string; cut: boolean } {
  let end = 0;
  for (let taken = 0; taken < count && end < text.length; taken++) end += text.codePointAt(end)! > 0xffff ? 2 : 1;
  return { text: text.slice(0, end), cut: end < text.length };
}

/** As on the keys for a line break and a tab, the control pictures of Unicode for the rest of C0 and DEL, else the number. */
function nameUnseen(unseen: string): string {
  if (unseen === '\n' || unseen === '\r\n') return '↵';
  if (unseen === '\t') return '⇥';
  const codePoint = unseen.codePointAt(0)!;
  if (codePoint < 0x20) return String.fromCodePoint(0x2400 + codePoint);
  if (codePoint === 0x7f) return '\u2421';
  return `U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}`;
}
