import { nameOfEnd } from '../../src/core/describe/linkEnd.ts';
import { sinkStatement } from '../../src/core/describe/sinks.ts';
import { hidesSink } from '../../src/core/state/viewState.ts';
import { heatViewOf } from './heatView.ts';
import type { PanelAction } from '../../src/protocol/panelActions.ts';
import type { Scene } from '../scene.ts';
import { Glyph } from './Glyph.tsx';
import { Quoted, Sentence } from './Sentence.tsx';
import { TextRow } from '../charts/TextRow.tsx';
import type { Post } from '../host.ts';

/** The text, and the sentence that adds up: last, as the room kept for it then looks like the gap before what follows. */
export function TextSection({ scene, post }: { readonly scene: Scene; readonly post: Post }) {
  const { units, word, linked, state, matrix } = scene;
  const hides = matrix.sinks.length > 0 && hidesSink(state, matrix);
  const toggle = `${hides ? 'Show' : 'Hide'} the ${matrix.sinks.length > 1 ? 'sinks' : 'sink'}`;
  const sink = state.heat === 'attention' ? sinkStatement(units, matrix, scene.visibility, hides) : [];
  const shown = heatViewOf(scene);
  const { rowFault } = scene.snapshot;
  // What a sentence may say beside the words, for the room that is kept for it.
  const saysHidden = state.hideSpecial || (matrix.causal && matrix.sinks.length > 0);
  const saysHead = matrix.rowHeads !== undefined && state.direction === 'to';
  return (
    <section class={`section hue-${state.heat}`}>
      <div class="heading-row">
        <h2>{scene.data.summary.chat ? 'Chat message' : 'Text'}</h2>
        {word.pinned && word.source !== null ? (
          <div class="aside">
            <Glyph name="pin" />
            <span class="aside-text">
              <Quoted text={units[word.source]!.label} /> pinned
            </span>
            <LetGo name="Unpin" action={{ type: 'pin', unit: null }} isNext={linked.size === 0} post={post} />
            {linked.size > 0 && (
              <>
                <span class="aside-text">
                  <Quoted text={nameOfEnd(units, [...linked])} /> linked
                </span>
                <LetGo name="Unlink" action={{ type: 'unlink' }} isNext post={post} />
              </>
            )}
          </div>
        ) : (
          <div class="aside">Click pins a word</div>
        )}
      </div>
      <TextRow scene={scene} word={shown.word} name="Text" format={shown.format} post={post} />
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

function LetGo({
  name,
  action,
  isNext,
  post,
}: {
  readonly name: string;
  readonly action: PanelAction;
  /** Escape does it. */
  readonly isNext: boolean;
  readonly post: Post;
}) {
  return (
    <button type="button" class="action" title={isNext ? `${name} (Escape)` : name} aria-label={name} onClick={() => post(action)}>
      <Glyph name="close" />
    </button>
  );
}
