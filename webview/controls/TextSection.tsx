import { heatViewOf } from './heatView.ts';
import type { Scene } from '../scene.ts';
import { Excerpt } from '../charts/Excerpt.tsx';
import { TextRow } from '../charts/TextRow.tsx';
import type { ThemeColors } from '../theme.ts';
import { Section } from './Section.tsx';
import type { Post } from '../host.ts';

/** The text: one line around its subject while an editor shows it, else word by word. */
export function TextSection({ scene, theme, post }: { readonly scene: Scene; readonly theme: ThemeColors; readonly post: Post }) {
  const { word, state } = scene;
  const shown = heatViewOf(scene);
  return (
    <Section
      id="text"
      picture={state.heat === 'attention' ? 'text' : null}
      kind={`text hue-${state.heat}`}
      isOpenAtFirst={!scene.snapshot.isTextShown}
      title={scene.data.summary.chat ? 'Chat message' : 'Text'}
      line={<Excerpt scene={scene} theme={theme} word={shown.word} post={post} />}
      {...(!word.pinned && { aside: <span class="aside-text">Click pins a word</span> })}
    >
      <TextRow scene={scene} word={shown.word} name="Text" format={shown.format} post={post} />
    </Section>
  );
}
