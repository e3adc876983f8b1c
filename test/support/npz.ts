/** One array of a NumPy archive. */
export interface LoadedArray {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly bytes: Uint8Array;
}

/**
 * Reads a stored zip of .npy files, independently of the writer: from the end, by the directory, checking that entry and directory agree
 * and that every CRC-32 is right.
 */
export function loadNpz(file: Uint8Array): Map<string, LoadedArray> {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const end = file.length - 22;
  if (view.getUint32(end, true) !== 0x06054b50) throw new Error('no end of the directory');
  const count = view.getUint16(end + 10, true);
  let position = view.getUint32(end + 16, true);
  if (position + view.getUint32(end + 12, true) !== end) throw new Error('the directory does not end at the end');
  const arrays = new Map<string, LoadedArray>();
  for (let entry = 0; entry < count; entry++) {
    if (view.getUint32(position, true) !== 0x02014b50) throw new Error('no directory entry');
    const [nameLength, extra, comment] = [
      view.getUint16(position + 28, true),
      view.getUint16(position + 30, true),
      view.getUint16(position + 32, true),
    ];
    const name = text(file.subarray(position + 46, position + 46 + nameLength));
    const start = view.getUint32(position + 42, true);
    if (view.getUint32(start, true) !== 0x04034b50) throw new Error('no entry');
    // Flags, method, time, date, CRC, sizes, lengths: the same in both places.
    for (let i = 0; i < 22; i++) if (file[start + 6 + i] !== file[position + 8 + i]) throw new Error('entry and directory differ');
    if (view.getUint16(start + 8, true) !== 0) throw new Error('compressed');
    const contentStart = start + 30 + view.getUint16(start + 26, true) + view.getUint16(start + 28, true);
    const content = file.subarray(contentStart, contentStart + view.getUint32(start + 18, true));
    if (bitwiseCrc32(content) !== view.getUint32(start + 14, true)) throw new Error('wrong checksum');
    arrays.set(name.replace(/\.npy$/, ''), loadNpy(content));
    position += 46 + nameLength + extra + comment;
  }
  if (position !== end) throw new Error('the directory has another length');
  return arrays;
}

function loadNpy(content: Uint8Array): LoadedArray {
  if (text(content.subarray(1, 6)) !== 'NUMPY' || content[0] !== 0x93 || content[6] !== 1 || content[7] !== 0)
    throw new Error('no npy 1.0');
  const headerLength = content[8]! + 256 * content[9]!;
  if ((10 + headerLength) % 64 !== 0) throw new Error('unaligned');
  const header = text(content.subarray(10, 10 + headerLength));
  const match = /^\{'descr': '(<[fi][48])', 'fortran_order': False, 'shape': \(((?:\d+, )*\d*,?)\), \} *\n$/.exec(header);
  if (!match) throw new Error(`header ${header}`);
  const shape = match[2]!
    .split(',')
    .filter(part => part.trim() !== '')
    .map(Number);
  const bytes = Uint8Array.from(content.subarray(10 + headerLength));
  if (bytes.length !== shape.reduce((a, b) => a * b, 1) * Number(match[1]![2])) throw new Error('shape and length differ');
  return { dtype: match[1]!, shape, bytes };
}

function bitwiseCrc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return ~crc >>> 0;
}

function text(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
