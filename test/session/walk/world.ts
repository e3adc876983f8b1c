import { expect } from 'vitest';
import type { Fault } from '../../../src/core/fault.ts';
import type { DocumentEdit, SessionDocument } from '../../../src/session/documents.ts';
import { Emitter } from '../../../src/session/emitter.ts';
import type { Unit } from '../../../src/core/text/token.ts';
import { Explorer } from '../../../src/session/explorer.ts';
import type { InSight } from '../../../src/session/parts/task.ts';
import { PartRequests } from '../../../src/session/parts/requests.ts';
import { tokenMark } from '../../../src/session/listedTokens.ts';
import type { ChosenModel } from '../../../src/session/modelChoice.ts';
import type { Target } from '../../../src/session/target.ts';
import { HeldEngine } from '../support/heldEngine.ts';
import { TextDocument, type Replaced } from '../support/textDocument.ts';

const TEXTS = [
  'the cat sat\n\non a mat\n\nit was tired\nof all dogs\n',
  'a cat\n\non the old mat\n\nsat it\nof all the cats that sat\n',
  'the end\n\nso it ends',
];

/** Promises run out, timers apart. */
export const settled = () => new Promise<void>(resolve => setImmediate(resolve));

/** The real owner of state with its parts, documents in an editor, a panel that is seen or not, and an engine that answers when it is told to. */
export class World {
  readonly engine = new HeldEngine();
  readonly edits = new Emitter<DocumentEdit>();
  readonly opens = new Emitter<SessionDocument>();
  readonly documents: readonly TextDocument[];
  readonly models = { chosen: { directory: '/m' } as ChosenModel, isBuiltInAt: () => true, name: 'm', defaultHeads: '' };
  readonly logged: string[] = [];
  /** What a person has in sight beside the text. */
  inSight: InSight = { panel: false, compact: false };
  vectorFile: string | null = null;
  readonly explorer: Explorer;
  readonly requests: PartRequests;
  /** What listeners saw at the last change: they paint from it, and nothing else tells them to. */
  painted: string;

  constructor(texts: readonly string[] = TEXTS) {
    const documents = texts.map((text, index) => new TextDocument(`file:/${'abc'[index]}.txt`, text));
    this.documents = documents;
    const port = {
      get open() {
        return documents.filter(({ isOpen }) => isOpen);
      },
      onEdit: this.edits.event,
      onOpen: this.opens.event,
    };
    const log = { fault: ({ code }: Fault) => void this.logged.push(code) };
    this.explorer = new Explorer(this.engine.client, this.models, port, log);
    this.requests = new PartRequests(
      this.engine.partsClient,
      this.explorer,
      log,
      () => this.inSight,
      () => this.vectorFile,
    );
    this.painted = this.picture();
    this.explorer.onDidChange(() => (this.painted = this.picture()));
  }

  /** All that is painted from, as text. */
  picture(): string {
    const {
      phase,
      state,
      shown: seen,
      historyPlace,
      row,
      rowFault,
      exploration,
      parts,
      experiments,
      lookUps,
      sentenceView,
    } = this.explorer;
    const { comparison, variant, checked } = experiments;
    const shown = exploration && [exploration.summary.runId, exploration.view, exploration.matrix.level, exploration.anchor];
    return JSON.stringify([
      phase,
      state,
      seen,
      historyPlace,
      row?.unit,
      rowFault,
      shown,
      parts.statuses,
      comparison && [comparison.id, comparison.revision],
      variant,
      checked,
      lookUps.tokens && [lookUps.tokens.id, lookUps.tokens.anchor],
      lookUps.model,
      tokenMark(this.explorer),
      sentenceView,
    ]);
  }

  target(document: TextDocument, firstLine: number, lines: number): Target {
    return {
      uri: document.uri,
      label: 'a',
      what: 'selection',
      start: { line: firstLine, character: 0 },
      text: document.lines.slice(firstLine, firstLine + lines).join('\n'),
      skipped: 0,
      tooLong: false,
      fit: 'start',
      caret: 0,
    };
  }

  /** Of two texts, the one that a word is of; null for none of them, undefined where there is one text. */
  sideOf(unit: Pick<Unit, 'start'> | null | undefined): 0 | 1 | null | undefined {
    const pair = this.explorer.exploration?.summary.pair;
    if (!pair) return undefined;
    if (!unit || unit.start < 0) return null;
    return unit.start >= pair[1].start ? 1 : 0;
  }

  /** @returns what undoes it */
  edit(document: TextDocument, ...replaced: readonly Replaced[]): () => void {
    const { edit, undo } = document.edit(replaced);
    this.edits.fire(edit);
    return () => this.edits.fire(undo().edit);
  }

  /** The panel or the compact view comes into sight, or goes. */
  turn(view: keyof InSight, isInSight = !this.inSight[view]): void {
    this.inSight = { ...this.inSight, [view]: isInSight };
    this.requests.refresh();
  }

  /** Answers everything that is held, oldest first, until nothing more is asked. */
  async drain(afterEach: () => void = () => undefined): Promise<void> {
    await settled();
    for (let answers = 0; this.engine.held.length > 0; answers++) {
      expect(answers, 'answers until nothing more is asked').toBeLessThan(300);
      this.engine.held[0]!.settle();
      await settled();
      afterEach();
    }
  }

  async explore(target: Target, pointAtCaret = false): Promise<boolean> {
    const done = this.explorer.explore(target, undefined, pointAtCaret);
    await this.drain();
    return done;
  }
}
