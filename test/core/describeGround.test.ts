import { expect, test } from 'vitest';
import {
  contentNote,
  costsMost,
  formatChange,
  largestDrop,
  largestSeen,
  notFromHere,
  rankNote,
  reachOf,
  withoutSource,
} from '../../src/core/describe/ground.ts';
import type { SentenceEffects } from '../../src/core/grounding/effects.ts';

const effect = (drop: number) => ({ drop, divergence: 0 });
const effects = (...marked: readonly (readonly [without: number | null | undefined, control?: number])[]): SentenceEffects => ({
  whole: effect(9),
  marked: marked.map(([without, control]) => ({
    without: typeof without === 'number' ? effect(without) : without,
    control: control === undefined ? undefined : effect(control),
  })),
  words: [],
});

test('all of the attention is named, and what is next to nothing is not', () => {
  const reach = { source: 0.43, question: 0, answer: 0.04, sink: 0.42, other: 0.11 };
  expect(reachOf(reach)).toBe(
    'Of its attention 0.43 reaches the source, 0.04 the answer so far, 0.42 a sink, 0.11 what stands between the texts.',
  );
  expect(reachOf({ ...reach, question: 0.1, answer: 0.001, sink: 0 })).toBe(
    'Of its attention 0.43 reaches the source, 0.10 the question, 0.11 what stands between the texts.',
  );
});

test('the rule by which heads rank sentences stands with how many they are', () => {
  expect(contentNote(167, 270)).toBe(
    'Attention: the mean of the 167 of 270 heads that look at content. The others give one of the last four places, or the word before, 0.40 or more.',
  );
  expect(contentNote(4, 4)).toBe(
    'Attention: the mean of all 4 heads, none of which gives one of the last four places, or the word before, 0.40 or more.',
  );
  expect(contentNote(0, 4)).toContain('No head of this model looks at content here');
});

test('by what sentences are ranked is said where an answer has several; bars are as long as what any of them gets', () => {
  expect(rankNote(1)).toBe('');
  expect(rankNote(2)).toBe(
    'Ranked by attention × (attention / mean of the answer’s other sentences)²: what all of them look at tells little.',
  );
  const seen = (weight: number, others: number | null) => ({ sentence: 0, weight, others, even: 0.1 });
  const reach = { source: 1, question: 0, answer: 0, sink: 0, other: 0 };
  const reached = (...of: readonly ReturnType<typeof seen>[]) => [{ reach, strongest: [{ ...of[0]!, control: of[1] ?? null }] }];
  expect([largestSeen([]), largestSeen(reached(seen(0.2, null)))]).toEqual([0, 0.2]);
  expect([largestSeen(reached(seen(0.2, 0.3))), largestSeen(reached(seen(0.2, 0.1), seen(0.5, 0.4)))]).toEqual([0.3, 0.5]);
});

test('a change is below 0 where the sentence needed what was left out', () => {
  expect([5.94, -0.84, 0.04, -0.04, 0].map(drop => formatChange(effect(drop)))).toEqual(['\u22125.9', '+0.8', '0.0', '0.0', '0.0']);
  expect(largestDrop([effects([2, -3], [1]), effects([-2.5])])).toBe(3);
});

test('what costs a sentence most is named once all that is marked for it was left out', () => {
  const seen = (sentence: number) => ({ sentence, weight: 0.1, others: null, even: 0.1, control: null });
  const reach = { reach: { source: 1, question: 0, answer: 0, sink: 0, other: 0 }, strongest: [seen(4), seen(1)] };
  const said = (of: SentenceEffects) => costsMost(reach, of, sentence => sentence + 10);
  expect(said(effects([3.6], [5.94]))).toBe('Left out, line 11 costs its sentence most: \u22125.9.');
  expect(said(effects([3.6], [undefined]))).toBe('');
  expect(said(effects([3.6], [null]))).toBe('Left out, line 14 costs its sentence most: \u22123.6.');
  expect(said(effects([-1], [0]))).toBe('');
});

test('words that are not from here are named once each, unseen characters as signs', () => {
  const word = (label: string, isNot: boolean | null) => ({ label, start: 0, end: 1, logProbability: -1, drop: 0, notFromHere: isNot });
  const words = [word('the', true), word('eight', false), word('a\u0007', true), word('the', true), word('first', null)];
  expect(notFromHere(words)).toEqual(['the', 'a\u0007']);
  expect(withoutSource(effects(), notFromHere(words))).toBe('Without the whole source \u22129.0. Not from here: the, a\u2407.');
  expect(withoutSource(effects(), [])).toBe('Without the whole source \u22129.0.');
  expect(withoutSource({ ...effects(), whole: undefined }, ['the'])).toBe('');
  expect(withoutSource({ ...effects(), whole: null }, [])).toBe('Without the whole source none of its words is predicted.');
});
