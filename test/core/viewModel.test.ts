import type { Lens, View } from '../../src/core/attention/lens.ts';
import { describe, expect, it } from 'vitest';
import { plainSentence } from '../../src/core/describe/sentence.ts';
import {
  spokenDescription,
  statementOf,
  linkOf,
  nounOf,
  cellNote,
  rangeNote,
  validHeadsIn,
  explanationOf,
  explanationOfRollout,
} from '../../src/core/describe/attention.ts';
import { evidenceInShort, evidenceOf } from '../../src/core/describe/evidence.ts';
import { paintNote } from '../../src/core/describe/legend.ts';
import { weightScale } from '../../src/core/scale.ts';
import type { Unit } from '../../src/core/text/token.ts';
import { explanationOfHeat, likenessStatement, nameOfHeat, shortExplanationOfHeat } from '../../src/core/describe/heat.ts';
import { weightsOf, type UnitMatrix } from '../../src/core/state/unitMatrix.ts';
import { deriveLikenessView, deriveWordView, strongestInText, strongestWord } from '../../src/core/state/viewModel.ts';
import { HEATS, INITIAL_STATE, type ViewState } from '../../src/core/state/viewState.ts';
import { unitRef } from '../../src/core/text/unitRef.ts';
import { textUnit } from '../support/textUnit.ts';

const labels = ['[CLS]', 'it', 'has', 'France', '.', '[SEP]'];
const units: Unit[] = labels.map((label, index) => ({
  label,
  start: label.startsWith('[') ? -1 : index * 5,
  end: label.startsWith('[') ? -1 : index * 5 + label.length,
  tokens: [index],
  special: label.startsWith('['),
  unknown: 'none',
  punctuation: label === '.',
  joins: false,
}));
const rows = [
  [0.9, 0.02, 0.02, 0.02, 0.02, 0.02],
  [0.2, 0.1, 0.05, 0.6, 0.03, 0.02],
  [0.1, 0.1, 0.6, 0.1, 0.05, 0.05],
  [0.15, 0.15, 0.15, 0.2, 0.15, 0.2],
  [0.5, 0.3, 0.05, 0.05, 0.05, 0.05],
  [1, 0, 0, 0, 0, 0],
];
const matrix: UnitMatrix = {
  rows: 6,
  columns: 6,
  causal: false,
  hasSink: false,
  sinks: [],
  values: Float32Array.from(rows.flat()),
  low: new Float32Array(),
  high: new Float32Array(),
  headCount: 1,
};
const derive = (state: Partial<ViewState>, of: UnitMatrix = matrix) => deriveWordView(units, 6, of, { ...INITIAL_STATE, ...state });

describe('deriveWordView', () => {
  it('takes the row for "attends to" and the column for "attended by"', () => {
    expect([...weightsOf(matrix, 1, 'to')!].map(w => +w.toFixed(2))).toEqual(rows[1]);
    expect([...weightsOf(matrix, 1, 'by')!].map(w => +w.toFixed(2))).toEqual(rows.map(row => row[1]));
  });
  it('prefers the pin to the mouse and the mouse to the cursor', () => {
    expect(derive({ pinned: textUnit(1), hovered: textUnit(2), cursor: textUnit(3) })).toMatchObject({ source: 1, pinned: true, focus: 2 });
    expect(derive({ hovered: textUnit(2), cursor: textUnit(3) })).toMatchObject({ source: 2, pinned: false, focus: null });
    expect(derive({ cursor: textUnit(3) })).toMatchObject({ source: 3, pinned: false });
    expect(derive({ pinned: textUnit(1), cursor: textUnit(3) })).toMatchObject({ source: 1, focus: 3 });
    expect(derive({})).toMatchObject({ source: null, weights: null, strongest: [] });
  });
  it('knows no word of another text', () => {
    expect(derive({ pinned: unitRef('target', 1) })).toMatchObject({ source: null, weights: null });
    expect(derive({ pinned: textUnit(1), hovered: unitRef('target', 2) })).toMatchObject({ source: 1, focus: null });
  });
  it('never paints the source, colours the rest by the one scale and sorts by weight', () => {
    const view = derive({ hovered: textUnit(1) });
    expect([...view.buckets]).toEqual([4, 0, 0, 6, 0, 0]);
    expect(view.order).toEqual([3, 0, 2, 4, 5]);
    expect(view.strongest).toEqual([3, 0]);
    expect(strongestWord(units, view)).toBe(3);
    expect(strongestInText(units, view)).toEqual([3]);
  });
  it('hides special tokens without rescaling', () => {
    const view = derive({ hovered: textUnit(1), hideSpecial: true });
    expect(view.shown).toEqual([1, 2, 3, 4]);
    expect([...view.buckets]).toEqual([0, 0, 0, 6, 0, 0]);
  });
  it('ignores a source that no longer exists', () => {
    expect(derive({ pinned: textUnit(17) }).source).toBeNull();
  });
});

describe('a word that is seen through a head of its own', () => {
  const selection = { kind: 'heads', heads: [[3, 1]] } as const;
  const lens: Lens = { id: 'reference', name: 'Reference', description: '', selection, combine: 'mean', evidence: [] };
  const own: UnitMatrix = { ...matrix, headCount: 12, rowHeads: labels.map(() => [3, 1] as const) };
  const say = (state: Partial<ViewState>) =>
    plainSentence(statementOf(units, derive(state, own), state.direction ?? 'to', false, 'lens', [lens]));

  it('is said to be, with the lens that the head is known as', () => {
    expect(say({ hovered: textUnit(1) })).toBe(
      '“it” attends to “France” 0.60, “[CLS]” 0.20 in layer 3, head 1 (Reference); itself 0.10; the other 3 share 0.10.',
    );
    expect(say({ hovered: textUnit(3) })).toContain('attends to “[SEP]” 0.20 in layer 3, head 1 (Reference); itself');
  });
  it('what it is given comes from rows of several heads, each of which is named', () => {
    const rowHeads = labels.map((_, row) => [row, 7] as const);
    const given = derive({ hovered: textUnit(3), direction: 'by' }, { ...own, rowHeads });
    const said = plainSentence(statementOf(units, given, 'by', false, 'lens', [lens]));
    expect(said).toMatch(/^“France” is attended by “it” 0\.60 \(L1 H7\)/);
    expect(said).not.toContain('layer');
    expect(given.strongestHeads).toEqual(given.strongest.map(row => [row, 7]));
    expect(derive({ hovered: textUnit(3) }, own).strongestHeads).toBeUndefined();
    expect(derive({ hovered: textUnit(3), direction: 'by' }).strongestHeads).toBeUndefined();
  });
});

describe('statementOf', () => {
  const say = (state: Partial<ViewState>, of: UnitMatrix = matrix, kind: View['kind'] = 'lens') =>
    plainSentence(statementOf(units, derive(state, of), state.direction ?? 'to', state.hideSpecial ?? false, kind, []));
  it('names the strongest, the word itself and the rest, so that the parts add up to 1', () => {
    expect(say({ hovered: textUnit(1) })).toBe('“it” attends to “France” 0.60, “[CLS]” 0.20; itself 0.10; the other 3 share 0.10.');
  });
  it('states what is hidden', () => {
    expect(say({ hovered: textUnit(1), hideSpecial: true })).toBe(
      '“it” attends to “France” 0.60; itself 0.10; the other 2 share 0.08. Hidden and not rescaled: [CLS] and [SEP], 0.22.',
    );
  });
  it('has no sum for weights received', () => {
    expect(say({ hovered: textUnit(1), direction: 'by' })).toBe('“it” is attended by “.” 0.30.');
  });
  it('says when nothing stands out, and when nothing is pointed at', () => {
    const flat = { ...matrix, values: new Float32Array(36).fill(0.01) };
    expect(say({ hovered: textUnit(2) }, flat)).toMatch(
      /^“has” attends to no word enough for a colour; itself 0\.01; the other 5 share 0\.05\.$/,
    );
    expect(say({})).toBe('Point at a word to see what it attends to, or move the cursor to one.');
    expect(say({ direction: 'by' })).toBe('Point at a word to see what attends to it, or move the cursor to one.');
  });
  it('says so when the values are invalid', () => {
    const broken = { ...matrix, values: new Float32Array(36).fill(Number.NaN) };
    expect(say({ hovered: textUnit(1) }, broken)).toMatch(/invalid values/);
    expect([...derive({ hovered: textUnit(1) }, broken).buckets].every(bucket => bucket === 0)).toBe(true);
  });
  it('counts a special token that was typed as the word of the text that it is', () => {
    const around = (label: string): Unit => ({ ...units[0]!, label, start: -1, end: -1, special: true });
    const typed: Unit = { ...units[1]!, label: '[MASK]', start: 4, end: 10, special: true };
    const masked = [around('[CLS]'), { ...units[1]!, label: 'The' }, typed, { ...units[1]!, label: 'sat' }, around('[SEP]')];
    const values = new Float32Array(25).fill(0.2);
    values.set([0.1, 0.2, 0.5, 0.1, 0.1], 15);
    const state = { ...INITIAL_STATE, pinned: textUnit(3), hideSpecial: true };
    const view = deriveWordView(masked, 5, { ...matrix, rows: 5, columns: 5, values }, state);
    expect(plainSentence(statementOf(masked, view, 'to', true, 'head', []))).toBe(
      '“sat” attends to “[MASK]” 0.50, “The” 0.20; itself 0.10; the other 0 share 0.00. Hidden and not rescaled: [CLS] and [SEP], 0.20.',
    );
    expect([strongestWord(masked, view), strongestInText(masked, view)]).toEqual([2, [2, 1]]);
    expect(spokenDescription(masked, view, 'to', false, 'lens', [], 'Lens')).toContain('[CLS] and [SEP] take 0.20.');
  });
  it('says of a rollout what the word holds, not what it attends to', () => {
    expect(say({ hovered: textUnit(1) }, matrix, 'rollout')).toMatch(/^“it” holds “France” 0\.60, /);
    expect(say({ hovered: textUnit(1), direction: 'by' }, matrix, 'rollout')).toMatch(/^“it” is held by /);
    expect(say({}, matrix, 'rollout')).toBe('Point at a word to see what it holds, or move the cursor to one.');
    expect(say({ direction: 'by' }, matrix, 'rollout')).toContain('to see what holds it,');
  });
  it('adds up to 1 for any row', () => {
    for (let row = 0; row < 6; row++) {
      for (const hideSpecial of [false, true]) {
        if (hideSpecial && units[row]!.special) continue;
        const numbers = say({ hovered: textUnit(row), hideSpecial })
          .match(/\d\.\d\d/g)!
          .map(Number);
        expect(
          numbers.reduce((a, b) => a + b, 0),
          `row ${row}`,
        ).toBeCloseTo(1, 1);
      }
    }
  });
});

describe('short texts', () => {
  it('links the word to the strongest word of the text, or to the one pointed at', () => {
    expect(linkOf(units, derive({ hovered: textUnit(1) }), 'to')).toBe('it → France 0.60');
    expect(linkOf(units, derive({ pinned: textUnit(1), hovered: textUnit(2) }), 'to')).toBe('it → has 0.05');
    expect(linkOf(units, derive({ hovered: textUnit(1), direction: 'by' }), 'by')).toBe('it ← . 0.30');
    expect(linkOf(units, derive({ pinned: textUnit(1) }), 'to', 2)).toBe('it → has 0.05');
    expect(linkOf(units, derive({ pinned: textUnit(1), hovered: textUnit(3) }), 'to', 2)).toMatch(/^it → (?!has)/);
    expect(linkOf(units, derive({}), 'to')).toBe('');
  });
  it('speaks the lens, the sentence and the special tokens', () => {
    expect(spokenDescription(units, derive({ hovered: textUnit(1) }), 'to', false, 'lens', [], 'Reference')).toBe(
      'Reference: “it” attends to “France” 0.60, “[CLS]” 0.20; itself 0.10; the other 3 share 0.10. [CLS] and [SEP] take 0.22.',
    );
  });
  it('of a causal model, speaks of no special token that comes later', () => {
    const causal = {
      ...matrix,
      causal: true,
      values: Float32Array.from(matrix.values, (value, at) => (at % 6 > Math.floor(at / 6) ? 0 : value)),
    };
    const at = (state: Partial<ViewState>) => derive({ hovered: textUnit(1), ...state }, causal);
    expect(spokenDescription(units, at({}), 'to', false, 'lens', [], 'Lens')).toMatch(/ \[CLS\] takes 0\.20\./);
    expect(plainSentence(statementOf(units, at({ hideSpecial: true }), 'to', true, 'head', []))).toMatch(
      / Hidden and not rescaled: \[CLS\], 0\.20\.$/,
    );
  });
  it('never lets a mean stand alone', () => {
    const mean = { ...matrix, headCount: 12, low: new Float32Array(36), high: new Float32Array(36).fill(0.55) };
    expect(cellNote(mean, 1, 3, 1 / 6)).toBe('the 12 heads range from 0.00 to 0.55');
    expect(cellNote(matrix, 1, 3, 1 / 6)).toBe('3.6 × even share');
  });
  it('calls punctuation no words', () => {
    const counted = (...indices: number[]) => indices.map(index => units[index]!);
    expect([nounOf('words', counted(1, 2, 3)), nounOf('words', counted(1, 2, 3, 4))]).toEqual(['words', 'words and marks']);
    expect([nounOf('pieces', counted(1, 2, 3)), nounOf('pieces', counted(4))]).toEqual(['sub-words', 'sub-words and marks']);
  });
  it('says what is not painted', () => {
    expect(paintNote(weightScale(13))).toBe('No weight below an even share, here 0.08 for each token of a word, has a colour.');
    expect(paintNote(weightScale(80))).toBe(
      'No weight below 0.02, or below an even share, here 0.0125 for each token of a word, has a colour.',
    );
    expect(paintNote(weightScale(400))).toBe(
      '1× is an even share: here 0.0025. No weight below 2×, or below 1× for each token of a word, has a colour. In shorter texts the steps are weights.',
    );
  });
  it('says what the number is and is not', () => {
    expect(explanationOf('to', 1, 'mean')).toBe(
      'How much of this word’s update, in this head, is drawn from each word. It is not likeness of meaning.',
    );
    expect(explanationOf('by', 12, 'mean')).toContain('as the mean of 12 heads, is drawn from this word');
  });
  it('claims no more than the evidence', () => {
    const lens = { id: 'a', name: 'A', description: 'Claims nothing.', selection: { kind: 'all' }, combine: 'mean', evidence: [] } as const;
    expect(evidenceOf(lens)).toBe('Claims nothing.');
    const evidence = [
      {
        measure: 'the object of a verb',
        value: 0.72,
        baseline: 0.35,
        baselineName: 'best fixed position',
        data: 'UD English EWT dev',
        cases: 1812,
      },
    ];
    expect(evidenceOf({ ...lens, evidence })).toBe(
      'Finds the object of a verb in 72 % of 1,812 cases (best fixed position: 35 %). UD English EWT dev.',
    );
    expect(evidenceInShort({ ...lens, evidence })).toBe('Finds the object of a verb in 72 % of cases (best fixed position: 35 %)');
    const nearlyAll = evidence.map(item => ({ ...item, value: 0.996, baseline: 0 }));
    expect(evidenceInShort({ ...lens, evidence: nearlyAll })).toBe(
      'Finds the object of a verb in 99.6 % of cases (best fixed position: 0 %)',
    );
    expect(evidenceInShort({ ...lens, evidence: [evidence[0]!, evidence[0]!] })).toMatch(/\), and 1 more$/);
    expect(evidenceInShort(lens)).toBe('Claims nothing.');
  });
});

describe('deriveLikenessView', () => {
  // Rows are cosines to the word of the row; `has` and `it` are alike, `France` is not like `it`.
  const cosines = Float32Array.from({ length: 36 }, (_, index) => {
    const [row, column] = [Math.floor(index / 6), index % 6];
    if (row === column) return 1;
    if (row + column === 3) return 0.63;
    return column === 3 ? -0.2 : 0.1;
  });
  const like = (state: Partial<ViewState>, of: Float32Array | null = cosines) =>
    deriveLikenessView(units, of, { ...INITIAL_STATE, ...state });

  it('colours by the linear scale of cosines, leaves out the word itself and special tokens, paints nothing below 0', () => {
    const view = like({ pinned: textUnit(1) });
    expect(view.shown).toEqual([1, 2, 3, 4]);
    expect([...view.buckets]).toEqual([0, 0, 5, 0, 1, 0]);
    expect(view.order).toEqual([2, 4, 3]);
    expect(view.strongest).toEqual([2, 4]);
  });
  it('is the same whatever the direction and the hidden special tokens', () => {
    expect(like({ pinned: textUnit(1), direction: 'by', hideSpecial: true })).toEqual(like({ pinned: textUnit(1) }));
  });
  it('paints nothing while the numbers are not here, and puts what is no number last', () => {
    expect(like({ pinned: textUnit(1) }, null)).toMatchObject({ source: 1, weights: null, order: [] });
    expect(like({ pinned: textUnit(1) }, new Float32Array(9))).toMatchObject({ weights: null });
    const broken = cosines.slice();
    broken[1 * 6 + 2] = NaN;
    expect(like({ pinned: textUnit(1) }, broken).order).toEqual([4, 3, 2]);
  });
  it('says what the colour means, and which words are alike', () => {
    expect(nameOfHeat('contextual', 3, 6)).toBe('Vector after 3 of 6 layers');
    expect(nameOfHeat('contextual', 0, 6)).toBe('Vector before any layer');
    expect(explanationOfHeat('fixed', 3, 6)).toContain('word embeddings');
    expect(explanationOfHeat('attention', 3, 6)).toContain('this word\u2019s update is drawn from each word');
    const head = { kind: 'head', layer: 1, head: 2 } as const;
    expect(explanationOfHeat('attention', 3, 6, { view: head, direction: 'by' })).toContain(
      'each word\u2019s update is drawn from this word',
    );
    const rollout = { view: { kind: 'rollout', layer: 4 }, direction: 'by' } as const;
    expect(explanationOfHeat('attention', 3, 6, rollout)).toBe(explanationOfRollout('by', 'after layer 4'));
    expect(explanationOfHeat('fixed', 3, 6, rollout)).toBe(explanationOfHeat('fixed', 3, 6));
    expect(plainSentence(likenessStatement(units, like({ pinned: textUnit(1) }), 'fixed'))).toBe(
      'By its word embedding, \u201cit\u201d is most like \u201chas\u201d 0.63, \u201c.\u201d 0.10.',
    );
    const unread = units.map((unit, index): Unit => ({ ...unit, unknown: index < 3 ? 'all' : 'none' }));
    expect(plainSentence(likenessStatement(unread, like({ pinned: textUnit(1) }), 'fixed'))).toBe(
      '\u201cit\u201d is unknown to the model: its word embedding is that of every unknown word, and says nothing about this one.',
    );
    expect(plainSentence(likenessStatement(unread, like({ pinned: textUnit(4) }), 'fixed'))).toContain(
      '\u201cit\u201d (unknown to the model) 0.10',
    );
    expect(plainSentence(likenessStatement(units, like({}), 'fixed'))).toContain('Point at a word');
    expect(linkOf(units, like({ hovered: textUnit(1) }), 'like')).toBe('it \u2248 has 0.63');
  });
  it('writes a cosine as the panel does: a true minus sign, two decimals, no negative zero', () => {
    for (const [cosine, written] of [
      [-0.06, '\u22120.06'],
      [-0.003, '0.00'],
      [0.004, '0.00'],
    ] as const) {
      const cosines = new Float32Array(36).fill(cosine);
      expect(linkOf(units, like({ pinned: textUnit(1), hovered: textUnit(2) }, cosines), 'like')).toBe(`it \u2248 has ${written}`);
    }
    const small = new Float32Array(36).fill(0.004);
    expect(plainSentence(likenessStatement(units, like({ pinned: textUnit(1) }, small), 'fixed'))).not.toMatch(/0\.004/);
  });
  it('has a line about the colour that fits into the status bar', () => {
    const lines = HEATS.map(heat => shortExplanationOfHeat(heat, 12, 24));
    const explained = HEATS.map(heat => explanationOfHeat(heat, 12, 24).replace(/\. .*/, '.'));
    expect(lines.map(line => line.toLowerCase())).toEqual(explained.map(line => `colour: ${line.toLowerCase()}`));
    lines.push(shortExplanationOfHeat('attention', 12, 24, { view: { kind: 'rollout', layer: 23 }, direction: 'to' }));
    expect(lines.at(-1)).toBe('Colour: rollout up to layer 23.');
    expect(Math.max(...lines.map(line => line.length))).toBeLessThanOrEqual(80);
  });
});

it('a mean of heads says how many it is of: invalid ones are left out, and none are said', () => {
  const invalid = [
    [1, 0],
    [1, 3],
    [0, 2],
  ] as const;
  expect([0, 1, 2].map(layer => validHeadsIn(layer, 4, invalid))).toEqual([3, 2, 4]);
  expect(rangeNote(2, 0.1, 0.3)).toBe('the 2 heads range from 0.10 to 0.30');
  expect(rangeNote(1, 0.1, 0.1)).toBe('of a single head');
  expect(rangeNote(0, NaN, NaN)).toBe('no head has valid weights here');
});
