/** Room that the labels of a picture take, in CSS pixels. */
export interface LabelRoom {
  /** Font size of the labels. */
  readonly size: number;
  /** Left of the picture. */
  readonly left: number;
  /** Above it, for the slanted column labels. */
  readonly top: number;
  /** Right of it, where the last column's label leans out. */
  readonly right: number;
}

/** Longer labels end in an ellipsis. */
export const LONGEST_LABEL = 90;
const NARROW = 330;
/** Slant of the column labels: 55 degrees. */
const RISE = Math.sin((55 * Math.PI) / 180);
const RUN = Math.cos((55 * Math.PI) / 180);
/** Padding inside a label, both sides together. */
const PADDING = 6;

export function fontSizeOf(room: number): number {
  return room < NARROW ? 11 : 12;
}

/** Labels side by side must not touch: the font shrinks with the rows, to 10 px. */
export function fontSizeFor(size: number, step: number): number {
  return Math.min(size, Math.max(10, step - 2));
}

/** A label alone above its column stands upright; the corner stands above the label of the first row. */
const UPRIGHT_TOP = 44;
const LONGEST_LONE_LABEL = 64;

/** Room for the few labels of a picture whose cells are too small for all of them. `widths` are those of the rows. */
export function roomForFewLabels(room: number, widths: readonly number[]): LabelRoom {
  const longest = Math.min(
    LONGEST_LONE_LABEL,
    widths.reduce((max, width) => Math.max(max, width), 0),
  );
  return { size: fontSizeOf(room), left: Math.ceil(longest) + PADDING + 6, top: UPRIGHT_TOP, right: 0 };
}

/** Room for all labels: widths of the labels as written, in order; the columns are the same as the rows where they are not told. */
export function roomForLabels(room: number, rows: readonly number[], columns: readonly number[] = rows): LabelRoom {
  const longestOf = (widths: readonly number[]) =>
    Math.min(LONGEST_LABEL, widths.reduce((max, width) => Math.max(max, width), 0) + PADDING);
  const last = columns.slice(-3).reduce((max, width) => Math.max(max, width), 0);
  return {
    size: fontSizeOf(room),
    left: Math.ceil(longestOf(rows)) + 6,
    top: Math.ceil(longestOf(columns) * RISE) + 10,
    right: Math.max(0, Math.ceil((Math.min(LONGEST_LABEL, last) + PADDING) * RUN) - 4),
  };
}

/** In the corner stand two lines, "to" over "from", also where all labels are short. */
const CORNER = { left: 48, top: 36 };

/** The same of a picture that says in its corner what its sides are. */
export function withCorner(room: LabelRoom): LabelRoom {
  return { ...room, left: Math.max(room.left, CORNER.left), top: Math.max(room.top, CORNER.top) };
}

/** A label cut to the longest that is written whole. */
export function shortenLabel(label: string, measure: (text: string) => number, longest = LONGEST_LABEL): string {
  if (measure(label) <= longest) return label;
  const characters = Array.from(label);
  let count = characters.length;
  while (count > 1 && measure(`${characters.slice(0, count).join('')}…`) > longest) count = Math.floor(count * 0.8);
  return `${characters.slice(0, count).join('')}…`;
}
