import { EngineProcess } from '../../src/host/process/process.ts';
import type { Figure } from './figure.ts';
import { BUILT_IN_MODEL, ENGINE } from './paths.ts';
import { medianTime } from './statistics.ts';
import { textOfTokens } from './texts.ts';
import { textUnit } from '../support/textUnit.ts';
import { ranText } from '../support/ranText.ts';

const ROUNDS = 5;
const WORDS = 64;
const STATE = 3;
const LEVEL = 'pieces';

/** What the pages beyond attention ask of the engine process; masking as ratios within one run. */
export async function measureEmbeddings(): Promise<Figure[]> {
  const engine = new EngineProcess({ modulePath: ENGINE, log: () => undefined });
  try {
    // Special tokens at both ends are not taken away.
    const text = textOfTokens(WORDS + 2);
    const runOnce = () => engine.call('run', { directory: BUILT_IN_MODEL, text, fit: 'start', caret: 0 });
    const { runId, pieces } = ranText(await runOnce());
    const others = pieces.flatMap(({ start }, index) => (start >= 0 ? [index] : []));
    const shifts = (some: readonly number[]) =>
      engine.call('shifts', { runId, level: LEVEL, ...textUnit(others[0]!), state: STATE, mode: 'mask', others: some });
    const word = { runId, level: LEVEL, ...textUnit(5) } as const;

    const one = await medianTime(ROUNDS, async () => {
      const run = await runOnce();
      await engine.call('release', { runId: run.runId });
    });
    const batched = await medianTime(ROUNDS, () => shifts(others));
    const single = await medianTime(ROUNDS, async () => {
      for (const other of others) await shifts([other]);
    });
    const neighbours = await medianTime(ROUNDS, () => engine.call('neighbours', { ...word, state: null, top: 12 }));
    const likeness = await medianTime(ROUNDS, () => engine.call('likeness', { runId, level: LEVEL, state: STATE }));
    const path = await medianTime(ROUNDS, () => engine.call('path', word));
    return [
      { name: 'masking, batched / one by one', value: batched / single, unit: 'ratio', aim: 1, note: `${others.length} words` },
      { name: 'masking, batched / one run', value: batched / one, unit: 'ratio', note: `${others.length} words` },
      { name: 'masking, batched', value: batched, unit: 'ms', note: `${others.length} words` },
      { name: 'neighbours', value: neighbours, unit: 'ms', aim: 50, note: '30,522 entries of 384, table in memory' },
      { name: 'likeness of all words', value: likeness, unit: 'ms', note: `${pieces.length} tokens, both matrices` },
      { name: 'path of a word', value: path, unit: 'ms' },
    ];
  } finally {
    engine.dispose();
  }
}
