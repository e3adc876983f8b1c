import { describe, expect, test } from 'vitest';
import { effectsOf, ranksInShort } from '../../src/core/grounding/effects.ts';
import { measureRemovals, removalsLeft } from '../../src/core/grounding/measure.ts';
import { layoutOf } from '../../src/core/grounding/layout.ts';
import { canSumReach, ReachSums } from '../../src/core/grounding/reach.ts';
import { givenByOthers, standsOutBy } from '../../src/core/grounding/rank.ts';
import { compareLogits, compareStretch, logProbability, withoutTokens } from '../../src/core/grounding/removal.ts';
import { controlFor, effectOn, isNotFromHere, NOT_FROM_HERE } from '../../src/core/grounding/verdict.ts';
import { toTheEnd } from '../../src/core/inSteps.ts';
import { encoderOf } from '../../src/core/model/stack.ts';
import type { Token, Unit } from '../../src/core/text/token.ts';

/** Tokens of a text, split before each |; without the bars. */
function tokensOf(marked: string): { readonly text: string; readonly tokens: readonly Token[] } {
  let end = 0;
  const tokens = marked.split('|').map((text): Token => {
    const start = end;
    end += text.length;
    return { id: start, text, start, end, special: false, unknown: false };
  });
  return { text: marked.replaceAll('|', ''), tokens };
}

describe('the parts among the tokens', () => {
  test('white space goes with the sentence before it, a token over a border with the part before, and what a template writes with none', () => {
    const { text, tokens } = tokensOf('A cat.| |It| sat.\n\n|Who?|\n\n|A| cat.| Red.');
    const frame: Token = { id: 9, text: '<s>', start: -1, end: -1, special: true, unknown: false };
    const parts = { source: { start: 0, end: 14 }, question: { start: 16, end: 20 }, answer: { start: 22, end: text.length } };
    const { source, question, answer, answerTokens } = layoutOf(text, parts, [frame, ...tokens]);
    expect(source).toEqual([
      { start: 0, end: 6, tokens: [1, 2] },
      { start: 7, end: 14, tokens: [3, 4] },
    ]);
    expect([question, answerTokens]).toEqual([[5], [7, 8, 9]]);
    expect(answer.map(sentence => sentence.tokens)).toEqual([[7, 8], [9]]);
    expect(layoutOf(text, { ...parts, question: null }, tokens).question).toEqual([]);
  });
});

describe('what a sentence of the answer reaches', () => {
  // Token 0 is a sink, 1 and 2 are two source sentences, 3 the question, 4 and 5 the answer; 4 was written by row 3, 5 by row 4.
  const { text, tokens } = tokensOf('S.| Aa.| Bb.| Q?| Cc| dd.');
  const parts = { source: { start: 0, end: 10 }, question: { start: 11, end: 13 }, answer: { start: 14, end: text.length } };
  const layout = layoutOf(text, parts, tokens);
  const stack = { ...encoderOf([2, 1]), causal: true };
  const map = (row3: readonly number[], row4: readonly number[]): Float32Array => {
    const all = new Float32Array(36);
    all.set(row3, 18);
    all.set(row4, 24);
    return all;
  };
  const rows = [0, 1, 2, 3, 4, 5];
  const content = map([0.5, 0.25, 0.125, 0.125], [0.25, 0.125, 0.25, 0.25, 0.125]);
  const other = map([0.25, 0, 0.5, 0.25], [0, 0, 0.75, 0, 0.25]);
  const previous = map([0.5, 0, 0, 0.5], [0.5, 0, 0, 0, 0.5]);

  test('the mean over rows and heads; sinks by themselves; a head that looks at one place ranks nothing', () => {
    const sums = new ReachSums(stack, layout, tokens.length);
    expect(sums.rows).toEqual([3, 4]);
    sums.add([0, 0], content, rows, 6);
    sums.add([0, 1], other, rows, 6);
    sums.add([1, 0], previous, rows, 6);
    const { sentences, contentHeads } = sums.found([0], []);
    // Head 0 1 gives .5 and .75 to tokens one and two places back: .5 / 2 and .75 / 2 of its rows are below the bar of .4.
    expect(contentHeads).toEqual([
      [0, 0],
      [0, 1],
    ]);
    const [{ reach, strongest }] = sentences as [(typeof sentences)[number]];
    expect(sentences).toHaveLength(1);
    expect(reach.source).toBeCloseTo((0.375 + 0.375 + 0.5 + 0.75) / 6, 12);
    expect(reach.question).toBeCloseTo((0.125 + 0.25 + 0.25 + 0.5) / 6, 12);
    expect(reach.answer).toBeCloseTo((0.125 + 0.25 + 0.5) / 6, 12);
    expect(reach.sink).toBeCloseTo((0.5 + 0.25 + 0.25 + 0.5 + 0.5) / 6, 12);
    expect(reach.other).toBeCloseTo(0, 12);
    const [first, second, third] = [0, (0.25 + 0.125) / 4, (0.125 + 0.25 + 0.5 + 0.75) / 4];
    const even = (second + third) / 2;
    expect(strongest).toEqual([
      { sentence: 2, weight: expect.closeTo(third, 12) as number, others: null, even: expect.closeTo(even, 12) as number, control: null },
      { sentence: 1, weight: expect.closeTo(second, 12) as number, others: null, even: expect.closeTo(even, 12) as number, control: null },
      { sentence: 0, weight: first, others: null, even: 0, control: null },
    ]);
  });

  test('a head that the probe calls previous token ranks nothing either, and one that was never added counts nowhere', () => {
    const sums = new ReachSums(stack, layout, tokens.length);
    sums.add([0, 0], content, rows, 6);
    sums.add([0, 1], other, rows, 6);
    const { sentences, contentHeads } = sums.found([], [[0, 1]]);
    expect(contentHeads).toEqual([[0, 0]]);
    expect(sentences[0]!.reach.sink).toBe(0);
    expect(sentences[0]!.strongest[0]).toMatchObject({ sentence: 0, weight: (0.5 + 0.25) / 2 });
  });

  test('rows may come in pieces, with fewer columns and rows that are not wanted', () => {
    const whole = new ReachSums(stack, layout, tokens.length);
    const pieces = new ReachSums(stack, layout, tokens.length);
    whole.add([0, 0], content, rows, 6);
    pieces.add([0, 0], Float32Array.of(1, 0, 0, 0, 0.5, 0.25, 0.125, 0.125), [0, 3], 4);
    pieces.add([0, 0], content.slice(24, 30), [4], 6);
    expect(pieces.found([0], [])).toEqual(whole.found([0], []));
  });

  test('what takes too much memory is said before it is taken', () => {
    expect([canSumReach(stack, layout, 6), canSumReach(stack, layout, 1e8)]).toEqual([true, false]);
  });
});

describe('the order of source sentences', () => {
  test('by hand: what the others give, in the mean', () => {
    expect(
      givenByOthers([
        [0.5, 0.25],
        [0.25, 0.75],
        [0.75, 0],
      ]),
    ).toEqual([
      [0.5, 0.375],
      [0.625, 0.125],
      [0.375, 0.5],
    ]);
    expect(givenByOthers([[0.5, 0.25]])).toEqual([null]);
    expect(givenByOthers([])).toEqual([]);
  });

  test('by hand: the attention times the square of how many times the others it is, ten at most; alone, the attention', () => {
    // What all look at falls behind, though it gets most: .5 x 1, .25 x (.25 / .125)^2 = 1.
    expect([standsOutBy(0.5, 0.5), standsOutBy(0.25, 0.125)]).toEqual([0.5, 1]);
    expect([standsOutBy(0.25, 0.5), standsOutBy(0.5, null), standsOutBy(0, 0), standsOutBy(0, 0.5)]).toEqual([0.0625, 0.5, 0, 0]);
    expect([standsOutBy(0.01, 0), standsOutBy(0.01, 0.0001)]).toEqual([1, 1]);
  });

  test('each sentence of an answer has its own line first, though all look most at the last', () => {
    const { text, tokens } = tokensOf('Aa.| Bb.| Cc.| Dd.| Ee.');
    const layout = layoutOf(text, { source: { start: 0, end: 11 }, question: null, answer: { start: 12, end: text.length } }, tokens);
    const sums = new ReachSums({ ...encoderOf([1]), causal: true }, layout, tokens.length);
    // Of rows 2 and 3, which wrote tokens 3 and 4.
    sums.add([0, 0], Float32Array.of(0.25, 0.125, 0.375, 0.25, 0, 0.125, 0.25, 0.375, 0.25, 0), [2, 3], 5);
    const orders = sums.found([], []).sentences.map(({ strongest }) => strongest.map(({ sentence, others }) => [sentence, others]));
    expect(orders).toEqual([
      [
        [0, 0.125],
        [2, 0.375],
        [1, 0.25],
      ],
      [
        [1, 0.125],
        [2, 0.375],
        [0, 0.25],
      ],
    ]);
  });
});

describe('what leaving tokens out does', () => {
  test('the tokens that stay, and where each watched one is predicted from', () => {
    expect(withoutTokens([7, 8, 9, 10, 11], [1, 2], [3, 4])).toEqual({ ids: [7, 10, 11], predictors: [0, 1] });
    expect(withoutTokens([7, 8, 9], [0, 1], [2])).toEqual({ ids: [9], predictors: [-1] });
    expect(withoutTokens([7, 8], [], [1])).toEqual({ ids: [7, 8], predictors: [0] });
  });

  const logitsOf = (...shares: readonly number[]): Float32Array => Float32Array.from(shares, share => Math.log(share) + 3);

  test('by hand: (1/2, 1/2) becomes (1, 0) and (1/4, 3/4)', () => {
    const even = logitsOf(0.5, 0.5);
    expect(logProbability(even, 0)).toBeCloseTo(Math.log(0.5), 6);
    // m = (3/4, 1/4): JS = 1/2 (log 4/3 + 1/2 log 2/3 + 1/2 log 2)
    const gone = compareLogits(even, logitsOf(1, 0), 0);
    expect(gone.drop).toBeCloseTo(-Math.log(2), 6);
    expect(gone.divergence).toBeCloseTo((Math.log(4 / 3) + Math.log(2 / 3) / 2 + Math.log(2) / 2) / 2, 6);
    const other = compareLogits(even, logitsOf(0.25, 0.75), 0);
    expect(other.drop).toBeCloseTo(Math.log(2), 6);
    const [p, q, m] = [
      [0.5, 0.5],
      [0.25, 0.75],
      [0.375, 0.625],
    ] as const;
    const toMiddle = (share: readonly number[]): number =>
      share.reduce((sum, value, place) => sum + value * Math.log(value / m[place]!), 0);
    expect(other.divergence).toBeCloseTo((toMiddle(p) + toMiddle(q)) / 2, 6);
  });

  test('0 for equal numbers, whatever they are; ln 2 for what have nothing in common; the same both ways', () => {
    const any = Float32Array.from({ length: 1000 }, (_, place) => 20 * Math.sin(place * place));
    expect(compareLogits(any, any.slice(), 3)).toEqual({ drop: 0, divergence: 0 });
    const impossible = Float32Array.of(0, -Infinity);
    expect(compareLogits(impossible, impossible, 0)).toEqual({ drop: 0, divergence: 0 });
    expect(compareLogits(Float32Array.of(0, -Infinity), Float32Array.of(-Infinity, 0), 0)).toMatchObject({
      drop: Infinity,
      divergence: expect.closeTo(Math.log(2), 12) as number,
    });
    const other = Float32Array.from(any, value => Math.cos(value) * 5);
    expect(compareLogits(any, other, 3).divergence).toBeCloseTo(compareLogits(other, any, 3).divergence, 12);
    expect(compareLogits(any, other, 3).divergence).toBeLessThan(Math.log(2));
  });

  test('token by token', () => {
    const before = Float32Array.of(...logitsOf(0.5, 0.5), ...logitsOf(0.25, 0.75));
    const after = Float32Array.of(...logitsOf(0.25, 0.75), ...logitsOf(0.25, 0.75));
    const changes = toTheEnd(compareStretch(before, after, [0, 1]));
    expect(changes[0]!.drop).toBeCloseTo(Math.log(2), 6);
    expect(changes[1]).toEqual({ drop: 0, divergence: 0 });
  });
});

describe('what is said of it', () => {
  test('sentence by sentence: what is marked, its control, the words; what is not predicted is null, what is not measured undefined', () => {
    const seen = (sentence: number, control: number | null) => {
      const of = (place: number) => ({ sentence: place, weight: 1, others: null, even: 1 });
      return { ...of(sentence), control: control === null ? null : of(control) };
    };
    const reach = { source: 1, question: 0, answer: 0, sink: 0, other: 0 };
    const answer = [
      { start: 0, end: 5, tokens: [7, 8, 9] },
      { start: 6, end: 9, tokens: [10] },
    ];
    const reached = [
      { reach, strongest: [seen(0, 1), seen(2, null)] },
      { reach, strongest: [seen(1, 0)] },
    ];
    const word = (label: string, tokens: readonly number[], punctuation = false): Unit => ({
      label,
      start: 0,
      end: 1,
      tokens,
      special: false,
      punctuation,
      unknown: 'none',
      joins: false,
    });
    const words = [word('x', [6]), word('ab', [7, 8]), word('.', [9], true), word('cd', [10])];
    const removal = (...drops: number[]) => ({ drops: Float32Array.from(drops), divergences: Float32Array.from(drops, Math.abs) });
    const measured = {
      whole: removal(0.25, 0.5, 1, -1),
      without: new Map([
        [0, removal(1, 1, 1, NaN)],
        [1, removal(0, 0, 0, -2)],
      ]),
      logProbabilities: Float32Array.of(-1, -2, -3, -4),
    };
    const effects = effectsOf({ answer, answerTokens: [7, 8, 9, 10], reached }, words, measured);
    expect(effects).toStrictEqual([
      {
        whole: { drop: 1.75, divergence: 1.75 / 3 },
        marked: [
          { without: { drop: 3, divergence: 1 }, control: { drop: 0, divergence: 0 } },
          { without: undefined, control: undefined },
        ],
        words: [{ label: 'ab', start: 0, end: 1, logProbability: -3, drop: 0.75, notFromHere: false }],
      },
      {
        whole: { drop: -1, divergence: 1 },
        marked: [{ without: { drop: -2, divergence: 2 }, control: null }],
        words: [{ label: 'cd', start: 0, end: 1, logProbability: -4, drop: -1, notFromHere: true }],
      },
    ]);
    const early = effectsOf({ answer, answerTokens: [7, 8, 9, 10], reached }, words, { ...measured, whole: null });
    expect(early.map(({ whole, words: some }) => [whole, some])).toEqual([
      [undefined, []],
      [undefined, []],
    ]);
  });

  test('in short the sentence that is ranked first stands for all, and the one whose loss is largest', () => {
    const of = (...drops: readonly (number | null)[]) => ({
      marked: drops.map(drop => ({ without: drop === null ? null : { drop, divergence: 0 }, control: null })),
    });
    expect(ranksInShort(null)).toEqual([0]);
    expect(ranksInShort(of(null, null))).toEqual([0]);
    expect(ranksInShort(of(3, 1, 2))).toEqual([0]);
    expect(ranksInShort(of(1, 1))).toEqual([0]);
    expect(ranksInShort(of(1, 3, 2))).toEqual([0, 1]);
    expect(ranksInShort(of(null, null, 2))).toEqual([0, 2]);
    expect(ranksInShort(of(-2, -1))).toEqual([0]);
  });

  test('the effect on some tokens: they lose the sum, and diverge by the mean; what is not known is left out', () => {
    const removal = { drops: Float32Array.of(1, 2, NaN, -0.5), divergences: Float32Array.of(0.5, 0.25, NaN, 0) };
    expect(effectOn(removal, [0, 1])).toEqual({ drop: 3, divergence: 0.375 });
    expect(effectOn(removal, [2, 3])).toEqual({ drop: -0.5, divergence: 0 });
    expect(effectOn(removal, [2])).toEqual({ drop: NaN, divergence: NaN });
  });

  test('the control is not marked and of like length', () => {
    const source = [4, 9, 5, 30, 4].map(length => ({ tokens: Array<number>(length).fill(0) }));
    expect(controlFor(0, [0], source)).toBe(4);
    expect(controlFor(0, [0, 4], source)).toBe(2);
    expect(controlFor(2, [2], source)).toBe(0);
    expect(controlFor(2, [0, 2], source)).toBe(4);
    expect(controlFor(1, [1], source)).toBe(2);
    expect(controlFor(1, [1, 2], source)).toBeNull();
    expect(controlFor(3, [3], source)).toBeNull();
  });

  test('the whole source is left out first, then what is seen most with its control, each once; what is here is handed on', async () => {
    const source = [4, 9, 5, 30, 4].map((length, place) => ({ start: place, end: place + 1, tokens: Array<number>(length).fill(0) }));
    const seen = (...sentences: readonly number[]) => ({
      reach: { source: 1, question: 0, answer: 0, sink: 0, other: 0 },
      strongest: sentences.map(sentence => {
        const control = controlFor(sentence, sentences, source);
        const of = (place: number) => ({ sentence: place, weight: 1, others: null, even: 1 });
        return { ...of(sentence), control: control === null ? null : of(control) };
      }),
    });
    const reached = [seen(3, 0, 1), seen(0, 4, 2)];
    expect(reached[0]!.strongest.map(({ control }) => control?.sentence)).toEqual([undefined, 4, 2]);
    const asked: (readonly number[])[] = [];
    const removalOf = (taken: readonly number[]) => ({ drops: Float32Array.of(taken.length), divergences: Float32Array.of(0) });
    const steps: (readonly [number, number, boolean, number])[] = [];
    const measure = (taken: readonly number[]) => {
      asked.push(taken);
      return Promise.resolve(removalOf(taken));
    };
    for await (const { done, total, whole, without } of measureRemovals({ source }, reached, measure))
      steps.push([done, total, whole !== null, without.size]);
    expect(asked).toEqual([[0, 1, 2, 3, 4], [3], [0], [4], [1], [2]]);
    expect(steps).toEqual([0, 1, 2, 3, 4, 5, 6].map(done => [done, 6, done > 0, Math.max(0, done - 1)]));

    // What is known is not measured again, and one sentence of the answer can be measured alone.
    const known = { whole: removalOf([0]), without: new Map([[3, removalOf([3])]]) };
    asked.length = 0;
    const alone: unknown[] = [];
    for await (const { done, total, without } of measureRemovals({ source }, [reached[0]!], measure, known))
      alone.push([done, total, [...without.keys()]]);
    expect(asked).toEqual([[0], [4], [1], [2]]);
    expect(alone).toEqual([
      [2, 6, [3]],
      [3, 6, [3, 0]],
      [4, 6, [3, 0, 4]],
      [5, 6, [3, 0, 4, 1]],
      [6, 6, [3, 0, 4, 1, 2]],
    ]);
    expect(known.without.size).toBe(1);
    expect(removalsLeft(reached, known)).toEqual({ total: 6, left: [0, 4, 1, 2] });
  });

  test('a word is not from here where 9 tenths of its probability stay without the source', () => {
    expect([0, -2, Math.log(1 / 0.91), Math.log(1 / 0.89), 3, NaN].map(isNotFromHere)).toEqual([true, true, true, false, false, null]);
    expect(NOT_FROM_HERE).toBeCloseTo(0.105, 3);
  });
});
