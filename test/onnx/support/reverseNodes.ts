import { bytesSource } from '../../../src/onnx/format/byteSource.ts';
import { concatenate, lengthDelimited } from '../../../src/onnx/format/protobufWriter.ts';
import { FileBytes, MessageReader } from '../../../src/onnx/format/wire.ts';

const [GRAPH, NODE] = [7, 1];

/** A model whose main graph lists its nodes the other way round. */
export function reverseNodes(model: Uint8Array): Uint8Array<ArrayBuffer> {
  const parts: Uint8Array[] = [];
  for (const message = new MessageReader(new FileBytes(bytesSource(model))); message.next();) {
    if (message.field !== GRAPH) {
      parts.push(message.whole());
      continue;
    }
    const nodes: Uint8Array[] = [];
    const others: Uint8Array[] = [];
    for (const graph = message.message(); graph.next();) (graph.field === NODE ? nodes : others).push(graph.whole());
    parts.push(lengthDelimited(GRAPH, concatenate([...nodes.toReversed(), ...others])));
  }
  return concatenate(parts);
}
