import { beforeEach, describe, expect, test } from 'vitest';
import type { View } from '../../src/core/attention/lens.ts';
import { selectionOf } from '../../src/core/attention/navigate.ts';
import type { Fault } from '../../src/core/fault.ts';
import { toFault } from '../../src/core/faults.ts';
import { Explorer } from '../../src/session/explorer.ts';
import type { DocumentEdit, SessionDocument } from '../../src/session/documents.ts';
import { Emitter } from '../../src/session/emitter.ts';
import type { Target } from '../../src/session/target.ts';
import { Random } from '../support/random.ts';
import { FAILED, HeldEngine, LENSES, STALE } from './support/heldEngine.ts';
import { TextDocument } from './support/textDocument.ts';
import { textUnit } from '../support/textUnit.ts';

const LINES = ['the cat sat', 'on a mat', 'it was tired', 'of all dogs', ''];
const VIEWS: readonly View[] = [
  { kind: 'lens', id: 'last' },
  { kind: 'lens', id: 'all' },
  { kind: 'head', layer: 0, head: 1 },
  { kind: 'layer', layer: 1 },
];

/** The real explorer, two documents, and an engine that answers when the test says so. */
class World {
  readonly engine = new HeldEngine();
  readonly edits = new Emitter<DocumentEdit>();
  readonly opens = new Emitter<SessionDocument>();
  readonly documents = ['file:/a.txt', 'file:/b.txt'].map(uri => new TextDocument(uri, LINES.join('\n')));
  readonly explorer: Explorer;
  readonly logged: string[] = [];

  constructor() {
    const documents = { open: this.documents, onEdit: this.edits.event, onOpen: this.opens.event };
    const log = { fault: ({ code }: Fault) => void this.logged.push(code) };
    this.explorer = new Explorer(this.engine.client, { directory: '/m', isBuiltIn: true }, documents, log);
  }

  target(document: TextDocument, firstLine: number, lines: number): Target {
    return {
      uri: document.uri,
      label: 'a',
      version: document.version,
      what: 'selection',
      start: { line: firstLine, character: 0 },
      text: document.lines.slice(firstLine, firstLine + lines).join('\n'),
      skipped: 0,
      tooLong: false,
      fit: 'start',
      caret: 0,
    };
  }

  edit(document: TextDocument, start: number, end: number, text: string) {
    const { edit, undo } = document.replace(start, end, text);
    this.edits.fire(edit);
    return () => this.edits.fire(undo().edit);
  }

  /** Answers everything that is held, oldest first, until nothing more is asked. */
  async drain(): Promise<void> {
    await settled();
    while (this.engine.held.length > 0) {
      this.engine.held[0]!.settle();
      await settled();
    }
  }

  async explore(target: Target): Promise<boolean> {
    const done = this.explorer.explore(target);
    await this.drain();
    return done;
  }

  /** What docs/architecture.md promises of every state; some of it only once promises have run out. */
  check(hasSettled = true): void {
    const { explorer, engine } = this;
    const { exploration, phase, state } = explorer;
    const isIdle = hasSettled && engine.held.length === 0;
    if (isIdle) expect(phase.kind).not.toBe('loading');
    if (isIdle) expect([...engine.runs.keys()].filter(id => id !== exploration?.summary.runId)).toEqual([]);
    expect(explorer.isLive).toBe(phase.kind === 'ready');
    if (!exploration) return;
    const { matrix, summary, anchor } = exploration;
    expect(matrix).toMatchObject({
      runId: summary.runId,
      level: state.level,
      of: JSON.stringify(selectionOf(state.view, LENSES as never)),
    });
    const document = this.documents.find(candidate => candidate.uri === exploration.uri)!;
    if (explorer.isLive) {
      expect(document.read(anchor.range)).toBe(anchor.text);
      expect(anchor.text).toBe(exploration.target.text);
    }
  }
}

/** Promises run out, timers apart. */
const settled = () => new Promise<void>(resolve => setImmediate(resolve));

let world: World;
beforeEach(() => (world = new World()));

describe('while another text is run', () => {
  test('a line typed above moves the marks; a cancel leaves them there', async () => {
    const { explorer, documents } = world;
    await world.explore(world.target(documents[0]!, 2, 1));
    const second = explorer.explore(world.target(documents[0]!, 0, 1));
    world.edit(documents[0]!, 0, 0, '\n');
    expect(explorer.phase.kind).toBe('loading');
    explorer.cancel();
    expect(await second).toBe(false);
    expect(explorer.exploration!.anchor.range.start.line).toBe(3);
    expect(explorer.phase.kind).toBe('ready');
    world.check();
  });

  test('a lens that is chosen keeps its numbers, after a cancel and after a failure', async () => {
    const { explorer, documents, engine } = world;
    await world.explore(world.target(documents[0]!, 2, 1));
    for (const end of [() => explorer.cancel(), () => engine.held.find(call => call.method === 'run')!.settle(FAILED)]) {
      const second = explorer.explore(world.target(documents[0]!, 0, 1)).catch(() => false);
      await settled();
      engine.held[0]!.settle();
      await settled();
      const choosing = explorer.chooseView(VIEWS[explorer.state.view.kind === 'lens' ? 2 : 0]!);
      await settled();
      engine.held.find(call => call.method === 'matrix')!.settle();
      await choosing;
      world.check();
      end();
      expect(await second).toBe(false);
      world.check();
    }
    expect(explorer.state.view).toEqual(VIEWS[0]);
  });

  test('a lens that is chosen holds for the new text, too', async () => {
    const { explorer, documents, engine } = world;
    await world.explore(world.target(documents[0]!, 2, 1));
    const second = explorer.explore(world.target(documents[0]!, 0, 1));
    const choosing = explorer.chooseView(VIEWS[2]!);
    await settled();
    engine.held.find(call => call.method === 'matrix')!.settle();
    await choosing;
    await world.drain();
    expect(await second).toBe(true);
    expect(explorer.state.view).toEqual(VIEWS[2]);
    world.check();
  });

  test('a lost run is not run again: what a person asked for comes first, and takes the choice over', async () => {
    const { explorer, documents, engine } = world;
    await world.explore(world.target(documents[0]!, 2, 1));
    engine.runs.clear();
    const second = explorer.explore(world.target(documents[0]!, 0, 1));
    await settled();
    const choosing = explorer.chooseView(VIEWS[2]!);
    await settled();
    engine.held.find(call => call.method === 'matrix')!.settle();
    await settled();
    expect(engine.held.map(({ method }) => method)).toEqual(['open']);
    await world.drain();
    await choosing;
    expect(await second).toBe(true);
    expect(explorer.phase.kind).toBe('ready');
    expect(explorer.exploration!.target.text).toBe('the cat sat');
    expect(explorer.state.view).toEqual(VIEWS[2]);
    expect([...engine.runs.values()]).toEqual(['the cat sat']);
    world.check();
  });
});

test('a run whose matrix is cancelled is released', async () => {
  const { explorer, documents, engine } = world;
  for (let i = 0; i < 4; i++) {
    const run = explorer.explore(world.target(documents[0]!, 0, 1));
    for (let call = 0; call < 2; call++) {
      await settled();
      engine.held[0]!.settle();
    }
    await settled();
    expect(engine.held[0]!.method).toBe('matrix');
    explorer.cancel();
    expect(await run).toBe(false);
  }
  expect([...engine.runs]).toEqual([]);
});

test('a failure is shown only where nothing else is, and a cancel goes back to what was there', async () => {
  const { explorer, documents, engine } = world;
  explorer.showRestored('a.txt', 'line 1');
  const fail = async () => {
    const run = explorer.explore(world.target(documents[0]!, 0, 1));
    await settled();
    engine.held[0]!.settle(FAILED);
    await expect(run).rejects.toThrow();
  };
  const run = explorer.explore(world.target(documents[0]!, 0, 1));
  explorer.cancel();
  expect(await run).toBe(false);
  expect(explorer.phase.kind).toBe('restored');
  await fail();
  expect(explorer.phase.kind).toBe('failed');
  await world.explore(world.target(documents[0]!, 0, 1));
  await fail();
  expect(explorer.phase.kind).toBe('ready');
});

/** What must be on screen, kept in the simplest way: the text of the last run that arrived, unless it was cleared since. */
interface Expected {
  text: string | null;
}

describe.each([1, 2, 3, 4, 5, 6])('anything in any order, seed %d', seed => {
  test('keeps every promise after each of 1,000 steps', async () => {
    const random = new Random(seed);
    const { explorer, engine, documents } = world;
    const expected: Expected = { text: null };
    const undos: (() => void)[] = [];
    const seen = { phases: new Set<string>(), reruns: 0, stale: 0 };
    let exploresStarted = 0;

    const ignore = (error: unknown) => void toFault(error);
    const steps: readonly (() => void)[] = [
      () => {
        exploresStarted++;
        const lines = 1 + random.below(2);
        const target = world.target(random.pick(documents), random.below(3), lines);
        if (target.text.trim() === '') return;
        explorer.explore(target, random.below(4) === 0 ? random.pick(VIEWS) : undefined).then(done => {
          if (done) expected.text = target.text;
        }, ignore);
      },
      () => explorer.cancel(),
      () => void explorer.chooseView(random.pick(VIEWS)).catch(ignore),
      () => void explorer.chooseLevel(random.pick(['words', 'pieces'] as const)).catch(ignore),
      () => explorer.dispatch({ type: 'hover', unit: random.pick([null, textUnit(0), textUnit(1), textUnit(2)]) }),
      () => explorer.dispatch({ type: 'pin', unit: textUnit(random.pick([0, 1, 2])) }),
      () => explorer.dispatch({ type: 'direction', direction: random.pick(['to', 'by'] as const) }),
      () => {
        const document = random.pick(documents);
        const start = random.below(document.text.length + 1);
        const end = Math.min(document.text.length, start + random.below(4) * random.below(2));
        undos.push(world.edit(document, start, end, random.pick(['', 'x', ' word ', '\n', '\nline\n'])));
      },
      () => undos.pop()?.(),
      () => undos.pop()?.(),
      // Closed and opened again, with another language, say.
      () => world.opens.fire(random.pick(documents)),
      () => {
        engine.runs.clear();
        seen.stale++;
      },
      () => {
        seen.reruns++;
        void explorer.rerun().catch(ignore);
      },
      () => {
        if (random.below(6) > 0) return;
        explorer.clear();
        expected.text = null;
      },
    ];

    for (let step = 0; step < 1000; step++) {
      const { held } = engine;
      if (held.length > 0 && random.below(2) === 0)
        random.pick(held).settle(random.below(8) === 0 ? random.pick([FAILED, STALE]) : undefined);
      else random.pick(steps)();
      world.check(false);
      const hasSettled = random.below(2) === 0;
      if (hasSettled) await settled();
      if (hasSettled && random.below(20) === 0) await world.drain();
      world.check(hasSettled);
      seen.phases.add(explorer.phase.kind);
      if (hasSettled && engine.held.length === 0) {
        expect(explorer.exploration?.target.text ?? null).toBe(expected.text);
      }
    }
    await world.drain();
    world.check();
    expect([...seen.phases].toSorted()).toEqual(expect.arrayContaining(['loading', 'ready', 'stale']));
    expect(exploresStarted).toBeGreaterThan(20);
  });
});
