import { placesOf } from '../../src/session/exploration.ts';
import { pairTarget } from '../../src/session/target.ts';
import { beforeEach, describe, expect, test } from 'vitest';
import type { View } from '../../src/core/attention/lens.ts';
import { selectionOf } from '../../src/core/attention/navigate.ts';
import { TEXT as TEXT_STREAM, unitRef } from '../../src/core/text/unitRef.ts';
import { FAILED } from './support/heldEngine.ts';
import { KEPT } from './support/kept.ts';
import { settled, World } from './walk/world.ts';

const TEXT = 'the cat sat\non a mat\nit was tired\nof all dogs\n';
const VIEWS: readonly View[] = [
  { kind: 'lens', id: 'last' },
  { kind: 'lens', id: 'all' },
  { kind: 'head', layer: 0, head: 1 },
  { kind: 'layer', layer: 1 },
];

let world: World;
beforeEach(() => (world = new World([TEXT, TEXT])));

describe('while another text is run', () => {
  test('a line typed above moves the marks; a cancel leaves them there', async () => {
    const { explorer, documents } = world;
    await world.explore(world.target(documents[0]!, 2, 1));
    const second = explorer.explore(world.target(documents[0]!, 0, 1));
    world.edit(documents[0]!, { start: 0, end: 0, text: '\n' });
    expect(explorer.phase.kind).toBe('loading');
    explorer.cancel();
    expect(await second).toBe(false);
    expect(explorer.exploration!.anchor.range.start.line).toBe(3);
    expect(explorer.phase.kind).toBe('ready');
    expectNamed();
  });

  test('a lens that is chosen keeps its numbers, after a cancel and after a failure', async () => {
    const { explorer, documents, engine } = world;
    await world.explore(world.target(documents[0]!, 2, 1));
    for (const end of [() => explorer.cancel(), () => engine.held.find(call => call.method === 'open')!.settle(FAILED)]) {
      const second = explorer.explore(world.target(documents[0]!, 0, 1)).catch(() => false);
      await settled();
      engine.held[0]!.settle();
      await settled();
      const choosing = explorer.chooseView(VIEWS[explorer.state.view.kind === 'lens' ? 2 : 0]!);
      await settled();
      engine.held.find(call => call.method === 'matrix')!.settle();
      await choosing;
      expectNamed();
      end();
      expect(await second).toBe(false);
      expectNamed();
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
    expectNamed();
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
    expect(engine.held.map(({ method }) => method)).toEqual(['run']);
    await world.drain();
    await choosing;
    expect(await second).toBe(true);
    expect(explorer.phase.kind).toBe('ready');
    expect(explorer.exploration!.target.text).toBe('the cat sat');
    expect(explorer.state.view).toEqual(VIEWS[2]);
    expect([...engine.runs.values()].map(({ text }) => text)).toEqual(['the cat sat']);
    expectNamed();
  });
});

describe('the last choice holds', () => {
  const choose = async (...choices: readonly (() => Promise<void>)[]) => {
    const done = choices.map(async make => make());
    await world.drain();
    await Promise.all(done);
    expectNamed();
  };
  beforeEach(() => world.explore(world.target(world.documents[0]!, 2, 1)));

  test('of a lens and of sub-words, made at once', async () => {
    const { explorer } = world;
    await choose(
      () => explorer.chooseView(VIEWS[2]!),
      () => explorer.chooseLevel('pieces'),
    );
    expect([explorer.state.view, explorer.state.level]).toEqual([VIEWS[2], 'pieces']);
  });

  test('where it leads back to what is shown', async () => {
    const { explorer } = world;
    await choose(
      () => explorer.chooseView(VIEWS[2]!),
      () => explorer.chooseView(VIEWS[0]!),
    );
    expect(explorer.state.view).toEqual(VIEWS[0]);
  });

  test('over the lens that a text is explored through', async () => {
    const { explorer, documents } = world;
    const second = explorer.explore(world.target(documents[0]!, 0, 1), VIEWS[3]);
    await choose(() => explorer.chooseView(VIEWS[2]!));
    expect(await second).toBe(true);
    expect(explorer.state.view).toEqual(VIEWS[2]);
  });
});

test('a word that stands twice is marked where it was explored, though a line is typed above while the model runs', async () => {
  world = new World(['sat\nsat\n']);
  const { explorer, documents } = world;
  const run = explorer.explore(world.target(documents[0]!, 1, 1));
  world.edit(documents[0]!, { start: 0, end: 0, text: '\n' });
  await world.drain();
  expect(await run).toBe(true);
  expect([explorer.isLive, explorer.exploration!.anchor.range.start.line]).toEqual([true, 2]);
});

describe('edited while the model runs, an undo leads back', () => {
  test.each([
    ['though a copy was typed into it', 'a\nsat\nb', { start: 2, end: 4, text: '\nsat\n' }],
    ['though a copy stands elsewhere', 'a\nsat\nsat', { start: 3, end: 4, text: 'x' }],
  ])('%s', async (_, text, typed) => {
    world = new World([text]);
    const { explorer, documents } = world;
    const run = explorer.explore(world.target(documents[0]!, 1, 1));
    const undo = world.edit(documents[0]!, typed);
    await world.drain();
    expect(await run).toBe(true);
    undo();
    expect([explorer.isLive, explorer.exploration!.anchor.range.start.line]).toEqual([true, 1]);
  });
});

test('the way back through what was looked at is there again once an edit is undone', async () => {
  const { explorer, documents } = world;
  await world.explore(world.target(documents[0]!, 0, 1));
  for (const word of [1, 2]) explorer.dispatch({ type: 'pin', unit: unitRef(TEXT_STREAM, word) });
  const place = explorer.historyPlace;
  const undo = world.edit(documents[0]!, { start: 5, end: 6, text: 'x' });
  expect([explorer.isLive, explorer.historyPlace]).toEqual([false, null]);
  undo();
  expect([explorer.isLive, explorer.historyPlace]).toEqual([true, place]);
  expect(place).toEqual({ at: 3, of: 3 });
});

test('of a file that was changed while it was closed and the model ran, nothing is marked', async () => {
  const { explorer, documents, opens } = world;
  const run = explorer.explore(world.target(documents[0]!, 0, 1));
  documents[0]!.rewrite('another text');
  opens.fire(documents[0]!);
  await world.drain();
  expect(await run).toBe(true);
  expect(explorer.phase.kind).toBe('stale');
});

test('of two texts, one of which was closed and changed while the model ran, the other is marked all the same', async () => {
  const { explorer, documents, opens } = world;
  const run = explorer.explore(pairTarget(world.target(documents[0]!, 0, 1), world.target(documents[1]!, 0, 1)));
  documents[1]!.rewrite('another text');
  opens.fire(documents[1]!);
  await world.drain();
  expect(await run).toBe(true);
  expect(explorer.phase.kind).toBe('ready');
  expect(placesOf(explorer.exploration!).map(({ anchor }) => anchor.live)).toEqual([true, false]);
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
  explorer.restore(KEPT);
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

test('what a view kept is nothing to go by once a text is shown: it may come up at any time', async () => {
  const { explorer, documents } = world;
  await world.explore(world.target(documents[0]!, 0, 1));
  explorer.dispatch({ type: 'section', section: 'strongest', isOpen: false });
  explorer.restore({ ...KEPT, folding: { strongest: true, map: true } });
  expect([explorer.state.folding, explorer.restored]).toEqual([{ strongest: false }, null]);
});

/** The numbers are those of the lens that is named. */
function expectNamed(): void {
  const { exploration, state } = world.explorer;
  const { of } = exploration!.matrix as unknown as { readonly of: string };
  expect(JSON.parse(of)[1]).toEqual({ level: state.level, ...selectionOf(state.view, exploration!.model.lenses) });
}

test('a text read by another model is never beside the positions of the one before, not for a moment', async () => {
  const { explorer, documents, engine, models } = world;
  await world.explore(world.target(documents[0]!, 0, 1));
  world.turn('panel', true);
  explorer.dispatch({ type: 'seek', place: 'input' });
  await world.drain();
  expect(explorer.parts.latest('positions')).not.toBeNull();
  await world.explore(world.target(documents[0]!, 2, 1));
  expect(explorer.parts.latest('positions')).not.toBeNull();
  const change = async (next: () => unknown) => {
    next();
    const running = explorer.explore(world.target(documents[0]!, 0, 1));
    await settled();
    while (explorer.phase.kind === 'loading') {
      engine.held.find(({ owner }) => owner === 'explorer')!.settle();
      await settled();
    }
    await running;
    expect(explorer.parts.latest('positions')).toBeNull();
    await world.drain();
    expect(explorer.parts.latest('positions')).not.toBeNull();
  };
  await change(() => engine.changeFiles('/m'));
  await change(() => (models.chosen = { directory: '/n' }));
});

describe('a text that is explored as a whole, the caret where an opened file has it,', () => {
  const cursorAt = async (directory: string, caret: number) => {
    world.models.chosen = { directory };
    const target = { ...world.target(world.documents[0]!, 0, 3), caret };
    await world.explore(target, true);
    return world.explorer.state.cursor;
  };

  test('is not looked at from a word that a decoder shows nothing but itself of', async () => {
    expect(await cursorAt('/n', 0)).toBeNull();
    expect(await cursorAt('/n', TEXT.indexOf('sat'))).toEqual({ stream: 'text', unit: 3 });
    // The second word sees the first alone, which is a sink and hidden.
    expect(await cursorAt('/n', TEXT.indexOf('cat'))).toBeNull();
    world.explorer.dispatch({ type: 'hideSink', hide: false });
    expect(await cursorAt('/n', TEXT.indexOf('cat'))).toEqual({ stream: 'text', unit: 2 });
  });

  test('is looked at from any word of an encoder', async () => {
    expect(await cursorAt('/m', 0)).not.toBeNull();
  });
});
