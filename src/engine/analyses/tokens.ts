import { FaultError } from '../../core/faults.ts';
import { lackOf } from '../../core/model/capability.ts';
import type { ReadTokens, TokenList } from '../../core/text/tokenList.ts';
import { MAX_RUN_CHARACTERS, type TokensRequest } from '../../protocol/engineApi.ts';
import type { Encoding } from '../../tokenizer/encoding.ts';
import { listTokens } from '../../tokenizer/tokenList.ts';
import type { Tokenizer } from '../../tokenizer/tokenizer.ts';
import { tokensThatFit } from '../../tokenizer/window.ts';
import { encodeMessage } from '../chat/chatMessage.ts';
import { findChatTemplate } from '../chat/chatTemplate.ts';
import { contextInFiles } from '../model/context.ts';
import { findModelFolder, readIfText, type ModelFolder } from '../model/folder.ts';
import { readTokenizer } from '../model/readTokenizer.ts';

/**
 * The tokens of a text by a folder's tokenizer, read anew each time: it takes as long as a glance, and the file may have changed.
 * @throws FaultError `tokenizer-missing`, `unsupported-tokenizer`, `tokenizer-slow`, for a chat message `unavailable`, and what a damaged file gives
 */
export async function tokens(request: TokensRequest): Promise<TokenList> {
  const { directory, text, chat = false } = request;
  if (text.length > MAX_RUN_CHARACTERS) throw new RangeError(`a text of ${text.length} characters`);
  const folder = findModelFolder(directory);
  const tokenizer = readTokenizer(folder);
  const encoding = chat ? asMessage(folder, tokenizer, text) : tokenizer.encode(text);
  return { ...listTokens(tokenizer, text, encoding), read: readOf(request, encoding) };
}

function asMessage(folder: ModelFolder, tokenizer: Tokenizer, text: string): Encoding {
  const template = findChatTemplate({ jinja: readIfText(folder.chatTemplate), tokenizerConfig: readIfText(folder.tokenizerConfig) });
  if (!template) throw lackOf('chat-template');
  return encodeMessage(tokenizer, template, text);
}

function readOf({ reading, directory, variant }: TokensRequest, encoding: Encoding): ReadTokens | null {
  const contextLength = reading && (reading.contextLength ?? contextInFiles(directory, variant));
  if (!reading || !contextLength) return null;
  try {
    const [from, to] = tokensThatFit(encoding, contextLength, reading.fit, reading.caret);
    return { contextLength, from, to };
  } catch (error) {
    // A context without room for any text belongs to another tokenizer: what a run will say, and no fault of the tokens.
    if (error instanceof FaultError) return null;
    throw error;
  }
}
