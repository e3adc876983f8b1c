import { useMemo, useState } from 'preact/hooks';
import { formatSigned } from '../../../src/core/describe/attention.ts';
import { visibleText } from '../../../src/core/text/visibleText.ts';
import type { InputSlice } from '../../../src/protocol/embeddingApi.ts';
import { moveInList } from '../../a11y/moves.ts';
import { barPath, layoutBars, tokenAt, type BarLayout } from '../../draw/barRows.ts';
import { createMeasure, fontSizeOf, roomForLabels } from '../../draw/labels.ts';
import { inputRows, largestOf, meanOf, missingParts, type InputRow } from './view.ts';
import type { Scene } from '../../scene.ts';
import type { ThemeColors } from '../../theme.ts';
import { useWidth } from '../../hooks/useSize.ts';
import { ColumnLabels, type AxisLabel } from '../../charts/Axis.tsx';
import { TableTwin } from '../../controls/DataTable.tsx';
import { InputTable } from './InputTable.tsx';
import { Quoted } from '../../controls/Sentence.tsx';
import { Term } from '../../controls/Term.tsx';
import type { Post } from '../../host.ts';
import { pointAt } from '../../pointing.ts';

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

/** Lengths of the parts of each token's input and the cosines between them, one row of bars each over the same tokens. */
export function InputParts({
  scene,
  theme,
  slice,
  post,
}: {
  readonly scene: Scene;
  readonly theme: ThemeColors;
  readonly slice: InputSlice;
  readonly post: Post;
}) {
  const { units, word, focus, data, model } = scene;
  const { tokens } = data.summary;
  const [box, room] = useWidth();
  const [own, setOwn] = useState<number | null>(null);
  const rows = useMemo(() => inputRows(slice, model), [slice, model]);
  const labels = useMemo(() => tokens.map(({ text }) => visibleText(text)), [tokens]);
  const unitOf = useMemo(() => unitsByToken(units, tokens.length), [units, tokens]);
  const labelRoom = useMemo(
    () => roomForLabels(room, labels.map(createMeasure(`${fontSizeOf(room)}px ${theme.quotedFont}`))),
    [room, labels, theme.quotedFont],
  );
  const left = room < NARROW ? NARROW_NAME_ROOM : NAME_ROOM;
  // The last column's label leans out over the numbers at the right, above which there is room.
  const layout = layoutBars(Math.max(40, room - left - VALUE_ROOM), tokens.length);
  const top = layout.allLabels ? labelRoom.top : LONE_LABEL_HEIGHT;
  const lengthScale = largestOf(rows.lengths);
  const groups = [
    { title: 'Length of', rows: [...rows.lengths, rows.normalised], start: 0 },
    { title: 'Cosine of', rows: rows.cosines, start: (rows.lengths.length + 1) * ROW_STEP + GROUP_GAP + TITLE_HEIGHT },
  ];
  const height = groups[1]!.start + rows.cosines.length * ROW_STEP;
  const rangeOf = (row: InputRow): readonly [number, number] =>
    rows.cosines.includes(row) ? [-1, 1] : [0, row === rows.normalised ? largestOf([row]) : lengthScale];
  const pointedUnit = focus ?? word.source;
  const token = own ?? (pointedUnit === null ? null : (units[pointedUnit]?.tokens[0] ?? null));
  const pointTo = (next: number | null) => {
    if (next === own) return;
    setOwn(next);
    post(pointAt(scene, next === null ? null : unitOf[next]));
  };
  return (
    <>
      <div ref={box}>
        {room > 0 && (
          <div class="plot input-plot" style={{ height: `${top + height}px`, fontSize: `${labelRoom.size}px` }}>
            <ColumnLabels
              labels={labels
                .map((text, key): AxisLabel => ({
                  key,
                  text,
                  special: tokens[key]!.special,
                  on: key === token,
                  mark: '',
                  offset: key * layout.step,
                }))
                .filter(({ on }) => layout.allLabels || on)}
              left={left}
              top={top}
              step={layout.step}
              upright={!layout.allLabels}
            />
            {groups.map(group => (
              <b class="input-name" style={{ top: `${top + group.start - TITLE_HEIGHT}px` }}>
                {group.title}
              </b>
            ))}
            {groups.flatMap(group =>
              group.rows.map((row, place) => (
                <RowText
                  key={row.name}
                  row={row}
                  top={top + group.start + place * ROW_STEP}
                  left={left}
                  width={layout.width}
                  token={token}
                />
              )),
            )}
            <Bars
              layout={layout}
              left={left}
              top={top}
              height={height}
              paths={groups.flatMap(group =>
                group.rows.map((row, place) => ({
                  path: barPath(layout, row.values, group.start + place * ROW_STEP, ROW_HEIGHT, rangeOf(row)),
                  zero: group.start + place * ROW_STEP + (rows.cosines.includes(row) ? ROW_HEIGHT / 2 : ROW_HEIGHT),
                  hasValues: row.values.length > 0,
                })),
              )}
              token={token}
              onToken={pointTo}
            />
          </div>
        )}
      </div>
      <p class="readout" aria-live="polite">
        {token === null ? (
          <span class="dim">Numbers at the right: the mean of all tokens. Point at a token to read its own.</span>
        ) : (
          <>
            Numbers at the right: token {token}, <Quoted text={labels[token]!} />
          </>
        )}
      </p>
      <p class="note">
        <Term id="norm">Lengths</Term>: word, position, <Term id="segment">segment</Term> and their sum on one scale, the sum after{' '}
        <Term id="layer-norm">LayerNorm</Term> on its own. <Term id="cosine">Cosines</Term>: of two of these vectors each, from −1 to 1
        about the middle line. {missingParts(model)}
      </p>
      <TableTwin>{() => <InputTable labels={labels} rows={[...rows.lengths, rows.normalised, ...rows.cosines]} />}</TableTwin>
    </>
  );
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

function Bars({
  layout,
  left,
  top,
  height,
  paths,
  token,
  onToken,
}: {
  readonly layout: BarLayout;
  readonly left: number;
  readonly top: number;
  readonly height: number;
  readonly paths: readonly { readonly path: string; readonly zero: number; readonly hasValues: boolean }[];
  readonly token: number | null;
  readonly onToken: (token: number | null) => void;
}) {
  const { width, step, count } = layout;
  return (
    <div
      class="picture"
      role="application"
      aria-roledescription="rows of bars"
      aria-label="Lengths and cosines of the parts of the input, token by token. Arrow keys move. The numbers are in the table below."
      tabIndex={0}
      style={{ left: `${left}px`, top: `${top}px`, width: `${width}px`, height: `${height}px` }}
      onPointerMove={event => onToken(tokenAt(layout, event.clientX - event.currentTarget.getBoundingClientRect().left))}
      onPointerLeave={() => onToken(null)}
      onBlur={() => onToken(null)}
      onKeyDown={event => {
        const next = token === null ? (event.key.startsWith('Arrow') ? 0 : null) : moveInList(event.key, token, count);
        if (next === null) return;
        event.preventDefault();
        onToken(next);
      }}
    >
      <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
        {token !== null && <rect class="bar-cursor" x={token * step} y={0} width={Math.max(1, step - 1)} height={height} />}
        {paths.map(({ path, zero, hasValues }) => (
          <>
            {hasValues && <line class="chart-edge" x1={0} x2={width} y1={zero} y2={zero} />}
            <path class="bars" d={path} />
          </>
        ))}
      </svg>
    </div>
  );
}

function unitsByToken(units: Scene['units'], count: number): readonly number[] {
  const found = Array.from({ length: count }, () => -1);
  units.forEach(({ tokens }, unit) => {
    for (const token of tokens) found[token] = unit;
  });
  return found;
}
