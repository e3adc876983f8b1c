import type { PlaceRange } from '../core/text/anchor.ts';
import type { TokenList } from '../core/text/tokenList.ts';
import type { Explorer } from './explorer.ts';
import type { ListedText } from './lookUps.ts';

/** The tokens that are listed, and of what text; null while they are not here. */
export function listedTokens({
  lookUps,
  parts,
}: Pick<Explorer, 'lookUps' | 'parts'>): { readonly text: ListedText; readonly list: TokenList } | null {
  const text = lookUps.tokens;
  const list = text && parts.valueOf('tokens', String(text.id));
  return text && list && { text, list };
}

/** Where the token stands that is pointed at in the list, in which document; null when none is, or when the text was edited. */
export function tokenMark(
  explorer: Pick<Explorer, 'lookUps' | 'parts'>,
): { readonly uri: string; readonly ranges: readonly PlaceRange[] } | null {
  const listed = listedTokens(explorer);
  const ranges = listed && explorer.lookUps.markIn(listed.text, listed.list);
  return listed && ranges && { uri: listed.text.target.uri, ranges };
}
