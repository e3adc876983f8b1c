import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runInProcess, TINY_MODEL } from '../support/commandLine.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'attention-lens-encoding-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const RUN = ['run', '--model', TINY_MODEL, '--format', 'json'];
const LATIN_1 = Buffer.from('The cat\nsat in a caf\xe9.', 'latin1');
const PLACE = 'The text is not UTF-8. The byte 0xE9 at offset 20 (line 2) is no part of any character.';

async function textOf(input: Uint8Array): Promise<string> {
  const { code, stdout, stderr } = await runInProcess([...RUN, '-'], input);
  expect([code, stderr]).toEqual([0, '']);
  return (JSON.parse(String(stdout)) as { text: string }).text;
}

describe('the bytes of a text', () => {
  test('that is not UTF-8: refused with the place, from standard input and from a file', async () => {
    writeFileSync(join(folder, 'latin1.txt'), LATIN_1);
    for (const result of [await runInProcess([...RUN, '-'], LATIN_1), await runInProcess([...RUN, '--file', join(folder, 'latin1.txt')])]) {
      expect([result.code, String(result.stdout)]).toEqual([2, '']);
      expect(result.stderr).toContain(PLACE);
      expect(result.stderr).toContain('iconv');
    }
  });

  test('however short it is, and however many accents it has', async () => {
    for (const text of ['Le caf\xe9 est ferm\xe9.\n', '\xe9t\xe9', '\xe9']) {
      const { code, stderr } = await runInProcess([...RUN, '-'], Buffer.from(text, 'latin1'));
      expect([code, stderr]).toEqual([2, expect.stringContaining('The text is not UTF-8. The byte 0xE9')]);
    }
  });

  test('UTF-16 with its mark is read, the mark of UTF-8 dropped', async () => {
    const text = 'the cat sat, café';
    expect(await textOf(Buffer.from(`\ufeff${text}`))).toBe(text);
    expect(await textOf(Buffer.from(`\ufeff${text}`, 'utf16le'))).toBe(text);
    expect(await textOf(Buffer.from(`\ufeff${text}`, 'utf16le').swap16())).toBe(text);
  });

  test('a fault beyond what is read does not matter, nor a character that the end of reading cuts', async () => {
    const long = `a${'😀'.repeat(120_000)}`;
    const { code, stderr } = await runInProcess([...RUN, '-'], Buffer.concat([Buffer.from(long), LATIN_1]));
    expect(code).toBe(0);
    expect(stderr).toContain('only the first 100,000 characters');
  });

  test('a binary file is called that', async () => {
    const { code, stderr } = await runInProcess([...RUN, '-'], Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 3, 0xff]));
    expect(code).toBe(2);
    expect(stderr).toContain('is control characters');
  });
});

test('a file of the model that is not UTF-8: its name and the place', async () => {
  const model = join(folder, 'model');
  await cp(TINY_MODEL, model, { recursive: true });
  writeFileSync(join(model, 'config.json'), Buffer.from('{"name": "caf\xe9"}', 'latin1'));
  const { code, stderr } = await runInProcess(['run', '--model', model, '--text', 'a cat']);
  expect(code).toBe(4);
  expect(stderr).toContain('In config.json the byte 0xE9 at offset 13 (line 1)');
});
