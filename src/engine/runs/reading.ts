import { MaskedText } from '../../core/text/maskedText.ts';
import { lackOf } from '../../core/model/capability.ts';
import { groupWords, pieceUnits } from '../../core/text/words.ts';
import type { TokenSequence } from '../../core/text/tokenSequence.ts';
import { TEXT } from '../../core/text/unitRef.ts';
import type { ReadBeside } from '../runtime/session.ts';
import type { RunRequest } from '../../protocol/engineApi.ts';
import type { MaskToken } from '../../tokenizer/file/addedTokens.ts';
import type { TokenWindow } from '../../tokenizer/window.ts';

/** What goes through the model, and what a person can point at in it. */
export type Reading = Omit<TokenSequence, 'totalTokens'>;

/**
 * The tokens that fit, with those masked that were asked for. They are masked among the tokens, as for influence, not typed into the text.
 * @throws FaultError `unavailable` when the tokenizer has no mask token; RangeError for a token that cannot be masked
 */
export function readingOf(
  { text, masked = [], together = [] }: RunRequest,
  window: TokenWindow & ReadBeside,
  maskToken: MaskToken | null,
): Reading {
  const { tokens, segments, otherText, shownStart, shownEnd } = window;
  const reading: Reading = {
    stream: TEXT,
    tokens,
    ...(segments && { segments }),
    ...(otherText && { otherText }),
    words: groupWords(text, tokens, together),
    pieces: pieceUnits(text, tokens, together),
    shownStart,
    shownEnd,
  };
  if (masked.length === 0) return reading;
  if (!maskToken) throw lackOf('mask-token', 'Replace the word by another word.');
  const written = new MaskedText(text, tokens, masked, maskToken.text);
  const shown = written.span({ start: shownStart, end: shownEnd });
  return {
    stream: TEXT,
    tokens: written.tokens(tokens, maskToken.id),
    words: written.units(reading.words),
    pieces: written.units(reading.pieces),
    shownStart: shown.start,
    shownEnd: shown.end,
  };
}
