import { ROLE_TEXTS, type RoledHead } from '../core/attention/headRoles.ts';
import type { HeadRef } from '../core/attention/lens.ts';
import { allHeads } from '../core/model/stack.ts';
import type { ThumbnailSlice } from '../protocol/headsApi.ts';
import type { ThemeColors } from './theme.ts';
import { largestOfBlocks, type Dots } from './blocks.ts';
import { fillHeat, squareSide } from './heatMarks.ts';
import { headRect, ringsOf, type HeadsLayout } from './headsLayout.ts';
import { lineData, type Painter, type Rect } from './painter.ts';

/** In high contrast only weights from this bucket on (.098) become dots; fainter ones would fill the thumbnails. */
const FIRST_SOLID_BUCKET = 3;
const CORNER = 7;
/** So many layers or heads are all numbered; of more every fifth. */
const FEW_NUMBERS = 16;

/** What thumbnails are painted from. */
export type HeadCells = Pick<ThumbnailSlice, 'heads' | 'rows' | 'columns' | 'buckets' | 'hideSink' | 'sinkShares'>;

/** All thumbnails. Changes only with the run, the size and the theme. @param causal what a word cannot see has no ground: it is hatched */
export function paintThumbnails(
  painter: Painter,
  theme: ThemeColors,
  layout: HeadsLayout,
  slice: HeadCells,
  invalid: readonly HeadRef[],
  causal: boolean,
): void {
  const cells = slice.rows * slice.columns;
  const blockFor = (count: number) => Math.max(1, Math.ceil(count / Math.floor(layout.thumbnail * theme.ratio)));
  for (const [index, head] of allHeads(slice.heads).entries()) {
    const rect = headRect(layout, head);
    paintGround(painter, theme, rect, causal ? slice.rows : 0);
    const buckets = slice.buckets.subarray(index * cells, (index + 1) * cells);
    paintThumbnail(
      painter,
      theme,
      rect,
      largestOfBlocks(buckets, slice.rows, slice.columns, blockFor(slice.rows), blockFor(slice.columns)),
    );
    if (theme.highContrast) strokeInside(painter, rect, theme.border, 1, -0.5, 'border');
    const sink = slice.sinkShares[index] ?? NaN;
    if (drawsSinks(slice, theme) && sink > 0) paintShare(painter, theme, rect, sink);
  }
  for (const head of invalid) crossOut(painter, theme, headRect(layout, head));
}

/** Where sinks are shown their columns say it; in high contrast the frames leave no room. */
export function drawsSinks(
  { hideSink, sinkShares }: Pick<ThumbnailSlice, 'hideSink' | 'sinkShares'>,
  { highContrast }: ThemeColors,
): boolean {
  return hideSink && sinkShares.length > 0 && !highContrast;
}

/** A line under a thumbnail, as long as the share is of 1. */
function paintShare(painter: Painter, theme: ThemeColors, { x, y, width, height }: Rect, share: number): void {
  const middle = y + height + 1.5;
  painter.path(lineData(x, middle, x + Math.max(1, share * width), middle), {
    stroke: theme.muted,
    alpha: 0.7,
    kind: 'sink-share',
  });
}

/** Pixels between the lines of the hatch. */
const HATCH = 6;

/** @param steps words down the diagonal that ends what is seen; 0 where all is seen */
function paintGround(painter: Painter, theme: ThemeColors, { x, y, width, height }: Rect, steps: number): void {
  if (steps === 0) {
    painter.rect(x, y, width, height, theme.ground, 'ground');
    return;
  }
  const stair = Array.from({ length: steps }, (_, step) => `H${x + ((step + 1) * width) / steps}V${y + ((step + 1) * height) / steps}`);
  painter.path(`M${x} ${y}${stair.join('')}H${x}Z`, { fill: theme.ground, kind: 'ground' });
  let hatch = '';
  for (let sum = HATCH; sum < 2 * width; sum += HATCH) {
    const [right, top] = sum <= width ? [sum, 0] : [width, sum - width];
    hatch += lineData(x + sum / 2, y + sum / 2, x + right, y + top);
  }
  painter.path(hatch, { stroke: theme.muted, alpha: theme.highContrast ? 0.7 : 0.35, kind: 'unseen' });
}

function paintThumbnail(painter: Painter, theme: ThemeColors, rect: Rect, dots: Dots): void {
  const snap = (value: number) => Math.round(value * theme.ratio) / theme.ratio;
  const edges = Array.from({ length: dots.columns + 1 }, (_, i) => snap((i * rect.width) / dots.columns));
  for (let row = 0; row < dots.rows; row++)
    for (let column = 0; column < dots.columns; column++) {
      const bucket = dots.buckets[row * dots.columns + column]!;
      if (bucket === 0) continue;
      const x = edges[column]!;
      const y = edges[row]!;
      const width = edges[column + 1]! - x;
      const height = edges[row + 1]! - y;
      if (!theme.highContrast) fillHeat(painter, theme, bucket, rect.x + x, rect.y + y, width, height);
      // A cell that stands alone has room for what the matrix has: area says the weight, by the middle of its step.
      else if (dots.buckets.length === 1) squareIn(painter, theme, rect, squareSide(width, (bucket / 8) ** 2));
      else if (bucket >= FIRST_SOLID_BUCKET) painter.rect(rect.x + x, rect.y + y, width, height, theme.line, 'square');
    }
}

function squareIn(painter: Painter, theme: ThemeColors, { x, y, width, height }: Rect, side: number): void {
  painter.rect(x + Math.round((width - side) / 2), y + Math.round((height - side) / 2), side, side, theme.line, 'square');
}

/** What lies over the thumbnails and changes with the word and the view. */
export interface HeadMarks {
  /** Heads of the view: ringed. */
  readonly chosen: readonly HeadRef[];
  /** What heads did with random tokens: a letter each. */
  readonly roles: readonly RoledHead[];
  /** Strongest heads for the word: an amber corner, in high contrast a heavy edge. */
  readonly hints: readonly HeadRef[];
  /** Head under the pointer or the keyboard. */
  readonly pointed: HeadRef | null;
  /** The keyboard is here. */
  readonly focused: boolean;
}

export function paintHeadMarks(painter: Painter, theme: ThemeColors, layout: HeadsLayout, marks: HeadMarks): void {
  paintNumbers(painter, theme, layout, marks);
  const isHint = new Set(marks.hints.map(String));
  for (const head of marks.hints) paintHint(painter, theme, headRect(layout, head));
  for (const { head, role } of marks.roles)
    paintRole(painter, theme, headRect(layout, head), ROLE_TEXTS[role].letter, isHint.has(String(head)));
  for (const ring of ringsOf(layout, marks.chosen)) strokeInside(painter, ring, theme.foreground, 2, 1, 'ring');
  if (marks.pointed)
    strokeInside(painter, headRect(layout, marks.pointed), marks.focused ? theme.focus : theme.foreground, 1, -0.5, 'pointed');
}

function paintNumbers(painter: Painter, theme: ThemeColors, layout: HeadsLayout, marks: HeadMarks): void {
  const { left, top, step, thumbnail } = layout;
  const one = marks.chosen.length === 1 ? marks.chosen[0]! : null;
  const chosenLayers = new Set(marks.chosen.map(([layer]) => layer));
  const isOn = (layer: number) => chosenLayers.has(layer) && chosenLayers.size < layout.layers;
  const label = (text: string, x: number, y: number, anchor: 'middle' | 'end', bold: boolean) =>
    painter.text(text, x, y, {
      family: theme.font,
      size: 11,
      bold,
      color: bold ? theme.foreground : theme.muted,
      anchor,
      centred: true,
      kind: 'number',
    });
  const shown = (count: number, on: (index: number) => boolean) =>
    Array.from({ length: count }, (_, index) => index).filter(index => {
      const crowded = step < 16 && (on(index - 1) || on(index + 1));
      return on(index) || (!crowded && index % (count > FEW_NUMBERS ? 5 : thumbnail >= 12 ? 1 : 2) === 0);
    });
  const across = (index: number, bold: boolean) => label(String(index), left + index * step + thumbnail / 2, top / 2 - 1, 'middle', bold);
  const down = (index: number, bold: boolean) => label(String(index), left - 6, top + index * step + thumbnail / 2 + 1, 'end', bold);
  const [headNumber, layerNumber] = layout.turned ? [down, across] : [across, down];
  const isHead = (head: number) => one?.[1] === head;
  for (const head of shown(layout.mostHeads, isHead)) headNumber(head, isHead(head));
  for (const layer of shown(layout.layers, isOn)) layerNumber(layer, isOn(layer));
}

function paintHint(painter: Painter, theme: ThemeColors, rect: Rect): void {
  // A corner would drown among the dots of high contrast.
  if (theme.highContrast) {
    strokeInside(painter, rect, theme.line, 3, 0.5, 'hint');
    return;
  }
  const side = Math.min(CORNER, rect.width / 2);
  for (const [color, length] of [
    [theme.background, side + 2],
    [theme.line, side],
  ] as const) {
    const [left, right] = [rect.x + rect.width - length, rect.x + rect.width];
    painter.path(`M${left} ${rect.y}H${right}V${rect.y + length}Z`, { fill: color, kind: 'hint' });
  }
}

/** In the upper right corner, where causal attention is empty; beside the corner, or inside the edge, of a hint. */
function paintRole(painter: Painter, theme: ThemeColors, rect: Rect, letter: string, isHint: boolean): void {
  const size = rect.width < 12 ? 8 : rect.width < 20 ? 9 : 10;
  const mark = theme.highContrast ? 3 : Math.min(CORNER, rect.width / 2);
  const inside = theme.highContrast ? 2 : 1; // clear of the frame
  const x = rect.x + rect.width - inside - (isHint ? mark + 1 : 0);
  painter.text(letter, x, rect.y + size - 1 + (isHint && theme.highContrast ? 2 : 0), {
    family: theme.font,
    size,
    bold: true,
    color: theme.foreground,
    halo: theme.background,
    anchor: 'end',
    kind: 'role',
  });
}

/** A head without valid weights has no picture: two diagonals say so. */
function crossOut(painter: Painter, theme: ThemeColors, rect: Rect): void {
  const [right, bottom] = [rect.x + rect.width, rect.y + rect.height];
  const data = lineData(rect.x, rect.y, right, bottom) + lineData(right, rect.y, rect.x, bottom);
  painter.path(data, { stroke: theme.muted, kind: 'crossed-out' });
}

/** A frame whose middle lies `inset` pixels inside the rectangle. */
function strokeInside(painter: Painter, rect: Rect, color: string, lineWidth: number, inset: number, kind: string): void {
  const outer = inset - lineWidth / 2;
  const { x, y, width, height } = rect;
  painter.frame({ x: x + outer, y: y + outer, width: width - 2 * outer, height: height - 2 * outer }, color, lineWidth, kind);
}
