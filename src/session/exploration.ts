import { followChanges, PlaceMap, reattach, type Anchor } from '../core/text/anchor.ts';
import type { View } from '../core/attention/lens.ts';
import type { Unit } from '../core/text/token.ts';
import type { ViewState } from '../core/state/viewState.ts';
import { TEXT, unitRef, type UnitRef } from '../core/text/unitRef.ts';
import { wordAt } from '../core/text/words.ts';
import type { Cut, PanelData } from '../protocol/panelApi.ts';
import type { MatrixSlice, ModelSummary, RunSummary } from '../protocol/engineApi.ts';
import type { DocumentEdit, SessionDocument } from './documents.ts';
import type { Target } from './target.ts';

/** One explored text: what was run, where it stands now, and the matrix that the text is coloured by. */
export interface Exploration {
  readonly target: Target;
  readonly uri: string;
  /** The part of the target that the model read, where it stands in the document now. */
  readonly anchor: Anchor;
  readonly map: PlaceMap;
  /** Offset of the anchor's text in the run text: spans of units count from the latter. */
  readonly base: number;
  readonly model: ModelSummary;
  readonly summary: RunSummary;
  readonly matrix: MatrixSlice;
  /** The lens, layer or head that the matrix is of. */
  readonly view: View;
  readonly cut: Cut | null;
  /** SHA-256 of the explored text. */
  readonly hash: string;
}

export function unitsOf(exploration: Pick<Exploration, 'summary'>, level: ViewState['level']): readonly Unit[] {
  return level === 'words' ? exploration.summary.words : exploration.summary.pieces;
}

export function withAnchor(exploration: Exploration, anchor: Anchor): Exploration {
  return { ...exploration, anchor, map: new PlaceMap(anchor) };
}

/** Names everything heavy in {@link PanelData}: it is sent again only when this changes. */
export function dataKeyOf({ summary, matrix, view }: Exploration): string {
  const name = view.kind === 'lens' ? view.id : `${view.layer}.${view.kind === 'head' ? view.head : view.kind}`;
  return [summary.runId, matrix.level, view.kind, name].join('|');
}

export function panelDataOf(exploration: Exploration): PanelData {
  const { model, summary, matrix } = exploration;
  return { key: dataKeyOf(exploration), model, summary, matrix };
}

/** Is it a text of this document? @param uri as a string */
export function isOf(exploration: Exploration, { uri }: { readonly uri: { toString(): string } }): boolean {
  return uri.toString() === exploration.uri;
}

/** Whether a run has the unit at a level. */
export function hasUnit(exploration: Pick<Exploration, 'summary'>, level: ViewState['level'], { stream, unit }: UnitRef): boolean {
  return stream === TEXT && unit < unitsOf(exploration, level).length;
}

/** The unit at an offset of the text that was run. */
export function unitAtOffset(exploration: Exploration, level: ViewState['level'], offset: number): UnitRef | null {
  const unit = wordAt(unitsOf(exploration, level), offset);
  return unit < 0 ? null : unitRef(TEXT, unit);
}

/** The unit at the caret, or the one it stands right behind. */
export function caretUnit(exploration: Exploration, level: ViewState['level'], caret: number): UnitRef | null {
  return unitAtOffset(exploration, level, caret) ?? (caret === 0 ? null : unitAtOffset(exploration, level, caret - 1));
}

/** Where the explored text stands after an edit. */
export function followEdit(exploration: Exploration, { document, changes }: DocumentEdit): Anchor {
  return followChanges(exploration.anchor, changes, document.read);
}

/** Where it stands when the run is done: the text may have been edited while the model ran. */
export function anchorAfterRun(exploration: Exploration, documents: readonly SessionDocument[]): Anchor {
  const document = documents.find(candidate => isOf(exploration, candidate));
  return document && document.version !== exploration.target.version ? findAgain(exploration, document) : exploration.anchor;
}

/** Where it stands in a document that may have changed unseen: while the model ran, or while it was closed. */
export function findAgain(exploration: Exploration, document: SessionDocument): Anchor {
  return reattach(exploration.anchor, document.whole, document.read);
}
