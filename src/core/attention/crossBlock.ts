/**
 * Maps of cross-attention as those of one text: what a decoder's tokens (rows) give an encoder's (columns), [heads, target, source], in the square of all
 * tokens, those of the source first. Nothing else of the square is attention: it is 0.
 */
export function inSquare(cross: Float32Array, target: number, source: number): Float32Array {
  const size = source + target;
  const heads = cross.length / (target * source);
  const square = new Float32Array(heads * size * size);
  for (let row = 0; row < heads * target; row++) {
    const at = (Math.floor(row / target) * size + source + (row % target)) * size;
    square.set(cross.subarray(row * source, (row + 1) * source), at);
  }
  return square;
}

/** The way back. */
export function outOfSquare(square: Float32Array, target: number, source: number): Float32Array {
  const size = source + target;
  const heads = square.length / size ** 2;
  const cross = new Float32Array(heads * target * source);
  for (let row = 0; row < heads * target; row++) {
    const at = (Math.floor(row / target) * size + source + (row % target)) * size;
    cross.set(square.subarray(at, at + source), row * source);
  }
  return cross;
}
