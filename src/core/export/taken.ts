import { counted } from '../describe/counted.ts';
import type { Combine, HeadRef, HeadSelection, Lens, View } from '../attention/lens.ts';
import { selectionOf } from '../attention/navigate.ts';
import type { Visibility } from '../attention/visibility.ts';
import { unitLabels } from '../describe/unitLabels.ts';
import { headsIn, type AttentionStack, type StackName } from '../model/stack.ts';
import { axesOf } from '../state/axes.ts';
import type { UnitMatrix } from '../state/unitMatrix.ts';
import { deriveWordView, visibilityIn, type WordView } from '../state/viewModel.ts';
import { hidesSink, type ViewState } from '../state/viewState.ts';
import type { Told } from '../model/told.ts';
import type { TextPair, Within } from '../text/textPair.ts';
import type { Level, Unit } from '../text/token.ts';
import { sequenceOf, type TokenSequence } from '../text/tokenSequence.ts';
import { takenPair, type TakenPair } from './takenPair.ts';

/** Of a model, what stands with every number that is taken away. */
export interface TakenModel {
  readonly directory: string;
  readonly name: string;
  readonly variant: string;
  readonly variants: readonly string[];
  readonly lenses: readonly Lens[];
  readonly attention: AttentionStack;
  readonly twoTexts?: StackName;
}

/** What is looked through. */
export interface TakenHeads {
  /** Id of the lens; null for heads by number. */
  readonly lens: string | null;
  readonly selection: HeadSelection;
  readonly combine: Combine;
}

/** What of the state says how the numbers are shown. */
export type TakenState = Pick<ViewState, 'direction' | 'level' | 'hideSpecial' | 'hideSink' | 'scale'>;

export interface TakeFrom {
  readonly model: TakenModel;
  /** Tells this state of the model's files from any other on this machine. */
  readonly fingerprint: string;
  readonly run: {
    readonly sequences: readonly TokenSequence[];
    readonly chat: boolean;
    readonly pair?: TextPair;
    readonly within?: Within;
    readonly told?: Told;
  };
  /** What the model was given; the run read the part from `shownStart` to `shownEnd`. */
  readonly text: string;
  /** SHA-256 of the part that was read, hexadecimal; of two texts that of each. */
  readonly textHashes: readonly string[];
  /** The text reads differently by now: the numbers are of it as it was. */
  readonly isEdited: boolean;
  readonly heads: TakenHeads;
  readonly matrix: UnitMatrix;
  /** Of two texts as the word that is looked from is seen, see `core/state/facing`. */
  readonly state: ViewState;
}

/** What is taken away: a text, or two, seen through one view, as it is shown. Equal input gives equal bytes, whoever asks: the panel or the command line. */
export interface Taken extends Omit<TakeFrom, 'run' | 'state'>, TakenState {
  readonly chat: boolean;
  readonly sequence: TokenSequence;
  readonly units: readonly Unit[];
  /** How the units are written: safe to show. */
  readonly labels: readonly string[];
  readonly word: WordView;
  readonly visibility: Visibility;
  /** Units that are rows of the table: those shown, of a text that is held by rows those of the sample, of two texts those of the one that looks. */
  readonly rowUnits: readonly number[];
  /** Units that are its columns: those shown, of two texts those of the one that is looked at. */
  readonly columnUnits: readonly number[];
  /** Null: one text. */
  readonly pair: TakenPair | null;
  /** Whether sinks are left out of colours and order; null where the text has none. */
  readonly sinkHidden: boolean | null;
}

export function takenOf({ run, state, ...from }: TakeFrom): Taken {
  const { matrix } = from;
  const { direction, level, hideSpecial, hideSink, scale } = state;
  const sequence = sequenceOf(run);
  const units = sequence[level];
  // Of several words that are looked from as one, it is of the one at the caret: what it is called, and what the command line gives.
  const word = deriveWordView(units, sequence.tokens.length, matrix, { ...state, together: null });
  const { rows, columns } = axesOf(word, matrix, state);
  return {
    ...from,
    direction,
    level,
    hideSpecial,
    hideSink,
    scale,
    chat: run.chat,
    sequence,
    units,
    labels: unitLabels(units, sequence.tokens, level).labels,
    word,
    visibility: visibilityIn(matrix, units, sequence.tokens.length, state),
    rowUnits: rows,
    columnUnits: columns,
    pair: run.pair ? takenPair({ ...run, pair: run.pair }, from.model, matrix, state) : null,
    sinkHidden: matrix.sinks.length === 0 ? null : hidesSink(state, matrix),
  };
}

export function headsOfView(view: View, lenses: readonly Lens[]): TakenHeads {
  return { lens: view.kind === 'lens' ? view.id : null, ...selectionOf(view, lenses) };
}

/** So many heads are named one by one. */
const FEW_HEADS = 4;

/** `Reference, L3 H1`, `L3 H1`, `layer 5, mean of 12 heads`, `rollout up to layer 5`. @param own head of the word, where each word has one of its own */
export function nameOfHeads(
  { lens, selection, combine }: TakenHeads,
  { lenses, attention }: TakenModel,
  own: HeadRef | null = null,
): string {
  const named = lenses.find(({ id }) => id === lens)?.name;
  const which = combine === 'strongest' ? (own ? `for this word L${own[0]} H${own[1]}` : '') : namesOf(selection, combine, attention.heads);
  return [...(named === undefined ? [] : [named]), ...(which === '' ? [] : [which])].join(', ');
}

function namesOf(selection: HeadSelection, combine: Combine, heads: readonly number[]): string {
  switch (selection.kind) {
    case 'heads': {
      const names = selection.heads.map(([layer, head]) => `L${layer} H${head}`);
      const [only] = names;
      if (only !== undefined && names.length === 1) return only;
      const how = combine === 'max' ? 'largest' : 'mean';
      return names.length <= FEW_HEADS ? `${how} of ${names.join(', ')}` : `${how} of ${names.length} heads`;
    }
    case 'layer':
      return `layer ${selection.layer}, mean of ${counted(headsIn(heads, selection.layer), 'head')}`;
    case 'all':
      return `${combine === 'max' ? 'largest' : 'mean'} of all heads`;
    case 'rollout':
      return `rollout up to layer ${selection.layer}`;
  }
}

/** `words` or `sub-words`. */
export function nameOfLevel(level: Level): string {
  return level === 'words' ? 'words' : 'sub-words';
}
