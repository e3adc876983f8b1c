/** Floating-point numbers of one element type, given by their bytes in the machine's order, as float32. */
type ToFloats = (numbers: ArrayBufferView) => Float32Array;

/** By the name of the element type. Of 16 bits by their bits: Node 20 has no Float16Array, and no JavaScript has one for bfloat16. */
export const TO_FLOATS: Readonly<Record<string, ToFloats>> = {
  float32: ({ buffer, byteOffset, byteLength }) => new Float32Array(buffer, byteOffset, byteLength / 4),
  float64: ({ buffer, byteOffset, byteLength }) => Float32Array.from(new Float64Array(buffer, byteOffset, byteLength / 8)),
  float16: numbers => Float32Array.from(bitsOf(numbers), halfToNumber),
  // The upper half of a float32.
  bfloat16: numbers => new Float32Array(Uint32Array.from(bitsOf(numbers), upper => upper << 16).buffer),
};

function bitsOf({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint16Array {
  return new Uint16Array(buffer, byteOffset, byteLength / 2);
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
