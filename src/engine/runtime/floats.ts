/** Floating-point numbers of one element type, given by their bytes in the machine's order, as float32. */
type ToFloats = (numbers: ArrayBufferView) => Float32Array;

/** By the name of the element type. Of 16 bits by their bits: Node 20 has no Float16Array, and no JavaScript has one for bfloat16. */
export const TO_FLOATS: Readonly<Record<string, ToFloats>> = {
  float32: ({ buffer, byteOffset, byteLength }) => new Float32Array(buffer, byteOffset, byteLength / 4),
  float64: ({ buffer, byteOffset, byteLength }) => Float32Array.from(new Float64Array(buffer, byteOffset, byteLength / 8)),
  float16: numbers => {
    const [bits, known] = [bitsOf(numbers), (halves ??= allHalves())];
    const floats = new Float32Array(bits.length);
    for (let index = 0; index < bits.length; index++) floats[index] = known[bits[index]!]!;
    return floats;
  },
  // The upper half of a float32.
  bfloat16: numbers => new Float32Array(Uint32Array.from(bitsOf(numbers), upper => upper << 16).buffer),
};

function bitsOf({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint16Array {
  return new Uint16Array(buffer, byteOffset, byteLength / 2);
}

/** The number of each of the 65,536 bit patterns: the maps of a long text are millions of numbers. */
let halves: Float32Array | null = null;

function allHalves(): Float32Array {
  return Float32Array.from({ length: 2 ** 16 }, (_, bits) => halfToNumber(bits));
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

/** The bits of the float16 nearest to a number, ties to even, as IEEE 754 rounds. */
export function halfOf(value: number): number {
  if (Number.isNaN(value)) return 0x7e00;
  const sign = value < 0 || Object.is(value, -0) ? 0x8000 : 0;
  const size = Math.abs(value);
  // Half a step above the largest one, 65504.
  if (size >= 65520) return sign | 0x7c00;
  // Below 2^-14 all steps are as wide as those above it. A fraction that is rounded up to 1 carries into the exponent.
  const exponent = Math.max(-14, exponentOf(size));
  return sign | (((exponent + 14) << 10) + nearestEven(size * 2 ** (10 - exponent)));
}

/** Rounds numbers, in their place, to the nearest ones of 16 bits, ties to even. */
export const ROUND_TO: Readonly<Record<'float16' | 'bfloat16', (numbers: Float32Array) => void>> = {
  float16: numbers => {
    const bits = bitsOfFloats(numbers);
    for (let index = 0; index < bits.length; index++) {
      const size = Math.abs(numbers[index]!);
      if (size >= 65520) numbers[index] = numbers[index]! * Infinity;
      else if (size >= 2 ** -14) bits[index] = roundedBits(bits[index]!, 13);
      else numbers[index] = Math.sign(numbers[index]!) * nearestEven(size * 2 ** 24) * 2 ** -24;
    }
  },
  bfloat16: numbers => {
    const bits = bitsOfFloats(numbers);
    for (let index = 0; index < bits.length; index++) if (!Number.isNaN(numbers[index])) bits[index] = roundedBits(bits[index]!, 16);
  },
};

function bitsOfFloats({ buffer, byteOffset, length }: Float32Array): Uint32Array {
  return new Uint32Array(buffer, byteOffset, length);
}

/** The last bits of a float's fraction made zero; what is rounded up to 1 carries into the exponent. */
function roundedBits(bits: number, dropped: number): number {
  const half = 2 ** (dropped - 1);
  const odd = (bits >>> dropped) & 1;
  return (bits + half - 1 + odd) & -(2 * half);
}

/** The largest power of two that is no larger. */
function exponentOf(size: number): number {
  const near = Math.floor(Math.log2(size));
  return 2 ** near > size ? near - 1 : 2 ** (near + 1) <= size ? near + 1 : near;
}

function nearestEven(value: number): number {
  const below = Math.floor(value);
  const rest = value - below;
  return rest > 0.5 || (rest === 0.5 && below % 2 === 1) ? below + 1 : below;
}

/** Attention weights, none above 1, as the bits of 16-bit floats, ties to even: [weights.length] from `at` on. */
export function writeHalves(weights: Float32Array, bits: Uint16Array, at: number): void {
  const patterns = bitsOfFloats(weights);
  for (let index = 0; index < weights.length; index++) {
    const pattern = patterns[index]!;
    // From 2^-14 on the exponent is counted anew and the last 13 bits of the fraction are rounded away; below, all steps are 2^-24.
    if (pattern >= 0x38800000) bits[at + index] = (pattern - 0x38000000 + 0xfff + ((pattern >>> 13) & 1)) >>> 13;
    else bits[at + index] = nearestEven(weights[index]! * 2 ** 24);
  }
}
