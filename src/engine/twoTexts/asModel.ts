import type { StackName } from '../../core/model/stack.ts';
import type { Told } from '../../core/model/told.ts';
import type { TextPair } from '../../core/text/textPair.ts';
import type { Token } from '../../core/text/token.ts';
import type { ModelSummary } from '../../protocol/engineApi.ts';
import type { TokenWindow } from '../../tokenizer/window.ts';
import { defaultLenses } from '../model/defaultLenses.ts';
import type { LoadedModel, ModelRoom } from '../model/loader.ts';
import { checkIds } from '../runs/tokenChecks.ts';
import type { ReadBeside } from '../runtime/session.ts';
import { StackSession } from './stackSession.ts';
import { beginningOf, checkLength, encodeTarget, encodeWholeSource } from './encode.ts';
import { loadTwoTexts, type TwoTextModel } from './model.ts';

/** An encoder-decoder as a model of two texts: the first is its source, the second its target, and the target looks at the source. */
export async function loadCrossModel(directory: string, variant: string | undefined, room: ModelRoom, free: number): Promise<LoadedModel> {
  return asModel(await loadTwoTexts(directory, variant, { ...room, free }), 'cross');
}

const views = new WeakMap<LoadedModel, Map<StackName, LoadedModel>>();

/** The same model by another kind of its attention: that of a text to itself. @param whole as it was loaded */
export function ofStack(whole: LoadedModel, stack: StackName): LoadedModel {
  if (stack === 'cross' || !whole.cross) return whole;
  const known = views.get(whole) ?? new Map<StackName, LoadedModel>();
  views.set(whole, known);
  const view = known.get(stack) ?? viewOf(whole, whole.cross, stack);
  known.set(stack, view);
  return view;
}

/** With what a person is told of the whole. */
function viewOf(whole: LoadedModel, cross: TwoTextModel, stack: StackName): LoadedModel {
  const view = asModel(cross, stack);
  return { ...view, whole, summary: { ...view.summary, warnings: whole.summary.warnings } };
}

function asModel(cross: TwoTextModel, stack: StackName): LoadedModel {
  const { tokenizers, files, bytes, file, encoder, decoder } = cross;
  const sites = { encoder: encoder.fed.graph.sites, decoder: decoder.graph.self, cross: decoder.graph.cross }[stack];
  return {
    summary: summaryOf(cross, stack),
    tokenizer: tokenizers.source,
    session: new StackSession(cross, stack),
    graph: { ...encoder.fed.graph, hidden: [], updates: [], sites },
    maskToken: null,
    chat: null,
    file,
    files,
    bytes,
    cross,
  };
}

function summaryOf({ summary, encoder, decoder, facts }: TwoTextModel, stack: StackName): ModelSummary {
  const { directory, variant, variants, fingerprint, name, stacks, contextLength, warnings } = summary;
  const { heads } = stacks[stack];
  const canTell = summary.tasks.length > 0 || summary.languages.length > 0;
  const read = stack === 'decoder' ? contextLength.target : contextLength.source;
  return {
    directory,
    variant,
    variants,
    fingerprint,
    twoTexts: stack,
    name,
    layers: heads.length,
    // Of all tokens in their order: those of the target see those of the source, which stand before them.
    attention: stack === 'cross' ? { ...stacks.cross, causal: true } : stacks[stack],
    facts: facts[stack],
    capabilities: [],
    contextLength: read,
    ownContext: read,
    targetLength: contextLength.target,
    vocabularySize: Math.max(encoder.fed.graph.tables.word.rows, decoder.graph.tables.word.rows),
    maskToken: null,
    ...defaultLenses(heads),
    ...(canTell && { tells: true }),
    warnings,
  };
}

/** The tokens of both texts as an encoder-decoder reads them. */
interface BothTexts {
  readonly source: readonly Token[];
  readonly target: readonly Token[];
}

/** Both texts as the model reads them. @throws FaultError `usage` where one is too long, `empty-text` */
export function readCross(model: TwoTextModel, text: string, pair: TextPair, told: Told): BothTexts {
  const [first, second] = pair.map(({ start, end }) => text.slice(start, end)) as [string, string];
  const source = placedAt(pair[0].start, encodeWholeSource(model, { ...told, source: first }));
  const begin = beginningOf(model, told);
  const given = encodeTarget(model, second, 'second text');
  checkLength(begin.length, { text: second, tokens: given }, model.summary.contextLength.target, 'second text');
  const target = placedAt(pair[1].start, [...begin, ...given]);
  checkIds(target, { vocabularySize: model.decoder.graph.tables.word.rows });
  return { source, target };
}

/** What a kind of attention is of: all tokens, those of the source first, or those of one text, which alone attend to each other. */
export function windowOf({ source, target }: BothTexts, stack: StackName, [first, second]: TextPair): TokenWindow & ReadBeside {
  const window = (tokens: readonly Token[], shownStart: number, shownEnd: number) => ({
    tokens: [...tokens],
    shownStart,
    shownEnd,
    totalTokens: tokens.length,
  });
  if (stack === 'encoder') return { ...window(source, first.start, first.end), otherText: target };
  if (stack === 'decoder') return { ...window(target, second.start, second.end), otherText: source };
  const segments = [...source.map(() => 0), ...target.map(() => 1)];
  return { ...window([...source, ...target], first.start, second.end), segments };
}

function placedAt(by: number, tokens: readonly Token[]): Token[] {
  return tokens.map(token => (token.start < 0 ? token : { ...token, start: token.start + by, end: token.end + by }));
}
