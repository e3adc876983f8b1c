import type { AnswerSource } from '../../core/export/provenance.ts';
import type { ExportTable } from '../../core/export/tables.ts';
import { nameOfAttention } from '../../core/export/influenceTable.ts';
import { nameOfHeads, type Taken } from '../../core/export/taken.ts';
import type { SectionId } from '../../core/state/sections.ts';
import type { ViewState } from '../../core/state/viewState.ts';
import { indexIn, TEXT } from '../../core/text/unitRef.ts';
import type { ModelSummary, RunSummary } from '../../protocol/engineApi.ts';
import type { PanelParts, PartName } from '../../protocol/panelParts.ts';
import type { FilePicture } from '../files/framed.ts';
import type { Palette } from '../theme.ts';
import type { Viewed } from '../views/viewed.ts';

/** What is on screen beside attention, as the host and the page have it: pictures and tables of answers are made of it alone. */
export interface Material {
  readonly taken: Taken;
  /** The word that it is looked from is in it. */
  readonly state: ViewState;
  readonly model: ModelSummary;
  readonly run: RunSummary;
  /** Complete, whatever it was made for; null while it is not. */
  readonly part: <N extends PartName>(name: N) => PanelParts[N] | null;
}

/** What of an answer is taken away. Null: it is not there, or of something else than is shown. */
export interface Answer {
  readonly name: string;
  /** The section that shows it. */
  readonly section: SectionId;
  table(material: Material): ExportTable | null;
  picture(material: Material, palette: Palette): FilePicture | null;
  /** The cell pointed at, as the page reads it out. @param cell numbers that a page sent: they may be of none */
  cell?(material: Material, cell: readonly [row: number, column: number]): string | null;
}

/** Parts that say what run and level they are of. */
type RunPart = 'likeness' | 'path' | 'neighbours' | 'map' | 'thumbnails' | 'ranking' | 'link' | 'layers';

/** Of the run and the level that are shown. */
export function ofRun<N extends RunPart>({ part, run, taken }: Material, name: N): PanelParts[N] | null {
  const value: Pick<PanelParts[RunPart], 'runId' | 'level'> | null = part(name);
  return value?.runId === run.runId && value.level === taken.level ? (value as PanelParts[N]) : null;
}

/** The same of a word: of no other than the one that is looked from. Without one, the page goes on to show the last. */
export function ofWord<N extends 'path' | 'neighbours'>(material: Material, name: N): PanelParts[N] | null {
  const slice = ofRun(material, name);
  const { source } = material.taken.word;
  return slice && (source === null || indexIn(TEXT, slice) === source) ? slice : null;
}

/** What its attention is called among other numbers of a word. */
export function attentionOf({ direction, heads, model, word }: Taken): string {
  return `${nameOfAttention(direction)}, ${nameOfHeads(heads, model, word.head)}`;
}

export function sourceOf({ taken }: Material): AnswerSource {
  return { model: taken.model, fingerprint: taken.fingerprint, text: taken };
}

/** The same of no one text. */
export function sourceWithoutText({ taken: { model, fingerprint } }: Material): AnswerSource {
  return { model, fingerprint, text: null };
}

export function viewedOf({ taken, state, model, run }: Material): Viewed {
  return { units: taken.units, matrix: taken.matrix, data: { summary: run }, state, model };
}
