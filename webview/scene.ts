import { selectedHeads } from '../src/core/attention/maps.ts';
import type { Combine, HeadRef, HeadSelection } from '../src/core/attention/lens.ts';
import { selectionOf } from '../src/core/attention/navigate.ts';
import type { Visibility } from '../src/core/attention/visibility.ts';
import type { WeightScale } from '../src/core/scale.ts';
import type { Unit } from '../src/core/text/token.ts';
import { indexIn, TEXT, type CellRef, type Stream } from '../src/core/text/unitRef.ts';
import type { axesOf } from '../src/core/state/axes.ts';
import { cellOf, withRow } from '../src/core/state/unitMatrix.ts';
import { deriveWordView, visibilityIn, type WordView } from '../src/core/state/viewModel.ts';
import type { ViewState } from '../src/core/state/viewState.ts';
import { sequenceOf } from '../src/core/text/tokenSequence.ts';
import type { MatrixSlice, ModelSummary } from '../src/protocol/engineApi.ts';
import type { PanelData, PanelSnapshot } from '../src/protocol/panelApi.ts';
import type { PanelParts, PartName } from '../src/protocol/panelParts.ts';
import { weightCells } from '../src/draw/matrixCells.ts';
import type { MatrixCells } from '../src/draw/paintMatrix.ts';
import { partHere, type ReceivedParts } from './frame.ts';
import { unitLabels, type UnitLabels } from '../src/core/describe/unitLabels.ts';

/** Everything the sections show, derived from one frame. */
export interface Scene extends UnitLabels {
  readonly snapshot: PanelSnapshot;
  readonly data: PanelData;
  readonly parts: ReceivedParts;
  readonly state: ViewState;
  readonly model: ModelSummary;
  readonly matrix: MatrixSlice;
  /** The text that is shown, and its words or sub-words. Inside the scene a unit is its index among them. */
  readonly stream: Stream;
  readonly units: readonly Unit[];
  readonly pinned: number | null;
  /** The words that count as the second end of the link with the pinned one. */
  readonly linked: ReadonlySet<number>;
  readonly word: WordView;
  /** What each word sees of the others. */
  readonly visibility: Visibility;
  /** How weights become steps in this run. */
  readonly scale: WeightScale;
  /** Place of a unit among those shown, -1 when hidden or null. */
  readonly positionOf: (unit: number | null) => number;
  readonly selection: HeadSelection;
  /** Heads that the view combines; where each word has one of its own, that of the word that is looked from. */
  readonly chosenHeads: readonly HeadRef[];
  readonly combine: Combine;
  /** The cell under the crosshair, [from, to] as units: pointed at in the matrix, or source and focus. */
  readonly cell: readonly [from: number, to: number] | null;
  /** The unit beside the source that is pointed at, in the text or in the matrix. */
  readonly focus: number | null;
}

/** A part of the scene that is here, wholly or in part, else null. */
export function partOf<N extends PartName>(scene: Pick<Scene, 'snapshot' | 'parts'>, name: N): PanelParts[N] | null {
  return partHere(scene, name);
}

export function deriveScene(snapshot: PanelSnapshot, data: PanelData, parts: ReceivedParts): Scene {
  const { state } = snapshot;
  const { model, summary } = data;
  const matrix = withRow(data.matrix, snapshot.row);
  const sequence = sequenceOf(summary);
  const units = sequence[matrix.level];
  const word = deriveWordView(units, sequence.tokens.length, matrix, state);
  const visibility = visibilityIn(matrix, units, sequence.tokens.length, state);
  const positions = new Int32Array(units.length).fill(-1);
  word.shown.forEach((unit, position) => (positions[unit] = position));
  const { selection, combine } = selectionOf(state.view, model.lenses);
  const positionOf = (unit: number | null) => (unit === null ? -1 : (positions[unit] ?? -1));
  const isShown = (cell: readonly [number, number]) => positionOf(cell[0]) >= 0 && positionOf(cell[1]) >= 0;
  const stateCell = state.cell && indicesOf(TEXT, state.cell);
  const byFocus = word.source !== null && word.focus !== null ? orient(word.source, word.focus, state) : null;
  const cell = [stateCell, byFocus].find(candidate => candidate !== null && isShown(candidate)) ?? null;
  return {
    snapshot,
    data,
    parts,
    state,
    model,
    matrix,
    stream: TEXT,
    units,
    pinned: indexIn(TEXT, state.pinned),
    linked: new Set(state.linked?.flatMap(unit => indexIn(TEXT, unit) ?? [])),
    ...unitLabels(units, sequence.tokens, matrix.level),
    word,
    visibility,
    scale: visibility.scale,
    positionOf,
    selection,
    chosenHeads: chosenHeadsOf(word, selection, combine, model),
    combine,
    cell,
    focus: word.focus ?? otherEnd(word.source, cell, state),
  };
}

/** Where each word is seen through a head of its own, that of the word that is looked from. */
function chosenHeadsOf({ head }: WordView, selection: HeadSelection, combine: Combine, { attention }: ModelSummary): readonly HeadRef[] {
  if (combine !== 'strongest') return selectedHeads(selection, attention.heads);
  return head ? [head] : [];
}

function indicesOf(stream: Stream, [from, to]: CellRef): readonly [from: number, to: number] | null {
  const [row, column] = [indexIn(stream, from), indexIn(stream, to)];
  return row === null || column === null ? null : [row, column];
}

/** A link between the source and another unit as a cell: the source is the row of what it attends to, the column of what attends to it. */
export function orient(source: number, other: number, state: ViewState): readonly [from: number, to: number] {
  return cellOf(source, other, state.direction);
}

function otherEnd(source: number | null, cell: Scene['cell'], state: ViewState): number | null {
  if (source === null || cell === null) return null;
  const [near, far] = state.direction === 'to' ? cell : [cell[1], cell[0]];
  return near === source && far !== source ? far : null;
}

/** Buckets of the matrix over some units, without a row that was read for a word. Costs rows x columns, so callers keep it. */
export function cellsOf(scene: Scene, { rows, columns }: ReturnType<typeof axesOf>): MatrixCells {
  return weightCells(scene.data.matrix, scene.visibility, rows, columns);
}
