/** How far one variant of a model is from another, measured on one short text. */
export interface VariantDifference {
  /** The most exact variant of the folder. */
  readonly reference: string;
  readonly variant: string;
  /** Of the text that it was measured on. */
  readonly tokens: number;
  /** Sum of the absolute differences of a row of attention, 0 to 2: the mean over all rows, heads and layers. */
  readonly rowDifference: number;
  /** Places where both find the same token the most likely to come next; null where a file puts out none, or memory is too small to ask for them. */
  readonly sameNext: number | null;
}

/**
 * Mean over all rows of the sum of absolute differences.
 * @param maps of all layers, each [heads, tokens, tokens]
 */
export function meanRowDifference(maps: readonly Float32Array[], others: readonly Float32Array[], tokens: number): number {
  let [sum, rows] = [0, 0];
  for (const [layer, map] of maps.entries()) {
    const other = others[layer]!;
    for (let i = 0; i < map.length; i++) sum += Math.abs(map[i]! - other[i]!);
    rows += map.length / tokens;
  }
  return sum / rows;
}

/** The column of the largest number of each row, [rows, width]. */
export function mostLikely(values: Float32Array, width: number): number[] {
  return Array.from({ length: values.length / width }, (_, row) => {
    let best = 0;
    for (let column = 1; column < width; column++) if (values[row * width + column]! > values[row * width + best]!) best = column;
    return best;
  });
}

/** `Measured on a text of 57 tokens against model: a row of attention differs by 0.18 on average (of at most 2); the most likely next token is the same in 31 of 57 places.` */
export function describeDifference({ reference, tokens, rowDifference, sameNext }: VariantDifference): string {
  const rows = Number.isFinite(rowDifference)
    ? `differs by ${rowDifference.toPrecision(2)} on average (of at most 2)`
    : 'has values that are no numbers';
  const next = sameNext === null ? '' : `; the most likely next token is the same in ${sameNext} of ${tokens} places`;
  return `Measured on a text of ${tokens} tokens against ${reference}: a row of attention ${rows}${next}.`;
}
