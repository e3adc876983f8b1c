import { expect, test } from 'vitest';
import type { Token } from '../../src/core/text/token.ts';
import { pieceUnits } from '../../src/core/text/words.ts';
import { tokenLabels } from '../../webview/pages/vectors/input/view.ts';

test('labels of tokens carry no mark of their tokenizer; a space is seen, bytes of a character are counted', () => {
  const text = 'it  🙂';
  const token = (name: string, start: number, end: number): Token => ({
    id: 1,
    text: name,
    special: start < 0,
    unknown: false,
    start,
    end,
  });
  const tokens = [token('<s>', -1, -1), token('Ġit', 0, 2), token('Ġ', 2, 3), token('ðŁ', 4, 6), token('ĻĤ', 4, 6)];
  expect(tokenLabels(tokens, pieceUnits(text, tokens))).toEqual(['<s>', 'it', '␣', '🙂 (2 tokens) 1', '🙂 (2 tokens) 2']);
});
