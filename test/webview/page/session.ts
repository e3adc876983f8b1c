import { isSaved, type Take } from '../../../src/core/export/kinds.ts';
import { OFFER } from './offer.ts';
import { TEXT, unitRef, type UnitRef } from '../../../src/core/text/unitRef.ts';
import type { HostToPanel } from '../../../src/protocol/panelApi.ts';
import type { PanelAction, PanelButton } from '../../../src/protocol/panelActions.ts';
import type { DocumentEdit, SessionDocument } from '../../../src/session/documents.ts';
import { Emitter } from '../../../src/session/emitter.ts';
import { unitsOf } from '../../../src/session/exploration.ts';
import { Explorer } from '../../../src/session/explorer.ts';
import { actOnPanel } from '../../../src/session/panelActions.ts';
import { PanelFeed } from '../../../src/session/panelFeed.ts';
import { PartRequests } from '../../../src/session/parts/requests.ts';
import { parsePanelAction } from '../../../src/host/panel/messages.ts';
import { pairTarget, type Target } from '../../../src/session/target.ts';
import { TextDocument } from '../../session/support/textDocument.ts';
import { comparePlaces, FIRST_DOCUMENT } from './compared.ts';
import { BANK, FRANCE_VARIANT } from './comparisons.ts';
import { FixtureEngine } from './engine/engine.ts';
import { FAULTS, type PhaseName } from './phases.ts';
import { createRun, type RunName } from './runs.ts';

/** Lines above the explored text. */
const LINES_BEFORE = 6;
const PERSISTED = {
  uri: 'file:///words.md',
  range: [LINES_BEFORE, 0, LINES_BEFORE + 2, 12],
  hash: '0'.repeat(64),
  second: null,
  within: null,
  view: { kind: 'lens', id: 'related' },
  chat: false,
  folding: {},
} as const;
/** With a second text. */
const PERSISTED_PAIR = { ...PERSISTED, second: { uri: 'file:///answer.md', range: [0, 0, 0, 20], hash: PERSISTED.hash } } as const;

/** What the extension is in VS Code: explorer, parts and what the panel is sent are its own; documents, commands and engine stand in. */
export class PageSession {
  readonly engine: FixtureEngine;
  readonly explorer: Explorer;
  /** What is on the clipboard. */
  copied = '';
  readonly #feed: PanelFeed;
  readonly #post: (message: HostToPanel) => void;
  readonly #requests: PartRequests;
  readonly #switches: ReadonlySet<string>;
  readonly #document: TextDocument;
  /** Of two texts that of the second. */
  readonly #second: TextDocument | null = null;
  readonly #text: string;
  readonly #edits = new Emitter<DocumentEdit>();

  /** @param switches see fakeHost.ts */
  constructor(run: RunName, post: (message: HostToPanel) => void, switches: ReadonlySet<string> = new Set()) {
    this.#post = post;
    const fixture = createRun(run);
    const isBank = run === 'bank';
    this.#switches = switches;
    this.#text = fixture.text;
    this.#document = isBank
      ? new TextDocument(FIRST_DOCUMENT.uri, FIRST_DOCUMENT.text)
      : new TextDocument('file:///words.md', '\n'.repeat(LINES_BEFORE) + fixture.text);
    this.engine = new FixtureEngine(fixture, switches);
    if (fixture.pair) {
      const [first, second] = fixture.pair.map(({ start, end }) => fixture.text.slice(start, end));
      this.#text = first!;
      this.#second = new TextDocument('file:///answer.md', second!);
    }
    const open: SessionDocument[] = [this.#document, ...(this.#second ? [this.#second] : [])];
    const documents = { open, onEdit: this.#edits.event, onOpen: new Emitter<SessionDocument>().event };
    const log = { fault: () => undefined };
    const models = { chosen: { directory: 'built-in' }, isBuiltInAt: () => switches.has('builtIn'), name: 'all-MiniLM-L6-v2' };
    this.explorer = new Explorer(this.engine, models, documents, log);
    const shows = switches.has('compact') ? 'compact' : 'panel';
    this.#feed = new PanelFeed(this.explorer, {
      shows,
      post,
      editor: () => ({ hasText: !switches.has('noText'), isTextShown: switches.has('beside'), keys: ['Ctrl+K', 'A'] }),
    });
    const inSight = () => ({ panel: false, compact: false, [shows]: this.#feed.isReady });
    const vectorFile = () => (switches.has('vectors') ? '/vectors/GoogleNews-vectors.bin' : null);
    this.#requests = new PartRequests(this.engine, this.explorer, log, inSight, vectorFile);
    this.#feed.onDidChangeReady(() => this.#requests.refresh());
  }

  /** Explores the text, or does what else leads to a phase; what was shown goes. */
  async show(phase: PhaseName): Promise<void> {
    const { engine, explorer } = this;
    explorer.clear();
    engine.fault = FAULTS[phase] ?? null;
    engine.isStuck = phase === 'loading';
    switch (phase) {
      case 'empty':
        return;
      case 'restored':
        return explorer.restore(this.#second ? PERSISTED_PAIR : PERSISTED);
      case 'loading':
        return void this.#explore();
      case 'failed':
      case 'stopped':
        await this.#explore().catch(() => undefined);
        return;
      case 'ready':
        await this.#explore();
        if (this.#second && this.#switches.has('edited')) this.#edit(this.#second, 3);
        return;
      case 'stale':
        await this.#explore();
        return this.#edit(this.#document, this.#document.text.length - 3);
      case 'warm':
        await this.#explore();
        engine.isStuck = true;
        return void this.#explore();
    }
  }

  /** A message from the page, as the extension takes it. */
  async handle(message: PanelAction): Promise<void> {
    const action = parsePanelAction(message);
    if (!action) throw new Error(`This is no action: ${JSON.stringify(message)}`);
    if (action.type === 'ready') return this.#feed.ready();
    if (action.type === 'retryPart') this.engine.holds.release(action.part);
    if (action.type === 'readAgain') this.engine.holds.release('row');
    const editor = {
      run: this.#run,
      goToOccurrence: nothing,
      focus: nothing,
      reveal: nothing,
      goTo: nothing,
      copy: this.#copy,
      openMenu: () => undefined,
      offer: async () => this.#post(OFFER),
      // A page has no files, and its pictures are copied by itself.
      take: async (chosen: Take, request: number) => this.#post({ type: 'taken', request, isDone: !isSaved(chosen.as) }),
      colourFiles: () => undefined,
    };
    await actOnPanel(this.explorer, this.#requests, editor, action);
  }

  /** The same once more, as after a change elsewhere. */
  send(): void {
    this.#feed.refresh();
  }

  /** The first unit with this label, from 'it' or from a number. */
  unitNamed(name: string): UnitRef {
    const { exploration, state } = this.explorer;
    const found = exploration ? unitsOf(exploration, state.level).findIndex(unit => unit.label === name) : -1;
    return unitRef(TEXT, found < 0 ? Number(name) : found);
  }

  /** The tokens of another text, which is not explored. */
  list(text: string): void {
    const target = { uri: 'file:///greet.py', label: 'greet.py', what: 'selection', start: { line: 11, character: 0 }, text } as const;
    this.explorer.lookUps.list({ ...target, skipped: 0, tooLong: false, fit: 'start', caret: 0 }, { directory: 'built-in' });
  }

  askAboutModel(): void {
    this.explorer.lookUps.askAboutModel({ directory: 'built-in' });
  }

  /** Compares the places of a word; with the switch `edited` the second is edited away. */
  compare(groups: readonly string[] = []): void {
    const { comparison, second } = comparePlaces(this.#switches);
    this.explorer.experiments.compare(comparison);
    for (const [place, name] of groups.entries()) this.explorer.experiments.nameGroup(place, name);
    if (this.#switches.has('edited')) this.#edit(second, second.text.indexOf(BANK.word) + 1);
  }

  /** Another word in the place of one, or, with the switch `mask`, its mask tokens. */
  replaceWord(isMasked = this.#switches.has('mask')): void {
    const { exploration, state, experiments } = this.explorer;
    const units = unitsOf(exploration!, state.level);
    const known = units.find(({ label }) => label === FRANCE_VARIANT.replaced);
    const longest = units.find(({ tokens }) => tokens.length > 1);
    const unit = known ?? longest ?? units.find(({ special }) => !special)!;
    experiments.showVariant({ unit, replacement: isMasked ? null : known ? FRANCE_VARIANT.replacement : 'other' });
  }

  /** Cancels a part once some of it is here. */
  stopWhenPartial(): void {
    const listening = this.explorer.onDidChange(() => {
      if (this.explorer.parts.statuses.influence?.kind !== 'partial') return;
      listening.dispose();
      queueMicrotask(() => this.#requests.cancel('influence'));
    });
  }

  readonly #copy = async (text: string): Promise<void> => void (this.copied = text);

  /** Commands that ask for a part; in the editor they ask a person first. */
  readonly #run = async (command: PanelButton): Promise<void> => {
    if (command === 'replaceWord' || command === 'maskWord') this.replaceWord(command === 'maskWord');
    if (command === 'compareOccurrences') this.compare();
  };

  async #explore(): Promise<void> {
    const start = this.#document.placeAt(this.#document.text.indexOf(this.#text));
    const first: Target = {
      uri: this.#document.uri,
      label: 'words.md',
      what: 'selection',
      start,
      text: this.#text,
      skipped: this.#switches.has('around') ? 100 : 0,
      tooLong: false,
      fit: 'start',
      caret: 0,
    };
    const second = this.#second;
    const asked = second
      ? pairTarget(first, { ...first, uri: second.uri, label: 'answer.md', start: { line: 0, character: 0 }, text: second.text })
      : first;
    await this.explorer.explore(asked);
  }

  #edit(document: TextDocument, at: number): void {
    this.#edits.fire(document.replace(at, at, '-').edit);
  }
}

const nothing = async () => undefined;
