/** What may join the character before it to a grapheme cluster. */
const JOINS = String.raw`\p{M}\p{Cf}\p{Emoji_Modifier}\u0e33\u0eb3\uff9e\uff9f`;

/** What joins the character behind it: marks of the kind Prepend, of which those that are no format characters are named. */
const PREPENDED = String.raw`\p{Cf}\u0d4e\u{111c2}\u{111c3}\u{1193f}\u{11941}\u{11a3a}\u{11a84}-\u{11a89}\u{11d46}\u{11f02}`;

/**
 * Stretches in which grapheme clusters of several characters and at most five UTF-8 bytes may lie; no cluster that is that short reaches out of
 * one. Between them each character is looked at by itself, which is many times faster than to ask for clusters everywhere.
 */
export const SHORT_CLUSTERS = new RegExp(
  String.raw`\r\n|[${PREPENDED}]*[\s\S][${JOINS}]+(?:(?<=\u200d)\p{Extended_Pictographic}[${JOINS}]*)*|[${PREPENDED}]+[^${PREPENDED}]`,
  'gu',
);
