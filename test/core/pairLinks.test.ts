import { describe, expect, it } from 'vitest';
import { counterpartBar } from '../../src/core/attention/counterparts.ts';
import { visibilityOf } from '../../src/core/attention/visibility.ts';
import { statementAcross } from '../../src/core/describe/across.ts';
import { aloneNote, countOfLinks } from '../../src/core/describe/pairLinks.ts';
import { plainSentence } from '../../src/core/describe/sentence.ts';
import { axesOf } from '../../src/core/state/axes.ts';
import { pairLinks, unitsAlone } from '../../src/core/state/pairLinks.ts';
import { facing } from '../../src/core/state/facing.ts';
import { deriveWordView, visibilityIn } from '../../src/core/state/viewModel.ts';
import { INITIAL_STATE } from '../../src/core/state/viewState.ts';
import type { Unit } from '../../src/core/text/token.ts';
import { textUnit } from '../support/textUnit.ts';

/** Four words of a source, three of a target, between two special tokens. */
const WORDS = ['<s>', 'the', 'grey', 'cat', 'sat', '</s>', 'le', 'chat', 'gris'];
const SIDES = Int8Array.of(-1, 0, 0, 0, 0, -1, 1, 1, 1);
const UNITS = WORDS.map((label, token): Unit => ({
  start: SIDES[token]! < 0 ? -1 : token,
  end: SIDES[token]! < 0 ? -1 : token + 1,
  label,
  tokens: [token],
  special: SIDES[token]! < 0,
  unknown: 'none',
  punctuation: false,
  joins: false,
}));
const size = WORDS.length;
/** What the target gives the source: `le` nothing much, `chat` the cat, `gris` the grey and a little the cat. */
const GIVEN: Readonly<Record<number, readonly number[]>> = {
  6: [0.12, 0.1, 0.1, 0.1],
  7: [0.05, 0.05, 0.7, 0.05],
  8: [0.02, 0.6, 0.2, 0.02],
};

function matrixOf(given = GIVEN) {
  const values = new Float32Array(size * size);
  for (const [row, weights] of Object.entries(given)) values.set(weights, Number(row) * size + 1);
  return {
    rows: size,
    columns: size,
    causal: false,
    hasSink: false,
    sinks: [],
    sides: { of: SIDES, far: 'other' as const },
    values,
    low: new Float32Array(0),
    high: new Float32Array(0),
    headCount: 1,
  };
}
const shown = [1, 2, 3, 4, 6, 7, 8];
const visibility = visibilityOf({ causal: false }, UNITS, UNITS, size);
const linked = (of = visibility, most = 40) => pairLinks(matrixOf(), of, axesOf({ shown }, matrixOf(), INITIAL_STATE), most);
const aloneIn = (matrix = matrixOf(), of = visibility) => unitsAlone(matrix, of, axesOf({ shown }, matrix, INITIAL_STATE));
const namesOf = (units: Iterable<number>) => Array.from(units, unit => WORDS[unit]);

describe('links between two texts', () => {
  it('are the weights that have a colour, the strongest first, of the text that looks alone', () => {
    expect(linked().strongest.map(({ from, to, weight }) => [WORDS[from], WORDS[to], Number(weight.toFixed(2))])).toEqual([
      ['chat', 'cat', 0.7],
      ['gris', 'grey', 0.6],
      ['gris', 'cat', 0.2],
      ['le', 'the', 0.12],
    ]);
    expect(linked().strongest.map(({ step }) => step)).toEqual([7, 6, 4, 3]);
    expect(linked(visibility, 2)).toMatchObject({ count: 4, strongest: linked().strongest.slice(0, 2) });
    expect(
      linked(visibility, 2)
        .ofUnit(3)
        .map(({ from }) => WORDS[from]),
      'of one word, the weaker ones as well',
    ).toEqual(['chat', 'gris']);
  });

  it('leave out a sink that is hidden, which is no word without a counterpart for that', () => {
    const hiding = visibilityOf({ causal: false }, UNITS, UNITS, size, { columns: [1], givenBy: () => 0 });
    expect(linked(hiding).strongest.map(({ to }) => WORDS[to])).not.toContain('the');
    expect(namesOf(aloneIn(matrixOf(), hiding))).not.toContain('the');
  });
});

describe('a word has a counterpart', () => {
  it('where something between it and the other text reaches 3 even shares, in a text of few words half of what is given', () => {
    expect(counterpartBar(1 / 9)).toBeCloseTo(1 / 3);
    expect(counterpartBar(1 / 4)).toBe(0.5);
    expect(namesOf(aloneIn())).toEqual(['le', 'the', 'sat']);
  });

  it('or not known to have none: of rows that are not here, and of invalid weights', () => {
    const sampled = { ...matrixOf(), sampled: [7], values: matrixOf().values.slice(7 * size, 8 * size) };
    expect([...aloneIn(sampled)]).toEqual([]);
    const invalid = matrixOf({ ...GIVEN, 6: [NaN, 0.1, 0.1, 0.1] });
    expect(namesOf(aloneIn(invalid))).toEqual(['sat']);
  });

  it('nor of one that sees nothing of the other text but hidden sinks, in the pictures as in the sentence', () => {
    const sinks = [1, 2, 3, 4].map(unit => ({ unit, share: 0.5 }));
    const matrix = { ...matrixOf(), causal: true, sinks };
    const state = facing({ ...INITIAL_STATE, hideSink: true, pinned: textUnit(7) }, matrix);
    const alone = unitsAlone(matrix, visibilityIn(matrix, UNITS, size, state), axesOf({ shown }, matrix, state));
    expect([alone.has(7), deriveWordView(UNITS, size, matrix, state).isAlone ?? false]).toEqual([false, false]);
  });

  it('in the pictures as in the sentence', () => {
    const alone = aloneIn();
    for (const unit of shown) {
      const state = facing({ ...INITIAL_STATE, pinned: textUnit(unit) }, matrixOf());
      const view = deriveWordView(UNITS, size, matrixOf(), state);
      expect([WORDS[unit], view.isAlone ?? false]).toEqual([WORDS[unit], alone.has(unit)]);
      const said = plainSentence(statementAcross(UNITS, view, 'attends to', state.direction, ''));
      expect(said.includes('It has no counterpart there: nothing reaches 3 × even share.')).toBe(alone.has(unit));
    }
  });
});

it('says how many are shown of how many, and which words have none', () => {
  expect(countOfLinks(40, 1212)).toBe('40 strongest of 1,212 links');
  expect(countOfLinks(1, 1)).toBe('1 link');
  expect(countOfLinks(40, 1212, 3)).toBe('40 strongest of 1,212 links and 3 more of the word');
  expect(aloneNote(new Set(), UNITS, WORDS, 'words')).toBeNull();
  expect(aloneNote(new Set([6, 1]), UNITS, WORDS, 'words')).toBe(
    'Grey: 2 words without a counterpart, as nothing reaches 3 × even share: “the”, “le”.',
  );
  const many = new Set(Array.from({ length: 30 }, (_, unit) => unit));
  const units = Array.from(many, () => ({ punctuation: false }));
  expect(aloneNote(many, units, Array.from(many, String), 'words')).toMatch(
    /: 30 words .*: “0”, “1”, “2”, “3”, “4”, “5”, “6”, “7” and 22 more\.$/,
  );
});

it('counts no punctuation among the words without a counterpart, and sub-words as what they are', () => {
  const units = ['cat', '.', '\u21b5'].map(label => ({ punctuation: label !== 'cat' }));
  expect(aloneNote(new Set([0, 1, 2]), units, ['cat', '.', '\u21b5'], 'pieces')).toBe(
    'Grey: 1 sub-word without a counterpart, as nothing reaches 3 \u00d7 even share: “cat”.',
  );
  expect(aloneNote(new Set([1, 2]), units, ['cat', '.', '\u21b5'], 'words')).toBeNull();
});
