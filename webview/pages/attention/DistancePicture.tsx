import { useMemo } from 'preact/hooks';
import { formatTokens } from '../../../src/core/describe/distance.ts';
import type { HeadRef } from '../../../src/core/attention/lens.ts';
import type { DistanceSlice } from '../../../src/protocol/headsApi.ts';
import { dotAt, fitsOnAxis, layoutDots, moveToDot, NAME_ROOM, type DotLayout } from '../../../src/draw/dotLayout.ts';
import { Picture } from '../../charts/Picture.tsx';
import { usePointing } from '../../charts/usePointing.ts';
import { useWidth } from '../../hooks/useSize.ts';

const AXIS_HEIGHT = 18;

/** A dot a head: its layer down, its distance across. Filled: looked through. A click or Enter looks through the one pointed at. */
export function DistancePicture({
  slice,
  heads,
  chosen,
  pointed,
  onPoint,
  onChoose,
}: {
  readonly slice: DistanceSlice;
  readonly heads: readonly HeadRef[];
  readonly chosen: readonly HeadRef[];
  /** Index of a head. */
  readonly pointed: number | null;
  readonly onPoint: (index: number | null) => void;
  readonly onChoose: (index: number) => void;
}) {
  const [box, width] = useWidth();
  const dots = useMemo(() => heads.map(([row], index) => ({ row, value: slice.distances[index]! })), [heads, slice]);
  const rows = heads.at(-1)![0] + 1;
  const layout = useMemo(() => layoutDots(width, rows, largestOf(slice)), [width, rows, slice]);
  const isChosen = useMemo(() => {
    const names = new Set(chosen.map(String));
    return heads.map(head => names.has(String(head)));
  }, [chosen, heads]);
  const input = usePointing<number>({
    cell: pointed,
    hit: (x, y) => {
      const hit = dotAt(layout, dots, x, y);
      return hit < 0 ? null : hit;
    },
    move: (key, from) => moveToDot(key, layout, dots, from),
    start: firstOf(isChosen, slice),
    onCell: onPoint,
    onChoose,
  });
  return (
    <Picture
      name="How far each head looks, layers down. Arrow keys move, Enter looks through the head. The numbers are in the tables below."
      kind="a dot for each head"
      look="distance-picture"
      element={box}
      input={input}
    >
      {width > 0 && (
        <svg width={width} height={layout.height + AXIS_HEIGHT} aria-hidden="true">
          {Array.from({ length: rows }, (_, row) => (
            <>
              <line class="distance-row" x1={NAME_ROOM} x2={layout.x(layout.most)} y1={layout.y(row)} y2={layout.y(row)} />
              <text class="distance-number" x={0} y={layout.y(row) + 4}>
                L{row}
              </text>
            </>
          ))}
          {Number.isFinite(slice.even) && (
            <line class="even-line" x1={layout.x(slice.even)} x2={layout.x(slice.even)} y1={0} y2={layout.height} />
          )}
          {dots.map(({ row, value }, index) =>
            Number.isFinite(value) ? (
              <circle class={isChosen[index] ? 'distance-dot chosen' : 'distance-dot'} cx={layout.x(value)} cy={layout.y(row)} r={4} />
            ) : null,
          )}
          {pointed !== null && <circle class="distance-ring" cx={layout.x(dots[pointed]!.value)} cy={layout.y(dots[pointed]!.row)} r={7} />}
          <Axis layout={layout} even={slice.even} />
        </svg>
      )}
    </Picture>
  );
}

function Axis({ layout, even }: { readonly layout: DotLayout; readonly even: number }) {
  const { x, most, height } = layout;
  const y = height + 13;
  const evenText = formatTokens(even);
  return (
    <>
      <text class="distance-number" x={x(0)} y={y} text-anchor="middle">
        0
      </text>
      <text class="distance-number" x={x(most)} y={y} text-anchor="end">
        {most}
      </text>
      {fitsOnAxis(layout, even, evenText) && (
        <text class="distance-number" x={x(even)} y={y} text-anchor="middle">
          {evenText}
        </text>
      )}
    </>
  );
}

function largestOf({ distances, even }: DistanceSlice): number {
  return [...distances, even].reduce((largest, value) => (value > largest ? value : largest), 0);
}

/** Where the keys start: at a head that is looked through, else at any. */
function firstOf(isChosen: readonly boolean[], { distances }: DistanceSlice): number | null {
  const measured = [...distances.keys()].filter(index => !Number.isNaN(distances[index]));
  return measured.find(index => isChosen[index]) ?? measured[0] ?? null;
}
