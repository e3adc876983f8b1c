import type { SaidSentences } from '../core/describe/bySentence.ts';
import type { LessonView } from '../core/lesson.ts';
import type { Call } from '../core/export/commandLine.ts';
import type { AnswerKind, FileColours, PictureKind } from '../core/export/kinds.ts';
import type { Within } from '../core/text/textPair.ts';
import type { UnitRef } from '../core/text/unitRef.ts';
import type { ContextSizes } from '../core/model/contextSizes.ts';
import type { View } from '../core/attention/lens.ts';
import type { UnitRow } from '../core/state/unitMatrix.ts';
import type { Folding } from '../core/state/sections.ts';
import type { ViewState } from '../core/state/viewState.ts';
import type { MatrixSlice, ModelSummary, RunSummary } from './engineApi.ts';
import type { PanelButton } from './panelActions.ts';
import type { PanelParts, PartName, PartStatuses } from './panelParts.ts';
import type { Fault } from '../core/fault.ts';
import type { Step } from './rpc.ts';

/** What the panel is about right now. One tagged union; every state is designed. */
export type Phase =
  | { readonly kind: 'empty' }
  /** After a window reload: nothing loads until asked. Of two texts the one that looks comes last; `within`: none looks at the other. */
  | { readonly kind: 'restored'; readonly texts: readonly RestoredText[]; readonly within: Within | null }
  /** `step` counts tokens, where a long text is read in pieces. */
  | { readonly kind: 'loading'; readonly words: number; readonly cold: boolean; readonly step: Step | null }
  | { readonly kind: 'failed'; readonly fault: Fault; readonly actions: readonly PanelButton[] }
  | { readonly kind: 'ready' }
  /** The explored text was edited: the picture stays, in grey. */
  | { readonly kind: 'stale' };

/** A text that was explored before a window reload: the name of its document, and where it stood. */
export interface RestoredText {
  readonly label: string;
  readonly lines: string;
}

/** What was cut because the model reads fewer tokens: shown/total, and where the cut is. */
export interface Cut extends ContextSizes {
  readonly shownTokens: number;
  /** -1: too much text to count. */
  readonly totalTokens: number;
  /** Last word shown, and its line (1-based) in the document. */
  readonly lastWord: string;
  readonly line: number;
  /** 'start': the first tokens. 'around': the window around the caret. */
  readonly fit: 'start' | 'around';
}

/** The text whose tokens are listed. */
export interface ListedState {
  /** Another one for each text. */
  readonly list: number;
  /** Name of the document, and the line and column (1-based) that the text begins at now. */
  readonly label: string;
  readonly line: number;
  readonly column: number;
  /** It stands unedited. */
  readonly isLive: boolean;
  /** It is the explored text, not one that was listed by itself. */
  readonly isExplored: boolean;
  /** There was more of it, before or behind, than one request may carry. */
  readonly isCut: boolean;
  /** It is read as a chat message. */
  readonly chat: boolean;
}

/** One of two texts. */
export interface PairedText {
  readonly label: string;
  /** Line (1-based) that it begins at now. */
  readonly line: number;
  readonly isLive: boolean;
}

/** Everything heavy that one run and one lens fix. Both halves are sent whole when they change, never as deltas. */
export interface PanelData extends PanelRun, PanelMatrix {}

/** What all views of a text have in common. The panel keeps the object, and what it derived of it, while the view changes. */
export interface PanelRun {
  readonly model: ModelSummary;
  readonly summary: RunSummary;
}

/** The weights of one view of the run that was sent last. */
export interface PanelMatrix {
  readonly key: string;
  readonly matrix: MatrixSlice;
}

/** Where a text stood. */
export interface PersistedText {
  readonly uri: string;
  /** Line and character of the explored range, both from 0: [startLine, startCharacter, endLine, endCharacter]. */
  readonly range: readonly [number, number, number, number];
  /** SHA-256 of the explored text, hexadecimal. */
  readonly hash: string;
}

/** What the webview keeps through a window reload (`setState`): addresses and a hash, never text. */
export interface PersistedPanel extends PersistedText {
  /** The second of two texts, which looks at the first; null: there is one. */
  readonly second: PersistedText | null;
  /** What stays within them is looked at; null: what goes from one to the other. */
  readonly within: Within | null;
  readonly view: View;
  /** It was read as a chat message. */
  readonly chat: boolean;
  readonly folding: Folding;
}

/** The light part, a row of numbers at most: complete on every message. */
export interface PanelSnapshot {
  readonly sequence: number;
  readonly phase: Phase;
  /** The model of what is shown, else the one that would read a text. */
  readonly modelName: string;
  /** As it is shown: a word that is pointed at is in it with its row, or once that takes a while. */
  readonly state: ViewState;
  /** Of a text that is held by rows: the row of the word that is looked from. Null where none is needed beside the matrix, or while it is not here. */
  readonly row: UnitRow | null;
  /** Why that row cannot be had. */
  readonly rowFault: Fault | null;
  /** Key of the {@link PanelData} this belongs to; '' without a run. */
  readonly dataKey: string;
  readonly cut: Cut | null;
  /** Where the pinned word stands, or the text begins: name of the document, line (1-based). Null without a text. */
  readonly place: { readonly label: string; readonly line: number } | null;
  /** Two texts that are explored together: the names of their documents, and whether each stands unedited. Null: there is one text. */
  readonly pair: { readonly first: PairedText; readonly second: PairedText } | null;
  /** Whether they are read by sentence, too; null: there is one text. */
  readonly bySentence: boolean | null;
  /** What the sentence of the word that is looked from has to do with those of the other text. */
  readonly sentences: SaidSentences | null;
  /** Which step of how many that were looked at, from 1; null while there is no other one. */
  readonly history: { readonly at: number; readonly of: number } | null;
  /** What the step of the lesson is looked at on; null while no lesson is under way. */
  readonly lessonView: LessonView | null;
  /** What the open page has asked for and how far it is; a ready one is shown with the {@link HostToPanel} part of its key. */
  readonly parts: PartStatuses;
  /** Null: no text is listed. */
  readonly listed: ListedState | null;
  /** It was asked what the chosen model is, and no text is explored. */
  readonly asksModel: boolean;
  /** Warnings in words (config contradicts the graph, invalid values in ...). */
  readonly warnings: readonly string[];
  /** Handed to `setState` by the webview; null: nothing to restore. */
  readonly persisted: PersistedPanel | null;
  /** Whether an editor with a text is in sight, which could be explored. */
  readonly hasText: boolean;
  /** Whether an editor shows the explored text. */
  readonly isTextShown: boolean;
  /** The key chord for Explore Selection as this platform writes it. */
  readonly keys: readonly string[];
}

/** A part on its way to the panel, whole; the key is the one its status names. */
export type PartMessage = {
  readonly [name in PartName]: { readonly type: 'part'; readonly name: name; readonly key: string; readonly value: PanelParts[name] };
}[PartName];

/** What can be taken away of what is shown, for the card that asks. */
export interface Offer {
  readonly type: 'offer';
  /** What it is of. */
  readonly caption: string;
  /** The command line that gives these very numbers, cut where it is long, and the texts that it reads from files. */
  readonly line: string;
  readonly files: Call['files'];
  readonly answers: readonly AnswerKind[];
  readonly colours: FileColours;
}

export type HostToPanel =
  | { readonly type: 'run'; readonly run: PanelRun }
  | { readonly type: 'matrix'; readonly matrix: PanelMatrix }
  | PartMessage
  /** Asks for a picture of what is shown: only a page has a canvas, and knows the colours of the theme. The answer is the action `painted` with the number of the request. */
  | {
      readonly type: 'paint';
      readonly request: number;
      readonly picture: PictureKind;
      readonly text: string;
      /** The word that it is looked from, where that is another than is shown by now: the pointer left it for a menu. */
      readonly source: UnitRef | null;
      /** Of a text that is held by rows, that of the word. */
      readonly row: UnitRow | null;
      readonly colours: FileColours;
      readonly copies: boolean;
    }
  /** Asks for the colours of the theme: the answer is the action `colours`. */
  | { readonly type: 'colours'; readonly request: number }
  | Offer
  /** Whether what was chosen on the card is done; else the person left a dialogue, or it failed and was said. */
  | { readonly type: 'taken'; readonly request: number; readonly isDone: boolean }
  | { readonly type: 'snapshot'; readonly snapshot: PanelSnapshot };
