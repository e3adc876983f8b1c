import { concatenate, lengthDelimited } from '../../../src/onnx/format/protobufWriter.ts';

export type Bytes = Uint8Array<ArrayBuffer>;

/** A protobuf varint of any int64, negative ones in two's complement. */
export function varint(value: bigint): Bytes {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, value);
  while (rest >= 0x80n) {
    bytes.push(Number(rest & 0x7fn) | 0x80);
    rest >>= 7n;
  }
  bytes.push(Number(rest));
  return Uint8Array.from(bytes);
}

export function integerField(field: number, value: bigint | number): Bytes {
  return concatenate([varint(BigInt(field * 8)), varint(BigInt(value))]);
}

export function message(field: number, ...parts: readonly Uint8Array[]): Bytes {
  return lengthDelimited(field, concatenate(parts));
}

/** A ModelProto of IR version 8 and opset 17 around the fields of a graph. */
export function modelOf(...graphFields: readonly Uint8Array[]): Bytes {
  return concatenate([integerField(1, 8), message(7, ...graphFields), message(8, integerField(2, 17))]);
}

/** The fields of a float32 TensorProto. */
export function floatTensor(dims: readonly (bigint | number)[], ...storage: readonly Uint8Array[]): Bytes {
  return concatenate([...dims.map(dim => integerField(1, dim)), integerField(2, 1), lengthDelimited(8, 'w'), ...storage]);
}

/** `external_data` entries and the mark that the tensor is stored outside. */
export function externalStorage(entries: Readonly<Record<string, string>>): Bytes {
  const pairs = Object.entries(entries).map(([key, value]) => message(13, lengthDelimited(1, key), lengthDelimited(2, value)));
  return concatenate([...pairs, integerField(14, 1)]);
}

/** A node with one attribute whose fields (beside its name) are given. */
export function nodeWithAttribute(...attributeFields: readonly Uint8Array[]): Bytes {
  return message(1, lengthDelimited(4, 'Constant'), lengthDelimited(2, 'x'), message(5, lengthDelimited(1, 'value'), ...attributeFields));
}
