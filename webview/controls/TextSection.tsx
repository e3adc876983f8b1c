import { explanationOf, explanationOfRollout, statementOf } from '../../src/core/describe/attention.ts';
import type { Scene } from '../scene.ts';
import { Glyph } from './Glyph.tsx';
import { Quoted, Sentence } from './Sentence.tsx';
import { WithTerms } from './Term.tsx';
import { TextRow } from '../charts/TextRow.tsx';
import type { Post } from '../host.ts';

/** What the colour is, the text, and the sentence that adds up: last, as the room kept for it then looks like the gap before what follows. */
export function TextSection({ scene, post }: { readonly scene: Scene; readonly post: Post }) {
  const { units, word, state } = scene;
  return (
    <section class="section">
      <div class="heading-row">
        <h2>Text</h2>
        {word.pinned && word.source !== null ? (
          <div class="aside">
            <Glyph name="pin" />
            <span class="aside-text">
              <Quoted text={units[word.source]!.label} /> pinned
            </span>
            <button
              type="button"
              class="action"
              title="Unpin (Escape)"
              aria-label="Unpin"
              onClick={() => post({ type: 'pin', unit: null })}
            >
              <Glyph name="close" />
            </button>
          </div>
        ) : (
          <div class="aside">Click pins a word</div>
        )}
      </div>
      <p class="note above">
        <WithTerms
          text={explanationOfScene(scene)}
          terms={[
            ['update', 'residual-stream'],
            ['attention', 'attention'],
            ['residual connection', 'residual-stream'],
          ]}
        />
      </p>
      <TextRow scene={scene} word={scene.word} name="Text" post={post} />
      <p class={state.hideSpecial ? 'statement with-hidden' : 'statement'} aria-live="polite">
        <Sentence parts={statementOf(units, word, state.direction, state.hideSpecial)} />
      </p>
    </section>
  );
}

function explanationOfScene({ state, selection, matrix, combine }: Scene): string {
  if (selection.kind === 'rollout') return explanationOfRollout(state.direction, selection.layer);
  return explanationOf(state.direction, matrix.headCount, combine);
}
