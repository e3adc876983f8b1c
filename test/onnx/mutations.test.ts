import { describe, expect, it } from 'vitest';
import { analyse } from '../../src/onnx/analyse.ts';
import { OnnxFormatError } from '../../src/onnx/format/formatError.ts';
import { indexModel } from '../../src/onnx/graph/graph.ts';
import { concatenate } from '../../src/onnx/format/protobufWriter.ts';
import { createRandom } from '../support/random.ts';
import { CountingSource } from './support/countingSource.ts';
import { modelBytes } from './support/tinyModels.ts';

const MUTATIONS_EACH = 500;
const BASES = ['bert-blocks', 'bert-external', 'branches', 'gpt2-dynamo'];

/** One change of the kind that disks, transfers and attackers make, or several. */
function mutate(original: Uint8Array, random: () => number): Uint8Array {
  let bytes = original.slice();
  const position = (): number => Math.floor(random() * bytes.length);
  for (let changes = 1 + Math.floor(random() * 4); changes > 0; changes--) {
    const start = position();
    const end = Math.min(bytes.length, start + Math.floor(random() * 64));
    switch (Math.floor(random() * 5)) {
      case 0:
        bytes[start] = Math.floor(random() * 256);
        break;
      case 1:
        bytes[start] = bytes[start]! ^ (1 << Math.floor(random() * 8));
        break;
      case 2:
        bytes = concatenate([bytes.subarray(0, start), bytes.subarray(end)]);
        break;
      case 3:
        bytes = concatenate([bytes.subarray(0, end), bytes.subarray(start)]);
        break;
      default:
        bytes.fill(random() < 0.5 ? 0 : 0xff, start, end);
    }
  }
  return bytes;
}

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
