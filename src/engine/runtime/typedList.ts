import { elementBits } from '../../onnx/format/elementTypes.ts';
import { OnnxFormatError } from '../../onnx/format/formatError.ts';
import { elementCount, type OnnxTensor, type TensorData } from '../../onnx/format/tensor.ts';
import type { ByteSource } from '../../onnx/format/byteSource.ts';
import { FileBytes, MessageReader } from '../../onnx/format/wire.ts';

/** Fields of TensorProto whose numbers are 4 or 8 bytes each. All others are varints: int32_data, int64_data, uint64_data. */
const FIXED: ReadonlyMap<number, number> = new Map([
  [4, 4], // float_data
  [10, 8], // double_data
]);
const BYTES_AT_A_TIME = 2 ** 16;

/** Where the numbers of a list are the same bytes as raw data: those of a packed one of floats. null for any other list. */
export function packedOffset(source: ByteSource, tensor: OnnxTensor, data: TypedList): number | null {
  const each = FIXED.get(data.field);
  if (each === undefined) return null;
  const message = new MessageReader(new FileBytes(source), data.messageStart, data.messageEnd);
  while (message.next())
    if (message.field === data.field && message.isLengthDelimited && message.valueEnd - message.valueStart === each * elementCount(tensor))
      return message.valueStart;
  return null;
}

export type TypedList = Extract<TensorData, { kind: 'typed' }>;

/**
 * The numbers of a list in the form of raw data: little-endian, those of fewer than 8 bits packed as they are. Exporters write few numbers that
 * way, the scale and the zero point of a table for instance; onnx.helper.make_tensor also whole tables.
 * @returns null when there are not as many as the shape says
 */
export function rawFromList(source: ByteSource, tensor: OnnxTensor, data: TypedList): Uint8Array<ArrayBuffer> | null {
  const bits = elementBits(tensor.elementType);
  if (!bits) return null;
  const fixed = FIXED.get(data.field);
  const each = fixed ?? Math.max(1, bits / 8);
  // Whole numbers of 64 bits are no weights.
  if (each > 4 && fixed === undefined) return null;
  const raw = new Uint8Array(Math.ceil((elementCount(tensor) * bits) / 8));
  let filled = 0;
  const take = fixed === undefined ? varintsInto(raw, each) : null;
  try {
    const message = new MessageReader(new FileBytes(source), data.messageStart, data.messageEnd);
    while (message.next()) {
      if (message.field !== data.field) continue;
      for (let start = message.valueStart; start < message.valueEnd; start += BYTES_AT_A_TIME) {
        const bytes = source.read(start, Math.min(message.valueEnd, start + BYTES_AT_A_TIME));
        if (take) filled = take(bytes);
        else {
          if (filled + bytes.length > raw.length) return null;
          raw.set(bytes, filled);
          filled += bytes.length;
        }
      }
    }
  } catch (error) {
    if (error instanceof OnnxFormatError) return null;
    throw error;
  }
  return filled === raw.length ? raw : null;
}

/** Takes the bytes of varints one stretch after the other and puts the low `each` bytes of every number into `raw`. @returns bytes so far */
function varintsInto(raw: Uint8Array, each: number): (bytes: Uint8Array) => number {
  let [filled, value, shift] = [0, 0, 0];
  return bytes => {
    for (const byte of bytes) {
      // Beyond 32 bits there is only the sign of a negative number.
      if (shift < 32) value |= (byte & 0x7f) << shift;
      shift += 7;
      if (byte >= 0x80) continue;
      for (let index = 0; index < each; index++) raw[filled + index] = value >>> (8 * index);
      filled += each;
      value = shift = 0;
    }
    return filled;
  };
}
