import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { findModelFile } from '../../src/engine/model/folder.ts';
import { readModelGraph } from '../../src/engine/model/graph.ts';
import { AttentionSession } from '../../src/engine/runtime/session.ts';
import type { FaultError } from '../../src/core/faults.ts';
import { FLOAT32 } from '../../src/onnx/format/elementTypes.ts';
import type { GraphBuilder } from '../onnx/support/graphBuilder.ts';
import { oneLayer } from '../onnx/support/oneLayer.ts';
import { forwardPass, loadAlone } from '../support/loadedModel.ts';
import { loadNpz } from '../support/npz.ts';
import { largestDifference } from '../support/tensors.ts';

const NANO = resolve('test/fixtures/models/gpt-nano-sort');

interface Reference {
  readonly texts: readonly { readonly ids: number[]; readonly attention: number[][]; readonly blocks: number[][] }[];
}

async function openDecoder(directory: string): Promise<AttentionSession> {
  const { graph, runtime } = readModelGraph(findModelFile(directory));
  if (graph.kind !== 'text') throw new Error(graph.fault.cause);
  return AttentionSession.create(runtime, { graph, padId: 0, headSize: null });
}

/** Of tiny models with random weights, made by training/make_model_folders.py with what PyTorch's eager attention computes. */
describe.each(['llama-cached', 'gemma2'])('%s', name => {
  const directory = resolve('test/fixtures/models', name);
  const arrays = loadNpz(new Uint8Array(readFileSync(resolve(directory, 'reference.npz'))));
  const floats = (key: string) => new Float32Array(arrays.get(key)!.bytes.slice().buffer);
  const idsOf = (text: number) => [...new BigInt64Array(arrays.get(`${text}.ids`)!.bytes.slice().buffer)].map(Number);

  test('attends as PyTorch computes it, and all its hidden states are those', async () => {
    const { session, summary } = await loadAlone(directory);
    expect(summary.attention).toMatchObject({ causal: true, rowsSumToOne: true });
    for (const text of [0, 1]) {
      const { maps, hidden } = await forwardPass(session, idsOf(text), true);
      for (const [layer, map] of maps.entries()) {
        const expected = floats(`${text}.attention.${layer}`);
        expect(largestDifference(map, expected), `layer ${layer}`).toBeLessThan(1e-5);
        expect(largestDifference(map, maps[(layer + 1) % maps.length]!), 'a mistake would show').toBeGreaterThan(0.1);
      }
      for (const [state, values] of hidden.entries())
        expect(largestDifference(values, floats(`${text}.hidden.${state}`)), `state ${state}`).toBeLessThan(1e-4);
      expect(arrays.has(`${text}.hidden.${hidden.length}`)).toBe(false);
    }
  });

  test('what came later changes nothing, to the last bit', async () => {
    const { session } = await loadAlone(directory);
    const ids = idsOf(0);
    const changed = [...ids.slice(0, -1), ids[0]!];
    const [before, after] = [await forwardPass(session, ids, true), await forwardPass(session, changed, true)];
    const rows = ids.length - 1;
    const last = (values: Float32Array, width: number) => values.subarray(0, rows * width);
    for (const [state, values] of before.hidden.entries()) {
      const width = values.length / ids.length;
      expect(last(after.hidden[state]!, width), `state ${state}`).toEqual(last(values, width));
    }
    expect(after.hidden.at(-1)).not.toEqual(before.hidden.at(-1));
  });
});

test('layers say what they see and what they are made of', () => {
  const facts = (name: string) => {
    const { graph } = readModelGraph(findModelFile(resolve('test/fixtures/models', name)));
    return graph.sites.map(({ causal, window, softcap, headCount, keyValueHeads }) => [causal, window, softcap, headCount, keyValueHeads]);
  };
  expect(facts('gemma2')).toEqual([
    [true, 8, 5, 4, 2],
    [true, null, 5, 4, 2],
    [true, 8, 5, 4, 2],
  ]);
  expect(facts('llama-cached').map(([causal, window, softcap, heads]) => [causal, window, softcap, heads])).toEqual([
    [true, null, null, 4],
    [true, null, null, 4],
  ]);
});

test('a cache that leaves the size of a head open needs a file that says it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'attention-lens-decoder-'));
  const keys = (builder: GraphBuilder, plain: string): string => {
    const tokensFirst = builder.node('Transpose', [plain], { perm: [0, 1, 3, 2] });
    const joined = builder.node('Concat', [builder.input('past', ['batch', 4, 'past', 'size'], FLOAT32), tokensFirst], { axis: 2 });
    return builder.node('Transpose', [joined], { perm: [0, 1, 3, 2] });
  };
  writeFileSync(join(folder, 'model.onnx'), oneLayer({ keys }));
  cpSync(resolve('test/fixtures/models/llama-cached/tokenizer.json'), join(folder, 'tokenizer.json'));
  const refusal = async () => (await loadAlone(folder).catch((error: unknown) => error)) as FaultError;
  expect((await refusal()).fault.title).toMatch(/How large a head/);
  writeFileSync(join(folder, 'config.json'), '{"hidden_size": 32, "num_attention_heads": 4}');
  // It runs then; without a mask, what is joined to a cache looks ahead, and that is found out.
  expect((await refusal()).fault.cause).toMatch(/layer 0 failed: it attends to later tokens/);
  rmSync(folder, { recursive: true });
});

test('a cache is fed empty, and positions as they are counted', () => {
  const { graph } = readModelGraph(findModelFile(resolve('test/fixtures/models/llama-cached')));
  if (graph.kind !== 'text') throw new Error(graph.fault.cause);
  expect(graph.inputs.positions).toBe('position_ids');
  expect(graph.inputs.cache.map(input => input.shape)).toEqual(Array.from({ length: 4 }, () => ['batch', 2, 'past', 16]));
});

test('a trained decoder attends as was published of it', async () => {
  const session = await openDecoder(NANO);
  const { texts } = JSON.parse(readFileSync(resolve(NANO, 'reference.json'), 'utf8')) as Reference;
  for (const { ids, attention, blocks } of texts) {
    const { maps, hidden } = await forwardPass(session, ids, true);
    for (const [layer, map] of maps.entries())
      expect(largestDifference(map, Float32Array.from(attention[layer]!)), `layer ${layer}`).toBeLessThan(1e-5);
    for (const [block, states] of blocks.entries())
      expect(largestDifference(hidden[block + 1]!, Float32Array.from(states)), `block ${block}`).toBeLessThan(1e-4);
    expect(Math.max(...maps[0]!.subarray(11))).toBeGreaterThan(0.5);
  }
});
