import { useMemo } from 'preact/hooks';
import { formatShort } from '../../src/core/describe.ts';
import { chanceNote, correlationLabel } from '../../src/core/describeEmbeddings.ts';
import type { LikenessSlice } from '../../src/protocol/embeddingApi.ts';
import { layoutSlope, slopePath, type SlopeLayout } from '../draw/slopeLayout.ts';
import { correlationOf, ordersOf, selectWords, type EmbeddingViews, type WordOrder } from '../embeddingViews.ts';
import type { Scene } from '../scene.ts';
import { useWidth } from '../useSize.ts';
import type { Post } from './Panel.tsx';
import { Section } from './Section.tsx';
import { Quoted } from './Sentence.tsx';
import { WithTerms } from './Term.tsx';

/** Words drawn; of more, those with the most attention. */
const MOST = 20;

/** The words ranked three ways, with a line from place to place, and how far the orders agree. */
export function OrderSection({
  scene,
  views,
  source,
  likeness,
  post,
}: {
  readonly scene: Scene;
  /** Of the source, even when nothing is pointed at. */
  readonly views: EmbeddingViews;
  readonly source: number;
  readonly likeness: LikenessSlice | null;
  readonly post: Post;
}) {
  const { state } = scene;
  const orders = useMemo(() => ordersOf(views), [views]);
  const focus = scene.focus ?? views.attention.order[0] ?? null;
  const words = useMemo(() => selectWords(views.attention, focus, MOST), [views, focus]);
  const count = views.attention.order.length;
  if (orders.length < 2 || count < 2) return null;
  const noun = state.level === 'words' ? 'words' : 'sub-words';
  return (
    <Section
      title="Order of the words"
      aside={orders.length === 3 && `embedding to attention ${correlationLabel(correlationOf(orders, 'fixed', 'attention'))}`}
    >
      <Slope scene={scene} source={source} likeness={likeness} orders={orders} words={words} focus={focus} post={post} />
      <p class="note slope-note">
        {words.length < count && `Shown: the ${words.length} ${noun} with the most attention. `}
        <WithTerms text={chanceNote(count, noun)} terms={[['rank correlation', 'rank-correlation']]} />
      </p>
    </Section>
  );
}

/** The columns of words and the lines between them. */
function Slope({
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
  return (
    <div
      class={layout.narrow ? 'slope narrow' : 'slope'}
      ref={box}
      role="img"
      aria-label={`The other words of the text in ${orders.length} orders for ${labels[source]!}. The numbers are in the tables below.`}
      onPointerLeave={() => state.pinned !== null && post({ type: 'point', unit: null })}
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
              <Curves layout={layout} gap={gap} left={columns[gap]!} right={right} focus={focus} />
            ))}
            {orders.map((order, column) => (
              <Column scene={scene} layout={layout} column={column} order={order} words={columns[column]!} focus={focus} post={post} />
            ))}
          </div>
        </>
      )}
    </div>
  );
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
  focus,
}: {
  readonly layout: SlopeLayout;
  readonly gap: number;
  readonly left: readonly number[];
  readonly right: readonly number[];
  readonly focus: number | null;
}) {
  // The line of the word in focus lies over the others.
  const units = left.toSorted((a, b) => Number(a === focus) - Number(b === focus));
  return (
    <svg
      class="slope-curves"
      width={layout.gap}
      height={layout.height}
      viewBox={`0 0 ${layout.gap} ${layout.height}`}
      style={{ left: `${layout.columnLeft(gap) + layout.column}px` }}
    >
      {units.map(unit => (
        <path class={unit === focus ? 'slope-line on' : 'slope-line'} d={slopePath(layout, left.indexOf(unit), right.indexOf(unit))} />
      ))}
    </svg>
  );
}

function Column({
  scene,
  layout,
  column,
  order,
  words,
  focus,
  post,
}: {
  readonly scene: Scene;
  readonly layout: SlopeLayout;
  readonly column: number;
  readonly order: WordOrder;
  readonly words: readonly number[];
  readonly focus: number | null;
  readonly post: Post;
}) {
  return (
    <div class="slope-column" style={{ left: `${layout.columnLeft(column)}px`, width: `${layout.column}px` }}>
      {/* Without keys: another word changes the text of the rows, which is cheaper than moving them. */}
      {words.map(unit => (
        <div
          class={unit === focus ? 'slope-item on' : 'slope-item'}
          // Without a pin the word pointed at would become the source, and the whole picture another one under the pointer.
          onPointerEnter={() => scene.state.pinned !== null && post({ type: 'point', unit })}
        >
          <Quoted text={scene.labels[unit]!} />
          <span class="slope-value">{formatShort(order.values[unit]!)}</span>
        </div>
      ))}
    </div>
  );
}
