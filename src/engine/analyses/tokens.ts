import type { TokenList } from '../../core/text/tokenList.ts';
import { MAX_RUN_CHARACTERS, type TokensRequest } from '../../protocol/engineApi.ts';
import { listTokens } from '../../tokenizer/tokenList.ts';
import { findModelFolder } from '../model/folder.ts';
import { readTokenizer } from '../model/readTokenizer.ts';

/**
 * The tokens of a text by a folder's tokenizer, read anew each time: it takes as long as a glance, and the file may have changed.
 * @throws FaultError `tokenizer-missing`, `unsupported-tokenizer`, `tokenizer-slow` and what a damaged file gives
 */
export function tokens({ directory, text }: TokensRequest): Promise<TokenList> {
  if (text.length > MAX_RUN_CHARACTERS) throw new RangeError(`a text of ${text.length} characters`);
  return Promise.resolve(listTokens(readTokenizer(findModelFolder(directory)), text));
}
