import { expect, test } from 'vitest';
import { createAnalyses, type Makers } from '../../src/engine/analyses/registry.ts';
import { ModelCache, modelLimits } from '../../src/engine/model/cache.ts';
import { pickNext } from '../../src/engine/process/queue.ts';
import { AttentionStore } from '../../src/engine/runs/attentionStore.ts';
import { RunAccess } from '../../src/engine/runs/runAccess.ts';
import { Runner } from '../../src/engine/runner.ts';
import { ANALYSES, needsRun, passesOf, type AnalysisApi } from '../../src/protocol/engineMethods.ts';
import { textUnit } from '../support/textUnit.ts';

const NAMES = Object.keys(ANALYSES) as (keyof AnalysisApi)[];

test('every analysis that is declared has a function of the runner, and none has another', () => {
  const store = new AttentionStore();
  const made = createAnalyses(new RunAccess(new ModelCache(store, modelLimits(Infinity)), store), new Runner());
  expect(Object.keys(made).toSorted()).toEqual(NAMES.toSorted());
  const runner = new Runner();
  for (const name of NAMES) expect(Object.hasOwn(runner, name), name).toBe(true);
});

test('a registry without an analysis, with an unknown one or with one of another result does not compile', () => {
  const makers = {} as Makers;
  const { layers: _, ...others } = makers;
  // @ts-expect-error -- layers is missing
  const missing: Makers = others;
  // @ts-expect-error -- is declared nowhere
  const unknown: Makers = { ...makers, colours: () => () => null };
  // @ts-expect-error -- another result
  const wrong: Makers = { ...makers, layers: () => () => ({ runId: 1 }) };
  expect([missing, unknown, wrong]).toHaveLength(3);
});

test('what stands on a run needs its process; the declaration gives the order and the passes of a request', () => {
  expect(NAMES.filter(name => !needsRun(name)).toSorted()).toEqual([
    'compare',
    'ground',
    'modelVariants',
    'positions',
    'tokens',
    'variantDifference',
    'write',
    'writingOffer',
  ]);
  for (const name of NAMES) {
    const isQuick = ANALYSES[name].cost === 'slice';
    expect(pickNext(['run', name]), name).toBe(isQuick ? 1 : 0);
    expect(pickNext([name, 'run']), name).toBe(isQuick ? 0 : 1);
  }
  const unit = { runId: 1, level: 'words', ...textUnit(0) } as const;
  expect(passesOf({ method: 'shifts', parameters: { ...unit, state: 0, mode: 'mask', others: [1, 2, 3] } })).toBe(3);
  expect(passesOf({ method: 'groundRemovals', parameters: { runId: 1, taken: [[0], [1, 2]] } })).toBe(2);
  expect(passesOf({ method: 'path', parameters: unit })).toBe(0);
});
