import { describe, expect, it } from 'vitest';
import { analyse } from '../../src/onnx/analyse.ts';
import { indexModel } from '../../src/onnx/graph/graph.ts';
import { bytesSource } from '../../src/onnx/format/byteSource.ts';
import { analyseEncoder, ENCODERS, modelBytes } from './support/tinyModels.ts';
import type { UnsupportedReason } from '../../src/onnx/unsupported.ts';

/** They turn queries and keys, or add a bias to the scores. */
const WITHOUT_POSITION_TABLE = new Set<string>(['roformer', 'modernbert', 't5']);

describe('analyse', () => {
  it.each(ENCODERS)('finds layers, heads and tables of %s', name => {
    const graph = analyseEncoder(modelBytes(name));
    // Packed queries, keys and values leave the number of heads to the first run.
    expect(graph.sites.map(site => site.headCount)).toEqual(Array(3).fill(name === 'modernbert' ? null : 4));
    expect(graph.sites.map(site => site.layout)).toEqual(Array.from({ length: 3 }, () => 'batch,head,query,key'));
    expect(new Set(graph.hidden).size).toBe(4);
    expect(graph.tables.word.rows).toBe(182);
    expect(graph.tables.position?.rows).toBe(WITHOUT_POSITION_TABLE.has(name) ? undefined : 64);
    expect(graph.tables.word.width).toBe(name.startsWith('electra') ? 16 : 32);
    expect(graph.fixedLength).toBeNull();
    expect(graph.warnings).toEqual([]);
  });

  it('gives inputs their roles', () => {
    expect(analyseEncoder(modelBytes('bert-dynamo')).inputs).toEqual({
      ids: 'input_ids',
      mask: 'attention_mask',
      segments: 'token_type_ids',
      positions: null,
      cache: [],
      switches: [],
    });
    expect(analyseEncoder(modelBytes('distilbert')).inputs).toEqual({
      ids: 'input_ids',
      mask: 'attention_mask',
      segments: null,
      positions: null,
      cache: [],
      switches: [],
    });
    expect(analyseEncoder(modelBytes('bert-eager')).inputTypes).toEqual({
      ids: 'int64',
      mask: 'int64',
      segments: 'int64',
      positions: null,
    });
  });

  it('takes the probabilities behind the guard against rows of NaN', () => {
    for (const name of ['bert-sdpa', 'bert-sdpa-dynamo'] as const) {
      const bytes = modelBytes(name);
      const { nodes } = indexModel(bytesSource(bytes)).graph;
      for (const site of analyseEncoder(bytes).sites) {
        expect(site.path).toEqual(['Where']);
        expect(nodes.find(node => node.outputs.includes(site.probabilities))?.operator).toBe('Where');
      }
    }
  });

  it('finds segments that are no input and positions that start behind the padding row', () => {
    const { tables, inputs } = analyseEncoder(modelBytes('roberta'));
    expect(inputs.segments).toBeNull();
    expect(tables.segment?.rows).toBe(2);
    expect(tables.position?.firstRow).toBe(2);
    expect(analyseEncoder(modelBytes('bert-eager')).tables.position?.firstRow).toBe(0);
    expect(analyseEncoder(modelBytes('distilbert')).tables.segment).toBeNull();
  });

  it('sees through rows that are picked before they are turned into floats', () => {
    const graph = analyseEncoder(modelBytes('bert-blocks'));
    expect(graph.quantised).toBe(true);
    expect(graph.disableQuantQdq).toBe(true);
    const { storage } = graph.tables.word;
    if (storage?.kind !== 'quantised') throw new Error(storage?.kind);
    expect(storage.blockSize).toBe(16);
    expect(storage.values.dims).toEqual([182, 32]);
    expect(storage.scales.dims).toEqual([182, 2]);
    expect(analyseEncoder(modelBytes('bert-eager')).disableQuantQdq).toBe(false);
  });

  it.each(['gpt2', 'gpt2-dynamo'])('finds that %s looks back alone', name => {
    const graph = analyseEncoder(modelBytes(name));
    expect(graph.sites.map(site => [site.layer, site.causal, site.route])).toEqual([
      [0, true, 'output'],
      [1, true, 'output'],
    ]);
    expect(graph.hidden.length).toBe(3);
    expect(graph.inputs).toMatchObject({ ids: 'input_ids', mask: 'attention_mask', positions: null });
    expect(analyseEncoder(modelBytes('bert-eager')).sites.some(site => site.causal)).toBe(false);
  });

  it('turns the Softmax of a classifier down and keeps the encoder', () => {
    const graph = analyseEncoder(modelBytes('bert-classifier'));
    expect(graph.sites.length).toBe(3);
    expect(graph.rejected.map(softmax => softmax.reason)).toEqual(['its result is not multiplied with values']);
  });

  it.each<[string, UnsupportedReason, string, RegExp]>([
    ['bart-decoder', 'encoder-decoder', 'unsupported-model', /2 of 4 attention layers/],
    ['router', 'no-attention', 'no-attention', /not a product of queries and keys/],
  ])('says why %s is not shown', (name, reason, code, cause) => {
    const analysis = analyse(indexModel(bytesSource(modelBytes(name))));
    if (analysis.kind !== 'unsupported') throw new Error(analysis.kind);
    expect(analysis.reason).toBe(reason);
    expect(analysis.fault.code).toBe(code);
    expect(analysis.fault.cause).toMatch(cause);
    expect(analysis.fault.nextStep).not.toBe('');
    expect(analysis.operators.length).toBeGreaterThan(0);
  });

  it('rejects pooling and routing for their own reasons', () => {
    expect(analyse(indexModel(bytesSource(modelBytes('router')))).rejected).toEqual([
      { node: 'poolshares', reason: 'its scores are not a product of queries and keys' },
      { node: 'routershares', reason: 'its result is not multiplied with values' },
    ]);
  });
});
