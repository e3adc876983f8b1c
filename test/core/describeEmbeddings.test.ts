import { describe, expect, it } from 'vitest';
import { formatShort, formatShortSigned, formatSigned, percent } from '../../src/core/describe/numbers.ts';
import { plainSentence } from '../../src/core/describe/sentence.ts';
import { explanationOfRollout } from '../../src/core/describe/attention.ts';
import type { NamedWord } from '../../src/core/describe/unknown.ts';
import {
  chanceNote,
  correlationLabel,
  embeddingStatement,
  nameOfVector,
  relationOf,
  type EmbeddingComparison,
} from '../../src/core/describe/embeddings.ts';

const known = (label: string): NamedWord => ({ label, unknown: 'none' });
const unread = (label: string): NamedWord => ({ label, unknown: 'all' });

const COMPARISON: EmbeddingComparison = {
  word: known('it'),
  compared: true,
  nearest: known('I'),
  equal: false,
  attended: 'France',
  same: false,
  direction: 'to',
  rollout: false,
  count: 10,
  correlation: -0.05,
  noun: 'words',
  leavesUnseen: false,
  sinks: 0,
};
const say = (change: Partial<EmbeddingComparison>) => plainSentence(embeddingStatement({ ...COMPARISON, ...change }));

describe('the lead sentence', () => {
  it('names what is near, what is attended to, and what may be said of the orders', () => {
    expect(say({})).toBe(
      'By its embedding “it” is nearest to “I”; “it” attends most to “France”. Over all 10 words the two orders show no clear relation.',
    );
  });

  it('says "too" when both are one word of the text', () => {
    expect(say({ nearest: known('France'), same: true, correlation: 0.7 })).toBe(
      'By its embedding “it” is nearest to “France”, and “it” attends most to “France” too. Over all 10 words the two orders agree.',
    );
  });

  it('turns with the direction, and has other verbs for a rollout', () => {
    expect(say({ direction: 'by' })).toContain('“it” is attended most by “France”.');
    expect(say({ rollout: true })).toContain('“it” draws most on “France”.');
    expect(say({ rollout: true, direction: 'by' })).toContain('“it” is drawn on most by “France”.');
  });

  it('knows the same word elsewhere', () => {
    expect(say({ word: known('cat'), nearest: known('Cat'), equal: true })).toContain(
      'By its embedding “cat” is the same as the other “Cat”; “cat” attends',
    );
    expect(say({ word: known('cafe'), nearest: known('café'), equal: true })).toContain('“cafe” is the same as “café”;');
  });

  it('claims no likeness of words that the model does not know', () => {
    expect(say({ word: unread('🙂'), nearest: unread('🍕'), equal: true })).toContain(
      '“🙂” and “🍕” are both unknown to the model, so they share one embedding; “🙂” attends most to “France”.',
    );
    expect(say({ word: unread('🙂'), nearest: unread('🍕'), equal: true, attended: '🍕', same: true })).toContain(
      '; “🙂” attends most to “🍕”. Over',
    );
    expect(say({ word: unread('🙂'), nearest: unread('🙂'), equal: true })).toContain('“🙂” and the other “🙂” are both unknown');
    expect(say({ word: unread('🙂') })).toContain('The embedding of “🙂” is that of the unknown token, nearest to “I”;');
    expect(say({ nearest: unread('🙂') })).toContain('By its embedding “it” is nearest to “🙂” (unknown to the model);');
    const part: NamedWord = { label: '日猫', unknown: 'part' };
    expect(say({ word: part })).toContain('By its embedding “日猫” (in part unknown to the model) is nearest to “I”;');
  });

  it('says only what is known', () => {
    expect(say({ compared: false, nearest: null })).toBe('“it” attends most to “France”.');
    expect(say({ nearest: null })).toBe('“it” has no word embedding to compare; “it” attends most to “France”.');
    expect(say({ attended: null })).toBe('By its embedding “it” is nearest to “I”; “it” has invalid weights under this lens.');
    expect(say({ count: 0 })).toBe('“it” stands alone: there is no other word to compare it with.');
    expect(say({ count: 2, correlation: NaN })).toContain('Over both words the two orders cannot be compared.');
    expect(say({ noun: 'sub-words' })).toContain('Over all 10 sub-words');
    expect(say({ noun: 'words and marks' })).toContain('Over all 10 words and marks the two orders');
    expect(say({ noun: 'words and marks', count: 2, correlation: NaN })).toContain('Over all 2 words and marks the two orders');
  });
});

describe('where attention cannot see every word, or hides a sink', () => {
  it('says among which words the nearest is, and over which the orders are', () => {
    expect(say({ leavesUnseen: true, count: 5 })).toBe(
      'By its embedding “it” is nearest to “I” among the words that it sees; “it” attends most to “France”. Over these 5 words the two orders show no clear relation.',
    );
    expect(say({ leavesUnseen: true, count: 5, sinks: 1 })).toContain('Over these 5 words, without the sink, the two orders');
    expect(say({ leavesUnseen: true, direction: 'by', count: 1200, noun: 'words and marks' })).toMatch(
      /nearest to “I” among the words and marks that see it; .* Over these 1,200 words and marks the two orders/,
    );
    expect(say({ sinks: 2 })).toContain('Over all 10 words, without the sinks, the two orders');
    expect(say({ leavesUnseen: true, word: unread('🙂') })).toContain('nearest to “I” among the words that it sees;');
    expect(say({ count: 1, leavesUnseen: true })).toContain('“France”. One word has no order to compare.');
  });

  it('says why there is nothing to compare', () => {
    expect(say({ count: 0, leavesUnseen: true })).toBe('“it” sees no other word that it could be compared with.');
    expect(say({ count: 0, leavesUnseen: true, sinks: 1 })).toBe('“it” sees no other word but the sink that it could be compared with.');
    expect(say({ count: 0, leavesUnseen: true, direction: 'by' })).toBe('No other word sees “it”: there is none to compare it with.');
  });

  it('in the note as well', () => {
    const words = { ...COMPARISON, count: 10, leavesUnseen: true };
    expect(chanceNote(words)).toContain('over the 10 words that it sees. With so few');
    expect(chanceNote({ ...words, direction: 'by', sinks: 1 })).toContain('over the 10 words that see it, without the sink. With');
  });
});

describe('relationOf', () => {
  it('claims nothing within 1.96 / sqrt(n - 1)', () => {
    expect(relationOf(0.653, 10)).toBe('show no clear relation');
    expect(relationOf(0.654, 10)).toBe('agree');
    expect(relationOf(-0.654, 10)).toBe('run against each other');
    expect(relationOf(-0.2, 300)).toBe('run weakly against each other');
    expect([relationOf(0.49, 300), relationOf(0.5, 300)]).toEqual(['agree weakly', 'agree']);
    expect(relationOf(1, 3)).toBe('show no clear relation');
  });
});

describe('notes and numbers', () => {
  it('say how far ρ strays by chance', () => {
    expect(chanceNote(COMPARISON)).toBe(
      'ρ is the rank correlation over the 10 other words. With so few, anything from −0.65 to 0.65 can be chance.',
    );
    expect(chanceNote({ ...COMPARISON, count: 299 })).toContain('Anything from −0.11 to 0.11 can be chance.');
    expect(chanceNote({ ...COMPARISON, count: 299, noun: 'words and marks' })).toContain('over the 299 other words and marks.');
    expect(chanceNote({ ...COMPARISON, count: 2 })).toBe('Too few words for a rank correlation.');
  });

  it('are two decimals under a word as in a sentence; a small weight has three', () => {
    for (const cosine of [0.009, 0.004, -0.009, 0.5, 1])
      expect(formatShortSigned(cosine)).toBe(formatSigned(cosine).replace(/0(?=\.)/, ''));
    expect([0.009, 0.004, 0.0004, 0.5, NaN].map(formatShort)).toEqual(['.009', '.004', '.00', '.50', '?']);
  });

  it('have a true minus and no negative zero', () => {
    expect(formatSigned(-0.0512)).toBe('−0.05');
    expect(formatSigned(-0.001)).toBe('0.00');
    expect([-0.08, -0.02, -0.004, -1, 0.009, NaN].map(formatShortSigned)).toEqual(['−.08', '−.02', '.00', '−1.00', '.01', '?']);
    expect(correlationLabel(-0.054)).toBe('ρ −0.05');
    expect(correlationLabel(NaN)).toBe('no ρ');
  });

  it('name a vector and a rollout', () => {
    expect(nameOfVector(3, 6)).toBe('Vector after 3 of 6 layers');
    expect(nameOfVector(0, 6)).toBe('Vector before any layer');
    expect(explanationOfRollout('to', 'after layer 5')).toContain('is in this word after layer 5');
    expect(explanationOfRollout('by', 'after layer 5')).toContain(
      'How much of this word, as it entered the model, is in each word after layer 5',
    );
  });
});

it('a share that rounds to all or to nothing is said to be neither', () => {
  expect([0, 1, 0.634, 0.004, 0.9951, 0.00004, 0.99996].map(percent)).toEqual([
    '0 %',
    '100 %',
    '63 %',
    '0.4 %',
    '99.5 %',
    'under 0.1 %',
    'over 99.9 %',
  ]);
});
