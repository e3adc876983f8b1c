import type { Told } from '../model/told.ts';
import type { AttentionStack } from '../model/stack.ts';
import { lookingSide } from '../state/facing.ts';
import type { UnitMatrix } from '../state/unitMatrix.ts';
import type { ViewState } from '../state/viewState.ts';
import type { Side, TextPair } from '../text/textPair.ts';

/** Of two texts that are taken away together: where they stand in the whole, what they are called, and which of them looks. */
export interface TakenPair {
  readonly spans: TextPair;
  readonly names: readonly [first: string, second: string];
  readonly looking: Side;
  /** What the model was told beside them. */
  readonly told: Told;
}

/** Whoever has them calls them so: a document's name is no part of what the model read. */
export function namesOfTexts({ kind }: Pick<AttentionStack, 'kind'>): TakenPair['names'] {
  return kind === 'cross' ? ['source', 'target'] : ['first text', 'second text'];
}

export function takenPair(
  { pair: spans, told = {} }: { readonly pair: TextPair; readonly told?: Told },
  stack: Pick<AttentionStack, 'kind'>,
  matrix: UnitMatrix,
  state: ViewState,
): TakenPair {
  return { spans, names: namesOfTexts(stack), looking: lookingSide(state, matrix), told };
}

/** `Source` */
export function titleOf(name: string): string {
  return `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
}

/** `the target looks at the source` */
export function whoLooks({ names, looking }: Pick<TakenPair, 'names' | 'looking'>): string {
  return `the ${names[looking]} looks at the ${names[1 - looking]!}`;
}

/** Both texts, each by itself. */
export function textsOfPair(text: string, spans: TextPair): readonly [string, string] {
  const [first, second] = spans;
  return [text.slice(first.start, first.end), text.slice(second.start, second.end)];
}
