import type { ExternalData } from './externalData.ts';
import { OnnxFormatError } from './formatError.ts';
import { inOrder } from './order.ts';
import { LIMITS } from './limits.ts';
import { readTensor, type OnnxTensor } from './tensor.ts';
import type { MessageReader } from './wire.ts';
import type { OnnxGraph, OnnxNode, OnnxAttribute, OnnxValue } from './types.ts';

/** What all graphs of one file share while they are read. */
export interface GraphContext {
  readonly depth: number;
  /** Every external range is collected here, wherever its tensor hides. */
  readonly externalData: ExternalData[];
}

/** Reads a GraphProto. @throws OnnxFormatError */
export function readGraph(message: MessageReader, context: GraphContext): OnnxGraph {
  if (context.depth > LIMITS.graphDepth)
    throw new OnnxFormatError('limit', message.valueStart, `graphs nested deeper than ${LIMITS.graphDepth}`);
  const listed: OnnxNode[] = [];
  const offsets: number[] = [];
  const initializers = new Map<string, OnnxTensor>();
  const sparseInitializers = new Set<string>();
  const inputs: OnnxValue[] = [];
  const outputs: OnnxValue[] = [];
  while (message.next()) {
    switch (message.field) {
      case 1:
        offsets.push(message.valueStart);
        listed.push(readNode(message.message(), context));
        break;
      case 5: {
        const tensor = readTensorField(message, context);
        initializers.set(tensor.name, tensor);
        break;
      }
      case 11:
        inputs.push(readValue(message.message()));
        break;
      case 12:
        outputs.push(readValue(message.message()));
        break;
      case 15:
        sparseInitializers.add(readSparseTensor(message.message(), context));
        break;
      default:
        break;
    }
  }
  const graph = { listed, initializers, sparseInitializers, inputs, outputs };
  return { ...graph, nodes: inOrder(graph, offsets) };
}

/** Reads a NodeProto. @throws OnnxFormatError */
export function readNode(message: MessageReader, context: GraphContext): OnnxNode {
  message.budget.spend('nodes', message.valueStart);
  const inputs: string[] = [];
  const outputs: string[] = [];
  const attributes = new Map<string, OnnxAttribute>();
  let name = '';
  let operator = '';
  let domain = '';
  let overload = '';
  while (message.next()) {
    switch (message.field) {
      case 1:
        inputs.push(message.name());
        break;
      case 2:
        outputs.push(message.name());
        break;
      case 3:
        name = message.name();
        break;
      case 4:
        operator = message.name();
        break;
      case 5:
        readAttribute(message.message(), context, attributes);
        break;
      case 7:
        domain = message.name();
        break;
      case 8:
        overload = message.name();
        break;
      default:
        break;
    }
  }
  return { name, operator, domain: domain === 'ai.onnx' ? '' : domain, overload, inputs, outputs, attributes };
}

function readAttribute(message: MessageReader, context: GraphContext, attributes: Map<string, OnnxAttribute>): void {
  const integers: bigint[] = [];
  const graphs: OnnxGraph[] = [];
  const inner: GraphContext = { ...context, depth: context.depth + 1 };
  let name = '';
  let integer: number | null = null;
  let float: number | null = null;
  let text: string | null = null;
  let tensor: OnnxTensor | null = null;
  while (message.next()) {
    switch (message.field) {
      case 1:
        name = message.name();
        break;
      case 2:
        float = message.float32();
        break;
      case 3:
        integer = Number(message.signed());
        break;
      case 4:
        text = message.text();
        break;
      case 5:
        tensor = readTensorField(message, context);
        break;
      case 6:
      case 11:
        graphs.push(readGraph(message.message(), inner));
        break;
      case 8:
        message.appendSigned(integers, LIMITS.listLength);
        break;
      case 10:
        readTensorField(message, context);
        break;
      case 22:
      case 23:
        readSparseTensor(message.message(), context);
        break;
      default:
        break;
    }
  }
  message.budget.spend('numbers', message.valueStart, integers.length);
  attributes.set(name, { integer, float, text, integers: integers.map(Number), tensor, graphs });
}

function readTensorField(message: MessageReader, context: GraphContext): OnnxTensor {
  const tensor = readTensor(message.message(), message.valueStart, message.valueEnd);
  if (tensor.data.kind === 'external') context.externalData.push(tensor.data);
  return tensor;
}

/** Reads a SparseTensorProto and returns the name of its values, which is the initializer's name. */
function readSparseTensor(message: MessageReader, context: GraphContext): string {
  let name = '';
  while (message.next()) {
    if (message.field === 1) name = readTensorField(message, context).name;
    else if (message.field === 2) readTensorField(message, context);
  }
  return name;
}

/** Reads a ValueInfoProto: name, and type.tensor_type.{elem_type, shape} when it is a tensor. */
function readValue(message: MessageReader): OnnxValue {
  let name = '';
  let elementType = 0;
  let dims: (number | string | null)[] | null = null;
  while (message.next()) {
    if (message.field === 1) name = message.name();
    if (message.field !== 2) continue;
    const type = message.message();
    while (type.next()) {
      if (type.field !== 1) continue;
      const tensorType = type.message();
      while (tensorType.next()) {
        if (tensorType.field === 1) elementType = tensorType.unsigned();
        else if (tensorType.field === 2) dims = readShape(tensorType.message());
      }
    }
  }
  return { name, elementType, dims };
}

function readShape(message: MessageReader): (number | string | null)[] {
  const dims: (number | string | null)[] = [];
  while (message.next()) {
    if (message.field !== 1) continue;
    if (dims.length === LIMITS.rank) throw new OnnxFormatError('limit', message.valueStart, `more than ${LIMITS.rank} dimensions`);
    const dimension = message.message();
    let dim: number | string | null = null;
    while (dimension.next()) {
      if (dimension.field === 1) dim = Number(dimension.signed());
      else if (dimension.field === 2) dim = dimension.name();
    }
    dims.push(dim);
  }
  return dims;
}
