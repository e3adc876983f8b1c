import { expect, test } from 'vitest';
import { readFileSync } from 'node:fs';
import { runInProcess } from '../support/commandLine.ts';
import { schemaErrors } from '../support/jsonSchema.ts';

const MODEL = 'test/fixtures/models/llama-cached';
const TEXT = 'The hungry cat sat, and the dog looked at it without a word.';

const run = (...args: string[]) => runInProcess(['run', '--model', MODEL, '--text', TEXT, ...args]);

interface RunJson {
  readonly rows?: readonly number[];
  readonly attention: readonly (readonly number[])[];
  readonly word: { readonly index: number; readonly attends: readonly number[] };
  readonly shown: { readonly tokens: number; readonly totalTokens: number };
}

async function json(...args: string[]): Promise<RunJson> {
  const { code, stdout } = await run('--format', 'json', ...args);
  expect(code).toBe(0);
  const report = JSON.parse(String(stdout)) as RunJson;
  expect(schemaErrors(report, JSON.parse(readFileSync('docs/run-schema.json', 'utf8')) as Record<string, unknown>)).toEqual([]);
  return report;
}

test('--row has the row of one word alone, that of --word, and says which it is', async () => {
  const [one, all] = [await json('--row', 'dog'), await json('--word', 'dog')];
  expect(one.rows).toEqual([all.word.index]);
  expect(one.attention).toEqual([all.attention[all.word.index]]);
  expect(one.word).toEqual(all.word);
  expect(all.rows).toBeUndefined();
  const [text, asWord] = [await run('--row', 'dog'), await run('--word', 'dog')];
  expect(String(text.stdout)).toBe(String(asWord.stdout));
});

test('--max-tokens cuts a text, and that is said', async () => {
  const { stdout, stderr } = await run('--format', 'json', '--max-tokens', '6');
  const { shown } = JSON.parse(String(stdout)) as RunJson;
  expect(shown.tokens).toBeLessThanOrEqual(6);
  expect(shown.totalTokens).toBeGreaterThan(6);
  expect(stderr).toContain(`${shown.tokens} of ${shown.totalTokens} tokens`);
});

test.each([
  [['--row', 'dog', '--word', 'cat'], '--row is not alone'],
  [['--row', 'dog', '--format', 'npz'], '--row is not alone'],
  [['--max-tokens', '0'], '--max-tokens is not a number'],
  [['--max-tokens', '6', '--replace', 'cat=dog'], '--max-tokens does not go with --replace'],
])('%j is refused', async (args, why) => {
  const { code, stderr } = await run(...args);
  expect(code).toBe(2);
  expect(stderr).toContain(why);
});
