import { expect, test, vi } from 'vitest';
import { encoderOf } from '../../src/core/model/stack.ts';
import { lackOf, type Capability } from '../../src/core/model/capability.ts';
import type { Tab } from '../../src/core/state/pages.ts';
import { INITIAL_STATE, type ViewState } from '../../src/core/state/viewState.ts';
import type { PartName } from '../../src/protocol/panelParts.ts';
import type { EngineClient } from '../../src/session/engineClient.ts';
import type { Explorer } from '../../src/session/explorer.ts';
import { compareWord, comparedText } from '../../src/session/comparison.ts';
import { PartRequests } from '../../src/session/parts/requests.ts';
import { PartStore } from '../../src/session/parts/store.ts';
import { textUnit } from '../support/textUnit.ts';

/** A page of a text whose model has some of what a model may lack; the engine never answers. */
function open(tab: Tab, capabilities: readonly Capability[], chosen: Partial<ViewState> = {}) {
  const asked: unknown[] = [];
  const modes: string[] = [];
  const engine = {
    call: (method: string, { state, mode }: { state?: number | null; mode?: string }) => {
      if (mode !== undefined) modes.push(mode);
      asked.push(method === 'neighbours' ? [method, state] : method);
      return method === 'neighbours' && state === null ? Promise.resolve({}) : new Promise(() => undefined);
    },
  } as unknown as EngineClient;
  const parts = new PartStore(() => undefined);
  const units = [0, 1, 2].map(token => ({ label: 'w', start: token, end: token + 1, tokens: [token], special: false }));
  const explorer = {
    parts,
    state: { ...INITIAL_STATE, pinned: textUnit(1), hiddenState: 2, tab, ...chosen },
    exploration: {
      uri: 'file:///a.md',
      target: {},
      anchor: { text: '' },
      model: { directory: '/m', fingerprint: 'f', layers: 4, capabilities, attention: encoderOf([1, 1, 1, 1]) },
      summary: { runId: 1, runMilliseconds: 1, sequences: [{ stream: 'text', words: units, pieces: units, tokens: units }] },
    },
    phase: { kind: 'ready' },
    lookUps: { tokens: null, model: null },
    experiments: { comparison: compareWord('bank', [comparedText('file:///b.md', 'b.md', 'a bank, a bank')]), variant: null },
    onDidChange: () => ({ dispose: () => undefined }),
  };
  const requests = new PartRequests(
    engine,
    explorer as unknown as Explorer,
    { fault: () => expect.unreachable('what a model lacks is no failure to be logged') },
    () => ({ panel: true, compact: false }),
    () => null,
  );
  requests.refresh();
  const lacking = (name: PartName) => {
    const status = parts.statuses[name];
    return status?.kind === 'failed' ? status.fault : null;
  };
  return { asked, modes, requests, lacking, explorer };
}

const UNFOLDED = { folding: { input: true, map: true, neighbours: true } };

const STATES: readonly (readonly [Tab, PartName])[] = [
  ['vectors', 'path'],
  ['vectors', 'map'],
  ['effects', 'influence'],
  ['compare', 'occurrences'],
];

test('a part that needs vectors says that the model has none, and asks the engine for nothing', () => {
  for (const [tab, name] of STATES) {
    const { lacking } = open(tab, ['mask-token'], UNFOLDED);
    expect(lacking(name), name).toEqual(lackOf('hidden-states').fault);
    const there = open(tab, ['hidden-states', 'mask-token'], UNFOLDED);
    expect(there.lacking(name), name).toBeNull();
    expect(there.asked.length, name).toBeGreaterThan(0);
  }
  expect(open('vectors', []).asked).not.toContain('path');
  expect(open('vectors', ['word-vectors'], UNFOLDED).asked).toEqual(['rankHeads', ['neighbours', null], 'inputs', 'positions']);
  expect(open('vectors', [], UNFOLDED).asked).toEqual(['rankHeads', 'positions']);
  expect(open('vectors', [], UNFOLDED).lacking('input')).toEqual(lackOf('word-vectors').fault);
  expect(open('compare', []).asked).toEqual(['rankHeads']);
});

test.each([
  ['vectors', 'likeness'],
  ['compare', 'likeness'],
  ['effects', 'rollout'],
] as const)('of a text that is held by rows, %s asks for no %s, and says why', (tab, name) => {
  const had = ['hidden-states', 'word-vectors', 'mask-token'] as const;
  const { asked, lacking } = open(tab, had);
  expect(lacking(name)).toEqual(lackOf('every-pair').fault);
  expect(asked).not.toContain(name === 'rollout' ? 'matrix' : name);
  expect(open(tab, [...had, 'every-pair', 'one-text']).lacking(name)).toBeNull();
});

test.each([
  ['masked, where the model has a token for that', ['hidden-states', 'mask-token'], 'mask'],
  ['left out, where it has none', ['hidden-states'], 'omit'],
] as const)('words are %s', async (_, capabilities, mode) => {
  const { asked, modes, lacking } = open('effects', capabilities, { influenceMode: 'mask' });
  expect(lacking('influence')).toBeNull();
  await vi.waitFor(() => expect(asked).toContain('shifts'));
  expect(modes).toEqual([mode]);
});

test('the neighbours of a vector are asked for only where it can be compared with word embeddings', async () => {
  const asks = async (capabilities: readonly Capability[]) => {
    const { asked } = open('vectors', capabilities, { folding: { neighbours: true } });
    await new Promise(resolve => setImmediate(resolve));
    return asked.filter(call => Array.isArray(call));
  };
  expect(await asks(['hidden-states', 'word-vectors', 'shared-width'])).toEqual([
    ['neighbours', null],
    ['neighbours', 2],
  ]);
  expect(await asks(['hidden-states', 'word-vectors'])).toEqual([['neighbours', null]]);
  expect(await asks(['word-vectors'])).toEqual([['neighbours', null]]);
  expect(await asks(['hidden-states'])).toEqual([]);
});
