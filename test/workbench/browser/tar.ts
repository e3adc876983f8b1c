/** One regular file of a tar archive. */
export interface TarFile {
  readonly name: string;
  /** Permission bits, for example 0o755. */
  readonly mode: number;
  readonly data: Buffer;
}

const BLOCK = 512;

/** The regular files of a POSIX (ustar) archive. Links and extended headers do not occur in the archives read here, so they are refused. */
export function readTar(archive: Buffer): TarFile[] {
  const files: TarFile[] = [];
  let position = 0;
  while (position + BLOCK <= archive.length && archive[position] !== 0) {
    const header = archive.subarray(position, position + BLOCK);
    const name = text(header, 0, 100);
    const size = octal(header, 124, 12);
    const type = String.fromCharCode(header[156] ?? 0);
    const start = position + BLOCK;
    if (start + size > archive.length) throw new Error(`tar: ${name} is cut short`);
    if (type === '0' || type === '\0') files.push({ name, mode: octal(header, 100, 8), data: archive.subarray(start, start + size) });
    else if (type !== '5') throw new Error(`tar: entry type ${type} of ${name} is not supported`);
    position = start + Math.ceil(size / BLOCK) * BLOCK;
  }
  return files;
}

function text(header: Buffer, start: number, length: number): string {
  const field = header.subarray(start, start + length);
  const end = field.indexOf(0);
  return field.toString('utf8', 0, end < 0 ? length : end);
}

function octal(header: Buffer, start: number, length: number): number {
  return Number.parseInt(text(header, start, length).trim() || '0', 8);
}
