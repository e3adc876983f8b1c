import { expect, test } from 'vitest';
import type { Token } from '../../src/core/text/token.ts';
import { groupWords, pieceUnits } from '../../src/core/text/words.ts';
import { caretUnit, unitAtOffset, unitsOf } from '../../src/session/exploration.ts';

const TEXT = 'the cat\n\n\tsat';
/** As decoders have them: what parts lines is a token of its own. */
const TOKENS = [...TEXT.matchAll(/\n+|\t| ?\w+/g)].map(({ 0: text, index }): Token => {
  const start = index + text.length - text.trimStart().length;
  const isBlank = text.trim() === '';
  return { id: 1, text, special: false, unknown: false, start: isBlank ? index : start, end: index + text.length };
});
const exploration = {
  target: { text: TEXT },
  summary: { sequences: [{ stream: 'text', tokens: TOKENS, words: groupWords(TEXT, TOKENS), pieces: pieceUnits(TEXT, TOKENS) }] },
} as unknown as Parameters<typeof caretUnit>[0];

test.each(['words', 'pieces'] as const)('%s: a caret at the end of a line is at the word before it, on an empty line at none', level => {
  const labelOf = (at: typeof caretUnit, offset: number) => {
    const found = at(exploration, level, offset);
    return found && unitsOf(exploration, level)[found.unit]!.label;
  };
  const end = TEXT.indexOf('\n');
  expect(['\n\n', '\t']).toEqual([end, end + 2].map(offset => labelOf(unitAtOffset, offset)));
  expect([end - 1, end, end + 1, end + 2, end + 3].map(offset => labelOf(caretUnit, offset))).toEqual(['cat', 'cat', null, null, 'sat']);
});
