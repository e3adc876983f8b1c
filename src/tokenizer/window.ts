import { formatCount } from '../core/describe/numbers.ts';
import { FaultError } from '../core/faults.ts';
import type { Token } from '../core/text/token.ts';
import { NONE, type Encoding } from './encoding.ts';

/** The tokens that go through the model, and what part of the text they are. */
export interface TokenWindow {
  /** At most `limit` tokens: the special ones at both ends and one contiguous stretch of the others. */
  readonly tokens: Token[];
  /** From the first shown token to the last, UTF-16 units; 0 and 0 when the text has no tokens of its own. */
  readonly shownStart: number;
  readonly shownEnd: number;
  /** Tokens of the whole text, special ones included; larger than `tokens.length` exactly when something was cut. */
  readonly totalTokens: number;
}

/**
 * Cuts tokens to what a model's position table allows, keeping the special tokens at both ends.
 *
 * 'start' keeps the first tokens. 'around' centres on the token at the caret, or the first one after it. Neither cuts inside a
 * word unless one word alone fills the window: half a word would be read by the model as another word.
 *
 * @throws FaultError `unsupported-model` when the special tokens leave no room for text
 */
export function fitTokens(encoding: Encoding, limit: number, fit: 'start' | 'around', caret: number): TokenWindow {
  const { tokens } = encoding;
  const [from, to] = tokensThatFit(encoding, limit, fit, caret);
  const { head, tail } = splitEnds(tokens);
  return {
    tokens: [...head, ...tokens.slice(from, to), ...tail],
    shownStart: from < to ? tokens[from]!.start : 0,
    shownEnd: from < to ? tokens[to - 1]!.end : 0,
    totalTokens: tokens.length,
  };
}

/** The stretch [from, to) of {@link fitTokens}, without the special tokens at both ends, which always fit. @throws as that */
export function tokensThatFit(
  { tokens, wordIds }: Pick<Encoding, 'tokens' | 'wordIds'>,
  limit: number,
  fit: 'start' | 'around',
  caret: number,
): readonly [from: number, to: number] {
  const { head, content, tail } = splitEnds(tokens);
  const room = limit - head.length - tail.length;
  if (room < 1 && content.length > 0) throw noRoom(limit, head.length + tail.length);
  const first = head.length;
  if (content.length <= room) return [first, first + content.length];
  const [from, to] = cut(wordIds.slice(first, first + content.length), room, fit === 'around' ? indexAt(content, caret) : 0);
  return [first + from, first + to];
}

/** Special tokens that the post-processor put around the text; a `[MASK]` that a person typed has a span and is content. */
function splitEnds(tokens: readonly Token[]): { head: Token[]; content: Token[]; tail: Token[] } {
  const first = tokens.findIndex(isContent);
  if (first < 0) return { head: [...tokens], content: [], tail: [] };
  const last = tokens.findLastIndex(isContent);
  return { head: tokens.slice(0, first), content: tokens.slice(first, last + 1), tail: tokens.slice(last + 1) };
}

function isContent(token: Token): boolean {
  return token.start >= 0;
}

/** Index of the token that covers the offset, else of the first one after it, else of the last. */
function indexAt(content: readonly Token[], offset: number): number {
  const index = content.findIndex(token => token.end > offset);
  return index < 0 ? content.length - 1 : index;
}

/** A stretch [from, to) of at most `room` tokens with `centre` in it; both ends on word starts when they can be. */
function cut(wordIds: readonly number[], room: number, centre: number): [from: number, to: number] {
  const continuesWord = (index: number): boolean => wordIds[index] !== NONE && wordIds[index] === wordIds[index - 1];
  const ideal = Math.min(Math.max(0, centre - Math.floor(room / 2)), wordIds.length - room);
  let from = ideal;
  while (from < centre && continuesWord(from)) from++;
  if (continuesWord(from)) from = ideal;
  const furthest = Math.min(wordIds.length, from + room);
  let to = furthest;
  while (to > centre + 1 && continuesWord(to)) to--;
  if (continuesWord(to)) to = furthest;
  return [from, to];
}

function noRoom(limit: number, specialTokens: number): FaultError {
  return new FaultError({
    code: 'unsupported-model',
    title: 'The model has no room for text',
    cause: `It reads at most ${formatCount(limit)} tokens, and its tokenizer adds ${formatCount(specialTokens)} special ones.`,
    nextStep: 'Check that tokenizer.json belongs to this model, or use the built-in model.',
  });
}
