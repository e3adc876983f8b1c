import type { ComponentType } from 'preact';
import type { Tab } from '../../src/core/state/pages.ts';
import type { Post } from '../host.ts';
import type { Scene } from '../scene.ts';
import type { ThemeColors } from '../theme.ts';
import { AttentionPage } from './attention/AttentionPage.tsx';
import { EmbeddingsPage } from './embeddings/EmbeddingsPage.tsx';
import { GlossaryPage } from './glossary/GlossaryPage.tsx';
import { InfluencePage } from './influence/InfluencePage.tsx';
import { InputPage } from './input/InputPage.tsx';
import { OccurrencesPage } from './occurrences/OccurrencesPage.tsx';

interface PageProps {
  readonly scene: Scene;
  readonly theme: ThemeColors;
  /** The page that was open before the glossary. */
  readonly from: Tab;
  readonly post: Post;
}

/** The component of every page that `core/state/pages.ts` names. */
export const PAGE_COMPONENTS: { readonly [tab in Tab]: ComponentType<PageProps> } = {
  attention: AttentionPage,
  embeddings: EmbeddingsPage,
  influence: InfluencePage,
  occurrences: OccurrencesPage,
  input: InputPage,
  glossary: ({ scene, from, post }) => <GlossaryPage term={scene.state.term} from={from} post={post} />,
};
