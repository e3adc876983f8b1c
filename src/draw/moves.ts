/** The index that a key moves to in a list of `count`, or null when the key does not move. Ends stop, they do not wrap. */
export function moveInList(key: string, index: number, count: number): number | null {
  const target = { ArrowRight: index + 1, ArrowDown: index + 1, ArrowLeft: index - 1, ArrowUp: index - 1, Home: 0, End: count - 1 }[key];
  return target === undefined ? null : clamp(target, count);
}

/** The same for a grid; Home and End go to the ends of the row. */
export function moveInGrid(
  key: string,
  [row, column]: readonly [row: number, column: number],
  rows: number,
  columns: number,
): readonly [row: number, column: number] | null {
  switch (key) {
    case 'ArrowRight':
      return [row, clamp(column + 1, columns)];
    case 'ArrowLeft':
      return [row, clamp(column - 1, columns)];
    case 'ArrowDown':
      return [clamp(row + 1, rows), column];
    case 'ArrowUp':
      return [clamp(row - 1, rows), column];
    case 'Home':
      return [row, 0];
    case 'End':
      return [row, columns - 1];
    default:
      return null;
  }
}

/** The same items in several columns, each in an order of its own: up and down in a column, left and right to the same item in the next one. */
export function moveInOrders(
  key: string,
  [column, item]: readonly [column: number, item: number],
  columns: readonly (readonly number[])[],
): readonly [column: number, item: number] | null {
  if (key === 'ArrowLeft' || key === 'ArrowRight') return [clamp(key === 'ArrowLeft' ? column - 1 : column + 1, columns.length), item];
  const order = columns[column]!;
  const next = moveInList(key, order.indexOf(item), order.length);
  return next === null ? null : [column, order[next]!];
}

function clamp(value: number, count: number): number {
  return Math.max(0, Math.min(count - 1, value));
}
