import { expect, test } from 'vitest';
import type { EngineClient } from '../../src/session/engineClient.ts';
import { TakeAway } from '../../src/session/takeAway.ts';
import { textUnit } from '../support/textUnit.ts';
import { World } from './walk/world.ts';

test('of a text that is held by rows, the menu of a picture has the row of the word that it was opened on', async () => {
  const world = new World();
  world.models.chosen = { directory: '/r' };
  await world.explore(world.target(world.documents[1]!, 0, 5));
  const { explorer, engine } = world;
  const { rows, sampled } = explorer.exploration!.matrix;
  const unread = Array.from({ length: rows }, (_, unit) => unit).find(unit => !sampled!.includes(unit))!;
  explorer.dispatch({ type: 'hover', unit: textUnit(unread) });
  await world.drain();
  const takeAway = new TakeAway(explorer, engine as unknown as EngineClient);
  takeAway.openMenu('text', null);
  // The pointer leaves the word for the menu.
  explorer.dispatch({ type: 'hover', unit: null });
  await world.drain();
  const taken = await takeAway.shown(takeAway.takeMenu());
  expect(taken!.word.source).toBe(unread);
  expect(await takeAway.table(taken!, 'row', 'tsv')).toContain(taken!.labels[unread]!);
  explorer.dispose();
});

test('a picture of the view is asked for as a table by no page of ours: what is no table breaks nothing', async () => {
  const world = new World();
  await world.explore(world.target(world.documents[0]!, 0, 5));
  const takeAway = new TakeAway(world.explorer, world.engine as unknown as EngineClient);
  world.explorer.dispatch({ type: 'pin', unit: textUnit(0) });
  const taken = (await takeAway.shown())!;
  expect(await takeAway.table(taken, 'words' as never, 'tsv')).toBe(await takeAway.table(taken, 'row', 'tsv'));
  world.explorer.dispose();
});
