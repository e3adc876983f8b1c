/** From [heads, padded, padded] to [heads, tokens, tokens]. */
export function cropMaps(maps: Float32Array, padded: number, tokens: number): Float32Array {
  if (padded === tokens) return maps;
  const heads = maps.length / padded ** 2;
  const cropped = new Float32Array(heads * tokens ** 2);
  for (let row = 0; row < heads * tokens; row++) {
    const start = (Math.floor(row / tokens) * padded + (row % tokens)) * padded;
    cropped.set(maps.subarray(start, start + tokens), row * tokens);
  }
  return cropped;
}

/** From [padded, width] to [tokens, width]. */
export function cropRows(rows: Float32Array, padded: number, tokens: number): Float32Array {
  return padded === tokens ? rows : rows.slice(0, (rows.length / padded) * tokens);
}
