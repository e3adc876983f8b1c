import path from 'node:path';
import { sequenceOf } from '../../src/core/text/tokenSequence.ts';
import { Runner } from '../../src/engine/runner.ts';
import type { Figure } from './figure.ts';
import { medianTime } from './statistics.ts';
import { proseOf } from './tokenizers.ts';

/** A folder with a real decoder, which is too large for the tree: see training/make_real_models.py. */
const VARIABLE = 'ATTENTION_LENS_DECODER';
const CHARACTERS = [500, 2000];

/** Its folder; null where none is named. */
export function realDecoder(): string | null {
  const folder = process.env[VARIABLE];
  return folder === undefined ? null : path.resolve(folder);
}

/** How fast a real decoder reads a text with all of its attention. */
export async function measureDecoder(): Promise<Figure[]> {
  const directory = realDecoder();
  if (directory === null) return [{ name: 'a real decoder', value: null, unit: 'ms', note: `${VARIABLE} names no folder` }];
  const runner = new Runner();
  const started = performance.now();
  await runner.open({ directory });
  const figures: Figure[] = [{ name: `${path.basename(directory)}, opened`, value: performance.now() - started, unit: 'ms' }];
  for (const length of CHARACTERS) {
    const text = proseOf(length);
    let tokens = 0;
    const value = await medianTime(3, async () => {
      const summary = await runner.run({ directory, text, fit: 'start', caret: 0 });
      tokens = sequenceOf(summary).tokens.length;
      runner.release({ runId: summary.runId });
    });
    const note = `${Math.round((1000 * tokens) / value)} tokens per second, all maps fetched and looked at`;
    figures.push({ name: `${path.basename(directory)}, ${tokens} tokens`, value, unit: 'ms', note });
  }
  return figures;
}
