import type { ComponentType } from 'preact';
import type { Tab } from '../../src/core/state/pages.ts';
import type { Post } from '../host.ts';
import type { Scene } from '../scene.ts';
import type { ThemeColors } from '../theme.ts';
import { AttentionPage } from './attention/AttentionPage.tsx';
import { ComparePage } from './compare/ComparePage.tsx';
import { VectorsPage } from './vectors/VectorsPage.tsx';
import { EffectsPage } from './effects/EffectsPage.tsx';

interface PageProps {
  readonly scene: Scene;
  readonly theme: ThemeColors;
  readonly post: Post;
}

/** The component of every page that `core/state/pages.ts` names. */
export const PAGE_COMPONENTS: { readonly [tab in Tab]: ComponentType<PageProps> } = {
  attention: AttentionPage,
  vectors: VectorsPage,
  compare: ComparePage,
  effects: EffectsPage,
};
