import type { Token } from '../core/text/token.ts';
import type { ListedToken, TokenList } from '../core/text/tokenList.ts';
import type { Span } from '../core/text/span.ts';
import type { Encoding } from './encoding.ts';
import { readEntry } from './entryText.ts';
import type { Tokenizer } from './tokenizer.ts';

type Names = Pick<Tokenizer, 'kind' | 'mark' | 'isAdded'>;

/**
 * Every token of a whole text, uncut, with what it stands for.
 * @param encoding of that text, see {@link Tokenizer.encode}
 */
export function listTokens(tokenizer: Names, text: string, { tokens }: Pick<Encoding, 'tokens'>): TokenList {
  const listed = tokens.map((token, index): ListedToken => {
    const written = token.end > token.start ? text.slice(token.start, token.end) : '';
    const shared = overlaps(tokens[index - 1], token) || overlaps(token, tokens[index + 1]);
    return { ...token, written, ...reading(token, written, shared, tokenizer) };
  });
  return { kind: tokenizer.kind, text, tokens: listed, lines: countLines(text, tokens), dropped: droppedOf(text, tokens), read: null };
}

function droppedOf(text: string, tokens: readonly Token[]): Span[] {
  const dropped: Span[] = [];
  let at = 0;
  const look = (end: number): void => {
    const gap = text.slice(at, end);
    const stretch = gap.trim();
    if (stretch !== '') {
      const start = at + gap.indexOf(stretch);
      dropped.push({ start, end: start + stretch.length });
    }
  };
  for (const { start, end } of tokens) {
    if (start < 0) continue;
    if (start > at) look(start);
    at = Math.max(at, end);
  }
  look(text.length);
  return dropped;
}

function reading(token: Token, written: string, shared: boolean, { mark, isAdded }: Names): Pick<ListedToken, 'bytes' | 'readAs'> {
  if (token.special || token.unknown || isAdded(token.id)) return { bytes: null, readAs: null };
  const { text, bytes } = readEntry(token.text, mark);
  if (shared && bytes) return { bytes, readAs: null };
  // A space before or behind is where spans differ from what is read, not what normalisation did.
  return { bytes: null, readAs: text === null || text.trim() === written.trim() ? null : text };
}

function overlaps(token: Token | undefined, next: Token | undefined): boolean {
  return token !== undefined && next !== undefined && next.start >= 0 && next.start < token.end && next.end > next.start;
}

/** Tokens that begin in each line. */
function countLines(text: string, tokens: readonly Token[]): number[] {
  const counts = [0];
  let at = 0;
  for (const { start } of tokens) {
    if (start < 0) continue;
    for (let end = text.indexOf('\n', at); end >= 0 && end < start; end = text.indexOf('\n', at)) {
      counts.push(0);
      at = end + 1;
    }
    counts[counts.length - 1]!++;
  }
  for (let end = text.indexOf('\n', at); end >= 0; end = text.indexOf('\n', end + 1)) counts.push(0);
  return counts;
}
