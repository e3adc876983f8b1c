import { FaultError } from '../../core/faults.ts';
import { lackOf } from '../../core/model/capability.ts';
import type { ContextSizes } from '../../core/model/contextSizes.ts';
import type { ReadTokens, TokenList } from '../../core/text/tokenList.ts';
import { MAX_RUN_CHARACTERS, type TokensRequest } from '../../protocol/engineApi.ts';
import type { Encoding } from '../../tokenizer/encoding.ts';
import { listTokens } from '../../tokenizer/tokenList.ts';
import type { Tokenizer } from '../../tokenizer/tokenizer.ts';
import { tokensThatFit } from '../../tokenizer/window.ts';
import { encodeMessage } from '../chat/chatMessage.ts';
import { findChatTemplate, type ChatTemplate } from '../chat/chatTemplate.ts';
import { contextInFiles } from '../model/context.ts';
import { findModelFolder, readIfText } from '../model/folder.ts';
import { readTokenizer } from '../model/readTokenizer.ts';
import type { RunAccess } from '../runs/runAccess.ts';

/**
 * The tokens of a text, by a model that was opened or by the files of a folder.
 * @throws FaultError `stale-run` when the model that is meant has changed, and what {@link tokensOfFolder} throws
 */
export const tokens =
  (access: RunAccess) =>
  async (request: TokensRequest): Promise<TokenList> => {
    if (request.fingerprint === undefined) return tokensOfFolder(request);
    const { tokenizer, chat, summary } = await access.model(request);
    return listOf(request, tokenizer, chat, summary);
  };

/**
 * By a folder's tokenizer alone, read anew: it takes as long as a glance, and the file may have changed.
 * @throws FaultError `tokenizer-missing`, `unsupported-tokenizer`, `tokenizer-slow`, for a chat message `unavailable`, and what a damaged file gives
 */
export function tokensOfFolder(request: TokensRequest): TokenList {
  const { directory, variant, reading, chat = false } = request;
  const folder = findModelFolder(directory);
  const { chatTemplate: jinja, tokenizerConfig } = folder;
  const template = chat ? findChatTemplate({ jinja: readIfText(jinja), tokenizerConfig: readIfText(tokenizerConfig) }) : null;
  const own = reading ? contextInFiles(directory, variant) : null;
  return listOf(request, readTokenizer(folder), template, own === null ? null : { contextLength: own, ownContext: own });
}

function listOf(
  { text, chat = false, reading }: TokensRequest,
  tokenizer: Tokenizer,
  template: ChatTemplate | null,
  sizes: ContextSizes | null,
): TokenList {
  if (text.length > MAX_RUN_CHARACTERS) throw new RangeError(`a text of ${text.length} characters`);
  if (chat && !template) throw lackOf('chat-template');
  const encoding = chat && template ? encodeMessage(tokenizer, template, text) : tokenizer.encode(text);
  const read = reading && sizes ? readOf(encoding, reading, sizes) : null;
  return { ...listTokens(tokenizer, text, encoding), read };
}

function readOf(
  encoding: Encoding,
  { fit, caret }: NonNullable<TokensRequest['reading']>,
  { contextLength, ownContext }: ContextSizes,
): ReadTokens | null {
  try {
    const [from, to] = tokensThatFit(encoding, contextLength, fit, caret);
    return { contextLength, ownContext, from, to };
  } catch (error) {
    // A context without room for any text belongs to another tokenizer: what a run will say, and no fault of the tokens.
    if (error instanceof FaultError) return null;
    throw error;
  }
}
