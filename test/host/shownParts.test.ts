import { serialize } from 'node:v8';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { FaultError } from '../../src/core/faults.ts';
import { encoderStack } from '../../src/core/model/stack.ts';
import type { Token } from '../../src/core/text/token.ts';
import type { TokenList } from '../../src/core/text/tokenList.ts';
import { groupWords, pieceUnits } from '../../src/core/text/words.ts';
import type { EngineClient } from '../../src/session/engineClient.ts';
import { Explorer } from '../../src/session/explorer.ts';
import { editorDocuments } from '../../src/host/editor/documents.ts';
import { CompactView } from '../../src/host/panel/compact.ts';
import { Panel } from '../../src/host/panel/panel.ts';
import { PartRequests } from '../../src/session/parts/requests.ts';
import type { HeadRanking, LayerSlice, ThumbnailSlice } from '../../src/protocol/headsApi.ts';
import type { HostToPanel, PanelSnapshot, PartMessage } from '../../src/protocol/panelApi.ts';
import type { InfluencePart } from '../../src/protocol/panelParts.ts';
import { tokenMark } from '../../src/session/listedTokens.ts';
import type { Target } from '../../src/session/target.ts';
import type { Fault, FaultCode } from '../../src/core/fault.ts';
import * as standIn from './standIn/vscode.ts';
import { MODEL_FACTS } from '../support/modelFacts.ts';
import { textUnit } from '../support/textUnit.ts';

vi.mock('vscode', () => import('./standIn/vscode.ts'));

const LAYERS = 24;
const WORDS = 500;
const TEXT = Array.from({ length: WORDS }, (_, index) => `w${index}`).join(' ');
const DOCUMENT = standIn.documentOf('/words.txt', TEXT);
const TARGET = {
  uri: String(DOCUMENT.uri),
  label: 'words.txt',
  what: 'selection',
  start: { line: 0, character: 0 },
  text: TEXT,
  skipped: 0,
  tooLong: false,
  fit: 'start',
  caret: 0,
} as unknown as Target;

const fault = (code: FaultCode) => new FaultError({ code, title: 'Gone', cause: 'It is gone.', nextStep: 'Explore again.' });

/** A model of 24 layers that forgets its runs, is slow at a method, or cannot run again, when the test says so. */
class Engine {
  readonly calls: { readonly method: string; readonly signal?: AbortSignal | undefined }[] = [];
  readonly lost = new Set<number>();
  readonly held = new Map<string, Promise<void>>();
  failure: FaultCode | null = null;
  /** How long it takes to measure one word. */
  shiftMilliseconds = 0;
  #runs = 0;

  count(method: string): number {
    return this.calls.filter(call => call.method === method).length;
  }

  async call(method: string, parameters: Record<string, unknown>, signal?: AbortSignal): Promise<unknown> {
    this.calls.push({ method, signal });
    await this.held.get(method);
    if (signal?.aborted) throw fault('cancelled');
    const { runId, level, unit, direction, hideSpecial, text } = parameters;
    if (this.lost.has(runId as number)) throw fault('stale-run');
    const word = { runId, level, unit, direction };
    switch (method) {
      case 'open': {
        const lens = { id: 'all', name: 'All', description: '', selection: { kind: 'all' }, combine: 'mean', evidence: [] };
        const shape = {
          layers: LAYERS,
          attention: encoderStack(LAYERS, 16),
          capabilities: ['hidden-states', 'word-vectors', 'mask-token'],
          facts: MODEL_FACTS,
          contextLength: 512,
          ownContext: 512,
          vocabularySize: 9,
          maskToken: null,
        };
        return { directory: '/m', name: 'm', ...shape, lenses: [lens], defaultLens: 'all', about: '', warnings: [] };
      }
      case 'run':
        if (this.failure) throw fault(this.failure);
        // A loop shall fail, not hang.
        if (this.#runs === 100) throw fault('out-of-memory');
        return summaryOf(text as string, ++this.#runs);
      case 'matrix':
        return { runId, level, size: WORDS, values: new Float32Array(WORDS ** 2), low: new Float32Array(), high: new Float32Array() };
      case 'thumbnails':
        return { runId, level, hideSpecial, layers: LAYERS, heads: 16, side: 1, buckets: new Uint8Array(LAYERS * 16) };
      case 'rankHeads':
        return { ...word, entries: Array.from({ length: LAYERS * 16 }, () => ({ layer: 0, head: 0, unit: 1, value: 0.5 })) };
      case 'linkHeads':
        return { runId, level, heads: [] };
      case 'layers': {
        const values = new Float32Array(LAYERS * WORDS);
        return { ...word, layers: LAYERS, size: WORDS, mean: values, low: values.slice(), high: values.slice() };
      }
      case 'likeness':
        return { runId, level, state: 0, fixed: new Float32Array(WORDS ** 2), contextual: null };
      case 'shifts': {
        const others = parameters['others'] as number[];
        await new Promise(resolve => setTimeout(resolve, this.shiftMilliseconds * others.length));
        return { shifts: Float32Array.from(others, shiftOf) };
      }
      default:
        return null;
    }
  }
}

const shiftOf = (other: number) => other / 1024;

function summaryOf(text: string, runId: number) {
  const tokens = [...text.matchAll(/\S+/g)].map(({ 0: word, index }): Token => ({
    id: 2,
    text: word,
    special: false,
    unknown: false,
    start: index,
    end: index + word.length,
  }));
  const units = { words: groupWords(text, tokens), pieces: pieceUnits(text, tokens) };
  const shown = { totalTokens: tokens.length, shownStart: 0, shownEnd: text.length };
  return {
    runId,
    directory: '/m',
    sequences: [{ stream: 'text', tokens, ...units, ...shown }],
    invalidHeads: [],
    runMilliseconds: 1,
    held: 'maps',
  };
}

const { posted } = standIn.webviewPanel;
let engine: Engine;
let explorer: Explorer;
let panel: Panel;
let compact: CompactView;
let requests: PartRequests;
let logged: Fault[];

/** All that is under way is done: nothing here waits for a clock but the panel's own short delays. */
const settle = () => vi.advanceTimersByTimeAsync(500);

const lastPart = (name: PartMessage['name']) =>
  posted.findLast((message): message is PartMessage => message.type === 'part' && (message as PartMessage).name === name)?.value;
const thumbnails = () => lastPart('thumbnails') as ThumbnailSlice | undefined;
const ranking = () => lastPart('ranking') as HeadRanking | undefined;
const layers = () => lastPart('layers') as LayerSlice | undefined;
const runId = () => explorer.exploration!.summary.runId;

function openWindow(): void {
  engine = new Engine();
  logged = [];
  const log = { fault: (one: Fault) => void logged.push(one) };
  explorer = new Explorer(
    engine as unknown as EngineClient,
    { chosen: { directory: '/m' }, isBuiltInAt: () => true, name: 'm' },
    editorDocuments,
    log,
  );
  panel = new Panel(explorer, standIn.Uri.from({ scheme: 'file', path: '/extension' }) as never, () => undefined);
  requests = new PartRequests(
    engine as unknown as EngineClient,
    explorer,
    log,
    () => ({ panel: panel.isVisible, compact: compact.isVisible }),
    () => null,
  );
  panel.onDidChangeVisibility(() => requests.refresh());
  compact = new CompactView(explorer, standIn.Uri.from({ scheme: 'file', path: '/extension' }) as never, () => undefined);
  compact.onDidChangeVisibility(() => requests.refresh());
}

function closeWindow(): void {
  panel.dispose();
  compact.dispose();
  requests.dispose();
  explorer.dispose();
}

beforeEach(async () => {
  vi.useFakeTimers();
  openWindow();
  panel.show();
  standIn.webviewPanel.receive({ type: 'ready' });
  await explorer.explore(TARGET);
  await settle();
});
afterEach(() => {
  closeWindow();
  vi.useRealTimers();
});

describe('what only the panel shows', () => {
  test('a picture that is asked for right after a run is of that run: whatever waits is sent before it', async () => {
    await explorer.explore({ ...TARGET, text: TEXT.slice(0, 100) });
    const seen = () =>
      posted.findLast(message => message.type === 'run') as unknown as { readonly run: { readonly summary: { runId: number } } };
    expect(seen().run.summary.runId).not.toBe(runId());
    const picture = panel.paint({ picture: 'words', text: '', source: null, row: null, colours: 'theme', copies: false });
    const kinds = posted.map(({ type }) => type);
    expect(kinds.slice(kinds.lastIndexOf('matrix'))).toEqual(['matrix', 'snapshot', 'paint']);
    expect(seen().run.summary.runId).toBe(runId());
    const { request } = posted.at(-1) as unknown as { readonly request: number };
    standIn.webviewPanel.receive({ type: 'painted', request, png: 'AAEC' });
    expect(await picture).toEqual(Buffer.of(0, 1, 2));
  });

  test('of a long measurement the panel is sent what is here, at most four times a second, and all in the end', async () => {
    const sent = () =>
      (posted as unknown as readonly HostToPanel[]).flatMap(one => (one.type === 'part' && one.name === 'influence' ? [one.value] : []));
    const measuredIn = ({ shifts }: InfluencePart) => shifts.filter(shift => !Number.isNaN(shift)).length;
    engine.shiftMilliseconds = 4;
    explorer.dispatch({ type: 'tab', tab: 'effects' });
    explorer.dispatch({ type: 'pin', unit: textUnit(250) });
    await vi.advanceTimersByTimeAsync(1000);
    expect(posted.at(-1)).toMatchObject({ type: 'snapshot', snapshot: { parts: { influence: { kind: 'partial' } } } });
    expect(sent().length).toBeGreaterThan(2);
    explorer.dispatch({ type: 'pin', unit: textUnit(100) });
    const before = sent().length;
    await vi.advanceTimersByTimeAsync(3000);
    const ofNew = sent().slice(before);
    expect([...new Set(ofNew.map(({ unit }) => unit))]).toEqual([100]);
    expect(ofNew.length).toBeGreaterThan(4);
    expect(ofNew.length).toBeLessThan(11);
    for (const part of ofNew) expect(measuredIn(part)).toBe(WORDS - 1 - part.left);
    expect(ofNew.map(({ left }) => left)).toEqual(ofNew.map(({ left }) => left).toSorted((a, b) => b - a));
    const last = ofNew.at(-1)!;
    expect(last.left).toBe(0);
    expect(last.shifts).toEqual(Float32Array.from({ length: WORDS }, (_, other) => (other === 100 ? NaN : shiftOf(other))));
    expect(explorer.parts.statuses.influence?.kind).toBe('ready');
  });

  test('a long measurement that is cancelled stays on screen as far as it came, and goes on from there', async () => {
    engine.shiftMilliseconds = 4;
    explorer.dispatch({ type: 'tab', tab: 'effects' });
    explorer.dispatch({ type: 'pin', unit: textUnit(250) });
    await vi.advanceTimersByTimeAsync(777);
    requests.cancel('influence');
    await settle();
    const { influence } = explorer.parts.statuses;
    expect(influence).toMatchObject({ kind: 'stopped', total: WORDS - 1 });
    const { done } = influence as { readonly done: number };
    const part = () => lastPart('influence') as InfluencePart;
    expect([part().left, part().shifts.filter(shift => !Number.isNaN(shift)).length]).toEqual([WORDS - 1 - done, done]);
    const before = engine.count('shifts');
    await settle();
    expect(engine.count('shifts')).toBe(before);
    requests.retry('influence');
    await vi.advanceTimersByTimeAsync(3000);
    expect(explorer.parts.statuses.influence?.kind).toBe('ready');
    expect(part().left).toBe(0);
    // All but the request that was cut off are made once.
    expect(engine.count('shifts') - before).toBe(Math.ceil((WORDS - 1 - done) / 16));
    expect(before).toBe(Math.ceil(done / 16) + 1);
  });

  test('the small pictures of the heads that reach the panel follow "hide special tokens"', async () => {
    expect(thumbnails()!.hideSpecial).toBe(false);
    explorer.dispatch({ type: 'hideSpecial', hide: true });
    await settle();
    expect(thumbnails()!.hideSpecial).toBe(true);
    expect(posted.filter(({ type }) => type === 'matrix').length).toBe(1);
  });

  test('another view brings its matrix alone; a page that comes up again is sent the run as well', async () => {
    const heavy = () => posted.map(({ type }) => type).filter(type => type === 'run' || type === 'matrix');
    expect(heavy()).toEqual(['run', 'matrix']);
    await explorer.chooseView({ kind: 'layer', layer: 0 });
    await settle();
    expect(heavy()).toEqual(['run', 'matrix', 'matrix']);
    standIn.webviewPanel.receive({ type: 'ready' });
    await settle();
    expect(heavy()).toEqual(['run', 'matrix', 'matrix', 'run', 'matrix']);
  });

  test('the snapshot of a hover is light: under 4 kB for 24 layers and 500 words with one pinned', async () => {
    explorer.dispatch({ type: 'pin', unit: textUnit(3) });
    await settle();
    expect(layers()!.unit).toBe(3);
    posted.length = 0;
    explorer.dispatch({ type: 'hover', unit: textUnit(7) });
    await settle();
    const snapshots = posted.filter(({ type }) => type === 'snapshot');
    expect(snapshots.length).toBeGreaterThan(0);
    for (const snapshot of snapshots) expect(serialize(snapshot).length).toBeLessThan(4096);
  });

  test('after the engine was stopped when idle, one rerun brings heads, ranking and layers back', async () => {
    explorer.dispatch({ type: 'pin', unit: textUnit(1) });
    await settle();
    engine.lost.add(runId());
    const before = engine.count('run');
    explorer.dispatch({ type: 'direction', direction: 'by' });
    explorer.dispatch({ type: 'hideSpecial', hide: true });
    await settle();
    expect(engine.count('run') - before).toBe(1);
    for (const slice of [thumbnails(), ranking(), layers()]) expect(slice!.runId).toBe(runId());
    expect([ranking()!.direction, layers()!.direction, thumbnails()!.hideSpecial]).toEqual(['by', 'by', true]);
    expect(logged).toEqual([]);
  });

  test('20 hovers over a lost run are one rerun and no fault; a second time as well', async () => {
    for (const round of [1, 2]) {
      engine.lost.add(runId());
      const before = engine.count('run');
      for (let hover = 0; hover < 20; hover++) {
        explorer.dispatch({ type: 'hover', unit: textUnit(10 * round + (hover % 5)) });
        if (hover % 2 === 0) await vi.advanceTimersByTimeAsync(1);
      }
      await settle();
      expect(engine.count('run') - before).toBe(1);
      expect(ranking()).toMatchObject({ runId: runId(), unit: 10 * round + 4 });
    }
    expect(logged).toEqual([]);
  });

  test('a run that cannot be run again is said once, not at every word', async () => {
    engine.lost.add(runId());
    engine.failure = 'model-missing';
    const before = engine.count('run');
    for (let hover = 0; hover < 20; hover++) {
      explorer.dispatch({ type: 'hover', unit: textUnit(hover) });
      await settle();
    }
    expect(logged.map(({ code }) => code)).toEqual(['model-missing']);
    expect(engine.count('run') - before).toBe(1);
  });

  test('runs that the engine loses again and again end in a message, not in a loop', async () => {
    const all = new Proxy(engine.lost, {
      get: (lost, name) => (name === 'has' ? (id?: number) => id !== undefined : Reflect.get(lost, name)),
    });
    Object.assign(engine, { lost: all });
    // What is run again is complete only with its matrix, so that one has to be kept.
    const call = engine.call.bind(engine);
    engine.call = (method, parameters, signal) =>
      call(method, method === 'matrix' ? { ...parameters, runId: undefined } : parameters, signal);
    const before = engine.count('run');
    explorer.dispatch({ type: 'hover', unit: textUnit(4) });
    await settle();
    expect(engine.count('run') - before).toBeLessThanOrEqual(2);
    const snapshot = posted.findLast(({ type }) => type === 'snapshot') as
      { readonly type: string; readonly snapshot: PanelSnapshot } | undefined;
    expect(snapshot!.snapshot.parts.ranking).toMatchObject({ kind: 'failed', fault: { code: 'stale-run' } });
  });
});

test('the panel is told whether an editor shows the explored text', async () => {
  const isShown = async (editors: object[]) => {
    standIn.window.visibleTextEditors = editors as never;
    explorer.dispatch({ type: 'hover', unit: textUnit(editors.length) });
    await settle();
    const last = posted.findLast(({ type }) => type === 'snapshot') as unknown as { readonly snapshot: PanelSnapshot };
    return last.snapshot.isTextShown;
  };
  const other = { document: standIn.documentOf('/other.txt', TEXT) };
  expect(await isShown([])).toBe(false);
  expect(await isShown([other])).toBe(false);
  expect(await isShown([other, { document: DOCUMENT }])).toBe(true);
  standIn.window.visibleTextEditors = [];
});

describe('a panel that nobody sees', () => {
  const askSlowly = async (tab: 'attention' | 'vectors') => {
    engine.held.set('likeness', new Promise(() => undefined));
    explorer.dispatch({ type: 'tab', tab });
    await settle();
    return engine.calls.findLast(({ method }) => method === 'likeness')!.signal!;
  };

  test.each([
    ['hidden', () => standIn.webviewPanel.setVisible(false)],
    ['closed', () => standIn.webviewPanel.close()],
  ])('%s: what it waited for is stopped', async (_, hide) => {
    const signal = await askSlowly('vectors');
    expect(signal.aborted).toBe(false);
    hide();
    expect(signal.aborted).toBe(true);
  });

  test.each([
    ['hidden', () => standIn.webviewPanel.setVisible(false)],
    ['closed', () => standIn.webviewPanel.close()],
  ])('%s: the mark of a token that was pointed at in it goes', (_, hide) => {
    const { id } = explorer.lookUps.tokens!;
    explorer.parts.finish('tokens', String(id), { tokens: [{ start: 0, end: 2 }] } as unknown as TokenList);
    explorer.lookUps.point(id, 0);
    expect(tokenMark(explorer)?.ranges.length).toBe(1);
    hide();
    expect(tokenMark(explorer)).toBeNull();
  });

  test('what the colours in the editor wait for goes on', async () => {
    explorer.dispatch({ type: 'heat', heat: 'fixed' });
    const signal = await askSlowly('attention');
    standIn.webviewPanel.close();
    expect(signal.aborted).toBe(false);
  });
});

describe('the compact view', () => {
  const { posted: sent } = standIn.webviewView;
  const names = () => [...new Set(sent.flatMap(one => (one.type === 'part' ? [(one as PartMessage).name] : [])))];
  const shown = () => (sent.findLast(({ type }) => type === 'snapshot') as unknown as { readonly snapshot: PanelSnapshot }).snapshot;
  const open = async (state?: unknown) => {
    standIn.webviewView.open(state);
    expect(compact.isVisible, 'nothing is asked for a page that has not come up').toBe(false);
    standIn.webviewView.receive({ type: 'ready' });
    await settle();
  };

  test('shows the state of the panel, and is sent no part of its pages', async () => {
    explorer.dispatch({ type: 'pin', unit: textUnit(3) });
    await open();
    expect([shown().state, shown().dataKey]).toEqual([explorer.state, expect.stringContaining(`${runId()}`)]);
    expect(names()).toEqual(['ranking']);
    explorer.dispatch({ type: 'link', from: null, units: [textUnit(5)] });
    await settle();
    expect(names()).toEqual(['ranking', 'link']);
  });

  test('alone it asks for the heads of the word, and for nothing once it is hidden or closed', async () => {
    standIn.webviewPanel.close();
    await open();
    const thumbnailsBefore = engine.count('thumbnails');
    const ask = async (unit: number) => {
      const before = engine.count('rankHeads');
      explorer.dispatch({ type: 'pin', unit: textUnit(unit) });
      explorer.dispatch({ type: 'hideSpecial', hide: !explorer.state.hideSpecial });
      await settle();
      return engine.count('rankHeads') - before;
    };
    expect(await ask(3)).toBe(1);
    expect(shown().parts.ranking?.kind).toBe('ready');
    standIn.webviewView.setVisible(false);
    expect(await ask(4)).toBe(0);
    standIn.webviewView.setVisible(true);
    await open();
    expect(await ask(5)).toBe(1);
    standIn.webviewView.close();
    expect(await ask(6)).toBe(0);
    expect(engine.count('thumbnails')).toBe(thumbnailsBefore);
  });

  test('what it does not show any more leaves the token alone that is pointed at in the panel', async () => {
    await open();
    const { id } = explorer.lookUps.tokens!;
    explorer.parts.finish('tokens', String(id), { tokens: [{ start: 0, end: 2 }] } as unknown as TokenList);
    explorer.lookUps.point(id, 0);
    standIn.webviewView.close();
    expect(tokenMark(explorer)?.ranges.length).toBe(1);
  });

  test('after a window reload it says what was explored; what the panel kept of a time out of sight is not taken for it', async () => {
    await open();
    const kept = shown().persisted!;
    expect(kept.uri).toBe(TARGET.uri);
    closeWindow();
    openWindow();
    await open({ ...kept, folding: { strongest: false } });
    expect([shown().phase.kind, shown().persisted?.hash, explorer.state.folding]).toEqual(['restored', kept.hash, { strongest: false }]);
    await panel.deserializeWebviewPanel({ ...standIn.window.createWebviewPanel() } as never, { ...kept, uri: 'file:///older.txt' });
    expect(explorer.restored?.uri).toBe(kept.uri);
    await open('what no version wrote');
    expect(explorer.restored?.uri).toBe(kept.uri);
  });
});
