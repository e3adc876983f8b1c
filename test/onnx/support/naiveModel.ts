import { createHash } from 'node:crypto';

/**
 * ONNX files read a second time, in the plainest way: fields of protobuf into nested lists, with no check, and tensors by what they hold.
 * Two files with the same result are the same model to whoever reads them.
 */

type Field = readonly [number: number, value: bigint | Uint8Array];

function fieldsOf(bytes: Uint8Array): Field[] {
  const fields: Field[] = [];
  let at = 0;
  const varint = (): bigint => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = bytes[at++]!;
      value |= BigInt(byte & 127) << shift;
      if (byte < 128) return value;
    }
  };
  while (at < bytes.length) {
    const tag = varint();
    const wire = Number(tag & 7n);
    if (wire === 0) fields.push([Number(tag >> 3n), varint()]);
    else {
      const length = wire === 2 ? Number(varint()) : wire === 1 ? 8 : 4;
      fields.push([Number(tag >> 3n), bytes.subarray(at, (at += length))]);
    }
  }
  return fields;
}

type Kind = 'model' | 'graph' | 'function' | 'node' | 'attribute' | 'sparse' | 'tensor';

const CHILDREN: Readonly<Record<Kind, Readonly<Record<number, Kind>>>> = {
  model: { 7: 'graph', 25: 'function' },
  graph: { 1: 'node', 5: 'tensor', 15: 'sparse' },
  function: { 7: 'node' },
  node: { 5: 'attribute' },
  attribute: { 5: 'tensor', 6: 'graph', 10: 'tensor', 11: 'graph', 22: 'sparse', 23: 'sparse' },
  sparse: { 1: 'tensor', 2: 'tensor' },
  tensor: {},
};

/** Notes for people, and how to train. */
const NOTES: Readonly<Record<Kind, readonly number[]>> = {
  model: [6, 14, 20],
  graph: [10, 16],
  function: [8, 14],
  node: [6, 9],
  attribute: [13],
  sparse: [],
  tensor: [12, 16],
};

/** What bytes are, in a few letters. */
function told(bytes: Uint8Array): string {
  if (bytes.length > 64) return createHash('sha1').update(bytes).digest('hex');
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex');
}
const textOf = (value: bigint | Uint8Array): string => new TextDecoder().decode(value as Uint8Array);

/** @param self the file that external data called `self` lie in */
export interface NaiveFile {
  readonly bytes: Uint8Array;
  readonly self?: Uint8Array;
}

/** A model as nested lists of [field, value]. */
export function naiveModel({ bytes, self }: NaiveFile): unknown {
  const read = (content: Uint8Array, kind: Kind): unknown => {
    if (kind === 'tensor') return tensorOf(fieldsOf(content), self);
    return fieldsOf(content)
      .filter(([number]) => !NOTES[kind].includes(number))
      .map(([number, value]) => {
        const child = CHILDREN[kind][number];
        return [number, child !== undefined ? read(value as Uint8Array, child) : typeof value === 'bigint' ? value : told(value)];
      });
  };
  return read(bytes, 'model');
}

/** What a tensor says of itself, and its values: their bytes, or the file and the place that they are in. */
function tensorOf(fields: readonly Field[], self: Uint8Array | undefined): unknown {
  const entries = new Map<string, string>();
  let external = false;
  const stored: Uint8Array[] = [];
  const said: unknown[] = [];
  for (const [number, value] of fields) {
    if (number === 13) {
      const pair = new Map(fieldsOf(value as Uint8Array).map(([field, part]) => [field, textOf(part)]));
      entries.set(pair.get(1) ?? '', pair.get(2) ?? '');
    } else if (number === 14) external = value === 1n;
    else if (number === 9 || (number === 4 && value instanceof Uint8Array)) stored.push(value as Uint8Array);
    else if (![12, 16].includes(number)) said.push([number, typeof value === 'bigint' ? value : told(value)]);
  }
  external ||= entries.size > 0;
  const [location, offset] = [entries.get('location') ?? '', Number(entries.get('offset') ?? 0)];
  if (external && location === 'self') stored.push(self!.subarray(offset, offset + Number(entries.get('length'))));
  const place = external && location !== 'self' ? [location, offset] : null;
  return { said, values: told(Buffer.concat(stored)), place };
}
