import { expect, test } from 'vitest';
import { renderMatrix, type Entry } from './table.ts';

const shown = { kind: 'shown', maps: 3.4e-7, hidden: 1.2e-6, idsEqual: true, spansEqual: true, note: '' } as const;
const entry = (architecture: string, form: string, cell: Entry['cell']): Entry => ({ kind: 'decoder', architecture, form, cell });

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

test('what differs without limit or is no number is written as it is', () => {
  expect(renderMatrix([entry('llama', 'a', { ...shown, maps: NaN, hidden: Infinity })])).toContain('| NaN / Infinity |');
  expect(renderMatrix([entry('llama', 'a', { ...shown, maps: 0 })])).toContain('| 0 / 1e-6 |');
});
