import { describe, expect, it } from 'vitest';
import { surroundingsOf, textAfter, textBefore } from '../../src/core/text/surroundings.ts';

const TEXT = 'Willows grew right down\n  the steep bank to the\twater, and beyond it.\n';
const at = TEXT.indexOf('bank');

describe('what stands around a place', () => {
  it('is on one line and whole where the text ends', () => {
    expect(textBefore(TEXT, at, 100)).toBe('Willows grew right down the steep ');
    expect(textAfter(TEXT, at + 4, 100)).toBe(' to the water, and beyond it.');
    expect(textBefore(TEXT, 0, 10)).toBe('');
    expect(textAfter(TEXT, TEXT.length, 10)).toBe('');
  });

  it('leaves out a word that is cut, and says that the text goes on', () => {
    expect(textBefore(TEXT, at, 20)).toBe('…down the steep ');
    expect(textAfter(TEXT, at + 4, 12)).toBe(' to the…');
  });

  it('keeps a word that begins or ends where it is cut', () => {
    expect(textBefore(TEXT, at, 'steep '.length)).toBe('…steep ');
    expect(textAfter(TEXT, at + 4, ' to the'.length)).toBe(' to the…');
  });

  it('stands apart from the end of a sentence', () => {
    expect(textAfter('bank lent money. It was late.', 4, 12)).toBe(' lent money. …');
    expect(textAfter('bank (money) was', 4, 8)).toBe(' (money)…');
  });

  it('keeps a part of a word when there is nothing else', () => {
    expect(textBefore(TEXT, at, 4)).toBe('…eep ');
    expect(textAfter(TEXT, at + 4, 2)).toBe(' t…');
  });

  it('does not speak of white space beyond', () => {
    expect(textBefore('   \n bank', 5, 1)).toBe(' ');
    expect(textAfter('bank.   \n', 4, 1)).toBe('.');
  });
});

it('the word itself is on one line too', () => {
  expect(surroundingsOf('the old  bank\nof England is shut', { start: 9, end: 24 }, 9)).toEqual({
    before: 'the old ',
    word: 'bank of England',
    after: ' is shut',
  });
});

it('no half of a surrogate pair, wherever the stretch ends', () => {
  const far = '\u{20000}'.repeat(60);
  const text = `a${far} bank ${far}b`;
  const start = text.indexOf('bank');
  for (let most = 2; most < 40; most++) {
    for (const part of [textBefore(text, start, most), textAfter(text, start + 4, most)]) expect(part).not.toMatch(/\p{Cs}/u);
  }
});
