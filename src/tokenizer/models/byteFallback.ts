import { utf8 } from '../utf8.ts';

/** Entries of the bytes of a text that is no entry itself, `<0xE6>` and so on, or null when one is missing. */
export function byteEntries(text: string, has: (entry: string) => boolean): string[] | null {
  const entries = utf8(text).map(byte => NAMES[byte]!);
  return entries.every(has) ? entries : null;
}

const NAMES: readonly string[] = Array.from({ length: 256 }, (_, byte) => `<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`);
