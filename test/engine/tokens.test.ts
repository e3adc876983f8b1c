import { copyFileSync, cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { Runner } from '../../src/engine/runner.ts';
import { tokens } from '../../src/engine/analyses/tokens.ts';
import { sequenceOf } from '../../src/core/text/tokenSequence.ts';

const TINY = resolve('test/fixtures/models/bert-dynamo');
const runner = new Runner();
const alone = mkdtempSync(join(tmpdir(), 'tokens-'));
copyFileSync(join(TINY, 'tokenizer.json'), join(alone, 'tokenizer.json'));
afterAll(() => rmSync(alone, { recursive: true }));

const LONG = Array.from({ length: 40 }, (_, line) => `the cat sat on the mat ${line}`).join('\n');

describe('what a run would read', () => {
  test.each(['start', 'around'] as const)('is what it reads: %s', async fit => {
    const caret = LONG.length >> 1;
    const list = await tokens({ directory: TINY, text: LONG, reading: { fit, caret, contextLength: null } });
    const read = sequenceOf(await runner.run({ directory: TINY, text: LONG, fit, caret }));
    const { contextLength, from, to } = list.read!;
    expect([contextLength, list.tokens.length]).toEqual([64, read.totalTokens]);
    expect(list.tokens.slice(from, to).map(({ id, start }) => [id, start])).toEqual(
      read.tokens.filter(({ start }) => start >= 0).map(({ id, start }) => [id, start]),
    );
  });

  test('is of the length that an opened model has', async () => {
    const { read } = await tokens({ directory: alone, text: LONG, reading: { fit: 'start', caret: 0, contextLength: 10 } });
    expect(read).toMatchObject({ contextLength: 10, from: 1 });
    expect(read!.to).toBeLessThanOrEqual(9);
  });

  test('is not known without a model, not asked for without a reading, and no fault where the context has no room', async () => {
    const reading = { fit: 'start', caret: 0 } as const;
    expect((await tokens({ directory: alone, text: LONG, reading: { ...reading, contextLength: null } })).read).toBeNull();
    expect((await tokens({ directory: TINY, text: LONG })).read).toBeNull();
    expect((await tokens({ directory: TINY, text: LONG, reading: { ...reading, contextLength: 2 } })).read).toBeNull();
  });
});

test('a chat message is listed as its template writes it, as a run reads it; without a template that is said', async () => {
  cpSync(TINY, join(alone, 'chat'), { recursive: true });
  const directory = join(alone, 'chat');
  writeFileSync(join(directory, 'chat_template.jinja'), '[CLS]{{ messages[0].role }}: {{ messages[0].content | trim }}[SEP]');
  const request = { directory, text: ' it was raining', chat: true } as const;
  const list = await tokens({ ...request, reading: { fit: 'start', caret: 0, contextLength: null } });
  const { tokens: read } = sequenceOf(await runner.run({ ...request, fit: 'start', caret: 0 }));
  expect(list.tokens.map(({ id, start, special }) => [id, start, special])).toEqual(
    read.map(({ id, start, special }) => [id, start, special]),
  );
  expect(list.tokens.filter(({ special }) => !special).map(({ written }) => written)[0]).toBe('it');
  await expect(tokens({ directory: TINY, text: 'Hi', chat: true })).rejects.toThrow(/template/i);
});
