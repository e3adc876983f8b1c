import { isAcross } from '../../src/core/text/textPair.ts';
import { lookingSide } from '../../src/core/state/facing.ts';
import { heatViewOf } from './heatView.ts';
import type { Scene } from '../scene.ts';
import { Excerpt } from '../charts/Excerpt.tsx';
import { TextRow } from '../charts/TextRow.tsx';
import type { ThemeColors } from '../theme.ts';
import { Section } from './Section.tsx';
import type { Post } from '../host.ts';

/** The text: one line around its subject while an editor shows it, else word by word. */
export function TextSection({ scene, theme, post }: { readonly scene: Scene; readonly theme: ThemeColors; readonly post: Post }) {
  const { word, state, snapshot } = scene;
  const { sides } = scene.matrix;
  const pair = sides ? snapshot.pair : null;
  const isRead = (side: number) => sides!.of.includes(side);
  const looking = lookingSide(state, scene.matrix);
  const shown = heatViewOf(scene);
  return (
    <Section
      id="text"
      picture={state.heat === 'attention' ? 'text' : null}
      kind={`text hue-${state.heat}`}
      isOpenAtFirst={!scene.snapshot.isTextShown}
      title={pair && isRead(0) && isRead(1) ? 'Two texts' : scene.data.summary.chat ? 'Chat message' : 'Text'}
      line={<Excerpt scene={scene} theme={theme} word={shown.word} post={post} />}
      {...(!word.pinned && { aside: <span class="aside-text">Click pins a word</span> })}
    >
      {pair ? (
        // Of an encoder-decoder one of them may be looked within.
        ([pair.first, pair.second] as const).map(
          ({ label }, side) =>
            isRead(side) && (
              <>
                <p class="note text-name">{side === looking && isAcross(sides) ? `${label}, which looks` : label}</p>
                <TextRow
                  scene={scene}
                  word={shown.word}
                  name={side === 0 ? 'First text' : 'Second text'}
                  shown={shown.word.shown.filter(unit => sides!.of[unit] === side)}
                  format={shown.format}
                  post={post}
                />
              </>
            ),
        )
      ) : (
        <TextRow scene={scene} word={shown.word} name="Text" format={shown.format} post={post} />
      )}
    </Section>
  );
}
