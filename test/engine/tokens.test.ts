import { copyFileSync, cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { Runner } from '../../src/engine/runner.ts';
import { identityOf } from '../../src/protocol/engineApi.ts';
import { sequenceOf } from '../../src/core/text/tokenSequence.ts';

const TINY = resolve('test/fixtures/models/bert-dynamo');
const runner = new Runner();
const alone = mkdtempSync(join(tmpdir(), 'tokens-'));
copyFileSync(join(TINY, 'tokenizer.json'), join(alone, 'tokenizer.json'));
afterAll(() => rmSync(alone, { recursive: true }));

const LONG = Array.from({ length: 40 }, (_, line) => `the cat sat on the mat ${line}`).join('\n');

describe('what a run would read', () => {
  test.each(['start', 'around'] as const)('is what it reads, with the model opened or not: %s', async fit => {
    const reading = { fit, caret: LONG.length >> 1 };
    const summary = await runner.run({ directory: TINY, text: LONG, ...reading });
    const run = sequenceOf(summary);
    const list = await runner.tokens({ directory: TINY, text: LONG, reading });
    expect(await runner.tokens({ ...identityOf(summary), text: LONG, reading })).toEqual(list);
    const { contextLength, from, to } = list.read!;
    expect([contextLength, list.tokens.length]).toEqual([64, run.totalTokens]);
    expect(list.tokens.slice(from, to).map(({ id, start }) => [id, start])).toEqual(
      run.tokens.filter(({ start }) => start >= 0).map(({ id, start }) => [id, start]),
    );
  });

  test('is not known without a model, and not asked for without a reading', async () => {
    expect((await runner.tokens({ directory: alone, text: LONG, reading: { fit: 'start', caret: 0 } })).read).toBeNull();
    expect((await runner.tokens({ directory: TINY, text: LONG })).read).toBeNull();
  });
});

test('of a model whose files have changed since nothing is listed', async () => {
  const summary = await runner.open({ directory: TINY });
  const changed = { ...identityOf(summary), fingerprint: 'of another day' };
  await expect(runner.tokens({ ...changed, text: 'Hi' })).rejects.toMatchObject({ fault: { code: 'stale-run' } });
});

test('a chat message is listed as its template writes it, as a run reads it; without a template that is said', async () => {
  cpSync(TINY, join(alone, 'chat'), { recursive: true });
  const directory = join(alone, 'chat');
  writeFileSync(join(directory, 'chat_template.jinja'), '[CLS]{{ messages[0].role }}: {{ messages[0].content | trim }}[SEP]');
  const request = { directory, text: ' it was raining', chat: true } as const;
  const list = await runner.tokens({ ...request, reading: { fit: 'start', caret: 0 } });
  const { tokens: read } = sequenceOf(await runner.run({ ...request, fit: 'start', caret: 0 }));
  expect(list.tokens.map(({ id, start, special }) => [id, start, special])).toEqual(
    read.map(({ id, start, special }) => [id, start, special]),
  );
  expect(list.tokens.filter(({ special }) => !special).map(({ written }) => written)[0]).toBe('it');
  await expect(runner.tokens({ directory: TINY, text: 'Hi', chat: true })).rejects.toThrow(/template/i);
});
