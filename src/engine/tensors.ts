import type { Tensor } from 'onnxruntime-node';
import { FaultError } from '../core/errors.ts';

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
export function toFloat32(tensor: Tensor): Float32Array {
  const { data } = tensor;
  if (data instanceof Float32Array) return data;
  if (data instanceof Float64Array) return Float32Array.from(data);
  // Node 20 has no Float16Array and gives the bits.
  if (tensor.type === 'float16' && data instanceof Uint16Array) return halvesToFloats(data);
  if (tensor.type === 'float16' && ArrayBuffer.isView(data)) return Float32Array.from(data as unknown as ArrayLike<number>);
  throw unsupportedType(tensor.type);
}

/** 16-bit floats, given by their bits. */
export function halvesToFloats(bits: Uint16Array): Float32Array {
  return Float32Array.from(bits, halfToNumber);
}

/** IEEE 754 binary16: 1 sign, 5 exponent, 10 fraction bits. */
function halfToNumber(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction ? NaN : sign * Infinity;
  return sign * (1024 + fraction) * 2 ** (exponent - 25);
}

function unsupportedType(type: string): FaultError {
  return new FaultError({
    code: 'unsupported-model',
    title: 'The model uses a number format that is not read',
    cause: `One of its inputs or attention tensors is of the type ${type}.`,
    nextStep: 'Export the model with 32-bit floats, or use the built-in model.',
  });
}
