import { FaultError } from '../../core/faults.ts';
import { BETWEEN } from '../../core/text/textPair.ts';
import type { Token } from '../../core/text/token.ts';
import type { CallContext } from '../../protocol/rpc.ts';
import type { WriteRequest, WrittenByModel } from '../../protocol/writeApi.ts';
import type { Tokenizer } from '../../tokenizer/tokenizer.ts';
import { writtenText } from '../../tokenizer/written.ts';
import { assertUnchanged } from '../model/fingerprint.ts';
import type { LoadedModel } from '../model/loader.ts';
import { goOn } from '../runs/goOn.ts';
import type { RunAccess } from '../runs/runAccess.ts';
import { checkContent, checkIds } from '../runs/tokenChecks.ts';
import { startContinuing } from './continuation.ts';
import { beginningOf, encodeWholeSource } from './encode.ts';
import { hasPair } from './files.ts';
import type { TwoTextModel } from './model.ts';
import { readSource } from './probe.ts';
import { readEnds } from './settings.ts';
import { writeGreedily, type WrittenIds } from './write.ts';

/**
 * The second of two texts as the model writes it: the target of an encoder-decoder, or what a decoder goes on with behind the first.
 * @throws FaultError `unavailable` for a model that cannot write, `usage` where there is no room for it, `empty-text` where nothing came, `cancelled`
 */
export const write =
  (access: RunAccess) =>
  async (request: WriteRequest, context?: CallContext): Promise<WrittenByModel> => {
    const twoTexts = hasPair(request.directory);
    const model = await access.model({ ...request, ...(twoTexts && { twoTexts: 'cross' }) });
    await goOn(context);
    const written = await (model.cross ? writeTarget(model.cross, request, context) : continueText(access, model, request, context));
    assertUnchanged(model.files);
    if (/\S/.test(written.text)) return written;
    throw nothingWritten(written);
  };

async function writeTarget(model: TwoTextModel, request: WriteRequest, context: CallContext | undefined): Promise<WrittenByModel> {
  const source = encodeWholeSource(model, { ...request.told, source: request.text });
  checkContent(source);
  const begin = beginningOf(model, request.told ?? {});
  checkIds(begin, { vocabularySize: model.decoder.graph.tables.word.rows });
  const read = await readSource(model.encoder, model.states, idsOf(source));
  await goOn(context);
  const most = Math.min(request.most, model.summary.contextLength.target - begin.length);
  const { target } = model.tokenizers;
  const asText = textsBy(target);
  const greedy = { read: await model.decoder.startWriting(read), begin: idsOf(begin), most, ends: model.writing, textOf: asText };
  const found = await writeGreedily(greedy, context);
  return resultOf(found, most, asText(found.ids), text => idsOf(target.encodeAsWritten(text).tokens));
}

async function continueText(
  access: RunAccess,
  model: LoadedModel,
  request: WriteRequest,
  context: CallContext | undefined,
): Promise<WrittenByModel> {
  const { tokenizer, summary } = model;
  const before = `${request.text}${BETWEEN}`;
  const begin = tokensBefore(tokenizer, before);
  checkIds(begin, summary);
  checkContent(begin);
  const most = Math.min(request.most, summary.contextLength - begin.length);
  if (most < 1)
    throw new FaultError({
      code: 'usage',
      title: 'The first text leaves no room for another',
      cause: `It has ${begin.length} tokens, and this model reads ${summary.contextLength} in all.`,
      nextStep: 'Choose less of it, or a model that reads more.',
    });
  access.checkMemory(model, begin.length + most);
  const read = await startContinuing(model, begin.length + most, context);
  // A new text begins with its first word.
  const textOf = textsBy(tokenizer);
  const asText = (ids: readonly number[]) => textOf(ids).trim();
  const found = await writeGreedily({ read, begin: idsOf(begin), most, ends: readEnds(request.directory), textOf: asText }, context);
  return resultOf(found, most, asText(found.ids), text => idsOf(tokensIn(tokenizer, before, text)));
}

/** The text of tokens, asked for with each that is written: the vocabulary is put together once. */
function textsBy(tokenizer: Tokenizer): (ids: readonly number[]) => string {
  const vocabulary = tokenizer.entries();
  return ids => whole(writtenText(ids, { ...tokenizer, entries: () => vocabulary }).text);
}

/** Stopped within a character of several tokens, a text ends before it. */
function whole(text: string): string {
  return text.replace(/\ufffd+$/u, '');
}

/** What of a text is read before one that goes on behind it: where its last tokens end depends on what follows. */
function tokensBefore(tokenizer: Tokenizer, text: string): readonly Token[] {
  const { tokens } = tokenizer.encode(`${text}${STAND_IN}`);
  const last = tokens.findLastIndex(({ start, end }) => start >= 0 && end <= text.length);
  return tokens.slice(0, last + 1);
}

/** A letter: a word begins where it stands. */
const STAND_IN = 'A';

function tokensIn(tokenizer: Tokenizer, before: string, text: string): readonly Token[] {
  return tokenizer.encode(before + text).tokens.filter(({ start }) => start >= before.length);
}

function idsOf(tokens: readonly Token[]): number[] {
  return tokens.map(({ id }) => id);
}

function resultOf({ ids, ended }: WrittenIds, most: number, text: string, readAgain: (text: string) => readonly number[]): WrittenByModel {
  const again = readAgain(text);
  const isReadAlike = again.length === ids.length && again.every((id, place) => id === ids[place]);
  return { text, tokens: ids.length, ended, most, isReadAlike };
}

function nothingWritten({ ended, tokens }: WrittenByModel): FaultError {
  return new FaultError({
    code: 'empty-text',
    title: 'The model wrote nothing',
    cause:
      ended && tokens === 0 ? 'It ended the text before the first word.' : 'What it wrote are special tokens or white space, no words.',
    nextStep: 'Choose another part, another task or language where the model has several, or give the second text yourself.',
  });
}
