/** One TensorProto.DataType: its name as onnxruntime spells it, and the bits of one stored element (null: strings). */
interface ElementType {
  readonly name: string;
  readonly bits: number | null;
}

/** TensorProto.DataType of onnx.proto. */
const ELEMENT_TYPES: ReadonlyMap<number, ElementType> = new Map([
  [1, { name: 'float32', bits: 32 }],
  [2, { name: 'uint8', bits: 8 }],
  [3, { name: 'int8', bits: 8 }],
  [4, { name: 'uint16', bits: 16 }],
  [5, { name: 'int16', bits: 16 }],
  [6, { name: 'int32', bits: 32 }],
  [7, { name: 'int64', bits: 64 }],
  [8, { name: 'string', bits: null }],
  [9, { name: 'bool', bits: 8 }],
  [10, { name: 'float16', bits: 16 }],
  [11, { name: 'float64', bits: 64 }],
  [12, { name: 'uint32', bits: 32 }],
  [13, { name: 'uint64', bits: 64 }],
  [14, { name: 'complex64', bits: 64 }],
  [15, { name: 'complex128', bits: 128 }],
  [16, { name: 'bfloat16', bits: 16 }],
  [17, { name: 'float8e4m3fn', bits: 8 }],
  [18, { name: 'float8e4m3fnuz', bits: 8 }],
  [19, { name: 'float8e5m2', bits: 8 }],
  [20, { name: 'float8e5m2fnuz', bits: 8 }],
  [21, { name: 'uint4', bits: 4 }],
  [22, { name: 'int4', bits: 4 }],
  [23, { name: 'float4e2m1', bits: 4 }],
  [24, { name: 'float8e8m0', bits: 8 }],
  [25, { name: 'uint2', bits: 2 }],
  [26, { name: 'int2', bits: 2 }],
]);

export const FLOAT32 = 1;
export const UINT8 = 2;
export const INT8 = 3;
export const UINT16 = 4;
export const INT16 = 5;
export const UINT4 = 21;
export const INT32 = 6;
export const FLOAT16 = 10;
export const INT64 = 7;
export const BOOL = 9;
export const BFLOAT16 = 16;

/** Floating-point numbers, of any size. */
export function isFloat(elementType: number): boolean {
  return ELEMENT_TYPES.get(elementType)?.name.includes('float') === true;
}

/** Name of an element type, e.g. `int64`; `type 99` for one that ONNX does not have. */
export function elementTypeName(elementType: number): string {
  return ELEMENT_TYPES.get(elementType)?.name ?? `type ${elementType}`;
}

/** Bits of one stored element: null for strings, undefined for a type that ONNX does not have. */
export function elementBits(elementType: number): number | null | undefined {
  return ELEMENT_TYPES.get(elementType)?.bits;
}
