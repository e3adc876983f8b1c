import { describe, expect, test } from 'vitest';
import { renderDocument, withPairSection } from './document.ts';
import { shareOfVectors } from './folder.ts';
import { renderMatrix, renderPairs, type Entry } from './table.ts';

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

describe('encoder-decoders', () => {
  const maps = { encoder: 3.4e-7, decoder: 1.2e-6, cross: 2e-6 };
  const pair = { kind: 'pair', maps, idsEqual: true, writesEqual: true, seesAhead: false } as const;
  const entries: Entry[] = [
    { ...entry('bart', 'merged', pair), kind: 'encoder-decoder' },
    { ...entry('bart', 'int8', { ...pair, writesEqual: null }), kind: 'encoder-decoder' },
    {
      ...entry('bart', 'ort-fused-bert', { ...pair, maps: { ...maps, decoder: 1 }, writesEqual: false, seesAhead: true }),
      kind: 'encoder-decoder',
    },
    { ...entry('t5', 'merged', { kind: 'refused', title: 'No', cause: 'x' }), kind: 'encoder-decoder' },
    { ...entry('t5', 'int8', { ...pair, writesEqual: false }), kind: 'encoder-decoder' },
    { ...entry('t5', 'ort-fused-bert', { kind: 'not made', cause: 'y' }), kind: 'encoder-decoder' },
  ];

  test('a cell has all three kinds of attention; what is wrong with it is a note', () => {
    expect(renderPairs(entries).split('\n')).toEqual([
      '| form | bart | t5 |',
      '| --- | --- | --- |',
      '| `int8` | 3e-7 / 1e-6 / 2e-6 | 3e-7 / 1e-6 / 2e-6 [1] |',
      '| `merged` | 3e-7 / 1e-6 / 2e-6 | refused [2] |',
      expect.stringMatching(/^\| `ort-fused-bert` \| 3e-7 \/ 1e\+0 \/ 2e-6 \[3\] \| not made \[4\] \|$/),
      '',
      '1. Greedy search writes other tokens.',
      '2. No. x',
      expect.stringContaining('3. The optimizer has lost the mask of the decoder'),
      '4. The exporter says: y',
    ]);
  });

  test('their section is written anew, and all before it stays', () => {
    const first = withPairSection('# Models\n\n| a |\n', entries);
    expect(first.startsWith('# Models\n\n| a |\n\n## Encoder-decoders\n')).toBe(true);
    expect(first).toContain('4 of 5 files are shown; in 1 of 3 greedy search writes the tokens');
    expect(withPairSection(first, entries)).toBe(first);
    expect(withPairSection(first, entries.slice(0, 1))).toContain('1 of 1 files are shown');
    expect(renderDocument([entry('llama', 'a', shown), ...entries])).toContain('1 of 1 files are shown. The bound');
  });
});
