import { sinkStatement } from '../../src/core/describe/sinks.ts';
import { hidesSink } from '../../src/core/state/viewState.ts';
import { heatViewOf } from './heatView.ts';
import type { Scene } from '../scene.ts';
import { Sentence } from './Sentence.tsx';
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

/** The answer in a sentence that adds up, then what is hidden of it. */
export function Answer({ scene, post }: { readonly scene: Scene; readonly post: Post }) {
  const { units, state, matrix } = scene;
  const hides = matrix.sinks.length > 0 && hidesSink(state, matrix);
  const toggle = `${hides ? 'Show' : 'Hide'} the ${matrix.sinks.length > 1 ? 'sinks' : 'sink'}`;
  const sink = state.heat === 'attention' ? sinkStatement(units, matrix, scene.visibility, hides) : [];
  const shown = heatViewOf(scene);
  const { rowFault } = scene.snapshot;
  // What a sentence may say beside the words, for the room that is kept for it.
  const saysHidden = state.hideSpecial || (matrix.causal && matrix.sinks.length > 0);
  const saysHead = matrix.rowHeads !== undefined && state.direction === 'to';
  return (
    <section class="section answer">
      <p class={['statement', saysHidden && 'with-hidden', saysHead && 'with-head'].filter(Boolean).join(' ')} aria-live="polite">
        {rowFault && state.heat === 'attention' ? (
          <>
            <b>{rowFault.title}.</b> {rowFault.cause} {rowFault.nextStep}{' '}
            <button type="button" class="link" onClick={() => post({ type: 'readAgain' })}>
              Try Again
            </button>
          </>
        ) : (
          <Sentence parts={shown.statement} />
        )}
      </p>
      {sink.length > 0 && (
        <p class="note sink">
          <Sentence
            parts={sink}
            terms={[
              ['sinks', 'attention-sink'],
              ['sink', 'attention-sink'],
            ]}
          />{' '}
          <button type="button" class="link" aria-label={toggle} onClick={() => post({ type: 'hideSink', hide: !hides })}>
            {toggle}
          </button>
        </p>
      )}
    </section>
  );
}
