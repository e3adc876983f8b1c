import { concatenate, lengthDelimited, unsignedField } from '../format/protobufWriter.ts';
import { readTensor, type OnnxTensor } from '../format/tensor.ts';
import { FLOAT32 } from '../format/elementTypes.ts';
import { MessageReader, type FileBytes } from '../format/wire.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/** Where the runtime finds what is not in the bytes it is given: names below one folder, with `/`. */
export interface WeightPlaces {
  /** Of the model file itself; null leaves its values in the bytes. */
  readonly model: string | null;
  /** Of a file of weights, by the location that the model gives. */
  readonly data: (location: string) => string;
}

/** The model file stays in one piece, and the files of weights where the model says. */
export const IN_PLACE: WeightPlaces = { model: null, data: location => location };

/** Fields of TensorProto. */
const DOC_STRING = 12;
const METADATA = 16;
const EXTERNAL_DATA = 13;
const DATA_LOCATION = 14;
const RAW_DATA = 9;
const FLOAT_DATA = 4;
const STORAGE = [RAW_DATA, FLOAT_DATA, EXTERNAL_DATA, DATA_LOCATION];
const NAME = 8;

/**
 * Smaller values stay in the bytes: shapes and axes, which the runtime reads while it infers shapes, and vectors that cost less to copy
 * than to map.
 */
const SMALLEST_REFERENCE = 4_096;

/** A TensorProto in a file. */
interface TensorRange {
  readonly file: FileBytes;
  readonly start: number;
  readonly end: number;
}

/**
 * The fields of a TensorProto with its values where `places` says. Values inside the model file become external data that point into that
 * very file, when `mayRefer` says so and they are many.
 * @param name another name for it
 */
export function placeTensor(range: TensorRange, places: WeightPlaces, mayRefer: boolean, name?: string): Bytes {
  const tensor = readTensor(messageOf(range), range.start, range.end);
  const reference = referenceTo(range, tensor, places, mayRefer);
  const dropped = [DOC_STRING, METADATA, ...(name === undefined ? [] : [NAME]), ...(reference === null ? [] : STORAGE)];
  const kept: Bytes[] = [];
  for (const message = messageOf(range); message.next();) if (!dropped.includes(message.field)) kept.push(message.whole());
  return concatenate([...kept, ...(name === undefined ? [] : [lengthDelimited(NAME, name)]), ...(reference ?? [])]);
}

function messageOf({ file, start, end }: TensorRange): MessageReader {
  return new MessageReader(file, start, end);
}

/** Whether a tensor's values are better left in the file. */
export function isWorthReferring(tensor: OnnxTensor, places: WeightPlaces): boolean {
  const bytes = 'length' in tensor.data ? tensor.data.length : 0;
  return places.model !== null && tensor.data.kind === 'raw' && bytes >= SMALLEST_REFERENCE;
}

function referenceTo(at: TensorRange, tensor: OnnxTensor, places: WeightPlaces, mayRefer: boolean): Bytes[] | null {
  const { data } = tensor;
  if (data.kind === 'external') return externalFields(places.data(data.location), data.offset, data.length);
  if (!mayRefer || places.model === null) return null;
  const range = data.kind === 'raw' ? ([data.offset, data.offset + data.length] as const) : packedFloats(messageOf(at), tensor);
  if (range === null || range[1] - range[0] < SMALLEST_REFERENCE) return null;
  return externalFields(places.model, range[0], range[1] - range[0]);
}

/** `float_data` of float32 in one packed list is the same little-endian bytes as `raw_data`. */
function packedFloats(message: MessageReader, { data, elementType }: OnnxTensor): readonly [start: number, end: number] | null {
  if (data.kind !== 'typed' || data.field !== FLOAT_DATA || elementType !== FLOAT32) return null;
  const ranges: [number, number][] = [];
  while (message.next()) {
    if (message.field !== FLOAT_DATA) continue;
    if (!message.isLengthDelimited || ranges.length > 0) return null;
    ranges.push([message.valueStart, message.valueEnd]);
  }
  return ranges[0] ?? null;
}

function externalFields(location: string, offset: number, length: number): Bytes[] {
  const entries = { location, offset: String(offset), length: String(length) };
  const pairs = Object.entries(entries).map(([key, value]) =>
    lengthDelimited(EXTERNAL_DATA, concatenate([lengthDelimited(1, key), lengthDelimited(2, value)])),
  );
  return [...pairs, unsignedField(DATA_LOCATION, 1)];
}
