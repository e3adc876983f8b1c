import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { findModelFile } from '../../src/engine/model/folder.ts';
import { readModelGraph } from '../../src/engine/model/graph.ts';
import { AttentionSession } from '../../src/engine/runtime/session.ts';
import { forwardPass } from '../support/loadedModel.ts';
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
