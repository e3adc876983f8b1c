import { concatenate, lengthDelimited } from '../../src/onnx/format/protobufWriter.ts';
import { bytesSource } from '../../src/onnx/format/byteSource.ts';
import { FileBytes, MessageReader } from '../../src/onnx/format/wire.ts';

/** Field numbers of onnx.proto. */
const MODEL = { graph: 7 };
const GRAPH = { node: 1, initializer: 5 };
const NODE = { input: 1, output: 2, operator: 4 };
const TENSOR = { dimensions: 1, type: 2, name: 8, rawData: 9 };
const ELEMENT_TYPE = { float32: 1, int8: 3 };

/** `bytes` is the whole field, tag included, so that what is not changed is copied as it is. */
interface Node {
  readonly bytes: Uint8Array;
  readonly operator: string;
  readonly inputs: readonly string[];
  readonly output: string;
}

interface Tensor {
  readonly bytes: Uint8Array;
  readonly name: string;
  readonly type: number;
  readonly shape: readonly number[];
  /** The fields that hold `shape`. */
  readonly shapeFields: readonly Uint8Array[];
  readonly data: Uint8Array;
}

interface Graph {
  readonly nodes: readonly Node[];
  readonly tensors: ReadonlyMap<string, Tensor>;
  /** All other fields of the model, and of its graph. */
  readonly modelFields: readonly Uint8Array[];
  readonly graphFields: readonly Uint8Array[];
}

/**
 * The *twin* of a model with weights in 8 bits: the same graph with the weights as floats, exactly the products int8 x scale.
 *
 * An engine that computes the 8-bit file in floats agrees with its twin to the last bits. One that lets ONNX Runtime fuse the
 * DequantizeLinear nodes into 8-bit kernels is off by 0.03, which bounds against the unrounded model are too loose to catch.
 *
 * Understands what the conversion in `training/` writes: symmetric blocks, DequantizeLinear(weight, scale), and
 * DequantizeLinear(Gather(table, i), Gather(scale, i)), which becomes Gather(float table, i).
 *
 * @throws Error when the file holds another form of DequantizeLinear.
 */
export function dequantise(file: Uint8Array): Uint8Array {
  const graph = readGraph(file);
  const producers = new Map(graph.nodes.map(node => [node.output, node]));
  const floatTensors: Uint8Array[] = [];
  const replacements = new Map<Node, Uint8Array | undefined>();
  const replacedTensors = new Set<string>();

  const addFloats = (weight: string | undefined, scale: string | undefined, name: string) => {
    const [values, scales] = [weight, scale].map(input => graph.tensors.get(input ?? ''));
    if (!values || !scales) throw new Error(`${name} is not read from weights in the file`);
    replacedTensors.add(values.name).add(scales.name);
    floatTensors.push(floatTensorField(name, values.shapeFields, multiplyBlocks(values, scales)));
  };

  for (const node of graph.nodes.filter(candidate => candidate.operator === 'DequantizeLinear')) {
    if (node.inputs.length !== 2) throw new Error('a DequantizeLinear with a zero point is not understood');
    const [gather, scaleGather] = node.inputs.map(input => producers.get(input));
    replacements.set(node, undefined);
    if (!gather || !scaleGather) {
      addFloats(node.inputs[0], node.inputs[1], node.output);
      continue;
    }
    const [table, indices] = gather.inputs;
    if (gather.operator !== 'Gather' || scaleGather.operator !== 'Gather' || scaleGather.inputs[1] !== indices) {
      throw new Error(`a DequantizeLinear of a ${gather.operator} is not understood`);
    }
    const floatTable = `${node.output}.table`;
    addFloats(table, scaleGather.inputs[0], floatTable);
    replacements.set(gather, undefined).set(scaleGather, undefined);
    replacements.set(node, nodeField('Gather', [floatTable, indices!], node.output));
  }

  const nodes = graph.nodes.flatMap(node => (replacements.has(node) ? (replacements.get(node) ?? []) : node.bytes));
  const tensors = [...graph.tensors.values()].filter(tensor => !replacedTensors.has(tensor.name)).map(tensor => tensor.bytes);
  const twin = concatenate([...nodes, ...tensors, ...floatTensors, ...graph.graphFields]);
  return concatenate([...graph.modelFields, lengthDelimited(MODEL.graph, twin)]);
}

/** int8 x scale, rounded once to float32; the blocked axis is the one along which there are fewer scales than values. */
function multiplyBlocks(values: Tensor, scales: Tensor): Float32Array {
  if (values.type !== ELEMENT_TYPE.int8 || scales.type !== ELEMENT_TYPE.float32)
    throw new Error(`${values.name} is not int8 with float32 scales`);
  const axis = values.shape.findIndex((length, index) => length !== scales.shape[index]);
  const length = values.shape[axis] ?? 1;
  const blocks = scales.shape[axis] ?? 1;
  const inner = values.shape.slice(axis + 1).reduce((product, size) => product * size, 1);
  const int8 = new Int8Array(values.data.buffer, values.data.byteOffset, values.data.byteLength);
  const factors = new Float32Array(Uint8Array.from(scales.data).buffer);
  const floats = new Float32Array(int8.length);
  for (let row = 0; row * inner < int8.length; row++) {
    // `row` counts positions along the outer axes and the blocked axis; its scales start at the row of its block.
    const scaleRow = Math.floor(row / length) * blocks + Math.floor(((row % length) * blocks) / length);
    for (let column = 0; column < inner; column++) {
      floats[row * inner + column] = int8[row * inner + column]! * factors[scaleRow * inner + column]!;
    }
  }
  return floats;
}

function floatTensorField(name: string, shapeFields: readonly Uint8Array[], values: Float32Array): Uint8Array {
  return lengthDelimited(
    GRAPH.initializer,
    concatenate([
      ...shapeFields,
      Uint8Array.of(TENSOR.type * 8, ELEMENT_TYPE.float32),
      lengthDelimited(TENSOR.name, name),
      lengthDelimited(TENSOR.rawData, new Uint8Array(values.buffer)),
    ]),
  );
}

function nodeField(operator: string, inputs: readonly string[], output: string): Uint8Array {
  const inputFields = inputs.map(input => lengthDelimited(NODE.input, input));
  return lengthDelimited(
    GRAPH.node,
    concatenate([...inputFields, lengthDelimited(NODE.output, output), lengthDelimited(NODE.operator, operator)]),
  );
}

function readGraph(file: Uint8Array): Graph {
  const nodes: Node[] = [];
  const tensors = new Map<string, Tensor>();
  const modelFields: Uint8Array[] = [];
  const graphFields: Uint8Array[] = [];
  for (const [modelField, modelBytes] of fieldsOf(file, 0, file.length)) {
    if (modelField.field !== MODEL.graph) {
      modelFields.push(modelBytes);
      continue;
    }
    for (const [field, bytes] of fieldsOf(file, modelField.valueStart, modelField.valueEnd)) {
      if (field.field === GRAPH.node) {
        nodes.push(readNode(bytes, field.message()));
      } else if (field.field === GRAPH.initializer) {
        const tensor = readTensor(file, bytes, field);
        tensors.set(tensor.name, tensor);
      } else {
        graphFields.push(bytes);
      }
    }
  }
  return { nodes, tensors, modelFields, graphFields };
}

/** Each field of the message in [start, end), with the bytes of the whole field. */
function* fieldsOf(file: Uint8Array, start: number, end: number): Generator<[MessageReader, Uint8Array]> {
  const message = new MessageReader(new FileBytes(bytesSource(file)), start, end);
  let fieldStart = start;
  while (message.next()) {
    yield [message, file.subarray(fieldStart, message.valueEnd)];
    fieldStart = message.valueEnd;
  }
}

function readNode(bytes: Uint8Array, field: MessageReader): Node {
  const inputs: string[] = [];
  let output = '';
  let operator = '';
  while (field.next()) {
    if (field.field === NODE.input) inputs.push(field.name());
    else if (field.field === NODE.output) output ||= field.name();
    else if (field.field === NODE.operator) operator = field.name();
  }
  return { bytes, operator, inputs, output };
}

function readTensor(file: Uint8Array, bytes: Uint8Array, { valueStart, valueEnd }: MessageReader): Tensor {
  const shape: bigint[] = [];
  const shapeFields: Uint8Array[] = [];
  let name = '';
  let type = 0;
  let data: Uint8Array = new Uint8Array(0);
  for (const [field, fieldBytes] of fieldsOf(file, valueStart, valueEnd)) {
    if (field.field === TENSOR.dimensions) {
      field.appendSigned(shape, 8);
      shapeFields.push(fieldBytes);
    } else if (field.field === TENSOR.name) name = field.name();
    else if (field.field === TENSOR.type) type = field.unsigned();
    else if (field.field === TENSOR.rawData) data = file.subarray(field.valueStart, field.valueEnd);
  }
  return { bytes, name, type, shape: shape.map(Number), shapeFields, data };
}
