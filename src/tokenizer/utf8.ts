/** The UTF-8 bytes of a text without lone surrogates. */
export function utf8(text: string): number[] {
  const bytes: number[] = [];
  for (const character of text) {
    const codePoint = character.codePointAt(0)!;
    const rest = (shift: number): number => 0x80 | ((codePoint >> shift) & 0x3f);
    if (codePoint < 0x80) bytes.push(codePoint);
    else if (codePoint < 0x800) bytes.push(0xc0 | (codePoint >> 6), rest(0));
    else if (codePoint < 0x10000) bytes.push(0xe0 | (codePoint >> 12), rest(6), rest(0));
    else bytes.push(0xf0 | (codePoint >> 18), rest(12), rest(6), rest(0));
  }
  return bytes;
}
