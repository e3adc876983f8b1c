import { describe, expect, it } from 'vitest';
import { clusterCosines } from '../../src/core/vectors/clusters.ts';
import { plainSentence } from '../../src/core/describe/sentence.ts';
import {
  agreementNote,
  clusterStatement,
  figuresNote,
  leftOutNote,
  placeNames,
  sameStatement,
  type LeftOut,
} from '../../src/core/describe/occurrences.ts';

/** Places of two kinds: `near` within a kind, `far` between. */
function cosines(kinds: string, near: number, far: number): Float32Array {
  return Float32Array.from({ length: kinds.length ** 2 }, (_, at) => {
    const [row, column] = [Math.floor(at / kinds.length), at % kinds.length];
    return row === column ? 1 : kinds[row] === kinds[column] ? near : far;
  });
}

describe('where the places part', () => {
  it('names both groups and the figures', () => {
    const statement = clusterStatement(clusterCosines(cosines('abba', 0.9, 0.7), 4));
    expect(statement).toMatch(
      /^Two groups part: (1 and 4 from 2 and 3|2 and 3 from 1 and 4); mean cosine 0\.90 within the groups, 0\.70 between them\.$/,
    );
  });

  it('does not speak of groups where all are alike', () => {
    expect(clusterStatement(clusterCosines(cosines('abba', 0.9, 0.895), 4))).toMatch(/^All places are alike here/);
  });

  it('counts the places when there are many', () => {
    expect(clusterStatement(clusterCosines(cosines('aaaaabbbbbbbbb', 0.9, 0.7), 14))).toMatch(
      /(5 places from 9 places|9 places from 5 places)/,
    );
  });

  it('copes with one place and with two', () => {
    expect(clusterStatement(clusterCosines(Float32Array.of(1), 1))).toMatch(/only one place/);
    expect(clusterStatement(clusterCosines(cosines('ab', 0, 0.5), 2))).toBe('The two places have cosine 0.50 here.');
    const where = 'after 2 of 6 layers';
    const said = [cosines('ab', 0, 0.5), cosines('abba', 0.9, 0.7), cosines('abba', 0.9, 0.895)].map(values =>
      clusterStatement(clusterCosines(values, Math.sqrt(values.length)), where),
    );
    expect(said.map(statement => statement.split(':')[0])).toEqual([
      'The two places have cosine 0.50 after 2 of 6 layers.',
      'Two groups part after 2 of 6 layers',
      'All places are alike after 2 of 6 layers',
    ]);
  });

  it('says where all vectors are the same', () => {
    expect(sameStatement(8)).toMatch(/^The same vector in all 8 places \(every cosine is 1\): /);
    expect(sameStatement(2)).toMatch(/^The same vector in both places \(cosine 1\): /);
  });

  it('writes places from 1, in order', () => {
    expect([placeNames([2]), placeNames([2, 0]), placeNames([4, 2, 0]), placeNames([])]).toEqual(['3', '1 and 3', '1, 3 and 5', '']);
  });
});

describe('beside the names a person gave', () => {
  const clusters = clusterCosines(cosines('abba', 0.9, 0.7), 4);
  it('says whether they are the same', () => {
    expect(agreementNote(['money', 'river', 'river', 'money'], clusters)).toBe('They are the groups that you named.');
    expect(agreementNote(['money', '', 'river', ''], clusters)).toBe('They agree with the names that you gave.');
    expect(agreementNote(['money', 'river', 'money', 'money'], clusters)).toBe('Your names say otherwise for 1 of 4 places.');
  });
  it('says nothing of two places, which are no groups', () => {
    expect(agreementNote(['money', 'river'], clusterCosines(cosines('ab', 0, 0.5), 2))).toBe('');
  });
  it('says nothing of one name or of three', () => {
    expect(agreementNote(['money', '', '', 'money'], clusters)).toBe('');
    expect(agreementNote(['a', 'b', 'c', ''], clusters)).toBe('');
  });
  it('gives the figures there are', () => {
    expect(figuresNote({ within: 0.9, between: 0.7 })).toBe('Mean cosine: within a group 0.90, between groups 0.70.');
    expect(figuresNote({ within: NaN, between: 0.7 })).toMatch(/no group has two places/);
    expect(figuresNote({ within: 0.9, between: NaN })).toBe('');
  });
});

describe('what a comparison does not cover', () => {
  const all: LeftOut = { beyond: 0, unread: 0, windowed: 0, contextLength: 512, ownContext: 512, cut: [], longest: 100_000 };
  const note = (compared: number, leftOut: Partial<LeftOut>) => plainSentence(leftOutNote(compared, { ...all, ...leftOut }));

  it('is nothing when all was compared', () => {
    expect(leftOutNote(8, all)).toEqual([]);
  });

  it('names each reason by itself', () => {
    expect(note(60, { beyond: 12 })).toBe('60 places are compared, the first of each text; 12 more were left out.');
    expect(note(60, { beyond: 1 })).toBe('60 places are compared, the first of each text; 1 more was left out.');
    expect(note(5, { unread: 1 })).toBe('1 place has no token in this model.');
    expect(note(5, { unread: 2 })).toBe('2 places have no token in this model.');
    expect(note(5, { windowed: 5 })).toBe('Each place is read in the 512 tokens around it: the text is longer than the model can read.');
    expect(note(5, { windowed: 5, contextLength: 4096, ownContext: 8192 })).toBe(
      'Each place is read in the 4,096 tokens around it: the text is longer than the model can read here (as memory allows; its own context is 8,192).',
    );
    expect(note(5, { windowed: 2 })).toBe(
      '2 of the places are read in the 512 tokens around it: the text is longer than the model can read.',
    );
    expect(note(5, { cut: ['a.md'] })).toBe('Of “a.md” only the first 100,000 characters were looked through.');
  });

  it('puts them together, and counts many documents', () => {
    expect(note(58, { beyond: 12, unread: 2, cut: ['a', 'b', 'c', 'd', 'e'] })).toBe(
      '60 places are compared, the first of each text; 12 more were left out. 2 places have no token in this model. ' +
        'Of “a”, “b”, “c” and 2 more documents only the first 100,000 characters were looked through.',
    );
    expect(note(5, { cut: ['a', 'b', 'c', 'd'] })).toContain('“c” and 1 more document only');
  });
});
