import { elementBits, INT32, INT64 } from './elementTypes.ts';
import type { OnnxModel } from './graph.ts';
import type { GraphIndex } from './graphIndex.ts';
import type { OnnxTensor } from './tensor.ts';
import { FileBytes, MessageReader, viewOf } from './wire.ts';

/** Constants that steer a graph (shapes, axes, offsets) are short; anything longer is a weight and stays unread. */
const MAXIMUM_ELEMENTS = 64;

/** The integers of a short constant, or null when it is no constant of integers, long, or stored elsewhere. */
export function constantIntegers(model: OnnxModel, index: GraphIndex, name: string): readonly number[] | null {
  const tensor = index.initializer(name);
  if (tensor !== undefined) return tensorIntegers(model, tensor);
  const node = index.producer(index.throughIdentity(name));
  if (node?.operator !== 'Constant') return null;
  const list = node.attributes.get('value_ints');
  if (list !== undefined) return list.integers;
  const single = node.attributes.get('value_int')?.integer;
  return single === null || single === undefined ? null : [single];
}

/** The one integer of a scalar constant, or null. */
export function constantInteger(model: OnnxModel, index: GraphIndex, name: string): number | null {
  const values = constantIntegers(model, index, name);
  return values?.length === 1 ? values[0]! : null;
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
