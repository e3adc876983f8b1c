import { describe, expect, it } from 'vitest';
import type { Lens } from '../../src/core/attention/lens.ts';
import type { LinkWays } from '../../src/core/attention/linking.ts';
import {
  distanceOf,
  knownAs,
  linkNote,
  linkStatement,
  multipleOf,
  nameOfWay,
  ordersOf,
  reachingHeads,
  strongestOf,
  type Link,
} from '../../src/core/describe/links.ts';
import { plainSentence } from '../../src/core/describe/sentence.ts';
import { createUnit } from './attentionFixtures.ts';

const TEXT = 'I visited France last summer, as it is';
const units = [...TEXT.matchAll(/\w+|,/g)].map(({ 0: label, index }, at) =>
  createUnit([at], { label, start: index, end: index + label.length }),
);
const at = (label: string) => units.findIndex(unit => unit.label === label);
const BOTH: LinkWays = { there: { even: 0.1, seen: true }, back: { even: 0.1, seen: true } };
const head = (layer: number, head: number, there: number, back: number) => ({ layer, head, there, back });
const HEADS = [head(0, 0, 0.05, 0.3), head(0, 1, 0.6, 0.02), head(1, 0, 0.1, 0.1), head(1, 1, NaN, NaN)];

function link(change: Partial<Link> = {}): Link {
  return { units, from: [at('it')], to: [at('France')], ways: BOTH, heads: HEADS, ...change };
}

const said = (change?: Partial<Link>) => plainSentence(linkStatement(link(change)));
const noted = (change?: Partial<Link>, lenses: readonly Lens[] = [], isHeldByRows = false) =>
  plainSentence(linkNote(link(change), lenses, isHeldByRows));

const oneWay: LinkWays = { there: BOTH.there, back: { even: 0.2, seen: false } };
const lens = (id: string, heads: readonly (readonly [number, number])[], evidence: Lens['evidence'] = []): Lens => ({
  id,
  name: id,
  description: '',
  selection: { kind: 'heads', heads },
  combine: 'mean',
  evidence,
});

describe('the answer to which head links two words', () => {
  it('names the head with the most each way', () => {
    expect(said()).toBe('“it” attends to “France” most in L0 H1, 0.60. Back, “France” attends to “it” most in L0 H0, 0.30.');
  });
  it('says so where that is less than an even share, and where no head has valid values', () => {
    expect(said({ heads: [head(2, 3, 0.05, 0.1)] })).toBe(
      '“it” attends to “France” in no head as much as an even share; most in L2 H3, 0.05. Back, “France” attends to “it” most in L2 H3, 0.10.',
    );
    expect(said({ heads: [head(2, 3, NaN, NaN)] })).toContain('“it” attends to “France” in no head that has valid values.');
  });
  it('has one way in a decoder, and says that the other word cannot see', () => {
    expect(said({ ways: oneWay })).toBe(
      '“it” attends to “France” most in L0 H1, 0.60. “France” cannot see “it”: this model reads from left to right.',
    );
    const swapped = { from: [at('France')], to: [at('it')], ways: { there: oneWay.back, back: oneWay.there } };
    expect(said({ ...swapped, heads: [head(0, 0, 0, 0.4)] })).toBe(
      '“France” cannot see “it”: this model reads from left to right. “it” attends to “France” most in L0 H0, 0.40.',
    );
  });
});

describe('the note', () => {
  it('says that words stand in two texts, also where what stays within them is looked at', () => {
    const noteOf = (far: 'other' | 'own', second: 0 | 1) => {
      const of = new Int8Array(20);
      of[link().to[0]!] = second;
      return plainSentence(linkNote(link(), [], false, { of, far }));
    };
    for (const far of ['other', 'own'] as const) {
      expect(noteOf(far, 1)).toMatch(/\. They stand in two texts\.$/);
      expect(noteOf(far, 0)).toMatch(/\. The words stand 5 apart\.$/);
    }
  });
  it('counts the heads that reach an even share, and how far apart the words stand', () => {
    expect(noted()).toBe('2 of 4 heads reach an even share of 0.10 from “it”, 2 from “France”. The words stand 5 apart.');
    expect(noted({ ways: oneWay })).toBe('2 of 4 heads reach an even share of 0.10 from “it”. The words stand 5 apart.');
    expect(reachingHeads(link())).toBe(3);
    expect(reachingHeads(link({ ways: oneWay }))).toBe(2);
  });
  it('says what several words count as, and that their even share is another', () => {
    const several = { to: [at('last'), at('summer')], ways: { ...BOTH, there: { even: 0.2, seen: true } } };
    expect(noted(several)).toBe(
      '1 of 4 heads reach an even share of 0.20 from “it”, 2 that of 0.10 from “last summer”. The words stand 3 apart. ' +
        '“last summer” counts as one word: the mean of its queries and the sum of its keys.',
    );
    expect(nameOfWay(link({ to: [at('France'), at('summer'), at(',')] }), 'back')).toBe('France … summer, → it');
  });
  it('says of words that stand next to each other that it tells little', () => {
    expect(distanceOf({ from: [3], to: [5, 4, 9] })).toBe(1);
    const many = (from: number) => Array.from({ length: 500 }, (_, index) => from + index);
    expect(distanceOf({ from: many(0), to: many(507) })).toBe(8);
    expect(noted({ from: [at('is')], to: [at('it')] })).toContain('The two stand next to each other');
  });
  it('says what the strongest heads are known for, with the evidence, each once', () => {
    const evidence = [{ measure: 'the name', value: 0.75, baseline: 0.5, baselineName: 'nearest', cases: 9, data: 'x' }];
    const lenses = [lens('Reference', [[0, 1]], evidence), lens('Unproven', [[0, 0]])];
    expect(noted({}, lenses)).toMatch(/5 apart\. L0 H1 is Reference: finds the name in 75 % of cases \(nearest: 50 %\)\.$/);
    expect(noted({ heads: [head(0, 1, 0.6, 0.6)] }, lenses).match(/is Reference/g)).toHaveLength(1);
    expect(noted({ heads: [head(0, 1, 0.09, 0.09)] }, lenses)).not.toContain('Reference');
    expect(noted({ heads: [head(0, 1, 0.6, 0.6)], ways: { ...oneWay, there: { even: 0.1, seen: false } } }, lenses)).not.toContain(
      'Reference',
    );
  });
  it('says so where the text is held by rows', () => {
    expect(noted({}, [], true)).toMatch(/Read from the rows of these words alone, as the text is long\.$/);
  });
});

describe('a row', () => {
  it('has a multiple from an even share on', () => {
    expect([0.0999, 0.1, 0.77, NaN].map(weight => multipleOf(weight, BOTH.there))).toEqual(['', '1.0 ×', '7.7 ×', '']);
    expect(multipleOf(0.5, oneWay.back)).toBe('');
  });
  it('names the smallest lens of a head, else its role', () => {
    const lenses = [
      lens('Both', [
        [0, 0],
        [0, 1],
      ]),
      lens('Reference', [[0, 1]]),
    ];
    const roles = [{ head: [1, 0], role: 'induction', score: 0.6 }] as const;
    expect(
      (
        [
          [0, 1],
          [0, 0],
          [1, 0],
          [1, 1],
        ] as const
      ).map(ref => knownAs(ref, lenses, roles)),
    ).toEqual(['Reference', 'Both', 'Induction', '']);
  });
  it('can be sorted by what there is', () => {
    expect(ordersOf(link(), ['there', 'back']).map(([, text]) => text)).toEqual([
      'larger first',
      'it → France first',
      'France → it first',
      'by layer',
    ]);
    expect(ordersOf(link(), ['back'])).toEqual([
      ['back', 'largest first'],
      ['layer', 'by layer'],
    ]);
    expect(strongestOf({ heads: [head(0, 0, NaN, 0)] }, 'there')).toBeNull();
  });
});
