import { nounOf } from '../../core/describe/attention.ts';
import type { ComparedWords } from '../../core/describe/embeddings.ts';
import type { HeadSelection } from '../../core/attention/lens.ts';
import { rankCorrelation } from '../../core/vectors/rankCorrelation.ts';
import { deriveLikenessView, deriveWordView, type WordView } from '../../core/state/viewModel.ts';
import type { ViewState } from '../../core/state/viewState.ts';
import { sequenceOf } from '../../core/text/tokenSequence.ts';
import type { LikenessSlice } from '../../protocol/embeddingApi.ts';
import type { WordVectorPart } from '../../protocol/panelParts.ts';
import type { Viewed } from './viewed.ts';

/** The same text up to four ways for one word, special tokens left out, so that all wrap alike. Without its part a view has no weights. */
export interface EmbeddingViews {
  readonly fixed: WordView;
  readonly contextual: WordView;
  readonly attention: WordView;
  /** By the vectors of a file. */
  readonly file: WordView;
}

/** `state` may name another source than the scene's own. */
export function embeddingViews(
  { units, data, matrix }: Pick<Viewed, 'units' | 'data' | 'matrix'>,
  state: ViewState,
  likeness: LikenessSlice | null,
  file: WordVectorPart | null,
): EmbeddingViews {
  return {
    fixed: deriveLikenessView(units, likeness?.fixed ?? null, state),
    contextual: deriveLikenessView(units, likeness?.contextual ?? null, state),
    attention: deriveWordView(units, sequenceOf(data.summary).tokens.length, matrix, { ...state, hideSpecial: true }),
    file: deriveLikenessView(units, file?.slice.values ?? null, state),
  };
}

/** The words that the orders have in common. */
export function comparedWords({ state, units }: Pick<Viewed, 'state' | 'units'>, { attention }: EmbeddingViews): ComparedWords {
  return {
    count: attention.order.length,
    noun: nounOf(
      state.level,
      attention.order.map(unit => units[unit]!),
    ),
    direction: state.direction,
    leavesUnseen: attention.unseen.size > 0,
    sinks: attention.hidden.size,
  };
}

/** One way to order the words, largest first. */
export interface WordOrder {
  readonly id: 'fixed' | 'contextual' | 'attention';
  readonly values: Float32Array;
  readonly order: readonly number[];
}

/** The orders that can be had: by word embedding, by vector, by attention. A word that attention cannot see is in none of them. */
export function ordersOf(views: EmbeddingViews): readonly WordOrder[] {
  const { unseen } = views.attention;
  return (['fixed', 'contextual', 'attention'] as const).flatMap(id => {
    const { weights } = views[id];
    const order = views[id].order.filter(unit => !unseen.has(unit));
    return weights === null || order.every(unit => Number.isNaN(weights[unit]!)) ? [] : [{ id, values: weights, order }];
  });
}

/** Rank correlation of two orders over the words of the text, without the word itself; NaN when one is missing. */
export function correlationOf(orders: readonly WordOrder[], first: WordOrder['id'], second: WordOrder['id']): number {
  const [a, b] = [first, second].map(id => orders.find(order => order.id === id));
  if (!a || !b) return NaN;
  // A word that attention cannot see has no place in its order.
  const ordered = new Set(b.order);
  const both = a.order.filter(unit => ordered.has(unit));
  // Two words always have the same order, or the other one.
  if (both.length < 3) return NaN;
  return rankCorrelation(
    both.map(unit => a.values[unit]!),
    both.map(unit => b.values[unit]!),
  );
}

/** The words of a picture with room for `most`: all, or those with the most attention and `focus`, which has to be among them. */
export function selectWords(attention: WordView, focus: number | null, most: number): readonly number[] {
  const { order } = attention;
  if (order.length <= most) return order;
  const first = order.slice(0, most);
  return focus === null || first.includes(focus) || !order.includes(focus) ? first : [...first.slice(0, -1), focus];
}

/** What an order is called above its column. @param compared hidden state that the cosines are of */
export function titleOf(
  id: WordOrder['id'],
  { state, selection }: { readonly state: Pick<ViewState, 'hiddenState'>; readonly selection: HeadSelection },
  compared: number | undefined,
  narrow: boolean,
): string {
  switch (id) {
    case 'fixed':
      return 'Embedding';
    case 'contextual': {
      const passed = compared ?? state.hiddenState;
      if (passed === 0) return narrow ? 'Before' : 'Before any layer';
      return narrow ? `After ${passed}` : `After ${passed} ${passed === 1 ? 'layer' : 'layers'}`;
    }
    case 'attention':
      return selection.kind === 'rollout' ? 'Rollout' : 'Attention';
  }
}
