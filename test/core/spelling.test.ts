import { describe, expect, test } from 'vitest';
import { foldSpelling, foldText, plainSpelling } from '../../src/core/text/spelling.ts';
import { randomTexts } from '../tokenizer/randomTexts.ts';

describe('one form for all spellings', () => {
  test.for<[one: string, other: string]>([
    ['don\u2019t', "DON'T"],
    ['well\u2011known', 'well-known'],
    ['Straße', 'STRASSE'],
    ['STRAẞE', 'strasse'],
    ['İstanbul', 'istanbul'],
    ['ISPARTA', 'ısparta'],
    ['ba\u00adnk', 'bank'],
    ['\u202ebank', 'bank'],
    ['cafe\u0301', 'CAFÉ'],
    ['a\u0323\u0308', 'a\u0308\u0323'],
    ['ﬁne', 'FINE'],
    ['ΟΔΟΣ', 'οδος'],
    ['ŉ', "'n"],
    ['한', '\u1112\u1161\u11ab'],
    ['New\u00a0 \n York ', 'new york'],
    ['\u22125', '-5'],
  ])('%j and %j', ([one, other]) => {
    expect(foldSpelling(one)).toBe(foldSpelling(other));
  });

  test.for<[one: string, other: string]>([
    ['cafe', 'café'],
    ['km²', 'km2'],
    ['2010–2011', '2010-2011'],
    ['NewYork', 'New York'],
    ['👍', '👍🏽'],
    ['🏴\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}', '🏴'],
  ])('but not %j and %j', ([one, other]) => {
    expect(foldSpelling(one)).not.toBe(foldSpelling(other));
  });

  test('every character and its other cases are one, and folding twice is folding once', () => {
    for (let code = 0; code < 0x20000; code++) {
      const character = String.fromCodePoint(code);
      const folded = foldSpelling(character);
      const others = [character.toLowerCase(), character.toUpperCase(), folded].map(foldSpelling);
      if (others.some(other => other !== folded))
        expect([code.toString(16), ...others]).toEqual([code.toString(16), folded, folded, folded]);
    }
  });

  test('every unit knows the character that it came from', () => {
    for (const text of randomTexts(17, 300)) {
      const { text: folded, starts } = foldText(text);
      expect(starts.length).toBe(folded.length);
      let start = 0;
      for (let unit = 0; unit < folded.length; unit++) {
        const isOrdered = starts[unit]! >= (starts[unit - 1] ?? 0) && starts[unit]! < text.length;
        if (!isOrdered) expect([text, unit, isOrdered]).toEqual([text, unit, true]);
        // What stands between two places is what the units between them were folded from.
        if (unit > 0 && starts[unit] !== starts[unit - 1]) {
          const own = folded.slice(start, unit);
          const from = text.slice(starts[unit - 1], starts[unit]);
          if (foldText(from).text !== own) expect([from, foldText(from).text]).toEqual([from, own]);
          start = unit;
        }
      }
    }
  });

  test('as a file of word vectors writes it: composed, plain, the case kept', () => {
    expect(plainSpelling('Cafe\u0301\u00ad')).toBe('Café');
    expect(plainSpelling('Don\u2019t')).toBe("Don't");
    expect(plainSpelling('Straße')).toBe('Straße');
  });
});
