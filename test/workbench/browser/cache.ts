import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { CACHE, packageFolder } from '../paths.ts';
import { writeFonts } from './fonts.ts';
import { readTar } from './tar.ts';

/** Raise it when what is unpacked changes, so that nobody keeps an older folder. */
const LAYOUT = 1;

/** An unpacked browser with everything it needs beside libc. */
export interface BrowserFiles {
  readonly executable: string;
  /** Folder of libnss3, libnspr4, libexpat, ...: the only one on the browser's LD_LIBRARY_PATH. */
  readonly libraries: string;
  readonly fontConfiguration: string;
}

/**
 * Chromium, its libraries and fonts, unpacked from npm packages into the project's own cache on first use (about 5 seconds).
 * Several processes may do so at once: each fills a folder of its own and renames it; the first rename wins.
 */
export function unpackBrowser(cache: string = CACHE): BrowserFiles {
  const source = packageFolder('@sparticuz/chromium');
  const { version } = JSON.parse(readFileSync(path.join(source, 'package.json'), 'utf8')) as { version: string };
  const folder = path.join(cache, `chromium-${version}-${LAYOUT}`);
  if (!existsSync(folder)) fillAtomically(folder, target => fill(target, path.join(source, 'bin')));
  return {
    executable: path.join(folder, 'chromium'),
    libraries: path.join(folder, 'lib'),
    fontConfiguration: path.join(folder, 'fonts.conf'),
  };
}

function fill(target: string, archives: string): void {
  const read = (name: string) => brotliDecompressSync(readFileSync(path.join(archives, name)));
  for (const file of readTar(read('al2023.tar.br'))) {
    const destination = path.join(target, file.name);
    mkdirSync(path.dirname(destination), { recursive: true });
    writeFileSync(destination, file.data, { mode: file.mode });
  }
  writeFonts(target);
  writeFileSync(path.join(target, 'chromium'), read('chromium.br'), { mode: 0o755 });
}

/** Either the whole folder appears under its final name, or nothing does. */
export function fillAtomically(folder: string, write: (target: string) => void): void {
  mkdirSync(path.dirname(folder), { recursive: true });
  const temporary = mkdtempSync(`${folder}.part-`);
  try {
    write(temporary);
    renameSync(temporary, folder);
  } catch (error) {
    rmSync(temporary, { recursive: true, force: true });
    if (!existsSync(folder)) throw error; // otherwise another process was quicker
  }
}
