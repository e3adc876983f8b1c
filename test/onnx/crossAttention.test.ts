import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { CrossGraph } from '../../src/onnx/analysis.ts';
import { analyse } from '../../src/onnx/analyse.ts';
import { analyseDecoder } from '../../src/onnx/analyseDecoder.ts';
import { bytesSource } from '../../src/onnx/format/byteSource.ts';
import { indexModel } from '../../src/onnx/graph/graph.ts';
import { renameAll } from './support/renameAll.ts';
import { modelBytes } from './support/tinyModels.ts';

const ROOT = new URL('../fixtures/encoderDecoders/', import.meta.url);

function bytesOf(folder: string, file = 'decoder_model'): Uint8Array<ArrayBuffer> {
  return new Uint8Array(readFileSync(new URL(`${folder}/onnx/${file}.onnx`, ROOT)));
}

function decoderIn(bytes: Uint8Array): CrossGraph {
  const graph = analyseDecoder(indexModel(bytesSource(bytes)));
  if (graph.kind === 'unsupported') throw new Error(`${graph.reason}: ${graph.fault.cause}`);
  return graph;
}

/** What is fed to a decoder, by what it does. */
function rolesOf({ inputs, source }: CrossGraph) {
  const { ids, mask, segments, positions, cache, switches } = inputs;
  return { ids, mask, segments, positions, cache: cache.length, switches: switches.map(({ name }) => name), source };
}

const PLAIN = {
  ids: 'input_ids',
  mask: null,
  segments: null,
  positions: null,
  cache: 0,
  switches: [],
  source: { states: 'encoder_hidden_states', mask: 'encoder_attention_mask' },
};

describe('the decoder of an encoder-decoder', () => {
  it.each([
    ['t5-optimum', 'decoder_model', PLAIN],
    ['t5-dynamo', 'decoder_model', PLAIN],
    ['bart-fused', 'decoder_model', PLAIN],
    ['bart-dynamo-23', 'decoder_model', PLAIN],
    // Two layers, keys and values of the target.
    ['bart-past', 'decoder_model', { ...PLAIN, cache: 4 }],
    // The branch without a cache; those of the source are inputs as well.
    ['bart-merged', 'decoder_model_merged', { ...PLAIN, cache: 8, switches: ['use_cache_branch'] }],
    ['marian-merged', 'decoder_model_merged', { ...PLAIN, cache: 8, switches: ['use_cache_branch'] }],
  ])('%s: which input is what, and which attention is of which text', (folder, file, roles) => {
    const graph = decoderIn(bytesOf(folder, file));
    expect(rolesOf(graph)).toEqual(roles);
    expect(graph.logits).toBe('logits');
    expect([graph.self, graph.cross].map(sites => sites.map(site => site.layer))).toEqual([
      [0, 1],
      [0, 1],
    ]);
    expect(new Set([...graph.self, ...graph.cross].map(site => site.probabilities)).size).toBe(4);
    expect(graph.cross.some(site => site.causal)).toBe(false);
    expect(graph.edits.branches.size).toBe(file.endsWith('merged') ? 1 : 0);
  });

  it.each(['t5-optimum', 'bart-fused', 'bart-past'])('%s: no name is interpreted', folder => {
    const bytes = bytesOf(folder);
    const { bytes: copy, names } = renameAll(bytes, 5);
    const [graph, renamed] = [decoderIn(bytes), decoderIn(copy)];
    expect(renamed.source.states).toBe(names.get('encoder_hidden_states'));
    const probabilities = ({ self, cross }: CrossGraph) => [...self, ...cross].map(site => site.path.length + site.form);
    expect(probabilities(renamed)).toEqual(probabilities(graph));
    expect(rolesOf(renamed)).toMatchObject({ ids: names.get('input_ids'), cache: graph.inputs.cache.length });
  });

  it('is turned down where one text is read, merged too, and a decoder of one text where two are', () => {
    for (const [folder, file] of [
      ['t5-dynamo', 'decoder_model'],
      ['bart-merged', 'decoder_model_merged'],
    ] as const) {
      const graph = analyse(indexModel(bytesSource(bytesOf(folder, file))));
      if (graph.kind !== 'unsupported') throw new Error('it is not');
      expect([graph.reason, graph.fault.title]).toEqual(['encoder-decoder', 'This encoder-decoder reads one text and writes another']);
      expect(graph.fault.nextStep).toContain('run --target');
    }
    for (const [name, reason] of [
      ['gpt2', 'no-cross-attention'],
      ['bert-eager', 'no-cross-attention'],
      ['router', 'no-attention'],
    ] as const) {
      const graph = analyseDecoder(indexModel(bytesSource(modelBytes(name))));
      expect(graph.kind === 'unsupported' && graph.reason).toBe(reason);
    }
  });
});
