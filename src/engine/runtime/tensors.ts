import type { Tensor } from 'onnxruntime-node';
import { FaultError } from '../../core/faults.ts';
import { TO_FLOATS } from './floats.ts';

type InputData = BigInt64Array | Int32Array | Float32Array | Uint8Array;

/** Whole numbers as the element type that an input declares. */
export function inputData(
  elementType: string,
  values: readonly number[],
): { type: 'int64' | 'int32' | 'float32' | 'bool'; data: InputData } {
  switch (elementType) {
    case 'int64':
      return { type: elementType, data: BigInt64Array.from(values, BigInt) };
    case 'int32':
      return { type: elementType, data: Int32Array.from(values) };
    case 'float32':
      return { type: elementType, data: Float32Array.from(values) };
    case 'bool':
      return { type: elementType, data: Uint8Array.from(values) };
    default:
      throw unsupportedType(elementType);
  }
}

/** The numbers of an output as float32, without a copy when they are that already. */
export function toFloat32({ type, data }: Pick<Tensor, 'type' | 'data'>): Float32Array {
  if (data instanceof Float32Array) return data;
  const decode = TO_FLOATS[type];
  if (!decode || !ArrayBuffer.isView(data)) throw unsupportedType(type);
  return decode(data);
}

function unsupportedType(type: string): FaultError {
  return new FaultError({
    code: 'unsupported-model',
    title: 'The model uses a number format that is not read',
    cause: `One of its inputs or attention tensors is of the type ${type}.`,
    nextStep: 'Export the model with 32-bit floats, or use the built-in model.',
  });
}
