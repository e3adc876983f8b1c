import { describe, expect, test } from 'vitest';
import { displayWidth, padToWidth } from '../../src/core/text/displayWidth.ts';

describe('columns of a text in a terminal', () => {
  test.for<[text: string, width: number]>([
    ['', 0],
    ['apple', 5],
    ['café', 4],
    ['cafe\u0301', 4],
    ['我', 2],
    ['日本語', 6],
    ['한국', 4],
    ['\u1112\u1161\u11ab', 2],
    ['ｶﾞ', 2],
    ['Ａ。', 4],
    ['😀', 2],
    ['👨‍👩‍👧', 2],
    ['🇫🇷', 2],
    ['👍🏽', 2],
    ['1️⃣', 2],
    ['❤️', 2],
    ['❤', 1],
    ['\u{20000}', 2],
    ['a\u200bb\u00ad', 2],
    ['שלום', 4],
    ['สวัสดี', 4],
    ['…↵', 2],
    ['\ud800', 1],
  ])('%j', ([text, width]) => {
    expect(displayWidth(text)).toBe(width);
  });

  test('are filled up', () => {
    expect(padToWidth('日本', 6, 'end')).toBe('日本  ');
    expect(padToWidth('日本', 6, 'start')).toBe('  日本');
    expect(padToWidth('日本', 2, 'start')).toBe('日本');
  });
});
