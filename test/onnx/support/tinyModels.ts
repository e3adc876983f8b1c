import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { SupportedGraph } from '../../../src/onnx/analysis.ts';
import { analyse } from '../../../src/onnx/analyse.ts';
import { indexModel } from '../../../src/onnx/graph/graph.ts';
import { bytesSource } from '../../../src/onnx/format/byteSource.ts';

/** Encoders that must be read and shown; made by training/make_tiny_models.py, as are their references. */
export const ENCODERS = [
  'bert-eager',
  'bert-sdpa',
  'bert-dynamo',
  'bert-sdpa-dynamo',
  'bert-opset12',
  'bert-external',
  'bert-classifier',
  'bert-blocks',
  'distilbert',
  'distilbert-dynamo',
  'electra',
  'electra-dynamo',
  'roberta',
  'distilbert-sinusoidal',
  'roformer',
  'modernbert',
  'mpnet',
  't5',
] as const;

export type EncoderName = (typeof ENCODERS)[number];

const ROOT = new URL('../../fixtures/models/', import.meta.url);

export function modelFolder(name: string): string {
  return fileURLToPath(new URL(`${name}/onnx`, ROOT));
}

export function modelBytes(name: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(readFileSync(new URL(`${name}/onnx/model.onnx`, ROOT)));
}

/** The analysis of a model that must be supported. */
export function analyseEncoder(bytes: Uint8Array): SupportedGraph {
  const analysis = analyse(indexModel(bytesSource(bytes)));
  if (analysis.kind !== 'text') throw new Error(`${analysis.reason}: ${analysis.fault.cause}`);
  return analysis;
}

export interface ReferenceText {
  readonly text: string;
  readonly ids: readonly number[];
  /** [heads, tokens, tokens] of each layer. */
  readonly attention: readonly Float32Array[];
  /** [tokens, width] of each hidden state. */
  readonly hidden: readonly Float32Array[];
}

/** What PyTorch's eager attention computed for the model. */
export function referenceTexts(name: string): ReferenceText[] {
  const { texts } = JSON.parse(readFileSync(new URL(`${name}/reference.json`, ROOT), 'utf8')) as {
    texts: { text: string; ids: number[]; offset: number; attention: number[]; hidden: number[] }[];
  };
  const file = new Uint8Array(readFileSync(new URL(`${name}/reference.bin`, ROOT)));
  const values = new Float32Array(file.buffer);
  return texts.map(({ text, ids, offset, attention, hidden }) => {
    const [layers = 0, heads = 0, tokens = 0] = attention;
    const [states = 0, , width = 0] = hidden;
    const mapSize = heads * tokens * tokens;
    const stateStart = offset + layers * mapSize;
    return {
      text,
      ids,
      attention: Array.from({ length: layers }, (_, i) => values.subarray(offset + i * mapSize, offset + (i + 1) * mapSize)),
      hidden: Array.from({ length: states }, (_, i) =>
        values.subarray(stateStart + i * tokens * width, stateStart + (i + 1) * tokens * width),
      ),
    };
  });
}
