import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { Runner } from '../../src/engine/runner.ts';
import { runInProcess, TINY_MODEL } from '../support/commandLine.ts';
import { schemaErrors } from '../support/jsonSchema.ts';
import { ranText } from '../support/ranText.ts';
import { tiny, tinyJson } from './support.ts';

const SCHEMA = JSON.parse(readFileSync('docs/heads-schema.json', 'utf8')) as Record<string, unknown>;
const TEXT = 'the old man gave the dog food because it was hungry';

interface HeadsJson {
  readonly from: { readonly word: string; readonly start: number };
  readonly to: { readonly word: string; readonly start: number };
  readonly even: { readonly there: number; readonly back: number };
  readonly heads: readonly { readonly layer: number; readonly head: number; readonly there: number; readonly back: number }[];
}

test('json: each head has what stands in its own map, both ways, the larger first', async () => {
  const report = await tinyJson<HeadsJson>('heads', '--text', TEXT, '--from', 'it', '--to', 'DOG');
  expect(schemaErrors(report, SCHEMA)).toEqual([]);
  expect([report.from.word, report.to.word]).toEqual(['it', 'dog']);
  const runner = new Runner();
  const run = ranText(await runner.run({ directory: TINY_MODEL, text: TEXT, fit: 'start', caret: 0 }));
  const { attention } = await runner.tensors(run.runId);
  const [it, dog] = ['it', 'dog'].map(text => run.tokens.findIndex(token => token.text === text)) as [number, number];
  const size = run.tokens.length;
  expect(report.even.there).toBeCloseTo(1 / size, 6);
  expect(report.heads).toHaveLength(attention.stack.heads.reduce((sum, count) => sum + count, 0));
  for (const { layer, head, there, back } of report.heads) {
    const map = attention.maps[layer]!.subarray(head * size * size, (head + 1) * size * size);
    expect(there).toBeCloseTo(map[it * size + dog]!, 6);
    expect(back).toBeCloseTo(map[dog * size + it]!, 6);
  }
  const larger = report.heads.map(({ there, back }) => Math.max(there, back));
  expect(larger).toEqual(larger.toSorted((a, b) => b - a));
});

test('text: the built-in model, "it" and "France": the Reference head first, with its multiple of an even share', async () => {
  const text = 'I visited France because it has wonderful food.';
  const { code, stdout } = await runInProcess(['heads', '--text', text, '--from', 'it', '--to', 'France', '--top', '2']);
  expect(code).toBe(0);
  expect(String(stdout).split('\n')).toEqual([
    'all-MiniLM-L6-v2, how much each head links "it" and "France", the strongest first',
    '',
    '                   it → France         France → it',
    'L3 H1   Reference         0.59  6.5 ×         0.02',
    'L5 H3                     0.59  6.5 ×         0.01',
    '',
    '2 of 72 heads (all with --format json). ×: times an even share, which is 0.09.',
    '',
  ]);
});

test('several words in a row are one end; two that stand next to each other are said to', async () => {
  const several = await tinyJson<HeadsJson>('heads', '--text', TEXT, '--from', 'the old man', '--to', 'it');
  expect([several.from.word, several.from.start]).toEqual(['the old man', 0]);
  const { stdout } = await tiny('heads', '--text', TEXT, '--from', 'it', '--to', 'was');
  expect(String(stdout)).toContain('The two stand next to each other');
});

test.each([
  [['--from', 'it', '--to', 'it'], 'Both ends are the same word'],
  [['--from', 'it', '--to', 'cat'], 'The word is not in the text'],
  [['--from', 'it'], 'Two words are needed'],
])('%j is refused with what to do', async (args, title) => {
  const { code, stderr } = await tiny('heads', '--text', TEXT, ...args);
  expect(code).toBe(2);
  expect(stderr).toContain(title);
});
