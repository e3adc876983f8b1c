import { expect, test } from 'vitest';
import { shareOfVectors } from './folder.ts';
import { renderMatrix, type Entry } from './table.ts';

const shown = { kind: 'shown', maps: 3.4e-7, file: null, hidden: 1.2e-6, idsEqual: true, spansEqual: true, note: '' } as const;
const entry = (architecture: string, form: string, cell: Entry['cell']): Entry => ({
  kind: 'decoder',
  real: false,
  architecture,
  form,
  cell,
});

test('each cell says what was measured, or why not; equal reasons share a number', () => {
  const refused = { kind: 'refused', title: 'No', cause: 'a < b' } as const;
  const text = renderMatrix([
    entry('llama', 'a', shown),
    entry('llama', 'b', refused),
    entry('llama', 'c', { ...shown, hidden: 'none', spansEqual: false }),
    entry('gpt2', 'a', { ...shown, hidden: null }),
    entry('gpt2', 'b', refused),
    entry('gpt2', 'c', { kind: 'not made', cause: 'x | y' }),
  ]);
  expect(text.split('\n')).toEqual([
    '## Decoders',
    '',
    '| form | llama | gpt2 |',
    '| --- | --- | --- |',
    '| `a` | 3e-7 / 1e-6 | 3e-7 |',
    '| `b` | refused [1] | refused [1] |',
    '| `c` | 3e-7 / [2] [3] | not made [4] |',
    '',
    '1. No. a &lt; b',
    '2. Shown without hidden states: the residual stream of this graph was not found.',
    '3. The spans are not those of the official tokenizer.',
    '4. The exporter says: x \\| y',
  ]);
});

test('trained models have a list of their own, with the same notes', () => {
  const refused = { kind: 'refused', title: 'No', cause: 'x' } as const;
  const text = renderMatrix([
    entry('llama', 'a', refused),
    { ...entry('smollm2-135m', 'q4', shown), real: true },
    { ...entry('minilm', 'q', refused), real: true },
  ]);
  expect(text.split('\n').slice(-8)).toEqual([
    '## Real weights',
    '',
    '| model | form | difference |',
    '| --- | --- | --- |',
    '| smollm2-135m | `q4` | 3e-7 / 1e-6 |',
    '| minilm | `q` | refused [1] |',
    '',
    '1. No. x',
  ]);
});

test('a difference between vectors is a share of their largest entry, vector by vector, where that is above 1', () => {
  const wanted = Float32Array.of(4000, 1, 0.5, 0.25);
  expect(shareOfVectors(Float32Array.of(4002, 1, 0.5, 0.25), wanted, 2)).toBe(2 / 4000);
  expect(shareOfVectors(Float32Array.of(4000, 1, 0.5, 0.5), wanted, 2)).toBe(0.25);
  expect(shareOfVectors(Float32Array.of(4000, 1, 0.5, NaN), wanted, 2)).toBeNaN();
  expect(shareOfVectors(Float32Array.of(4000, 1), wanted, 2)).toBe(Infinity);
});

test('what differs without limit or is no number is written as it is', () => {
  expect(renderMatrix([entry('llama', 'a', { ...shown, maps: NaN, hidden: Infinity })])).toContain('| NaN / Infinity |');
  expect(renderMatrix([entry('llama', 'a', { ...shown, maps: 0 })])).toContain('| 0 / 1e-6 |');
});
