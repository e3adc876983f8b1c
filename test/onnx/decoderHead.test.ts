import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { analyseDecoder } from '../../src/onnx/analyseDecoder.ts';
import { bytesSource } from '../../src/onnx/format/byteSource.ts';
import { indexModel } from '../../src/onnx/graph/graph.ts';

it('vectors that a decoder without its head puts out are no likelihoods', () => {
  const bytes = new Uint8Array(readFileSync(new URL('../fixtures/encoderDecoders/t5-optimum/onnx/decoder_model.onnx', import.meta.url)));
  const model = indexModel(bytesSource(bytes));
  const outputs = model.graph.outputs.map(output =>
    output.name === 'logits' ? { ...output, dims: [...output.dims!.slice(0, 2), 16] } : output,
  );
  const graph = analyseDecoder({ ...model, graph: { ...model.graph, outputs } });
  if (graph.kind === 'unsupported') throw new Error(graph.reason);
  expect([graph.tables.word.rows, graph.logits]).toEqual([graph.tables.word.rows, null]);
});
