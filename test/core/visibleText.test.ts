import { expect, test } from 'vitest';
import { showUnseen, showUnseenInLines, visibleText } from '../../src/core/text/visibleText.ts';

test.for<[name: string, label: string, visible: string]>([
  ['ordinary text', "don't 日本 ½ שלום", "don't 日本 ½ שלום"],
  ['control characters', 'a\0b\n\t\r\u001b\u007f', 'a␀b↵⇥␍␛␡'],
  ['C1 controls', '\u0085\u009f', 'U+0085U+009F'],
  ['bidi overrides and isolates', '\u202ea\u2066b\u200f', 'U+202EaU+2066bU+200F'],
  ['zero-width characters', 'a\u200bb\u200cc\u200dd\ufeff\u00ad', 'aU+200BbU+200CcU+200DdU+FEFFU+00AD'],
  ['line and paragraph separators', '\u2028\u2029', 'U+2028U+2029'],
  ['lone surrogates', '\ud83d-\ude00', 'U+D83D-U+DE00'],
  ['tag characters outside a flag', 'a\u{E0041}', 'aU+E0041'],
  ['emoji sequences', '👨‍👩‍👧 👍🏽 ❤️ 1️⃣ 🇫🇷', '👨‍👩‍👧 👍🏽 ❤️ 1️⃣ 🇫🇷'],
  ['a flag made of tags', '🏴\u{E0067}\u{E0062}\u{E007F}', '🏴\u{E0067}\u{E0062}\u{E007F}'],
  ['a joiner after an emoji that joins nothing', '😀\u200d', '😀U+200D'],
  ['a mark without a letter', '\u0301', '\u25CC\u0301'],
  ['a piece of an emoji sequence: the selector alone, or with the joiner', '\ufe0f\u200d', 'U+FE0FU+200D'],
  ['a selector after a joiner, and one after another', '❤\u200d\ufe0f ❤\ufe0f\ufe0f', '❤U+200DU+FE0F ❤\ufe0fU+FE0F'],
  ['a letter with a mark', 'e\u0301', 'e\u0301'],
  ['a thousand marks', `e${'\u0301'.repeat(1_000)}`, `e${'\u0301'.repeat(8)}…`],
  ['a long label', 'x'.repeat(61), `${'x'.repeat(60)}…`],
  ['a label of the greatest length', 'x'.repeat(60), 'x'.repeat(60)],
  ['a long label of surrogate pairs', '𝒳'.repeat(1_000), `${'𝒳'.repeat(60)}…`],
  ['nothing', '', ''],
])('%s', ([, label, visible]) => {
  expect(visibleText(label)).toBe(visible);
});

test('a message is shown whole, and once shown stays as it is', () => {
  const message = `name \u001b[31m\u009b\u202e\n ${'x'.repeat(100)} 👨‍👩‍👧`;
  const shown = showUnseen(message);
  expect(shown).toBe(`name ␛[31mU+009BU+202E↵ ${'x'.repeat(100)} 👨‍👩‍👧`);
  expect(showUnseen(shown)).toBe(shown);
  expect(showUnseenInLines('a\u001b\nb\r')).toBe('a␛\nb␍');
});
