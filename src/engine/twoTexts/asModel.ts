import type { Told } from '../../core/model/told.ts';
import type { TextPair } from '../../core/text/textPair.ts';
import type { Token } from '../../core/text/token.ts';
import type { TokenSequence } from '../../core/text/tokenSequence.ts';
import type { ModelSummary } from '../../protocol/engineApi.ts';
import type { TokenWindow } from '../../tokenizer/window.ts';
import { defaultLenses } from '../model/defaultLenses.ts';
import type { LoadedModel, ModelRoom } from '../model/loader.ts';
import { checkIds } from '../runs/tokenChecks.ts';
import { CrossSession } from './crossSession.ts';
import { beginningOf, checkLength, encodeTarget, encodeWholeSource } from './encode.ts';
import { loadTwoTexts, type TwoTextModel } from './model.ts';

/** An encoder-decoder as a model of two texts: the first is its source, the second its target, and the target looks at the source. */
export async function loadCrossModel(directory: string, variant: string | undefined, room: ModelRoom, free: number): Promise<LoadedModel> {
  const cross = await loadTwoTexts(directory, variant, { ...room, free });
  const session = new CrossSession(cross);
  const graph = { ...cross.encoder.fed.graph, hidden: [], updates: [], sites: cross.decoder.graph.cross };
  const { tokenizers, files, facts, bytes, file } = cross;
  return {
    summary: summaryOf(cross, facts),
    tokenizer: tokenizers.source,
    session,
    graph,
    maskToken: null,
    chat: null,
    file,
    files,
    bytes,
    cross,
  };
}

function summaryOf({ summary, encoder, decoder }: TwoTextModel, facts: ModelSummary['facts']): ModelSummary {
  const { directory, variant, variants, fingerprint, name, stacks, contextLength, warnings } = summary;
  const { heads, rowsSumToOne } = stacks.cross;
  const canTell = summary.tasks.length > 0 || summary.languages.length > 0;
  return {
    directory,
    variant,
    variants,
    fingerprint,
    twoTexts: true,
    name,
    layers: heads.length,
    // Of all tokens in their order: those of the target see those of the source, which stand before them.
    attention: { kind: 'cross', causal: true, rowsSumToOne, heads },
    facts,
    capabilities: [],
    contextLength: contextLength.source,
    ownContext: contextLength.source,
    targetLength: contextLength.target,
    vocabularySize: Math.max(encoder.fed.graph.tables.word.rows, decoder.graph.tables.word.rows),
    maskToken: null,
    ...defaultLenses(heads),
    ...(canTell && { tells: true }),
    warnings,
  };
}

/** Both texts as the model reads them. @throws FaultError `usage` where one is too long, `empty-text` */
export function readCross(model: TwoTextModel, text: string, pair: TextPair, told: Told): TokenWindow & Pick<TokenSequence, 'segments'> {
  const [first, second] = pair.map(({ start, end }) => text.slice(start, end)) as [string, string];
  const source = placedAt(pair[0].start, encodeWholeSource(model, { ...told, source: first }));
  const begin = beginningOf(model, told);
  const given = encodeTarget(model, second, 'second text');
  checkLength(begin.length, { text: second, tokens: given }, model.summary.contextLength.target, 'second text');
  const target = placedAt(pair[1].start, [...begin, ...given]);
  checkIds(target, { vocabularySize: model.decoder.graph.tables.word.rows });
  const tokens = [...source, ...target];
  return {
    tokens,
    segments: [...source.map(() => 0), ...target.map(() => 1)],
    shownStart: pair[0].start,
    shownEnd: pair[1].end,
    totalTokens: tokens.length,
  };
}

function placedAt(by: number, tokens: readonly Token[]): Token[] {
  return tokens.map(token => (token.start < 0 ? token : { ...token, start: token.start + by, end: token.end + by }));
}
