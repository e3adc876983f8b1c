import type { Told } from '../model/told.ts';
import type { StackName } from '../model/stack.ts';
import { lookingSide } from '../state/facing.ts';
import type { UnitMatrix } from '../state/unitMatrix.ts';
import type { ViewState } from '../state/viewState.ts';
import type { Side, TextPair, Within } from '../text/textPair.ts';

/** Of two texts that are taken away together: where they stand in the whole, what they are called, and which of them looks. */
export interface TakenPair {
  readonly spans: TextPair;
  readonly names: readonly [first: string, second: string];
  readonly looking: Side;
  /** What stays within is looked at, and not what goes from one to the other; null: it is. */
  readonly within: Within | null;
  /** What the model was told beside them. */
  readonly told: Told;
}

/** Whether a model is an encoder-decoder. */
type TwoTextKind = { readonly twoTexts?: StackName };

/** Whoever has them calls them so: a document's name is no part of what the model read. */
export function namesOfTexts({ twoTexts }: TwoTextKind): TakenPair['names'] {
  return twoTexts ? ['source', 'target'] : ['first text', 'second text'];
}

export function takenPair(
  { pair: spans, within = null, told = {} }: { readonly pair: TextPair; readonly within?: Within | null; readonly told?: Told },
  model: TwoTextKind,
  matrix: UnitMatrix,
  state: ViewState,
): TakenPair {
  return { spans, names: namesOfTexts(model), looking: lookingSide(state, matrix), within, told };
}

/** `Source` */
export function titleOf(name: string): string {
  return `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
}

/** `the target looks at the source`, `within the target` */
export function whoLooks({ names, looking, within }: Pick<TakenPair, 'names' | 'looking' | 'within'>): string {
  if (within) return `within the ${names[looking]}`;
  return `the ${names[looking]} looks at the ${names[1 - looking]!}`;
}

/** Both texts, each by itself. */
export function textsOfPair(text: string, spans: TextPair): readonly [string, string] {
  const [first, second] = spans;
  return [text.slice(first.start, first.end), text.slice(second.start, second.end)];
}
