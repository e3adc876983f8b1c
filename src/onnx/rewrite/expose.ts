import type { OnnxModel } from '../graph/graph.ts';
import { concatenate, lengthDelimited } from '../format/protobufWriter.ts';

/** Field numbers of onnx.proto: ModelProto.graph, GraphProto.output, ValueInfoProto.name. */
const MODEL_GRAPH = 7;
const GRAPH_OUTPUT = 12;
const VALUE_NAME = 1;

/**
 * Bytes that make tensors of a model its outputs when they are appended to the model file.
 *
 * Protobuf merges a repeated embedded message, so `file ++ ModelProto{graph{output:[{name}, ...]}}` is the model with more outputs, and
 * nothing of the file is read or rewritten. Types are left out: onnxruntime infers them, and refuses a wrong one.
 * Names that are outputs already, and repeated names, are skipped; with nothing left to add the result is empty.
 */
export function exposeSuffix(model: OnnxModel, names: readonly string[]): Uint8Array<ArrayBuffer> {
  const existing = new Set(model.graph.outputs.map(output => output.name));
  const added = [...new Set(names)].filter(name => !existing.has(name));
  if (added.length === 0) return new Uint8Array(0);
  const outputs = added.map(name => lengthDelimited(GRAPH_OUTPUT, lengthDelimited(VALUE_NAME, name)));
  return lengthDelimited(MODEL_GRAPH, concatenate(outputs));
}
