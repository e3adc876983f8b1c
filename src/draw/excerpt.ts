/** Words of a line in a row, `from` to before `to`, as they stand in the text. */
export interface Run {
  readonly from: number;
  readonly to: number;
}

/** So much of the room is for what has to be seen; the rest is for what follows. */
const SHARE = 0.8;

/**
 * The words of a text on one line: all, where they fit; else those around what has to be seen, with what is before and between left out where it does not fit. The
 * last run goes beyond the edge, where whoever draws it cuts it, and no further than twice the room: widths are measured, and a text may be long.
 * @param widths of the words, each with the gap before it @param kept places that have to be seen, in any order @param gap width of the mark for what is left out, before or between
 */
export function excerpt(widths: readonly number[], kept: readonly number[], gap: number, room: number): readonly Run[] {
  const count = widths.length;
  const all = widths.reduce((sum, width) => sum + width, 0);
  if (all <= room) return [{ from: 0, to: count }];
  const fromOn = (from: number): Run => ({ from, to: forwardTo(widths, from, 2 * room) });
  if (kept.length === 0) return [fromOn(0)];
  const aim = Math.min(room * SHARE, room - gap); // the mark before them stands in what is left
  const [first, last] = [Math.min(...kept), Math.max(...kept)];
  const whole = sumOf(widths, first, last + 1);
  // Together, with as much before them as there is room for.
  if (whole <= aim) return [fromOn(backFrom(widths, first, aim - whole))];
  const lead = widths[first]! + gap;
  const near = backFrom(widths, last, aim - lead - widths[last]!);
  return [{ from: first, to: first + 1 }, fromOn(Math.max(near, first + 1))];
}

/** The first of the words before `place` that fit into the room. */
function backFrom(widths: readonly number[], place: number, room: number): number {
  let from = place;
  for (let left = room; from > 0 && widths[from - 1]! <= left; from--) left -= widths[from - 1]!;
  return from;
}

/** Behind the last of the words from `place` on that begins within the room. */
function forwardTo(widths: readonly number[], place: number, room: number): number {
  let to = place;
  for (let left = room; to < widths.length && left >= 0; to++) left -= widths[to]!;
  return to;
}

function sumOf(widths: readonly number[], from: number, to: number): number {
  let sum = 0;
  for (let place = from; place < to; place++) sum += widths[place]!;
  return sum;
}
