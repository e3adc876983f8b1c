import { describe, expect, it } from 'vitest';
import { largestDifference, openEncoder } from './support/runEncoder.ts';
import { analyseEncoder, ENCODERS, modelBytes, modelFolder, referenceTexts } from './support/tinyModels.ts';

const TOLERANCE = 1e-5;

describe('attention and hidden states of tiny models', () => {
  it.each(ENCODERS)('%s agrees with the eager attention of PyTorch', async name => {
    const bytes = modelBytes(name);
    const graph = analyseEncoder(bytes);
    const run = await openEncoder(bytes, graph, modelFolder(name));
    for (const reference of referenceTexts(name)) {
      const output = await run(reference.ids);
      expect(output.attention.length).toBe(reference.attention.length);
      expect(output.hidden.length).toBe(reference.hidden.length);
      for (const [layer, map] of output.attention.entries()) {
        expect(largestDifference(map, reference.attention[layer]!), `attention ${layer}`).toBeLessThanOrEqual(TOLERANCE);
      }
      for (const [state, values] of output.hidden.entries()) {
        expect(largestDifference(values, reference.hidden[state]!), `hidden ${state}`).toBeLessThanOrEqual(TOLERANCE);
      }
    }
  });

  it.each(ENCODERS)('%s has maps that a mistake would show in', name => {
    for (const { attention, ids } of referenceTexts(name)) {
      for (const map of attention) expect(Math.max(...map)).toBeGreaterThan(4 / ids.length);
      expect(largestDifference(attention[0]!, attention[1]!)).toBeGreaterThan(0.1);
    }
  });
});
