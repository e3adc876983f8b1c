import { assignWords } from './assignWords.ts';
import { frameWords } from './frameWords.ts';
import { NO_SPAN, type Span } from './span.ts';
import { LETTER_OR_DIGIT } from './splitWords.ts';
import type { Token, Unit, Unknown } from './token.ts';

/**
 * The words of a text that the tokens cover, in order, each with its tokens: every token in exactly one unit, and every character that is in a
 * token's span, white space aside, in exactly one.
 *
 * What one token alone covers is one word, however many the dictionary counts (`£5`, `CO₂`; `great🙂`, which BERT's tokenizer reads as one unknown token). A
 * token that reaches into several words with tokens of their own (`本語` of `日本` and `語`, in tokenizers that know no words) falls to the one it overlaps
 * most; the unknown token takes them all with it. A special token is a unit of its own (words that a chat template wrote are units like those of the text), and so is a token that covers no word (white space, in tokenizers that keep it). Words without tokens
 * (normalised away, or cut off) make no unit. A unit's span is that of the word as written, accents and all, even where its tokens cover less.
 * @param together spans of the text to be read as one word each, ascending; they never overlap
 */
export function groupWords(text: string, tokens: readonly Token[], together: readonly Span[] = []): Unit[] {
  const { words, wordOfToken } = wordsOf(text, tokens, together);
  const tokensOfWord = new Map<number, number[]>();
  const groups: { readonly word: number; readonly tokens: number[] }[] = [];
  for (const [index, word] of wordOfToken.entries()) {
    const known = tokensOfWord.get(word);
    if (known) known.push(index);
    else {
      const group = { word, tokens: [index] };
      if (word >= 0) tokensOfWord.set(word, group.tokens);
      groups.push(group);
    }
  }
  return groups.map(({ word, tokens: indices }) =>
    word < 0
      ? tokenUnit(text, tokens, indices[0]!, false)
      : { ...words[word]!, tokens: indices, unknown: unknownOf(indices.map(index => tokens[index]!)), joins: false },
  );
}

export function unknownOf(tokens: readonly Pick<Token, 'unknown'>[]): Unknown {
  const count = tokens.filter(token => token.unknown).length;
  return count === 0 ? 'none' : count === tokens.length ? 'all' : 'part';
}

/**
 * One unit per token, with the token's span; tokens that share a character (bytes of an emoji, letters of a Hangul syllable) are one unit, since nothing
 * in the text tells them apart. A piece joins the one before it when both belong to one word, whatever was normalised away between them.
 */
export function pieceUnits(text: string, tokens: readonly Token[], together: readonly Span[] = []): Unit[] {
  const { wordOfToken } = wordsOf(text, tokens, together);
  return tokensByCharacter(tokens).map(members => {
    const [first] = members as [number];
    const word = wordOfToken[first]!;
    const joins = word >= 0 && word === wordOfToken[first - 1];
    return members.length === 1 ? tokenUnit(text, tokens, first, joins) : sharedUnit(text, tokens, members, joins);
  });
}

/** Tokens by index, those together that share a character. */
export function tokensByCharacter(tokens: readonly Token[]): number[][] {
  const groups: number[][] = [];
  let end = 0;
  for (const [index, token] of tokens.entries()) {
    const shares = !token.special && token.start < end && token.end > token.start;
    if (shares) groups.at(-1)!.push(index);
    else groups.push([index]);
    end = token.special ? 0 : Math.max(shares ? end : 0, token.end);
  }
  return groups;
}

/**
 * Index of the unit that covers a UTF-16 offset, the first when several share a span; -1 between units and outside.
 * For the end of a word, where a caret often stands, ask for the offset before it.
 */
export function wordAt(units: readonly Unit[], offset: number): number {
  let low = units.findIndex(unit => unit.start >= 0);
  if (low < 0) return -1;
  let high = units.findLastIndex(unit => unit.start >= 0) + 1;
  // Between two texts stands what is no part of either.
  const placedFrom = (from: number) => {
    let at = from;
    while (at < units.length && units[at]!.start < 0) at++;
    return at;
  };
  while (low < high) {
    const middle = (low + high) >> 1;
    const placed = placedFrom(middle);
    if (placed < high && units[placed]!.end <= offset) low = placed + 1;
    else high = middle;
  }
  low = placedFrom(low);
  const unit = units[low];
  return unit && unit.start >= 0 && unit.start <= offset && offset < unit.end ? low : -1;
}

type Word = Pick<Unit, 'start' | 'end' | 'label' | 'special' | 'punctuation'>;

/** The words of a text and those around it, and per token the index of its word, or -1 for none. */
function wordsOf(text: string, tokens: readonly Token[], together: readonly Span[]): { words: readonly Word[]; wordOfToken: number[] } {
  const own = assignWords(text, tokens, together);
  const around = frameWords(tokens);
  const words = [
    ...own.words.map(({ start, end }) => {
      const label = text.slice(start, end);
      return { start, end, label, special: false, punctuation: !LETTER_OR_DIGIT.test(label) };
    }),
    ...around.words.map(label => ({ ...NO_SPAN, label, special: true, punctuation: false })),
  ];
  const wordOfToken = own.wordOfToken.map((word, token) => {
    const outside = around.wordOfToken[token]!;
    return outside < 0 ? word : own.words.length + outside;
  });
  return { words, wordOfToken };
}

function tokenUnit(text: string, tokens: readonly Token[], index: number, joins: boolean): Unit {
  const token = tokens[index]!;
  const { start, end, special, text: name, frame } = token;
  const label = frame ? pieceLabel(frame.text) : special ? name : end <= start ? withoutMarks(name) : pieceLabel(text.slice(start, end));
  const unknown = unknownOf([token]);
  return { start, end, label, tokens: [index], special, unknown, punctuation: !special && !LETTER_OR_DIGIT.test(label), joins };
}

/** `🙂 (4 tokens)`. */
function sharedUnit(text: string, tokens: readonly Token[], members: readonly number[], joins: boolean): Unit {
  const own = members.map(index => tokens[index]!);
  const start = own[0]!.start;
  const end = Math.max(...own.map(token => token.end));
  const written = pieceLabel(text.slice(start, end));
  const label = `${written} (${members.length} tokens)`;
  return {
    start,
    end,
    label,
    tokens: members,
    special: false,
    unknown: unknownOf(own),
    punctuation: !LETTER_OR_DIGIT.test(written),
    joins,
  };
}

/** White space around a piece is left out; of what is nothing else, spaces are made visible. */
function pieceLabel(written: string): string {
  return written.trim() || written.replaceAll(' ', '␣');
}

/** The name of a token that stands for nothing: white space in byte-level letters, or SentencePiece's mark. */
function withoutMarks(name: string): string {
  return name
    .replace(/[\u0120\u2581]/gu, '␣')
    .replaceAll('\u010a', '\n')
    .replaceAll('\u0109', '\t');
}
