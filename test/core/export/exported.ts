import { takenOf, type Taken, type TakeFrom } from '../../../src/core/export/taken.ts';
import type { Token } from '../../../src/core/text/token.ts';
import { INITIAL_STATE, type ViewState } from '../../../src/core/state/viewState.ts';
import { TEXT, unitRef } from '../../../src/core/text/unitRef.ts';
import { encoderStack } from '../../../src/core/model/stack.ts';

/** A text of words that no format may take for its own, each one token, between two special ones. Row r gives column c (r + c + 1) / the sum of its row. */
export function exported(words: readonly string[], state: Partial<ViewState> = {}, more: Partial<TakeFrom> = {}): Taken {
  const text = words.join(' ');
  const spans = words.map((word, index) => {
    const start = words.slice(0, index).join(' ').length + (index > 0 ? 1 : 0);
    return { label: word, start, end: start + word.length, special: false };
  });
  const labelled = [{ label: '[CLS]', start: -1, end: -1, special: true }, ...spans, { label: '[SEP]', start: -1, end: -1, special: true }];
  const units = labelled.map((unit, index) => ({
    ...unit,
    tokens: [index],
    unknown: 'none' as const,
    punctuation: false,
    joins: false,
  }));
  const tokens = labelled.map(({ label, start, end, special }, id): Token => ({ id, text: label, start, end, special, unknown: false }));
  const size = units.length;
  const values = Float32Array.from({ length: size * size }, (_, at) => {
    const row = Math.floor(at / size);
    return ((at % size) + row + 1) / (size * (row + 1) + (size * (size - 1)) / 2);
  });
  return takenOf({
    model: {
      directory: '/models/tiny one',
      name: 'tiny',
      variant: 'model',
      variants: ['model'],
      lenses: [
        {
          id: 'reference',
          name: 'Reference',
          description: '',
          selection: { kind: 'heads', heads: [[3, 1]] },
          combine: 'mean',
          evidence: [],
        },
      ],
      attention: encoderStack(4, 2),
    },
    fingerprint: 'f1',
    run: {
      chat: false,
      sequences: [{ stream: TEXT, tokens, words: units, pieces: units, totalTokens: size, shownStart: 0, shownEnd: text.length }],
    },
    text,
    textHashes: ['ab12'],
    isEdited: false,
    heads: { lens: 'reference', selection: { kind: 'heads', heads: [[3, 1]] }, combine: 'mean' },
    matrix: {
      rows: size,
      columns: size,
      causal: false,
      hasSink: false,
      sinks: [],
      values,
      low: new Float32Array(),
      high: new Float32Array(),
      headCount: 1,
    },
    state: { ...INITIAL_STATE, pinned: unitRef(TEXT, 1), ...state },
    ...more,
  });
}
