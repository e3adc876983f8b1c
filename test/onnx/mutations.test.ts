import { describe, expect, it } from 'vitest';
import { analyse } from '../../src/onnx/analyse.ts';
import { OnnxFormatError } from '../../src/onnx/format/formatError.ts';
import { indexModel } from '../../src/onnx/graph/graph.ts';
import { createRandom } from '../support/random.ts';
import { CountingSource } from './support/countingSource.ts';
import { mutate } from './support/mutate.ts';
import { modelBytes } from './support/tinyModels.ts';

const MUTATIONS_EACH = 500;
const BASES = ['bert-blocks', 'bert-external', 'branches', 'gpt2-dynamo'];

describe('a model with random damage', () => {
  it.each(BASES)('%s is read or refused, quickly and without large reads', name => {
    const original = modelBytes(name);
    const random = createRandom(original.length);
    const outcomes = { refused: 0, text: 0, unsupported: 0 };
    for (let run = 0; run < MUTATIONS_EACH; run++) {
      const source = new CountingSource(mutate(original, random));
      const started = process.cpuUsage();
      try {
        outcomes[analyse(indexModel(source)).kind]++;
      } catch (error) {
        if (!(error instanceof OnnxFormatError)) throw error;
        outcomes.refused++;
      }
      expect(process.cpuUsage(started).user / 1_000).toBeLessThan(1_000);
      expect(source.largestRead).toBeLessThanOrEqual(4_096);
    }
    // All of it is exercised: the reader's refusals, and the analysis of graphs that no exporter writes.
    expect(outcomes.refused).toBeGreaterThan(MUTATIONS_EACH / 20);
    expect(outcomes.text + outcomes.unsupported).toBeGreaterThan(MUTATIONS_EACH / 20);
  });
});
