import { useMemo } from 'preact/hooks';
import { chanceNote, correlationLabel } from '../../../src/core/describe/embeddings.ts';
import type { LikenessSlice } from '../../../src/protocol/embeddingApi.ts';
import { comparedWords, correlationOf, ordersOf, selectWords, type EmbeddingViews } from '../../../src/draw/views/vectors.ts';
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
  /** Null until a word is pointed at. */
  readonly source: number | null;
  readonly likeness: LikenessSlice | null;
  readonly post: Post;
}) {
  const orders = useMemo(() => ordersOf(views), [views]);
  const focus = scene.focus ?? views.attention.order[0] ?? null;
  const words = useMemo(() => selectWords(views.attention, focus, MOST), [views, focus]);
  const compared = comparedWords(scene, views);
  if (source === null || orders.length < 2 || compared.count < 2)
    return (
      <Section id="order" title="Order of the words">
        <p class="note">
          {source === null
            ? 'Point at a word, or pin one, to see in which order the others are near it and attended to.'
            : compared.count < 2 && 'There are too few other words for an order.'}
        </p>
      </Section>
    );
  return (
    <Section
      id="order"
      picture="order"
      title="Order of the words"
      aside={orders.length === 3 && `embedding to attention ${correlationLabel(correlationOf(orders, 'fixed', 'attention'))}`}
    >
      <SlopeChart scene={scene} theme={theme} source={source} likeness={likeness} orders={orders} words={words} focus={focus} post={post} />
      <p class="note slope-note">
        {words.length < compared.count && `Shown: the ${words.length} ${compared.noun} with the most attention. `}
        <WithTerms text={chanceNote(compared)} terms={[['rank correlation', 'rank-correlation']]} />
      </p>
    </Section>
  );
}
