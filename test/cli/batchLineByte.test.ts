import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readLines } from '../../src/cli/commands/batchLines.ts';

test.each([
  { bytes: [0x61, 0xef, 0xbf], at: 2 },
  { bytes: [0x61, 0xef, 0x41], at: 2 },
  { bytes: [0x61, 0xef, 0xbf, 0x41], at: 2 },
  { bytes: [0xef, 0xbf, 0xbd, 0xff], at: 4 },
])('the byte that is named is the first that is no character: $bytes', async ({ bytes, at }) => {
  const folder = mkdtempSync(join(tmpdir(), 'lens-'));
  const file = join(folder, 'in.jsonl');
  writeFileSync(file, Buffer.from([0x0a, ...bytes]));
  try {
    const causes: string[] = [];
    for await (const line of readLines(file)) if ('fault' in line) causes.push(line.fault.fault.cause);
    expect(causes).toEqual([expect.stringContaining(`byte ${at} of the line`)]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
