import type { Tensor } from 'onnxruntime-node';
import { FaultError } from '../../core/faults.ts';
import { halfOf, TO_FLOATS } from './floats.ts';

type Data = Tensor.DataTypeMap[Tensor.Type];

/** Numbers as one element type of an input. bfloat16 is none of them: ONNX Runtime's JavaScript has no such tensors. */
const FROM_NUMBERS: Readonly<Partial<Record<string, (values: readonly number[]) => Data>>> = {
  int64: values => BigInt64Array.from(values, BigInt),
  int32: values => Int32Array.from(values),
  float32: values => Float32Array.from(values),
  float64: values => Float64Array.from(values),
  float16: values => Uint16Array.from(values, halfOf),
  bool: values => Uint8Array.from(values),
};

/**
 * Numbers as the element type that an input declares, fit to be fed on every Node.js.
 * @param elementType as ONNX Runtime and the graph spell it, e.g. `int64`
 * @param dims their product is the number of values: 0 for an empty cache
 * @throws FaultError `unsupported-model` for an element type that cannot be fed
 */
export function inputTensor(Type: typeof Tensor, elementType: string, values: readonly number[], dims: readonly number[]): Tensor {
  const data = FROM_NUMBERS[elementType]?.(values);
  if (!data) throw unsupportedType(elementType);
  return asInput(new Type(elementType as Tensor.Type, data, dims));
}

/**
 * The same tensor, fit to be fed: also an output that is fed back, as a cache is. Where JavaScript has Float16Array (Node.js 24),
 * onnxruntime-common keeps float16 in one, and the native part of onnxruntime-node takes only Uint16Array: "not enough space".
 */
export function asInput(tensor: Tensor): Tensor {
  if (tensor.type !== 'float16') return tensor;
  // Not a public field: test/engine/halfTensors.test.ts fails when a newer runtime does otherwise.
  const inside = tensor as unknown as { cpuData?: ArrayBufferView };
  const { cpuData } = inside;
  if (cpuData && !(cpuData instanceof Uint16Array))
    inside.cpuData = new Uint16Array(cpuData.buffer, cpuData.byteOffset, cpuData.byteLength / 2);
  return tensor;
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
