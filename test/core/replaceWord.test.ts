import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { alignUnits } from '../../src/core/text/alignUnits.ts';
import { offsetAfter, parseReplacement, replaceSpan } from '../../src/core/text/replaceWord.ts';
import type { Span } from '../../src/core/text/span.ts';
import type { Unit } from '../../src/core/text/token.ts';
import { groupWords, pieceUnits } from '../../src/core/text/words.ts';
import { loadTokenizer } from '../../src/tokenizer/tokenizer.ts';
import { Random } from '../support/random.ts';
import { randomTexts } from '../tokenizer/randomTexts.ts';

describe('the text with a span replaced', () => {
  test('and where the replacement stands', () => {
    expect(replaceSpan('The cat sat.', { start: 4, end: 7 }, 'old dog')).toEqual({ text: 'The old dog sat.', span: { start: 4, end: 11 } });
  });

  test('and where a caret of the original is in it', () => {
    const [replaced, replacement] = [
      { start: 4, end: 7 },
      { start: 4, end: 11 },
    ];
    expect([0, 4, 6, 7, 12].map(caret => offsetAfter(caret, replaced, replacement))).toEqual([0, 4, 6, 11, 16]);
    expect(offsetAfter(6, replaced, { start: 4, end: 5 })).toBe(5);
  });

  test.each([
    ['cat=dog', 'cat', 'dog'],
    ['cat=old dog', 'cat', 'old dog'],
    [' New York = Rome ', 'New York', 'Rome'],
    ['x==', 'x', '='],
    ['cat=[MASK]', 'cat', '[MASK]'],
  ])('%j', (argument, word, replacement) => {
    expect(parseReplacement(argument)).toEqual({ word, replacement });
  });

  test.each(['', '=', 'cat', 'cat=', '=dog', 'cat=  ', '  =dog', '==a'])('%j has a side missing', argument => {
    expect(parseReplacement(argument)).toBeNull();
  });
});

const tokenizer = loadTokenizer(readFileSync('test/fixtures/models/bert-dynamo/tokenizer.json', 'utf8'));

function align(text: string, replaced: Span, replacement: string, cut = groupWords) {
  const variant = replaceSpan(text, replaced, replacement);
  const units = cut(text, tokenizer.encode(text).tokens);
  const others = cut(variant.text, tokenizer.encode(variant.text).tokens);
  return { units, others, replacement: variant.span, pairs: alignUnits(units, others, replaced, variant.span) };
}

function labelsOf({ units, others, pairs }: ReturnType<typeof align>): string[] {
  return pairs.map(([unit, other]) => `${units[unit]?.label ?? '-'} ${others[other]?.label ?? '-'}`);
}

describe('units that stand for each other', () => {
  test('one word by two', () => {
    expect(labelsOf(align('the cat sat', { start: 4, end: 7 }, 'big dog'))).toEqual([
      '[CLS] [CLS]',
      'the the',
      'cat big',
      '- dog',
      'sat sat',
      '[SEP] [SEP]',
    ]);
  });

  test('two words by one of the same length', () => {
    expect(labelsOf(align('the cat sat', { start: 0, end: 7 }, 'a mouse'.slice(2).padEnd(7, 's')))).toEqual([
      '[CLS] [CLS]',
      'the mousess',
      'cat -',
      'sat sat',
      '[SEP] [SEP]',
    ]);
  });

  test('masked', () => {
    expect(labelsOf(align('the cat sat', { start: 4, end: 7 }, '[MASK]'))).toEqual([
      '[CLS] [CLS]',
      'the the',
      'cat [MASK]',
      'sat sat',
      '[SEP] [SEP]',
    ]);
  });

  test('units that share a place, by their order', () => {
    const unitAt = (start: number, end: number, label: string): Unit => {
      return { start, end, label, tokens: [0], special: false, unknown: 'none', punctuation: false, joins: false };
    };
    // Two letters of one Hangul syllable before the change, and two after it.
    const units = [unitAt(0, 1, 'ㄱ'), unitAt(0, 1, 'ㅏ'), unitAt(2, 5, 'cat'), unitAt(6, 7, 'ㄴ'), unitAt(6, 7, 'ㅏ')];
    const others = [unitAt(0, 1, 'ㄱ'), unitAt(0, 1, 'ㅏ'), unitAt(2, 4, 'ox'), unitAt(5, 6, 'ㄴ'), unitAt(5, 6, 'ㅏ')];
    expect(alignUnits(units, others, { start: 2, end: 5 }, { start: 2, end: 4 })).toEqual(units.map((_, index) => [index, index]));
  });

  test('what the context cut off has no counterpart', () => {
    const whole = align('the cat sat', { start: 4, end: 7 }, 'dog');
    const cut = whole.others.filter((_, index) => index !== 3);
    expect(alignUnits(whole.units, cut, { start: 4, end: 7 }, whole.replacement)).toEqual([
      [0, 0],
      [1, 1],
      [2, 2],
      [3, -1],
      [4, 3],
    ]);
  });

  test.each([
    ['words', groupWords],
    ['pieces', pieceUnits],
  ])('random texts, %s: everything outside has itself for a counterpart, in order, and every unit is there once', (_, cut) => {
    const random = new Random(11);
    const texts = randomTexts(12, 120);
    for (const before of texts) {
      const after = random.pick(texts);
      // Spaces keep the replaced word apart from what is around it.
      const word = random.pick(['cat', 'electroencephalography', 'two words', '日本語']);
      const text = `${before} ${word} ${after}`;
      const replaced = { start: before.length + 1, end: before.length + 1 + word.length };
      const result = align(text, replaced, random.pick(['dog', 'unbelievable things', '[MASK]', '😀', 'cat']), cut);
      const { units, others, pairs } = result;
      expect(pairs.flatMap(([unit]) => (unit < 0 ? [] : [unit]))).toEqual(units.map((_, index) => index));
      expect(pairs.flatMap(([, other]) => (other < 0 ? [] : [other]))).toEqual(others.map((_, index) => index));

      const outside = (unit: Unit, changed: Span): boolean => unit.end <= changed.start || unit.start >= changed.end;
      const kept = units.flatMap((unit, index) => (outside(unit, replaced) ? [index] : []));
      const keptOthers = others.flatMap((unit, index) => (outside(unit, result.replacement) ? [index] : []));
      const counterpart = new Map(pairs);
      expect(kept.map(unit => counterpart.get(unit))).toEqual(keptOthers);
      expect(kept.map(unit => units[unit]!.label)).toEqual(keptOthers.map(unit => others[unit]!.label));

      const changed = pairs.filter(([unit, other]) => !kept.includes(unit) && !keptOthers.includes(other));
      expect(changed.filter(([unit, other]) => unit >= 0 && other >= 0).length).toBe(1);
      expect(changed[0]!.every(index => index >= 0)).toBe(true);
    }
  });
});
