import { verbOf } from '../../src/core/describe/attention.ts';
import { bySentence } from '../../src/core/describe/bySentence.ts';
import type { Post } from '../host.ts';
import type { Scene } from '../scene.ts';
import { Sentence } from './Sentence.tsx';

/** Of two texts that are read by sentence: what the sentence of the word has to do with those of the other text. */
export function BySentence({ scene: { snapshot, units, state, word }, post }: { readonly scene: Scene; readonly post: Post }) {
  const { sentences } = snapshot;
  if (!snapshot.bySentence) return null;
  return (
    <p class="note by-sentence">
      {sentences && word.source !== null ? (
        <Sentence parts={bySentence(units, sentences, verbOf(state.view.kind, state.direction))} />
      ) : (
        'Read by sentence: a tint in the editor is of a whole sentence.'
      )}{' '}
      <button type="button" class="link" onClick={() => post({ type: 'bySentence', isOn: false })}>
        Words Alone
      </button>
    </p>
  );
}
