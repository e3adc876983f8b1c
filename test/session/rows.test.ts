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
