import { saidSentences } from '../core/describe/bySentence.ts';
import { showUnseen } from '../core/text/visibleText.ts';
import type { HostToPanel, ListedState, PanelSnapshot, PartMessage, PersistedPanel } from '../protocol/panelApi.ts';
import type { ViewState } from '../core/state/viewState.ts';
import type { PartName } from '../protocol/panelParts.ts';
import { Deadline } from './deadline.ts';
import { Emitter, type Disposable } from './emitter.ts';
import type { Explorer } from './explorer.ts';
import { PARTS } from './parts/registry.ts';
import { isShown, type InSight, type PartTask } from './parts/task.ts';
import { cutOf, dataKeyOf, hashesOfExplored, placeOfPinned, placesOf, rangesOfSubject, type Exploration } from './exploration.ts';
import { canReadBySentence, readsBySentence } from './sentences.ts';

/** A run that takes less shows no loading: a flash helps nobody, and drawing it takes time from the run. */
const LOADING_AFTER_MILLISECONDS = 150;

/** The marks in the text come first: drawing a new run here at the same time makes them 60 ms late on two cores (128 tokens). */
const AFTER_MARKS_MILLISECONDS = 40;

/** The page of the panel or of the compact view, and what it is told of the editor around it. */
export interface PanelPage {
  readonly shows: keyof InSight;
  readonly post: (message: HostToPanel) => void;
  readonly editor: () => Pick<PanelSnapshot, 'hasText' | 'isTextShown' | 'keys'>;
}

/**
 * What a view is sent: complete snapshots (light) and, when they change, the run, the matrix and the parts they refer to (heavy). It is sent nothing before
 * it says that it is ready, and keeps addresses and a hash through a reload, never text.
 */
export class PanelFeed implements Disposable {
  private readonly explorer: Explorer;
  private readonly page: PanelPage;
  private readonly itself: InSight;
  private readonly subscription: Disposable;
  private readonly readiness = new Emitter<void>();
  private readonly sending = new Deadline(() => this.send());
  private readonly sentParts = new Map<PartName, unknown>();
  private isPageReady = false;
  private sentKey = '';
  private sentRun = 0;
  private sequence = 0;

  /** Fired when {@link isReady} changes. */
  readonly onDidChangeReady = this.readiness.event;

  constructor(explorer: Explorer, page: PanelPage) {
    this.explorer = explorer;
    this.page = page;
    this.itself = { panel: page.shows === 'panel', compact: page.shows === 'compact' };
    this.subscription = explorer.onDidChange(() => this.sending.within(this.delay()));
  }

  /** The page can show something. */
  get isReady(): boolean {
    return this.isPageReady;
  }

  /** A page has come up, which has nothing yet. */
  ready(): void {
    this.isPageReady = true;
    this.sentKey = '';
    this.sentRun = 0;
    this.sentParts.clear();
    this.sending.within(0);
    this.readiness.fire();
  }

  /** The page is gone, hidden, or another one takes its place, which says when it is ready. */
  unready(): void {
    if (!this.isPageReady) return;
    this.isPageReady = false;
    // The list in which it was pointed at is gone.
    if (this.page.shows === 'panel') this.explorer.lookUps.point(0, null);
    this.readiness.fire();
  }

  /** The editor around it changed. */
  refresh(): void {
    this.sending.within(0);
  }

  /** Whatever waits is sent now: what is asked of the page next is of what is shown. */
  flush(): void {
    this.sending.cancel();
    this.send();
  }

  dispose(): void {
    this.subscription.dispose();
    this.sending.cancel();
    this.readiness.dispose();
  }

  private delay(): number {
    const { exploration, phase } = this.explorer;
    // A panel that shows nothing is sent nothing: no timer for each word that is hovered.
    if (!this.isPageReady) return 0;
    if (phase.kind === 'loading') return LOADING_AFTER_MILLISECONDS;
    return exploration && exploration.summary.runId !== this.sentRun ? AFTER_MARKS_MILLISECONDS : 0;
  }

  private send(): void {
    if (!this.isPageReady) return;
    const { exploration } = this.explorer;
    const key = exploration ? dataKeyOf(exploration) : '';
    if (exploration && key !== this.sentKey) {
      const { model, summary, matrix } = exploration;
      if (summary.runId !== this.sentRun) this.page.post({ type: 'run', run: { model, summary } });
      this.page.post({ type: 'matrix', matrix: { key, matrix } });
      this.sentKey = key;
      this.sentRun = summary.runId;
    }
    this.sendParts();
    this.page.post({ type: 'snapshot', snapshot: this.snapshot(exploration, key) });
  }

  /** Each value that the view shows once, before the snapshot that says of it that it is here. */
  private sendParts(): void {
    const { parts, state } = this.explorer;
    for (const { name, key, value } of parts.shown) {
      if (this.sentParts.get(name) === value || !isShown(PARTS[name] as PartTask<PartName>, { inSight: this.itself, state })) continue;
      this.sentParts.set(name, value);
      // The store keeps name and value together; the pair is lost in the type of the list only.
      this.page.post({ type: 'part', name, key, value } as PartMessage);
    }
  }

  private snapshot(exploration: Exploration | null, dataKey: string): PanelSnapshot {
    const { phase, modelName, shown: state, row, rowFault, sentenceView: sentences } = this.explorer;
    return {
      sequence: ++this.sequence,
      phase,
      modelName: showUnseen(modelName),
      state,
      row,
      rowFault,
      dataKey,
      cut: exploration && cutOf(exploration),
      place: exploration && placeOfSubject(exploration, state),
      pair: exploration && pairState(exploration),
      bySentence: exploration && canReadBySentence(exploration) ? readsBySentence(exploration, state) : null,
      sentences: sentences && saidSentences(sentences),
      history: this.explorer.historyPlace,
      lessonView: this.explorer.lessonView,
      parts: this.explorer.parts.statuses,
      listed: listedState(this.explorer),
      asksModel: this.explorer.lookUps.model !== null,
      warnings: exploration?.model.warnings ?? [],
      persisted: exploration ? persistedOf(exploration, state) : this.explorer.restored,
      ...this.page.editor(),
    };
  }
}

function placeOfSubject(exploration: Exploration, state: ViewState): PanelSnapshot['place'] {
  const [range] = rangesOfSubject(exploration, state);
  const { label } = placeOfPinned(exploration, state);
  return { label, line: (range ?? exploration.anchor.range).start.line + 1 };
}

function pairState(exploration: Exploration): PanelSnapshot['pair'] {
  const [first, second] = placesOf(exploration).map(({ label, anchor }) => ({
    label,
    line: anchor.range.start.line + 1,
    isLive: anchor.live,
  }));
  return first && second ? { first, second } : null;
}

function listedState({ lookUps }: Explorer): ListedState | null {
  const { tokens, isExplored } = lookUps;
  if (!tokens) return null;
  const { target, anchor, id } = tokens;
  const { label, tooLong, skipped, chat = false } = target;
  const { line, character } = anchor.range.start;
  const isCut = tooLong || skipped > 0;
  return { list: id, label, line: line + 1, column: character + 1, isLive: anchor.live, isExplored, isCut, chat };
}

function persistedOf(exploration: Exploration, { view, folding }: ViewState): PersistedPanel {
  const hashes = hashesOfExplored(exploration);
  const [first, second] = placesOf(exploration).map(({ uri, anchor: { range } }, at) => ({
    uri,
    range: [range.start.line, range.start.character, range.end.line, range.end.character] as const,
    hash: hashes[at]!,
  }));
  return { ...first!, second: second ?? null, within: exploration.summary.within ?? null, view, chat: exploration.summary.chat, folding };
}
