/** Buckets of a picture that has a dot for each block of units: the largest of each block, so that a sharp link survives. */
export interface Dots {
  readonly columns: number;
  readonly rows: number;
  /** rows x columns. */
  readonly buckets: Uint8Array;
}

/** Number of dots that `count` units need when each covers `block` of them. */
export function dotCount(count: number, block: number): number {
  return Math.ceil(count / block);
}

/** The largest of every `blockRows` x `blockColumns` cells of a rows x columns table. */
export function largestOfBlocks(buckets: Uint8Array, rows: number, columns: number, blockRows: number, blockColumns: number): Dots {
  const dotRows = dotCount(rows, blockRows);
  const dotColumns = dotCount(columns, blockColumns);
  if (blockRows === 1 && blockColumns === 1) return { rows, columns, buckets };
  const dots = new Uint8Array(dotRows * dotColumns);
  for (let row = 0; row < rows; row++) {
    const dotRow = Math.floor(row / blockRows) * dotColumns;
    for (let column = 0; column < columns; column++) {
      const dot = dotRow + Math.floor(column / blockColumns);
      const bucket = buckets[row * columns + column]!;
      if (bucket > dots[dot]!) dots[dot] = bucket;
    }
  }
  return { rows: dotRows, columns: dotColumns, buckets: dots };
}

/** The cell [row, column] with the largest value in one block: what a dot stands for when it is pointed at. */
export function largestCell(
  valueAt: (row: number, column: number) => number,
  rows: readonly [start: number, end: number],
  columns: readonly [start: number, end: number],
): readonly [row: number, column: number] {
  let best: readonly [number, number] = [rows[0], columns[0]];
  let largest = -Infinity;
  for (let row = rows[0]; row < rows[1]; row++)
    for (let column = columns[0]; column < columns[1]; column++) {
      const value = valueAt(row, column);
      if (value > largest) {
        largest = value;
        best = [row, column];
      }
    }
  return best;
}
