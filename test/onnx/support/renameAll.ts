import { concatenate, lengthDelimited } from '../../../src/onnx/format/protobufWriter.ts';
import { createRandom } from '../../support/random.ts';

/** What to do with the fields of one kind of message: rename a string, go into a message; everything else is copied. */
interface Fields {
  readonly [field: number]: 'name' | (() => Fields);
}

const TENSOR: Fields = { 8: 'name' };
const VALUE: Fields = { 1: 'name' };
const ATTRIBUTE: Fields = { 6: () => GRAPH };
const NODE: Fields = { 1: 'name', 2: 'name', 3: 'name', 5: () => ATTRIBUTE };
const GRAPH: Fields = { 1: () => NODE, 2: 'name', 5: () => TENSOR, 11: () => VALUE, 12: () => VALUE };
const MODEL: Fields = { 7: () => GRAPH };

/** A model with every name of a node, value, tensor and graph replaced by random letters of the same length, so that nothing moves. */
export function renameAll(model: Uint8Array, seed: number): { bytes: Uint8Array<ArrayBuffer>; names: ReadonlyMap<string, string> } {
  const names = new Map<string, string>();
  const taken = new Set<string>();
  const random = createRandom(seed);
  const rename = (name: string): string => {
    if (name === '') return '';
    let renamed = names.get(name);
    while (renamed === undefined || (!names.has(name) && taken.has(renamed))) {
      renamed = Array.from({ length: name.length }, () => String.fromCharCode(97 + Math.floor(random() * 26))).join('');
    }
    names.set(name, renamed);
    taken.add(renamed);
    return renamed;
  };
  return { bytes: renameWith(model, rename), names };
}

/** A model with every name of a node, value, tensor and graph replaced by what `rename` makes of it. */
export function renameWith(model: Uint8Array, rename: (name: string) => string): Uint8Array<ArrayBuffer> {
  return rewrite(model, MODEL, rename);
}

function rewrite(bytes: Uint8Array, fields: Fields, rename: (name: string) => string): Uint8Array<ArrayBuffer> {
  const parts: Uint8Array[] = [];
  let position = 0;
  const readVarint = (): number => {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = bytes[position++]!;
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
    }
  };
  while (position < bytes.length) {
    const start = position;
    const tag = readVarint();
    const field = Math.floor(tag / 8);
    const wireType = tag % 8;
    if (wireType === 0) readVarint();
    else if (wireType === 1) position += 8;
    else if (wireType === 5) position += 4;
    else {
      const length = readVarint();
      const value = bytes.subarray(position, position + length);
      position += length;
      const action = fields[field];
      if (action !== undefined) {
        parts.push(lengthDelimited(field, action === 'name' ? rename(new TextDecoder().decode(value)) : rewrite(value, action(), rename)));
        continue;
      }
    }
    parts.push(bytes.subarray(start, position));
  }
  return concatenate(parts);
}
