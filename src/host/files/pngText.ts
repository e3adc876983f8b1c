import { crc32 } from 'node:zlib';

const SIGNATURE_AND_HEADER = 8 + 25;

/** A PNG with a text of its own, by the name that the format has for what a picture is of. @throws RangeError for what is no PNG */
export function pngWithText(png: Uint8Array, text: string): Uint8Array {
  const bytes = Buffer.from(png);
  if (bytes.length < SIGNATURE_AND_HEADER || bytes.readUInt32BE(0) !== 0x89504e47 || bytes.toString('latin1', 12, 16) !== 'IHDR')
    throw new RangeError('no PNG');
  // Keyword, not compressed, no language, no translated keyword, the text in UTF-8.
  const body = Buffer.concat([new TextEncoder().encode('iTXtDescription\0\0\0\0\0'), Buffer.from(text, 'utf8')]);
  const chunk = Buffer.alloc(body.length + 8);
  chunk.writeUInt32BE(body.length - 4, 0);
  body.copy(chunk, 4);
  chunk.writeUInt32BE(crc32(body), body.length + 4);
  return Buffer.concat([bytes.subarray(0, SIGNATURE_AND_HEADER), chunk, bytes.subarray(SIGNATURE_AND_HEADER)]);
}
