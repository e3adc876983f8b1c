import { expect, test } from 'vitest';
import { textUnit } from '../support/textUnit.ts';
import { settled, World } from './walk/world.ts';

test('who waits for a row is told when the window closes', async () => {
  const world = new World();
  world.models.chosen = { directory: '/r' };
  await world.explore(world.target(world.documents[1]!, 0, 5));
  const { explorer, engine } = world;
  const units = explorer.exploration!.matrix.rows;
  for (let unit = 0; unit < units && !engine.held.some(({ method }) => method === 'row'); unit++)
    explorer.dispatch({ type: 'hover', unit: textUnit(unit) });
  expect(engine.held.map(({ method }) => method)).toContain('row');
  let isTold = false;
  void explorer.whenRead().then(() => (isTold = true));
  await settled();
  expect(isTold).toBe(false);
  explorer.dispose();
  await settled();
  expect(isTold).toBe(true);
});

test('a word that is pointed at while a lost text is run again waits for that run, as the word before did', async () => {
  const world = new World();
  world.models.chosen = { directory: '/r' };
  await world.explore(world.target(world.documents[1]!, 0, 5));
  const { explorer, engine } = world;
  const { rows, sampled } = explorer.exploration!.matrix;
  const [first, second] = Array.from({ length: rows }, (_, unit) => unit).filter(unit => !sampled!.includes(unit));
  const isAsked = (method: string) => engine.held.find(call => call.method === method);
  engine.runs.clear();
  explorer.dispatch({ type: 'hover', unit: textUnit(first!) });
  isAsked('row')!.settle();
  await settled();
  explorer.dispatch({ type: 'hover', unit: textUnit(second!) });
  const told = explorer.whenRead().then(() => 'read', String);
  isAsked('row')!.settle();
  await settled();
  expect(explorer.rowFault).toBeNull();
  for (const method of ['run', 'open', 'sampledRows', 'row']) {
    isAsked(method)!.settle();
    await settled();
  }
  expect([await told, explorer.row?.unit]).toEqual(['read', second]);
  explorer.dispose();
});

test('both ends of a link come on screen together, with the row of the first', async () => {
  const world = new World();
  world.models.chosen = { directory: '/r' };
  await world.explore(world.target(world.documents[1]!, 0, 5));
  const { explorer } = world;
  const { rows, sampled } = explorer.exploration!.matrix;
  const unread = Array.from({ length: rows }, (_, unit) => unit).find(unit => !sampled!.includes(unit))!;
  explorer.dispatch({ type: 'link', from: textUnit(unread), units: [textUnit(0)] });
  expect([explorer.shown.pinned, explorer.shown.linked]).toEqual([null, null]);
  await world.drain();
  expect([explorer.shown.pinned, explorer.shown.linked]).toEqual([textUnit(unread), [textUnit(0)]]);
  explorer.dispose();
});
