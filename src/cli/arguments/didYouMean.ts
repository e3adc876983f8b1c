/** Most slips of the hand that a name is still known by. */
const MOST_SLIPS = 3;

/** A name and what was typed have more in common than not. */
const LEAST_COMMON = 0.5;

/** "Did you mean --variant? " for a name that was mistyped or broken off; nothing when none of the known ones is near. @param mark before each name */
export function didYouMean(typed: string, known: readonly string[], mark = ''): string {
  const begun = known.filter(name => typed.length > 1 && name.startsWith(typed));
  const near = begun.length === 1 ? begun : nearest(typed, known);
  return near.length === 0 ? '' : `Did you mean ${near.map(name => mark + name).join(' or ')}? `;
}

function nearest(typed: string, known: readonly string[]): string[] {
  const slips = known.map(name => slipsBetween(typed, name));
  const least = Math.min(MOST_SLIPS, ...slips);
  return known.filter((name, index) => slips[index] === least && least <= (1 - LEAST_COMMON) * Math.max(name.length, typed.length));
}

/** Letters that were left out, added, replaced, or swapped with the next: the optimal string alignment distance. */
function slipsBetween(a: string, b: string): number {
  let [before, last]: number[][] = [[], Array.from({ length: b.length + 1 }, (_, column) => column)];
  for (let row = 1; row <= a.length; row++) {
    const next = [row];
    for (let column = 1; column <= b.length; column++) {
      const isSame = a[row - 1] === b[column - 1];
      const isSwapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      next.push(
        Math.min(
          last![column]! + 1,
          next[column - 1]! + 1,
          last![column - 1]! + (isSame ? 0 : 1),
          isSwapped ? before![column - 2]! + 1 : Infinity,
        ),
      );
    }
    [before, last] = [last!, next];
  }
  return last![b.length]!;
}
