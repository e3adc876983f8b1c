import type { Direction, View } from '../core/attention/lens.ts';
import type { Tab } from '../core/state/pages.ts';
import type { Heat, InfluenceMode, OccurrenceContext, ViewState } from '../core/state/viewState.ts';
import type { UnitRef } from '../core/text/unitRef.ts';
import type { MatrixSlice, ModelSummary, RunSummary } from './engineApi.ts';
import type { PanelParts, PartName, PartStatuses } from './panelParts.ts';
import type { Fault } from '../core/fault.ts';

/** What the panel is about right now. One tagged union; every state is designed. */
export type Phase =
  | { readonly kind: 'empty' }
  /** After a window reload: nothing loads until asked. `label` names the document. */
  | { readonly kind: 'restored'; readonly label: string; readonly lines: string }
  | { readonly kind: 'loading'; readonly words: number; readonly cold: boolean }
  | { readonly kind: 'failed'; readonly fault: Fault; readonly actions: readonly PanelButton[] }
  | { readonly kind: 'ready' }
  /** The explored text was edited: the picture stays, in grey. */
  | { readonly kind: 'stale' };

/** Buttons of messages and notices; each is a command of the extension. */
export type PanelButton =
  | 'exploreSelection'
  | 'exploreDocument'
  | 'exploreAgain'
  | 'useBuiltInModel'
  | 'useModelFolder'
  | 'showLog'
  | 'cancel'
  | 'goToCut'
  | 'openSample'
  | 'openWalkthrough'
  | 'replaceWord'
  | 'maskWord'
  | 'compareOccurrences'
  | 'chooseWordVectors';

/** What was cut because the model reads fewer tokens: shown/total, and where the cut is. */
export interface Cut {
  readonly shownTokens: number;
  /** -1: too much text to count. */
  readonly totalTokens: number;
  readonly limit: number;
  /** Last word shown, and its line (1-based) in the document. */
  readonly lastWord: string;
  readonly line: number;
  /** 'start': the first tokens. 'around': the window around the caret. */
  readonly fit: 'start' | 'around';
}

/** Everything heavy that one run and one lens fix. Sent whole when its key changes, never as a delta. */
export interface PanelData {
  readonly key: string;
  readonly model: ModelSummary;
  readonly summary: RunSummary;
  readonly matrix: MatrixSlice;
}

/** What the webview keeps through a window reload (`setState`): addresses and a hash, never text. */
export interface PersistedPanel {
  readonly uri: string;
  /** Line and character of the explored range, both from 0: [startLine, startCharacter, endLine, endCharacter]. */
  readonly range: readonly [number, number, number, number];
  /** SHA-256 of the explored text, hexadecimal. */
  readonly hash: string;
  readonly view: View;
}

/** The light part: complete on every message. */
export interface PanelSnapshot {
  readonly sequence: number;
  readonly phase: Phase;
  readonly state: ViewState;
  /** Key of the {@link PanelData} this belongs to; '' without a run. */
  readonly dataKey: string;
  readonly cut: Cut | null;
  /** What the open page has asked for and how far it is; a ready one is shown with the {@link HostToPanel} part of its key. */
  readonly parts: PartStatuses;
  /** Warnings in words (config contradicts the graph, invalid values in ...). */
  readonly warnings: readonly string[];
  /** Handed to `setState` by the webview; null: nothing to restore. */
  readonly persisted: PersistedPanel | null;
  /** Whether an editor with a text is in sight, which could be explored. */
  readonly hasText: boolean;
  /** The key chord for Explore Selection as this platform writes it. */
  readonly keys: readonly string[];
}

/** A part on its way to the panel, whole; the key is the one its status names. */
export type PartMessage = {
  readonly [name in PartName]: { readonly type: 'part'; readonly name: name; readonly key: string; readonly value: PanelParts[name] };
}[PartName];

export type HostToPanel =
  { readonly type: 'data'; readonly data: PanelData } | PartMessage | { readonly type: 'snapshot'; readonly snapshot: PanelSnapshot };

/** What a person did in the panel. The host checks every field before it acts: a webview message is foreign input. */
export type PanelAction =
  | { readonly type: 'ready' }
  | { readonly type: 'point'; readonly unit: UnitRef | null }
  | { readonly type: 'cell'; readonly from: UnitRef; readonly to: UnitRef }
  | { readonly type: 'clearCell' }
  | { readonly type: 'pin'; readonly unit: UnitRef | null }
  | { readonly type: 'view'; readonly view: View }
  | { readonly type: 'direction'; readonly direction: Direction }
  | { readonly type: 'level'; readonly level: 'words' | 'pieces' }
  | { readonly type: 'hideSpecial'; readonly hide: boolean }
  | { readonly type: 'tab'; readonly tab: Tab; readonly term: string | null }
  | { readonly type: 'heat'; readonly heat: Heat }
  | { readonly type: 'hiddenState'; readonly state: number }
  | { readonly type: 'influenceMode'; readonly mode: InfluenceMode }
  | { readonly type: 'occurrenceContext'; readonly context: OccurrenceContext }
  /** Goes to a place of the comparison in its document. */
  | { readonly type: 'occurrence'; readonly index: number }
  | { readonly type: 'group'; readonly index: number; readonly name: string }
  /** Stops what is computed for a part, or asks for it again. */
  | { readonly type: 'cancelPart'; readonly part: PartName }
  | { readonly type: 'retryPart'; readonly part: PartName }
  /** Drops the preview and shows the text alone again. */
  | { readonly type: 'closeWhatIf' }
  | { readonly type: 'command'; readonly command: PanelButton }
  | { readonly type: 'leave' };
