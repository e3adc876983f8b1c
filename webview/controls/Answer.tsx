import { useMemo } from 'preact/hooks';
import { clearestStatement } from '../../src/core/describe/clearest.ts';
import { lensNote } from '../../src/core/describe/lensNote.ts';
import type { SentencePart } from '../../src/core/describe/sentence.ts';
import { sinkStatement } from '../../src/core/describe/sinks.ts';
import { clearestLink } from '../../src/core/state/clearestLink.ts';
import { lookingSide } from '../../src/core/state/facing.ts';
import { hidesSink } from '../../src/core/state/viewState.ts';
import { costOf, removalsOf } from '../hooks/grounded.ts';
import type { Post } from '../host.ts';
import { togglePin } from '../pointing.ts';
import type { Scene } from '../scene.ts';
import { heatViewOf } from './heatView.ts';
import { Sentence } from './Sentence.tsx';
import { BySentence } from './BySentence.tsx';
import { OneWord } from './OneWord.tsx';
import { WithTerms } from './Term.tsx';

/** The answer in a sentence that adds up, then what the heads are known for, and what is hidden. */
export function Answer({ scene, post }: { readonly scene: Scene; readonly post: Post }) {
  const { units, state, matrix } = scene;
  const hides = matrix.sinks.length > 0 && hidesSink(state, matrix);
  const toggle = `${hides ? 'Show' : 'Hide'} the ${matrix.sinks.length > 1 ? 'sinks' : 'sink'}`;
  const sink = state.heat === 'attention' ? sinkStatement(units, matrix, scene.visibility, hides) : [];
  const shown = heatViewOf(scene);
  const clearest = useClearest(scene);
  const known = state.heat === 'attention' ? lensNote(state.view, scene.model.lenses) : '';
  const { rowFault } = scene.snapshot;
  const cost = state.heat === 'attention' ? costOf(scene) : '';
  // What a sentence may say beside the words, for the room that is kept for it.
  const saysHidden = state.hideSpecial || (matrix.causal && matrix.sinks.length > 0);
  const saysHead = matrix.rowHeads !== undefined;
  return (
    <section class="section answer">
      <p
        class={[
          'statement',
          saysHidden && 'with-hidden',
          saysHead && 'with-head',
          matrix.sides && 'with-across',
          removalsOf(scene) && 'with-cost',
        ]
          .filter(Boolean)
          .join(' ')}
        aria-live="polite"
      >
        {rowFault && state.heat === 'attention' ? (
          <>
            <b>{rowFault.title}.</b> {rowFault.cause} {rowFault.nextStep}{' '}
            <button type="button" class="link" onClick={() => post({ type: 'readAgain' })}>
              Try Again
            </button>
          </>
        ) : (
          <Sentence parts={clearest ?? shown.statement} onChoose={unit => post(togglePin(scene, unit))} />
        )}
        {cost !== '' && ` ${cost}`}
      </p>
      {state.heat === 'attention' && <BySentence scene={scene} post={post} />}
      <OneWord scene={scene} post={post} />
      {known !== '' && (
        <p class="note">
          <WithTerms text={known.replaceAll(' %', '\u00a0%')} terms={[['head', 'head']]} />
        </p>
      )}
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

/** While no word is looked from, the clearest link of the text; null else, and where none has a colour. */
function useClearest({ data, units, visibility, state, word, model }: Scene): readonly SentencePart[] | null {
  const isAsked = word.source === null && state.heat === 'attention';
  const looking = lookingSide(state, data.matrix);
  // What the visibility is made of: it is another one with every word that is pointed at.
  const link = useMemo(
    () => (isAsked ? clearestLink(units, data.matrix, visibility, looking) : null),
    [isAsked, units, data.matrix, state.hideSink, state.scale.unit, state.scale.strength, looking],
  );
  return link && clearestStatement(units, link, data.matrix, state.direction, state.view, model.lenses);
}
