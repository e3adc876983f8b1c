import { useMemo } from 'preact/hooks';
import { indexIn, unitRef } from '../../../src/core/text/unitRef.ts';
import type { PairLinks as Links } from '../../../src/core/state/pairLinks.ts';
import { fontSizeOf } from '../../../src/draw/labels.ts';
import {
  layoutLinks,
  LINE,
  moveInLinks,
  placeAt,
  shapeOf,
  type LinksLayout,
  type LinksLine,
  type LinksPlace,
  type LinksRow,
  type LinksShape,
} from '../../../src/draw/pairLinksLayout.ts';
import { paintPairLinks } from '../../../src/draw/paintPairLinks.ts';
import { drawnLinks } from '../../../src/draw/views/pairLinks.ts';
import { createMeasure } from '../../charts/canvasPainter.ts';
import { Picture, SvgLayer } from '../../charts/Picture.tsx';
import { usePointing } from '../../charts/usePointing.ts';
import type { Post } from '../../host.ts';
import { linkUnits, pointAt, toggleLink, togglePin } from '../../pointing.ts';
import type { Scene } from '../../scene.ts';
import type { ThemeColors } from '../../theme.ts';

/** The words of two texts in two columns, and a line for each of the strongest weights between them. */
export function PairLinks({
  scene,
  theme,
  room,
  axes,
  links,
  alone,
  post,
}: {
  readonly scene: Scene;
  readonly theme: ThemeColors;
  /** Pixels across. */
  readonly room: number;
  readonly axes: { readonly rows: readonly number[]; readonly columns: readonly number[] };
  readonly links: Links;
  /** Words without a counterpart. */
  readonly alone: ReadonlySet<number>;
  readonly post: Post;
}) {
  const { state, stream, word, labels } = scene;
  const pinned = indexIn(stream, state.pinned);
  const shape = useMemo(() => {
    const { links: drawn, more } = drawnLinks(links, pinned, word.source);
    return shapeOf(axes.rows, axes.columns, drawn, more);
  }, [links, axes, pinned, word.source]);
  const longest = useMemo(() => {
    const measure = createMeasure(`${fontSizeOf(room)}px ${theme.quotedFont}`);
    return shape.columns.flat().reduce((most, row) => ('unit' in row ? Math.max(most, measure(labels[row.unit]!)) : most), 0);
  }, [links, axes, pinned, room, theme.quotedFont]);
  const layout = layoutLinks(room, longest, [shape.columns[0].length, shape.columns[1].length]);
  const pointed = shape.lines.find(({ from, to }) => scene.cell?.[0] === from && scene.cell[1] === to) ?? null;
  const { source } = word;
  const sources = new Set(word.together ?? (source === null ? [] : [source]));
  const isOwn = source === null ? null : ({ from, to }: LinksLine) => sources.has(from) || sources.has(to);
  const unitAt = ([part, index]: LinksPlace): number | null => {
    const row = part === LINE ? undefined : shape.columns[part][index];
    return row && 'unit' in row ? row.unit : null;
  };
  const input = usePointing<LinksPlace>({
    cell: placeOf(scene, shape, pointed),
    hit: (x, y) => placeAt(layout, shape, x, y),
    move: (key, place) => moveInLinks(key, place, shape),
    start: [0, 0],
    remote: true,
    onCell: place => {
      const line = place?.[0] === LINE ? shape.lines[place[1]] : undefined;
      if (line) post({ type: 'cell', from: unitRef(stream, line.from), to: unitRef(stream, line.to) });
      else post(pointAt(scene, place && unitAt(place)));
    },
    onChoose: place => {
      const unit = unitAt(place) ?? shape.lines[place[1]]?.from;
      if (unit !== undefined) post(togglePin(scene, unit));
    },
    onLink: place => {
      const line = place[0] === LINE ? shape.lines[place[1]] : undefined;
      const unit = unitAt(place);
      if (line) post(linkUnits(scene, line.from, line.to));
      else if (unit !== null) post(toggleLink(scene, unit));
    },
  });
  return (
    <div class="plot pair-links" style={{ height: `${layout.height}px`, maxWidth: `${layout.width}px`, fontSize: `${fontSizeOf(room)}px` }}>
      <Words scene={scene} layout={layout} rows={shape.columns[0]} side={0} pointed={pointed?.from ?? null} alone={alone} />
      <Words scene={scene} layout={layout} rows={shape.columns[1]} side={1} pointed={pointed?.to ?? null} alone={alone} />
      <Picture
        name={NAME}
        kind="links"
        box={{ x: 0, y: 0, width: layout.width, height: layout.height }}
        cell={pointed && [pointed.from, pointed.to]}
        input={input}
      >
        <SvgLayer
          look="pair-lines"
          left={layout.column}
          width={layout.gap}
          height={layout.height}
          inputs={[theme, layout.column, shape, [...sources].join(), pointed]}
          paint={painter => paintPairLinks(painter, theme, layout, shape.lines, { isOwn, pointed })}
        />
      </Picture>
    </div>
  );
}

const NAME =
  'The words of the text that looks at the left, those of the other at the right, and lines for the strongest weights between them. ' +
  'Up and down walk a column, left and right follow the strongest line of a word, Enter pins it. The numbers are in the tables below.';

/** What is pointed at, as the picture counts it: a line, else a word. */
function placeOf({ state, stream, word }: Scene, { columns, lines }: LinksShape, pointed: LinksLine | null): LinksPlace | null {
  if (pointed && state.cell) return [LINE, lines.indexOf(pointed)];
  const unit = indexIn(stream, state.hovered ?? state.cursor) ?? word.source;
  for (const part of [0, 1] as const) {
    const row = columns[part].findIndex(row => 'unit' in row && row.unit === unit);
    if (row >= 0) return [part, row];
  }
  return null;
}

function Words({
  scene: { labels, word, linked },
  layout: { width, column, rowHeight, middles },
  rows,
  side,
  pointed,
  alone,
}: {
  readonly scene: Scene;
  readonly layout: LinksLayout;
  readonly rows: readonly LinksRow[];
  readonly side: 0 | 1;
  /** The end of the line pointed at. */
  readonly pointed: number | null;
  readonly alone: ReadonlySet<number>;
}) {
  const markOf = (unit: number) =>
    unit === word.source || word.together?.includes(unit) ? (word.pinned ? 'pinned' : 'source') : linked.has(unit) ? 'source' : '';
  const looksOf = (unit: number) =>
    [alone.has(unit) && 'special', markOf(unit) === '' && (unit === pointed || unit === word.focus) && 'on'].filter(Boolean).join(' ');
  return (
    <>
      {rows.map((row, place) => (
        <span
          key={place}
          class={`axis pair-word ${side === 0 ? 'left' : 'right'} ${'unit' in row ? looksOf(row.unit) : 'special'}`}
          style={{
            left: `${side === 0 ? 0 : width - column}px`,
            top: `${middles[side](place) - rowHeight / 2}px`,
            width: `${column}px`,
            height: `${rowHeight}px`,
            lineHeight: `${rowHeight - 3}px`,
          }}
        >
          {'unit' in row ? (
            <span class={`axis-text ${markOf(row.unit)}`}>{labels[row.unit]!}</span>
          ) : (
            <span class="axis-text pair-left-out">{`… ${row.leftOut}`}</span>
          )}
        </span>
      ))}
    </>
  );
}
