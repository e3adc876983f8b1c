import type { Token } from '../core/text/token.ts';
import type { ListedToken, TokenList } from '../core/text/tokenList.ts';
import { readEntry } from './entryText.ts';
import type { Tokenizer } from './tokenizer.ts';

/** Every token of a whole text, uncut, with what it stands for. @throws FaultError `tokenizer-slow` */
export function listTokens(tokenizer: Tokenizer, text: string): TokenList {
  const { tokens } = tokenizer.encode(text);
  const listed = tokens.map((token, index): ListedToken => {
    const written = token.end > token.start ? text.slice(token.start, token.end) : '';
    const shared = overlaps(tokens[index - 1], token) || overlaps(token, tokens[index + 1]);
    return { ...token, written, ...reading(token, written, shared, tokenizer) };
  });
  return { kind: tokenizer.kind, text, tokens: listed, lines: countLines(text, tokens) };
}

function reading(
  token: Token,
  written: string,
  shared: boolean,
  { mark, isAdded }: Pick<Tokenizer, 'mark' | 'isAdded'>,
): Pick<ListedToken, 'bytes' | 'readAs'> {
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
