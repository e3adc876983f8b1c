import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { openVectorFile, readVectors, type VectorFileContent } from '../../src/engine/wordVectors/file.ts';
import type { CallContext } from '../../src/protocol/rpc.ts';

/** A folder for the vector files of the tests of one file, gone after them. */
export function vectorFolder() {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'attention-lens-vectors-'));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });
  const inFolder = (name: string) => join(folder, name);
  function readBytes(content: string | Uint8Array, words: Iterable<string> = []): Promise<VectorFileContent> {
    writeFileSync(inFolder('file'), content);
    return readVectorFile(inFolder('file'), words);
  }
  return { inFolder, readBytes };
}

export async function readVectorFile(path: string, words: Iterable<string>, context?: CallContext): Promise<VectorFileContent> {
  const file = await openVectorFile(path);
  try {
    return await readVectors(file, words, null, context);
  } finally {
    await file.handle.close();
  }
}

/** Count, broken, and vectors as lists. */
export function summaryOf({ format, width, count, broken, vectors }: VectorFileContent): object {
  return { format, width, count, broken, vectors: Object.fromEntries([...vectors].map(([word, vector]) => [word, [...vector]])) };
}
