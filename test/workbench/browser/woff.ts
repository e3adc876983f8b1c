import { inflateSync } from 'node:zlib';

/**
 * A WOFF 1.0 font as the plain OpenType file inside it (https://www.w3.org/TR/WOFF/).
 * The bundled Chromium's FreeType reads neither WOFF nor WOFF2 from disk.
 */
export function woffToOpenType(woff: Buffer): Buffer {
  if (woff.toString('latin1', 0, 4) !== 'wOFF') throw new Error('not a WOFF 1.0 font');
  const tableCount = woff.readUInt16BE(12);
  const header = Buffer.alloc(12 + 16 * tableCount);
  woff.copy(header, 0, 4, 8); // the flavour: TrueType or CFF outlines
  const log2 = Math.floor(Math.log2(tableCount));
  header.writeUInt16BE(tableCount, 4);
  header.writeUInt16BE(16 * 2 ** log2, 6);
  header.writeUInt16BE(log2, 8);
  header.writeUInt16BE(16 * (tableCount - 2 ** log2), 10);

  const parts: Uint8Array[] = [header];
  let offset = header.length;
  for (let i = 0; i < tableCount; i++) {
    const entry = 44 + 20 * i;
    const start = woff.readUInt32BE(entry + 4);
    const storedLength = woff.readUInt32BE(entry + 8);
    const length = woff.readUInt32BE(entry + 12);
    const stored = woff.subarray(start, start + storedLength);
    const table = storedLength < length ? inflateSync(stored) : stored;
    if (table.length !== length) throw new Error('WOFF table has the wrong length');

    const record = 12 + 16 * i;
    woff.copy(header, record, entry, entry + 4); // tag
    woff.copy(header, record + 4, entry + 16, entry + 20); // checksum of the uncompressed table
    header.writeUInt32BE(offset, record + 8);
    header.writeUInt32BE(length, record + 12);
    const padding = (4 - (length % 4)) % 4;
    parts.push(table, Buffer.alloc(padding));
    offset += length + padding;
  }
  return Buffer.concat(parts);
}
