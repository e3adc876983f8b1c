import { concatenate } from '../../../src/onnx/format/protobufWriter.ts';

/** One change of the kind that disks, transfers and attackers make, or several. */
export function mutate(original: Uint8Array, random: () => number): Uint8Array {
  let bytes = original.slice();
  const position = (): number => Math.floor(random() * bytes.length);
  for (let changes = 1 + Math.floor(random() * 4); changes > 0; changes--) {
    const start = position();
    const end = Math.min(bytes.length, start + Math.floor(random() * 64));
    switch (Math.floor(random() * 5)) {
      case 0:
        bytes[start] = Math.floor(random() * 256);
        break;
      case 1:
        bytes[start] = bytes[start]! ^ (1 << Math.floor(random() * 8));
        break;
      case 2:
        bytes = concatenate([bytes.subarray(0, start), bytes.subarray(end)]);
        break;
      case 3:
        bytes = concatenate([bytes.subarray(0, end), bytes.subarray(start)]);
        break;
      default:
        bytes.fill(random() < 0.5 ? 0 : 0xff, start, end);
    }
  }
  return bytes;
}
