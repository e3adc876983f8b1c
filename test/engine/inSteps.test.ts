import { expect, test } from 'vitest';
import type { InSteps } from '../../src/core/inSteps.ts';
import { computeInSteps } from '../../src/engine/runs/inSteps.ts';
import type { Step } from '../../src/protocol/rpc.ts';

/** Twenty parts of 10 ms each. */
function* busy(): InSteps<string> {
  for (let part = 1; part <= 20; part++) {
    const end = performance.now() + 10;
    while (performance.now() < end);
    yield part / 20;
  }
  return 'done';
}

test('a long computation says how many percent are done, and lets others go before', async () => {
  const steps: (Step | undefined)[] = [];
  let others = 0;
  const timer = setInterval(() => others++, 1);
  expect(await computeInSteps(busy(), { cancelled: false, progress: step => void steps.push(step) })).toBe('done');
  clearInterval(timer);
  expect(others).toBeGreaterThan(1);
  expect(steps.length).toBeGreaterThan(1);
  const done = steps.map(step => step!.done);
  expect(done).toEqual(done.toSorted((a, b) => a - b));
  expect(steps.every(step => step!.total === 100 && step!.done > 0 && step!.done <= 100)).toBe(true);
});

test('it stops when nobody waits any more', async () => {
  const message = { cancelled: false };
  const stopped = computeInSteps(busy(), message);
  setImmediate(() => (message.cancelled = true));
  await expect(stopped).rejects.toMatchObject({ fault: { code: 'cancelled' } });
});
