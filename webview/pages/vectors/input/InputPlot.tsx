import { useMemo } from 'preact/hooks';
import { formatSigned } from '../../../../src/core/describe/numbers.ts';
import type { Token } from '../../../../src/core/text/token.ts';
import { moveInList } from '../../../../src/draw/moves.ts';
import { ColumnLabels, type AxisLabel } from '../../../charts/Axis.tsx';
import { Picture, SvgLayer } from '../../../charts/Picture.tsx';
import { usePointing } from '../../../charts/usePointing.ts';
import { layoutBars, tokenAt } from '../../../../src/draw/barRows.ts';
import { createMeasure } from '../../../charts/canvasPainter.ts';
import { fontSizeOf, roomForLabels } from '../../../../src/draw/labels.ts';
import { paintBars, type BarRow } from '../../../../src/draw/paintBars.ts';
import type { ThemeColors } from '../../../theme.ts';
import { largestOf, meanOf, type InputRow, type InputRows } from './view.ts';

const NAME_ROOM = 124;
const NARROW_NAME_ROOM = 112;
const NARROW = 420;
const VALUE_ROOM = 46;
const ROW_STEP = 24;
const ROW_HEIGHT = 19;
/** Between the rows of lengths and those of cosines. */
const GROUP_GAP = 10;
/** Above the rows of a group; that of the first stands beside the labels of the tokens. */
const TITLE_HEIGHT = 20;
/** Where the columns are too narrow for all labels, that of the token pointed at stands alone. */
const LONE_LABEL_HEIGHT = TITLE_HEIGHT;

/** Rows of bars with their names and numbers, under the labels of the tokens. */
export function InputPlot({
  theme,
  rows,
  tokens,
  labels,
  room,
  token,
  onToken,
}: {
  readonly theme: ThemeColors;
  readonly rows: InputRows;
  readonly tokens: readonly Token[];
  readonly labels: readonly string[];
  readonly room: number;
  /** Pointed at. */
  readonly token: number | null;
  readonly onToken: (token: number | null) => void;
}) {
  const labelRoom = useMemo(
    () => roomForLabels(room, labels.map(createMeasure(`${fontSizeOf(room)}px ${theme.quotedFont}`))),
    [room, labels, theme.quotedFont],
  );
  const { bars, titles, height } = useMemo(() => placeRows(rows), [rows]);
  const left = room < NARROW ? NARROW_NAME_ROOM : NAME_ROOM;
  // The last column's label leans out over the numbers at the right, above which there is room.
  const layout = layoutBars(Math.max(40, room - left - VALUE_ROOM), tokens.length);
  const { step, width, allLabels } = layout;
  const top = allLabels ? labelRoom.top : LONE_LABEL_HEIGHT;
  const input = usePointing<number>({
    cell: token,
    hit: x => tokenAt(layout, x),
    move: (key, from) => moveInList(key, from, tokens.length),
    start: 0,
    onCell: onToken,
  });
  const columns = labels.map((text, key): AxisLabel => {
    const { special } = tokens[key]!;
    return { key, text, special, on: key === token, mark: '', offset: key * step };
  });
  return (
    <div class="plot input-plot" style={{ height: `${top + height}px`, fontSize: `${labelRoom.size}px` }}>
      <ColumnLabels labels={columns.filter(({ on }) => allLabels || on)} left={left} top={top} step={step} upright={!allLabels} />
      {titles.map(title => (
        <b class="input-name" style={{ top: `${top + title.top}px` }}>
          {title.text}
        </b>
      ))}
      {bars.map(bar => (
        <RowText key={bar.row.name} row={bar.row} top={top + bar.top} left={left} width={width} token={token} />
      ))}
      <Picture
        name="Lengths and cosines of the parts of the input, token by token. Arrow keys move. The numbers are in the table below."
        kind="rows of bars"
        box={{ x: left, y: top, width, height }}
        input={input}
      >
        <SvgLayer
          width={width}
          height={height}
          inputs={[theme, bars, step, token]}
          paint={painter => paintBars(painter, theme, layout, bars, height, token)}
        />
      </Picture>
    </div>
  );
}

/** Lengths on one scale, that after LayerNorm on its own, and below them the cosines; from the top of the picture. */
function placeRows({ lengths, normalised, cosines }: InputRows) {
  const scale = largestOf(lengths);
  const place = (row: InputRow, top: number, range: BarRow['range']) => ({ row, top, height: ROW_HEIGHT, values: row.values, range });
  const own = normalised ? [place(normalised, lengths.length * ROW_STEP, [0, largestOf([normalised])])] : [];
  const bottom = (lengths.length + own.length) * ROW_STEP;
  const second = bottom + GROUP_GAP + TITLE_HEIGHT;
  const first = [...lengths.map((row, at) => place(row, at * ROW_STEP, [0, scale])), ...own];
  const title = { text: 'Length of', top: -TITLE_HEIGHT };
  if (cosines.length === 0) return { bars: first, titles: [title], height: bottom };
  return {
    bars: [...first, ...cosines.map((row, at) => place(row, second + at * ROW_STEP, [-1, 1]))],
    titles: [title, { text: 'Cosine of', top: second - TITLE_HEIGHT }],
    height: second + cosines.length * ROW_STEP,
  };
}

/** Name at the left, value at the right, and in place of bars why there are none. */
function RowText({
  row,
  top,
  left,
  width,
  token,
}: {
  readonly row: InputRow;
  readonly top: number;
  readonly left: number;
  readonly width: number;
  readonly token: number | null;
}) {
  const value = token === null ? meanOf(row.values) : row.values[token]!;
  return (
    <>
      <span class="input-name" style={{ top: `${top}px`, width: `${left - 8}px`, height: `${ROW_HEIGHT}px` }}>
        {row.name}
      </span>
      {row.values.length === 0 ? (
        <span class="input-missing" style={{ top: `${top}px`, left: `${left}px`, width: `calc(100% - ${left}px)` }}>
          {row.missing}
        </span>
      ) : (
        <span class={token === null ? 'input-value' : 'input-value on'} style={{ top: `${top}px`, left: `${left + width + 8}px` }}>
          {formatSigned(value)}
        </span>
      )}
    </>
  );
}
