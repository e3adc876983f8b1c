import { expect, test } from 'vitest';
import type { RemovalRequest } from '../../src/protocol/groundApi.ts';
import { actOnPanel, type PanelEditor } from '../../src/session/panelActions.ts';
import { PARTS } from '../../src/session/parts/registry.ts';
import type { PartContext } from '../../src/session/parts/task.ts';
import { pairTarget } from '../../src/session/target.ts';
import { heldRemovals } from './support/heldAnswer.ts';
import { textUnit } from '../support/textUnit.ts';
import { World } from './walk/world.ts';

const SOURCE = 'A cat sat.\n\nIt was\ntired. So it\nslept.';
const ANSWER = 'The cat slept.';

/** Two texts in two documents, below a line each, read by a model. */
async function explored(directory: string) {
  const world = new World([`#\n${SOURCE}\n`, `#\n${ANSWER}\n`]);
  world.models.chosen = { directory };
  world.turn('panel', true);
  const [source, answer] = world.documents.map((document, place) => world.target(document, 1, place === 0 ? 5 : 1));
  await world.explore(pairTarget(source!, answer!));
  await world.drain();
  const told: unknown[] = [];
  const editor = { reveal: async (...args: unknown[]) => void told.push(args) } as unknown as PanelEditor;
  const act = async (of: 'source' | 'answer', sentence: number) => {
    await actOnPanel(world.explorer, world.requests, editor, { type: 'goToSentence', of, sentence });
    return told.splice(0);
  };
  const part = world.explorer.parts.latest('ground');
  return { world, act, part };
}

test('of two texts in a decoder it is said what each sentence is and how far down it begins', async () => {
  const { part } = await explored('/n');
  expect(part!.written).toEqual({
    source: [
      { text: 'A cat sat.', line: 0 },
      { text: 'It was tired.', line: 2 },
      { text: 'So it slept.', line: 3 },
    ],
    answer: [{ text: 'The cat slept.', line: 0 }],
  });
});

test('a sentence that a row points at is marked in the text, until it is pointed at no more, or no such row is there', async () => {
  const { world } = await explored('/n');
  const mark = async (sentence: number | null) => {
    await actOnPanel(world.explorer, world.requests, {} as PanelEditor, { type: 'markSentence', of: 'source', sentence });
    const { marked } = world.explorer.state;
    return marked && world.explorer.exploration!.target.text.slice(marked.start, marked.end);
  };
  expect([await mark(1), await mark(2), await mark(99)]).toEqual(['It was\ntired.', 'So it\nslept.', null]);
  expect([await mark(0), await mark(null)]).toEqual(['A cat sat.', null]);
});

test('a sentence that the answer does not have is not checked by removal', async () => {
  const { world } = await explored('/n');
  const check = async (sentence: number | null) => {
    await actOnPanel(world.explorer, world.requests, {} as PanelEditor, { type: 'checkByRemoval', sentence });
    return world.explorer.experiments.checked;
  };
  expect([await check(1), await check(0), await check(1), await check(null)]).toEqual([null, 0, 0, 'all']);
});

test('two texts in an encoder are no answer on its source', async () => {
  const { part, world } = await explored('/m');
  expect([part, world.explorer.parts.statuses.ground]).toEqual([null, undefined]);
});

test('a sentence is shown where it stands, in its own document, unless that was edited', async () => {
  const { act, world } = await explored('/n');
  expect(await act('source', 1)).toEqual([['file:/a.txt', { start: { line: 3, character: 0 }, end: { line: 4, character: 6 } }]]);
  expect(await act('answer', 0)).toEqual([['file:/b.txt', { start: { line: 1, character: 0 }, end: { line: 1, character: 14 } }]]);
  expect(await act('source', 3)).toEqual([]);
  world.edit(world.documents[0]!, { start: 0, end: 0, text: 'more\n' });
  expect(await act('source', 1)).toEqual([['file:/a.txt', { start: { line: 4, character: 0 }, end: { line: 5, character: 6 } }]]);
  world.edit(world.documents[0]!, {
    start: world.documents[0]!.text.indexOf('cat'),
    end: world.documents[0]!.text.indexOf('cat'),
    text: 'x',
  });
  expect(await act('source', 1)).toEqual([]);
  expect(await act('answer', 0)).toHaveLength(1);
});

test('how long removals take is guessed by the text that was read, then by those behind the first', async () => {
  const { world, part } = await explored('/n');
  const exploration = world.explorer.exploration!;
  let answered = 0;
  const engine = {
    // The first takes long, as the text did; the others are here at once.
    call: async (_: string, { taken }: RemovalRequest) => {
      if (answered++ === 0) await new Promise(resolve => setTimeout(resolve, 60));
      return heldRemovals(exploration.summary, taken, (_, count) => new Float32Array(count));
    },
  };
  const summary = { ...exploration.summary, runMilliseconds: 60_000 };
  const context = { engine, exploration: { ...exploration, summary }, checked: 'all', grounded: part } as unknown as PartContext;
  const told: number[] = [];
  const shown: number[] = [];
  const never = new AbortController().signal;
  const done = await PARTS.removals.fetch(context, never, (_, total, soFar, left) => {
    told.push(left!);
    if (soFar) shown.push(soFar().seconds);
    expect(total).toBeGreaterThan(2);
  });
  expect(told.slice(0, 2).every(left => left > 1)).toBe(true);
  expect(told.slice(2).every(left => left < 0.5)).toBe(true);
  expect(told.length).toBeGreaterThan(2);
  expect(shown).toEqual(told.slice(1));
  expect(done).toMatchObject({ left: 0, seconds: 0 });
});

test('what was measured of an answer is not measured again where it is looked across once more', async () => {
  const { world } = await explored('/n');
  let asked = 0;
  const client = world.engine.partsClient;
  const call = client.call.bind(client) as (...all: readonly unknown[]) => unknown;
  client.call = (method, ...rest) => {
    if (method === 'groundRemovals') asked++;
    return call(method, ...rest) as never;
  };
  const effects = async () => {
    await actOnPanel(world.explorer, world.requests, {} as PanelEditor, { type: 'checkByRemoval', sentence: null });
    await world.drain();
    return world.explorer.parts.latest('removals')!.effects;
  };
  const look = async (within: 'each' | undefined) => {
    const done = world.explorer.lookWithin(within);
    await world.drain();
    expect(await done).toBe(true);
  };
  world.models.chosen = { directory: '/n', told: { task: 'anew' } };
  await look('each');
  expect([world.explorer.parts.latest('ground'), world.explorer.exploration!.matrix.sides!.far]).toEqual([null, 'own']);
  await look(undefined);
  const before = await effects();
  expect(asked).toBeGreaterThan(2);
  const counted = asked;
  await look('each');
  await look(undefined);
  expect(world.explorer.experiments.checked).toBeNull();
  expect([await effects(), asked]).toEqual([before, counted]);
});

test('other attention of the same two texts is looked at by the same way back, with what is selected; another text has its own', async () => {
  const { world } = await explored('/m');
  const { explorer } = world;
  for (const unit of [1, 2]) explorer.dispatch({ type: 'pin', unit: textUnit(unit) });
  explorer.dispatch({ type: 'select', units: [textUnit(2), textUnit(1)] });
  const before = explorer.historyPlace;
  expect(before?.of).toBe(3);
  for (const within of ['each', undefined] as const) {
    const done = explorer.lookWithin(within);
    await world.drain();
    await done;
    expect([explorer.historyPlace, explorer.state.pinned, explorer.state.together]).toEqual([
      before,
      textUnit(2),
      [textUnit(1), textUnit(2)],
    ]);
  }
  await world.explore(explorer.target!);
  expect([explorer.historyPlace, explorer.state.pinned]).toEqual([null, null]);
});
