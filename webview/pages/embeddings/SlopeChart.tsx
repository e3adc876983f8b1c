import { useLayoutEffect, useMemo, useState } from 'preact/hooks';
import { formatShort, formatShortSigned } from '../../../src/core/describe/attention.ts';
import { correlationLabel } from '../../../src/core/describe/embeddings.ts';
import type { LikenessSlice } from '../../../src/protocol/embeddingApi.ts';
import { moveInOrders } from '../../a11y/moves.ts';
import { layoutSlope, slopePath, type SlopeLayout } from '../../draw/slopeLayout.ts';
import { correlationOf, type WordOrder } from './view.ts';
import type { Scene } from '../../scene.ts';
import { useWidth } from '../../hooks/useSize.ts';
import { Quoted } from '../../controls/Sentence.tsx';
import type { Post } from '../../host.ts';
import { pointAt } from '../../pointing.ts';

/** A row: a word in the column of one order. */
type Row = readonly [column: number, unit: number];

/**
 * The columns of words and the lines between them. The rows are one tab stop: up and down walk a column, left and right follow a word's line.
 * Without a pin the word pointed at would become the source, and the whole picture another one: then a row lights up its line here alone.
 */
export function SlopeChart({
  scene,
  source,
  likeness,
  orders,
  words,
  focus,
  post,
}: {
  readonly scene: Scene;
  readonly source: number;
  readonly likeness: LikenessSlice | null;
  readonly orders: readonly WordOrder[];
  readonly words: readonly number[];
  readonly focus: number | null;
  readonly post: Post;
}) {
  const { state, labels } = scene;
  const [box, width] = useWidth();
  const correlations = useMemo(() => orders.slice(1).map(({ id }, gap) => correlationOf(orders, orders[gap]!.id, id)), [orders]);
  const layout = layoutSlope(width, orders.length, words.length);
  const columns = orders.map(({ order }) => order.filter(unit => words.includes(unit)));
  const [pointed, setPointed] = useState<number | null>(null);
  const [last, setLast] = useState<Row | null>(null);
  const isThere = last !== null && columns[last[0]]?.includes(last[1]) === true;
  const stop: Row = isThere ? last : [0, columns[0]!.find(unit => unit === focus) ?? columns[0]![0]!];
  const active = state.pinned === null && pointed !== null && words.includes(pointed) ? pointed : focus;
  const point = (unit: number) => (state.pinned === null ? setPointed(unit) : post(pointAt(scene, unit)));
  // Pointing can bring other words into the picture: the focus stays with its word, whichever row that is in now.
  useLayoutEffect(() => {
    if (isThere && box.current!.contains(document.activeElement)) rowOf(box.current!, last)?.focus();
  });
  const onKeyDown = (event: KeyboardEvent) => {
    const next = event.altKey || event.ctrlKey || event.metaKey ? null : moveInOrders(event.key, stop, columns);
    if (next === null) return;
    event.preventDefault();
    setLast(next);
    point(next[1]);
  };
  return (
    <div
      class={layout.narrow ? 'slope narrow' : 'slope'}
      ref={box}
      role="group"
      aria-label={`The other words of the text in ${orders.length} orders for ${labels[source]!}. Arrow keys walk a column and go from column to column. The numbers are in the tables below.`}
      onPointerLeave={() => {
        setPointed(null);
        if (state.pinned !== null) post(pointAt(scene, null));
      }}
      onKeyDown={onKeyDown}
      onBlurCapture={event => !box.current!.contains(event.relatedTarget as Node | null) && setPointed(null)}
    >
      {width > 0 && (
        <>
          <div class="slope-titles" style={{ height: layout.narrow ? '38px' : '22px' }}>
            {orders.map(({ id }, column) => (
              <b style={{ left: `${layout.columnLeft(column)}px`, width: `${layout.column}px` }}>
                {titleOf(id, scene, likeness, layout.narrow)}
              </b>
            ))}
            {correlations.map((correlation, gap) => (
              <span
                class="slope-rho"
                style={{
                  left: `${layout.columnLeft(gap) + layout.column - (layout.narrow ? 20 : 0)}px`,
                  width: `${layout.gap + (layout.narrow ? 40 : 0)}px`,
                }}
              >
                {correlationLabel(correlation)}
              </span>
            ))}
          </div>
          <div class="slope-body" style={{ height: `${layout.height}px` }}>
            {columns.slice(1).map((right, gap) => (
              <Curves layout={layout} gap={gap} left={columns[gap]!} right={right} active={active} />
            ))}
            {orders.map((order, column) => (
              <Column
                scene={scene}
                name={titleOf(order.id, scene, likeness, false)}
                layout={layout}
                column={column}
                order={order}
                words={columns[column]!}
                active={active}
                stop={stop}
                onPoint={point}
                onFocus={setLast}
              />
            ))}
          </div>
        </>
      )}
    </div>
  );
}

function rowOf(chart: HTMLElement, [column, unit]: Row): HTMLElement | null {
  return chart.querySelector(`[data-column="${column}"] [data-unit="${unit}"]`);
}

function titleOf(id: WordOrder['id'], { state, selection }: Scene, likeness: LikenessSlice | null, narrow: boolean): string {
  switch (id) {
    case 'fixed':
      return 'Embedding';
    case 'contextual': {
      const passed = likeness?.state ?? state.hiddenState;
      if (passed === 0) return narrow ? 'Before' : 'Before any layer';
      return narrow ? `After ${passed}` : `After ${passed} ${passed === 1 ? 'layer' : 'layers'}`;
    }
    case 'attention':
      return selection.kind === 'rollout' ? 'Rollout' : 'Attention';
  }
}

function Curves({
  layout,
  gap,
  left,
  right,
  active,
}: {
  readonly layout: SlopeLayout;
  readonly gap: number;
  readonly left: readonly number[];
  readonly right: readonly number[];
  readonly active: number | null;
}) {
  // The line of the word pointed at lies over the others.
  const units = left.toSorted((a, b) => Number(a === active) - Number(b === active));
  return (
    <svg
      class="slope-curves"
      width={layout.gap}
      height={layout.height}
      viewBox={`0 0 ${layout.gap} ${layout.height}`}
      style={{ left: `${layout.columnLeft(gap) + layout.column}px` }}
      aria-hidden="true"
    >
      {units.map(unit => (
        <path class={unit === active ? 'slope-line on' : 'slope-line'} d={slopePath(layout, left.indexOf(unit), right.indexOf(unit))} />
      ))}
    </svg>
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
  readonly stop: Row;
  readonly onPoint: (unit: number) => void;
  readonly onFocus: (row: Row) => void;
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
