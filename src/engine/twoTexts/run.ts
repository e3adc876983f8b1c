import { groupWords, pieceUnits } from '../../core/text/words.ts';
import type { Token } from '../../core/text/token.ts';
import type { TokenSequence } from '../../core/text/tokenSequence.ts';
import type { Stream } from '../../core/text/unitRef.ts';
import type { CallContext } from '../../protocol/rpc.ts';
import type { TwoTextRequest, TwoTextRun, Written } from '../../protocol/twoTexts.ts';
import { fitTokens } from '../../tokenizer/window.ts';
import { writtenText } from '../../tokenizer/written.ts';
import { assertUnchanged } from '../model/fingerprint.ts';
import { checkContent, checkIds } from '../runs/tokenChecks.ts';
import type { ReadSource } from '../runtime/decoderSession.ts';
import { beginningOf, checkLength, encodeSource, encodeTarget } from './encode.ts';
import { readSource, readTarget } from './everyKind.ts';
import type { TwoTextModel } from './model.ts';
import { writeGreedily } from './write.ts';

/** The target as it was given or written. */
interface Target {
  readonly text: string;
  readonly tokens: readonly Token[];
  readonly written: Written | null;
}

/**
 * Reads the source, then the target beside it, given or written by the model itself, and gives all attention of both.
 * @throws FaultError `usage`, `empty-text`, `cancelled`, and what running a model gives
 */
export async function runTwoTexts(model: TwoTextModel, request: TwoTextRequest, context?: CallContext): Promise<TwoTextRun> {
  const { encoder, decoder, summary } = model;
  const { contextLength } = summary;
  const window = fitTokens(encodeSource(model, request), Math.min(contextLength.source, request.maxTokens ?? Infinity), 'start', 0);
  checkIds(window.tokens, { vocabularySize: encoder.fed.graph.tables.word.rows });
  checkContent(window.tokens);
  const begin = beginningOf(model, request);
  // Before anything is run: what was typed is likelier to be wrong than anything else.
  const given = 'text' in request.target ? encodeTarget(model, request.target.text) : null;
  if (given) checkLength(begin.length, { text: textOf(request), tokens: given }, contextLength.target);
  checkIds([...begin, ...(given ?? [])], { vocabularySize: decoder.graph.tables.word.rows });

  const started = performance.now();
  const source = await readSource(model, window.tokens, context);
  const target = given
    ? { text: textOf(request), tokens: [...begin, ...given], written: null }
    : await write(model, request, source, begin, context);
  const attention = await readTarget(model, source, target.tokens, context);
  const runMilliseconds = performance.now() - started;
  assertUnchanged(model.files);

  return {
    model: summary,
    source: {
      ...sequenceOf('source', request.source, window.tokens),
      totalTokens: window.totalTokens,
      shownStart: window.shownStart,
      shownEnd: window.shownEnd,
    },
    target: sequenceOf('target', target.text, target.tokens),
    texts: { source: request.source, target: target.text },
    attention,
    written: target.written,
    runMilliseconds,
  };
}

function textOf({ target }: TwoTextRequest): string {
  return 'text' in target ? target.text : '';
}

async function write(
  model: TwoTextModel,
  { target }: TwoTextRequest,
  source: ReadSource,
  begin: readonly Token[],
  context: CallContext | undefined,
): Promise<Target> {
  const room = model.summary.contextLength.target - begin.length;
  const most = Math.min('most' in target ? target.most : 0, room);
  const read = await model.decoder.startWriting(source);
  const written = { read, begin: begin.map(token => token.id), most, ends: model.writing };
  const { ids, ended } = await writeGreedily(written, context);
  const { text, tokens } = writtenText(ids, model.tokenizers.target);
  return { text, tokens: [...begin, ...tokens], written: { ended, most } };
}

function sequenceOf(stream: Stream, text: string, tokens: readonly Token[]): TokenSequence {
  return {
    stream,
    tokens,
    words: groupWords(text, tokens),
    pieces: pieceUnits(text, tokens),
    totalTokens: tokens.length,
    shownStart: 0,
    shownEnd: text.length,
  };
}
