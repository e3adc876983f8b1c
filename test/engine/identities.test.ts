import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { NO_EDITS } from '../../src/onnx/graph/edits.ts';
import { indexModel } from '../../src/onnx/graph/graph.ts';
import { writeModel } from '../../src/onnx/rewrite/writeModel.ts';
import { findModelFile } from '../../src/engine/model/folder.ts';
import { readModelGraph } from '../../src/engine/model/graph.ts';
import { weightPlaces } from '../../src/engine/model/weightPlaces.ts';
import { withFileSource } from '../../src/engine/model/fileSource.ts';
import { AttentionSession } from '../../src/engine/runtime/session.ts';
import { forwardPass, loadAlone } from '../support/loadedModel.ts';
import { largestDifference } from '../support/tensors.ts';

// What is exactly so in any decoder, whatever its weights. Rows by steps and texts in chunks: decoding.test.ts.

const DECODERS = [
  'models/gpt2',
  'models/llama-cached',
  'fused/gemma2-genai',
  'matrix/gpt-oss/dynamo-20-past',
  'matrix/qwen3/dynamo-23-sdpa',
] as const;
const TOKENS = 24;
const CHANGED = 9;
const IDS = Array.from({ length: TOKENS }, (_, index) => 3 + ((index * 37) % 90));

describe.each(DECODERS)('%s', name => {
  const opened = loadAlone(resolve('test/fixtures', name));
  const pass = async (ids: readonly number[]) => forwardPass((await opened).session, ids);

  test('a token that changes leaves everything before it as it was, to the last bit, and nothing that saw it', async () => {
    const other = IDS.with(CHANGED, 99);
    const [before, after] = [await pass(IDS), await pass(other)];
    expect(before.maps.length).toBeGreaterThan(1);
    for (const [layer, map] of before.maps.entries()) {
      const changed = after.maps[layer]!;
      for (let start = 0; start < map.length; start += TOKENS ** 2) {
        const end = start + CHANGED * TOKENS;
        expect(changed.subarray(start, end), `layer ${layer}`).toEqual(map.subarray(start, end));
      }
      expect(changed).not.toEqual(map);
    }
    for (const [state, values] of before.hidden.entries()) {
      const width = values.length / TOKENS;
      const row = (vectors: Float32Array, token: number) => vectors.subarray(token * width, (token + 1) * width);
      for (let token = 0; token < CHANGED; token++) expect(row(after.hidden[state]!, token), `state ${state}`).toEqual(row(values, token));
      expect(row(after.hidden[state]!, CHANGED)).not.toEqual(row(values, CHANGED));
      // Before any attention nothing has moved between places.
      if (state === 0) expect(row(after.hidden[0]!, CHANGED + 1)).toEqual(row(values, CHANGED + 1));
      if (state === before.hidden.length - 1) expect(row(after.hidden[state]!, CHANGED + 1)).not.toEqual(row(values, CHANGED + 1));
    }
  });

  test('what is removed behind a token changes nothing up to it', async () => {
    const [whole, cut] = [await pass(IDS), await pass(IDS.slice(0, CHANGED))];
    for (const [layer, map] of whole.maps.entries())
      for (let head = 0; head < map.length / TOKENS ** 2; head++)
        for (let row = 0; row < CHANGED; row++) {
          const start = (head * TOKENS + row) * TOKENS;
          const shorter = cut.maps[layer]!.subarray((head * CHANGED + row) * CHANGED, (head * CHANGED + row + 1) * CHANGED);
          expect(largestDifference(map.subarray(start, start + CHANGED), shorter)).toBeLessThan(2e-6);
        }
  });
});

test('a row and the share of the sink behind it sum to 1', async () => {
  const file = findModelFile(resolve('test/fixtures/matrix/gpt-oss/dynamo-20-past'));
  const { graph } = readModelGraph(file);
  if (graph.kind !== 'text') throw new Error(graph.fault.cause);
  const places = weightPlaces(file, []);
  // The Softmax, whose last column is the sink, before it is cut off.
  const { bytes, names } = withFileSource(file, source => {
    const model = indexModel(source);
    const makers = new Map(model.graph.nodes.flatMap(node => node.outputs.map(output => [output, node] as const)));
    const softmax = graph.sites.map(({ probabilities }) => {
      const cut = makers.get(probabilities)!;
      return cut.operator === 'Slice' ? cut.inputs[0]! : probabilities;
    });
    const shown = graph.sites.map(({ probabilities }) => probabilities);
    return { bytes: writeModel(model, NO_EDITS, [...shown, ...softmax, ...graph.hidden], places), names: softmax };
  });
  const session = await AttentionSession.create(
    { bytes, folder: places.folder },
    { graph: { ...graph, rows: null }, padId: 0, headSize: null },
  );
  const maps = session.outputs.maps;
  const fetched = await session.fetch(IDS, [...maps, ...names]);
  await session.dispose();
  for (const [layer, name] of names.entries()) {
    const [shares, map] = [fetched.get(name)!, fetched.get(maps[layer]!)!];
    for (let row = 0; row < map.length / TOKENS; row++) {
      const sum = map.subarray(row * TOKENS, (row + 1) * TOKENS).reduce((total, weight) => total + weight, 0);
      const sink = shares[row * (TOKENS + 1) + TOKENS]!;
      expect(sink).toBeGreaterThan(0);
      expect(Math.abs(sum + sink - 1)).toBeLessThan(1e-6);
    }
  }
});
