import { useMemo } from 'preact/hooks';
import { nounOf } from '../../../src/core/describe/attention.ts';
import { chanceNote, correlationLabel } from '../../../src/core/describe/embeddings.ts';
import type { LikenessSlice } from '../../../src/protocol/embeddingApi.ts';
import { correlationOf, ordersOf, selectWords, type EmbeddingViews } from './view.ts';
import type { Scene } from '../../scene.ts';
import type { ThemeColors } from '../../theme.ts';
import { Section } from '../../controls/Section.tsx';
import { SlopeChart } from './SlopeChart.tsx';
import { WithTerms } from '../../controls/Term.tsx';
import type { Post } from '../../host.ts';

/** Words drawn; of more, those with the most attention. */
const MOST = 20;

/** The words ranked three ways, with a line from place to place, and how far the orders agree. */
export function OrderSection({
  scene,
  theme,
  views,
  source,
  likeness,
  post,
}: {
  readonly scene: Scene;
  readonly theme: ThemeColors;
  /** Of the source, even when nothing is pointed at. */
  readonly views: EmbeddingViews;
  readonly source: number;
  readonly likeness: LikenessSlice | null;
  readonly post: Post;
}) {
  const { state, units } = scene;
  const orders = useMemo(() => ordersOf(views), [views]);
  const focus = scene.focus ?? views.attention.order[0] ?? null;
  const words = useMemo(() => selectWords(views.attention, focus, MOST), [views, focus]);
  const count = views.attention.order.length;
  if (orders.length < 2 || count < 2) return null;
  const noun = nounOf(
    state.level,
    views.attention.order.map(unit => units[unit]!),
  );
  return (
    <Section
      title="Order of the words"
      aside={orders.length === 3 && `embedding to attention ${correlationLabel(correlationOf(orders, 'fixed', 'attention'))}`}
    >
      <SlopeChart scene={scene} theme={theme} source={source} likeness={likeness} orders={orders} words={words} focus={focus} post={post} />
      <p class="note slope-note">
        {words.length < count && `Shown: the ${words.length} ${noun} with the most attention. `}
        <WithTerms text={chanceNote(count, noun)} terms={[['rank correlation', 'rank-correlation']]} />
      </p>
    </Section>
  );
}
