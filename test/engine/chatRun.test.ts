import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { has } from '../../src/core/model/capability.ts';
import { sequenceOf } from '../../src/core/text/tokenSequence.ts';
import { Runner } from '../../src/engine/runner.ts';
import { TINY_MODEL } from '../support/commandLine.ts';

const folder = mkdtempSync(join(tmpdir(), 'attention-lens-chat-'));
const directory = join(folder, 'chat');
const TEXT = 'it was raining';
const REQUEST = { directory, text: TEXT, fit: 'start', caret: 0 } as const;
const runner = new Runner();

beforeAll(() => {
  cpSync(TINY_MODEL, directory, { recursive: true });
  writeFileSync(join(directory, 'chat_template.jinja'), '[CLS]{{ messages[0].role }}: {{ messages[0].content | trim }}[SEP]');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('a message goes through the model as its template writes it; the template is special, the message is pointed at', async () => {
  const plain = sequenceOf(await runner.run(REQUEST));
  const run = await runner.run({ ...REQUEST, chat: true });
  const { tokens, words, shownStart, shownEnd } = sequenceOf(run);
  expect(run.chat).toBe(true);
  expect(has(await runner.open({ directory }), 'chat-template')).toBe(true);
  expect(tokens[0]!.text).toBe('[CLS]');
  const ofText = <Unit extends { readonly special: boolean }>(units: readonly Unit[]) => units.filter(unit => !unit.special);
  expect(ofText(tokens)).toEqual(ofText(plain.tokens));
  expect(ofText(words).map(({ label }) => label)).toEqual(ofText(plain.words).map(({ label }) => label));
  // [CLS], the role in some tokens, the colon, [SEP]
  expect(tokens.length - ofText(tokens).length).toBeGreaterThan(3);
  expect([shownStart, shownEnd]).toEqual([0, TEXT.length]);
});

test('its changed text is written as a message too', async () => {
  const { runId } = await runner.run({ ...REQUEST, chat: true });
  const start = TEXT.indexOf('raining');
  const change = { kind: 'replace', span: { start, end: TEXT.length }, replacement: 'cold' } as const;
  const other = await runner.runVariant({ runId, level: 'words', text: TEXT, fit: 'start', caret: 0, change });
  expect(other.chat).toBe(true);
  expect(sequenceOf(other).tokens.slice(0, 3)).toEqual(sequenceOf(await runner.run({ ...REQUEST, chat: true })).tokens.slice(0, 3));
});

test('a model without a template says so, and what to do instead', async () => {
  const asked = runner.run({ ...REQUEST, directory: TINY_MODEL, chat: true });
  await expect(asked).rejects.toThrow('This model has no chat template');
  await expect(asked).rejects.toThrow('Explore Selection reads the text as it is');
});
