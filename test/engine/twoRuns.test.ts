import { expect, test } from 'vitest';
import { AttentionStore } from '../../src/engine/runs/attentionStore.ts';
import { Runner } from '../../src/engine/runner.ts';
import { TINY_MODEL } from '../support/commandLine.ts';
import { textUnit } from '../support/textUnit.ts';

test('a store that holds hardly one run still answers for a text and its variant, in turn, with the numbers of a large one', async () => {
  const answers = async (runner: Runner) => {
    const run = async (text: string) => (await runner.run({ directory: TINY_MODEL, text, fit: 'start', caret: 0 })).runId;
    const [text, variant] = [await run('the hungrier cat sat'), await run('the hungrier dog sat')];
    const all: unknown[] = [];
    for (let turn = 0; turn < 3; turn++) {
      for (const runId of [text, variant]) {
        all.push(await runner.path({ runId, level: 'words', ...textUnit(2) }));
        all.push(await runner.shifts({ runId, level: 'words', ...textUnit(2), state: 1, others: [1, 3], mode: 'mask' }));
        all.push(await runner.matrix({ runId, level: 'words', selection: { kind: 'rollout', layer: 1 }, combine: 'mean' }));
      }
    }
    return all;
  };
  const small = await answers(new Runner({ store: new AttentionStore({ runs: 4, bytes: 1 }) }));
  expect(small).toEqual(await answers(new Runner()));
});
