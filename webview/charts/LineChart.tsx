import { moveInList } from '../../src/draw/moves.ts';
import { indexAt, layoutLine, rangeOf } from '../../src/draw/lineLayout.ts';
import { paintLine, type LineData } from '../../src/draw/paintLine.ts';
import { useWidth } from '../hooks/useSize.ts';
import type { ThemeColors } from '../theme.ts';
import { Picture, SvgLayer } from './Picture.tsx';
import { usePointing } from './usePointing.ts';

/** A small line chart over a few places (layers, hidden states). The place pointed at belongs to the page. */
export function LineChart({
  name,
  data,
  count,
  atLeast = null,
  theme,
  active,
  onActive,
  onChoose,
}: {
  /** For screen readers. */
  readonly name: string;
  readonly data: LineData;
  /** Places, also those that a series has no value for. */
  readonly count: number;
  /** What the axis shows in any case, e.g. 0 to 1. */
  readonly atLeast?: readonly [low: number, high: number] | null;
  readonly theme: ThemeColors;
  readonly active: number | null;
  readonly onActive: (index: number | null) => void;
  /** A click or Enter on a place. */
  readonly onChoose?: (index: number) => void;
}) {
  const [box, width] = useWidth();
  const values = data.series.map(series => series.values);
  const layout = layoutLine(width, count, rangeOf(values, atLeast), data.ticks.length > 0);
  const input = usePointing({
    cell: active,
    hit: x => indexAt(layout, x),
    move: (key, index) => moveInList(key, index, count),
    start: 0,
    onCell: onActive,
    ...(onChoose && { onChoose }),
  });
  return (
    <Picture
      name={`${name}. Arrow keys move. The numbers are in the tables below.`}
      kind="line chart"
      look="line-chart"
      element={box}
      input={input}
    >
      {width > 0 && (
        <SvgLayer
          width={width}
          height={layout.height}
          inputs={[theme, data.format, count, active, ...layout.range, values[0], values[1]]}
          paint={painter => paintLine(painter, theme, layout, data, active)}
        />
      )}
    </Picture>
  );
}
