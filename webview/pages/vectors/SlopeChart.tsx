import { useMemo } from 'preact/hooks';
import { formatShort, formatShortSigned } from '../../../src/core/describe/numbers.ts';
import { correlationLabel } from '../../../src/core/describe/embeddings.ts';
import type { LikenessSlice } from '../../../src/protocol/embeddingApi.ts';
import { SvgLayer } from '../../charts/Picture.tsx';
import { paintCurves } from '../../../src/draw/paintSlope.ts';
import { layoutSlope, type SlopeLayout } from '../../../src/draw/slopeLayout.ts';
import { correlationOf, titleOf, type WordOrder } from '../../../src/draw/views/vectors.ts';
import type { Scene } from '../../scene.ts';
import type { ThemeColors } from '../../theme.ts';
import { useWidth } from '../../hooks/useSize.ts';
import { Quoted } from '../../controls/Sentence.tsx';
import type { Post } from '../../host.ts';
import { useSlopeInput, type SlopeRow } from './useSlopeInput.ts';

/**
 * The columns of words and the lines between them. The rows are one tab stop: up and down walk a column, left and right follow a word's line.
 * Without a pin the word pointed at would become the source, and the whole picture another one: then a row lights up its line here alone.
 */
export function SlopeChart({
  scene,
  theme,
  source,
  likeness,
  orders,
  words,
  focus,
  post,
}: {
  readonly scene: Scene;
  readonly theme: ThemeColors;
  readonly source: number;
  readonly likeness: LikenessSlice | null;
  readonly orders: readonly WordOrder[];
  readonly words: readonly number[];
  readonly focus: number | null;
  readonly post: Post;
}) {
  const [box, width] = useWidth();
  const layout = layoutSlope(width, orders.length, words.length);
  const columns = useMemo(() => orders.map(({ order }) => order.filter(unit => words.includes(unit))), [orders, words]);
  const { active, stop, onPoint, onFocus, ...input } = useSlopeInput(box, scene, columns, words, focus, post);
  return (
    <div
      class={layout.narrow ? 'slope narrow' : 'slope'}
      ref={box}
      role="group"
      aria-label={`The other words of the text in ${orders.length} orders for ${scene.labels[source]!}. Arrow keys walk a column and go from column to column. The numbers are in the tables below.`}
      {...input}
    >
      {width > 0 && (
        <>
          <SlopeTitles scene={scene} likeness={likeness} orders={orders} layout={layout} />
          <div class="slope-body" style={{ height: `${layout.height}px` }}>
            {columns.slice(1).map((right, gap) => (
              <SvgLayer
                look="slope-curves"
                width={layout.gap}
                height={layout.height}
                left={layout.columnLeft(gap) + layout.column}
                inputs={[theme, columns, active]}
                paint={painter => paintCurves(painter, theme, layout, columns[gap]!, right, active)}
              />
            ))}
            {orders.map((order, column) => (
              <Column
                scene={scene}
                name={titleOf(order.id, scene, likeness?.state, false)}
                layout={layout}
                column={column}
                order={order}
                words={columns[column]!}
                active={active}
                stop={stop}
                onPoint={onPoint}
                onFocus={onFocus}
              />
            ))}
          </div>
        </>
      )}
    </div>
  );
}

/** Above the columns what they are ordered by, and between them how far two orders agree. */
function SlopeTitles({
  scene,
  likeness,
  orders,
  layout,
}: {
  readonly scene: Scene;
  readonly likeness: LikenessSlice | null;
  readonly orders: readonly WordOrder[];
  readonly layout: SlopeLayout;
}) {
  const correlations = useMemo(() => orders.slice(1).map(({ id }, gap) => correlationOf(orders, orders[gap]!.id, id)), [orders]);
  const { narrow, column: wide, gap: between, columnLeft } = layout;
  return (
    <div class="slope-titles" style={{ height: narrow ? '38px' : '22px' }}>
      {orders.map(({ id }, column) => (
        <b style={{ left: `${columnLeft(column)}px`, width: `${wide}px` }}>{titleOf(id, scene, likeness?.state, narrow)}</b>
      ))}
      {correlations.map((correlation, gap) => (
        <span
          class="slope-rho"
          style={{ left: `${columnLeft(gap) + wide - (narrow ? 20 : 0)}px`, width: `${between + (narrow ? 40 : 0)}px` }}
        >
          {correlationLabel(correlation)}
        </span>
      ))}
    </div>
  );
}

function Column({
  scene,
  name,
  layout,
  column,
  order,
  words,
  active,
  stop,
  onPoint,
  onFocus,
}: {
  readonly scene: Scene;
  /** For screen readers. */
  readonly name: string;
  readonly layout: SlopeLayout;
  readonly column: number;
  readonly order: WordOrder;
  readonly words: readonly number[];
  readonly active: number | null;
  /** The row that Tab reaches. */
  readonly stop: SlopeRow;
  readonly onPoint: (unit: number) => void;
  readonly onFocus: (row: SlopeRow) => void;
}) {
  return (
    <div
      class="slope-column"
      role="listbox"
      aria-label={name}
      data-column={column}
      style={{ left: `${layout.columnLeft(column)}px`, width: `${layout.column}px` }}
    >
      {/* Without keys: another word changes the text of the rows, which is cheaper than moving them. */}
      {words.map(unit => (
        <div
          class={unit === active ? 'slope-item on' : 'slope-item'}
          role="option"
          aria-selected={unit === active}
          tabIndex={column === stop[0] && unit === stop[1] ? 0 : -1}
          data-unit={unit}
          onPointerEnter={() => onPoint(unit)}
          onFocus={() => onFocus([column, unit])}
        >
          <Quoted text={scene.labels[unit]!} />
          <span class="slope-value">{(order.id === 'attention' ? formatShort : formatShortSigned)(order.values[unit]!)}</span>
        </div>
      ))}
    </div>
  );
}
