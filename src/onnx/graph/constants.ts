import { elementBits, FLOAT32, INT32, INT64 } from '../format/elementTypes.ts';
import type { OnnxModel } from './graph.ts';
import type { GraphIndex } from './index.ts';
import type { OnnxTensor } from '../format/tensor.ts';
import { FileBytes, MessageReader, viewOf } from '../format/wire.ts';

/** Constants that steer a graph (shapes, axes, offsets) are short; anything longer is a weight and stays unread. */
const MAXIMUM_ELEMENTS = 64;

/** What is known of tensors: many nodes may use one, and one in protobuf lists is read through to its end. */
const INTEGERS = new WeakMap<OnnxTensor, readonly number[] | null>();
const NUMBERS = new WeakMap<OnnxTensor, number | null>();

function once<T>(known: WeakMap<OnnxTensor, T>, tensor: OnnxTensor, read: () => T): T {
  if (!known.has(tensor)) known.set(tensor, read());
  return known.get(tensor)!;
}

/** The integers of a short constant, or null when it is no constant of integers, long, or stored elsewhere. */
export function constantIntegers(model: OnnxModel, index: GraphIndex, name: string): readonly number[] | null {
  const tensor = index.initializer(name);
  if (tensor !== undefined) return once(INTEGERS, tensor, () => tensorIntegers(model, tensor));
  const node = index.producer(index.throughIdentity(name));
  if (node?.operator !== 'Constant') return null;
  const list = node.attributes.get('value_ints');
  if (list !== undefined) return list.integers.length > MAXIMUM_ELEMENTS ? null : list.integers;
  const single = node.attributes.get('value_int')?.integer;
  return single === null || single === undefined ? null : [single];
}

/** The one integer of a scalar constant, or null. */
export function constantInteger(model: OnnxModel, index: GraphIndex, name: string): number | null {
  const values = constantIntegers(model, index, name);
  return values?.length === 1 ? values[0]! : null;
}

/** The one number of a scalar constant, integer or float32, or null. */
export function constantNumber(model: OnnxModel, index: GraphIndex, name: string): number | null {
  const tensor = index.initializer(name);
  if (tensor?.elementType !== FLOAT32) return constantInteger(model, index, name);
  return tensor.dims.some(dim => dim !== 1) ? null : once(NUMBERS, tensor, () => tensorNumber(model, tensor));
}

function tensorNumber(model: OnnxModel, { data }: OnnxTensor): number | null {
  if (data.kind === 'raw') return viewOf(model.source.read(data.offset, data.offset + data.length)).getFloat32(0, true);
  if (data.kind !== 'typed') return null;
  const message = new MessageReader(new FileBytes(model.source), data.messageStart, data.messageEnd);
  while (message.next()) {
    // One number is the same four bytes, packed or not.
    if (message.field === data.field && message.valueEnd - message.valueStart === 4)
      return viewOf(model.source.read(message.valueStart, message.valueEnd)).getFloat32(0, true);
  }
  return null;
}

function tensorIntegers(model: OnnxModel, tensor: OnnxTensor): readonly number[] | null {
  const elements = tensor.dims.reduce((product, dim) => product * dim, 1);
  const isInteger = tensor.elementType === INT64 || tensor.elementType === INT32;
  if (!isInteger || elements > MAXIMUM_ELEMENTS) return null;
  const bytesEach = (elementBits(tensor.elementType) ?? 0) / 8;
  switch (tensor.data.kind) {
    case 'empty':
      return [];
    case 'external':
      return null;
    case 'raw': {
      const view = viewOf(model.source.read(tensor.data.offset, tensor.data.offset + tensor.data.length));
      return Array.from({ length: elements }, (_, i) =>
        bytesEach === 8 ? Number(view.getBigInt64(i * bytesEach, true)) : view.getInt32(i * bytesEach, true),
      );
    }
    case 'typed': {
      const values: bigint[] = [];
      const message = new MessageReader(new FileBytes(model.source), tensor.data.messageStart, tensor.data.messageEnd);
      while (message.next()) if (message.field === tensor.data.field) message.appendSigned(values, MAXIMUM_ELEMENTS);
      return values.map(Number);
    }
  }
}
