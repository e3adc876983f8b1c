import { EngineProcess } from '../../src/host/process/process.ts';
import type { Figure } from './figure.ts';
import { BUILT_IN_MODEL, ENGINE } from './paths.ts';
import { median, medianTime } from './statistics.ts';
import { textOfTokens } from './texts.ts';
import { textUnit } from '../support/textUnit.ts';
import { sequenceOf } from '../../src/core/text/tokenSequence.ts';

const COLD_STARTS = 3;
const ROUNDS = 10;
const LENGTHS = [128, 512] as const;

/** The forked engine process, asked as the extension asks it: times on the clock, answers included. */
export async function measureEngine(): Promise<Figure[]> {
  const engine = new EngineProcess({ modulePath: ENGINE, log: () => undefined });
  try {
    const figures: Figure[] = [
      { name: 'engine, first open', value: await measureOpen(engine), unit: 'ms', note: 'fork, load, run 3 tokens' },
    ];
    let runId = 0;
    for (const length of LENGTHS) {
      const run = async () => {
        const summary = await engine.call('run', { directory: BUILT_IN_MODEL, text: textOfTokens(length), fit: 'start', caret: 0 });
        const { length: tokens } = sequenceOf(summary).tokens;
        if (tokens !== length) throw new Error(`${tokens} tokens instead of ${length}`);
        if (runId !== 0) await engine.call('release', { runId });
        ({ runId } = summary);
      };
      figures.push({ name: `engine, run of ${length} tokens`, value: await medianTime(ROUNDS, run), unit: 'ms' });
    }
    return [...figures, ...(await measureSlices(engine, runId))];
  } finally {
    engine.dispose();
  }
}

/** Each time in a fresh process; the last one stays. */
async function measureOpen(engine: EngineProcess): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < COLD_STARTS; round++) {
    engine.stop();
    const start = performance.now();
    await engine.call('open', { directory: BUILT_IN_MODEL });
    times.push(performance.now() - start);
  }
  return median(times);
}

/** Slices of a run of 512 tokens. */
async function measureSlices(engine: EngineProcess, runId: number): Promise<Figure[]> {
  const level = 'words';
  const calls = {
    'matrix of one head': () => engine.call('matrix', { runId, level, selection: { kind: 'heads', heads: [[2, 0]] }, combine: 'mean' }),
    'matrix of all heads': () => engine.call('matrix', { runId, level, selection: { kind: 'all' }, combine: 'mean' }),
    thumbnails: () => engine.call('thumbnails', { runId, level, hideSpecial: true, hideSink: false, maxSide: 36 }),
    'heads of a word': () => engine.call('rankHeads', { runId, level, ...textUnit(5), direction: 'to', hideSink: false }),
  };
  const figures: Figure[] = [];
  for (const [name, call] of Object.entries(calls))
    figures.push({ name: `engine, ${name}, 512 tokens`, value: await medianTime(ROUNDS, call), unit: 'ms' });
  return figures;
}
