/** Whether an offset lies between the two halves of a surrogate pair, where no text may be cut. */
export function isInsidePair(text: string, offset: number): boolean {
  return isHalf(text.charCodeAt(offset - 1), 0xd800) && isHalf(text.charCodeAt(offset), 0xdc00);
}

function isHalf(unit: number, first: number): boolean {
  return unit >= first && unit < first + 0x400;
}
