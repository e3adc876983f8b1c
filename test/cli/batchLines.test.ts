import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readLines, splitLines } from '../../src/cli/commands/batchLines.ts';
import { Random } from '../support/random.ts';

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

const MARKS = { 'utf-8': [], 'utf-16le': [0xff, 0xfe], 'utf-16be': [0xfe, 0xff] };

function encode(text: string, encoding: keyof typeof MARKS): Buffer {
  if (encoding === 'utf-8') return Buffer.from(text);
  const bytes = Buffer.from(text, 'utf16le');
  return encoding === 'utf-16le' ? bytes : bytes.swap16();
}

async function* cut(bytes: Buffer, random: Random): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length;) {
    const end = at + random.below(4);
    yield bytes.subarray(at, end);
    at = end;
  }
}

async function linesOf(chunks: AsyncIterable<Buffer>): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of splitLines(chunks)) lines.push('fault' in line ? `fault ${line.number}: ${line.fault.fault.cause}` : line.text);
  return lines;
}

// U+0A0A, U+0A41 and U+410A have the byte of a line feed in either half of UTF-16.
const PIECES = ['a', ' ', '\n', '\n\n', '\u0a0a', '\u0a41', '\u410a', 'é', '😀', '\ufeff', '\ufffd', '\r'];

test.each(['utf-8', 'utf-16le', 'utf-16be'] as const)('however a text in %s is cut, its lines are those of the whole', async encoding => {
  const random = new Random(7);
  for (let round = 0; round < 300; round++) {
    const text = `x${Array.from({ length: random.below(20) }, () => random.pick(PIECES)).join('')}`;
    const wanted = text.split('\n');
    if (wanted.at(-1) === '') wanted.pop();
    const bytes = Buffer.concat([Buffer.from(MARKS[encoding]), encode(text, encoding)]);
    expect(await linesOf(cut(bytes, random))).toEqual(wanted);
  }
});

test('half a surrogate pair and half a unit are named, and the lines around them are read', async () => {
  for (const encoding of ['utf-16le', 'utf-16be'] as const) {
    const bytes = Buffer.concat([
      Buffer.from(MARKS[encoding]),
      encode('one\na', encoding),
      encode('\ud83d', encoding),
      encode('b\nthree\nfour', encoding),
      Buffer.from([0x41]),
    ]);
    expect(await linesOf(cut(bytes, new Random(1)))).toEqual([
      'one',
      'fault 2: It is not UTF-16: byte 3 of the line is no part of a character.',
      'three',
      'fault 4: It is not UTF-16: byte 9 of the line is no part of a character.',
    ]);
  }
});

test('a file that is shorter than a byte order mark', async () => {
  for (const [bytes, lines] of [
    [[], []],
    [[0x61], ['a']],
    [[0xff, 0xfe], []],
    [[0xef, 0xbb, 0xbf], []],
    [[0x0a], ['']],
  ] as const)
    expect(await linesOf(cut(Buffer.from(bytes), new Random(3)))).toEqual(lines);
});
