import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { elementBits } from '../../src/onnx/format/elementTypes.ts';
import { externalFiles, indexModel } from '../../src/onnx/graph/graph.ts';
import { bytesSource } from '../../src/onnx/format/byteSource.ts';
import { CountingSource } from './support/countingSource.ts';
import { ENCODERS, modelBytes, modelFolder } from './support/tinyModels.ts';

const BUILT_IN = new URL('../../models/minilm/onnx/model.onnx', import.meta.url);

describe('indexModel', () => {
  it.each(ENCODERS)('finds every weight of %s where its shape says', name => {
    const model = indexModel(bytesSource(modelBytes(name)));
    expect(model.graph.initializers.size).toBeGreaterThan(30);
    for (const tensor of model.graph.initializers.values()) {
      const bits = elementBits(tensor.elementType)!;
      const bytes = (tensor.dims.reduce((product, dim) => product * dim, 1) * bits) / 8;
      expect(['raw', 'external']).toContain(tensor.data.kind);
      if (tensor.data.kind !== 'raw' && tensor.data.kind !== 'external') continue;
      expect(tensor.data.length, tensor.name).toBe(bytes);
    }
  });

  it('points at the bytes of a weight', () => {
    const bytes = modelBytes('bert-eager');
    const table = indexModel(bytesSource(bytes)).graph.initializers.get('model.embeddings.LayerNorm.weight')!;
    if (table.data.kind !== 'raw') throw new Error(table.data.kind);
    const values = new Float32Array(bytes.slice(table.data.offset, table.data.offset + table.data.length).buffer);
    // Drawn around 1 by the script that made the model.
    for (const value of values) expect(Math.abs(value - 1)).toBeLessThan(0.5);
  });

  it('reads producer, versions, inputs and outputs', () => {
    const model = indexModel(bytesSource(modelBytes('bert-eager')));
    expect(model.producer).toBe('pytorch');
    expect(model.irVersion).toBe(8);
    expect([...model.opsets]).toEqual([['', 17]]);
    expect(model.graph.inputs.map(input => [input.name, input.elementType, input.dims])).toEqual([
      ['input_ids', 7, ['batch', 'tokens']],
      ['attention_mask', 7, ['batch', 'tokens']],
      ['token_type_ids', 7, ['batch', 'tokens']],
    ]);
    expect(model.graph.outputs.map(output => output.name)).toEqual(['last_hidden_state']);
  });

  it('names the external files and their size', () => {
    const model = indexModel(bytesSource(modelBytes('bert-external')));
    const size = readFileSync(`${modelFolder('bert-external')}/model.onnx.data`).length;
    expect(externalFiles(model)).toEqual(new Map([['model.onnx.data', size]]));
    expect(externalFiles(indexModel(bytesSource(modelBytes('bert-eager')))).size).toBe(0);
  });

  it('leaves the weights unread', () => {
    const source = new CountingSource(new Uint8Array(readFileSync(BUILT_IN)));
    indexModel(source);
    expect(source.largestRead).toBeLessThanOrEqual(4_096);
    expect(source.totalBytes).toBeLessThan(source.size / 20);
  });
});
