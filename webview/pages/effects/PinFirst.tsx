import { TextRow } from '../../charts/TextRow.tsx';
import { heatViewOf } from '../../controls/heatView.ts';
import { WithTerms } from '../../controls/Term.tsx';
import type { Post } from '../../host.ts';
import type { TermLink } from '../../linkTerms.ts';
import type { Scene } from '../../scene.ts';

const TERMS: readonly TermLink[] = [
  ['update', 'residual-stream'],
  ['heads', 'head'],
  ['residual connection', 'residual-stream'],
  ['cosine', 'cosine'],
  ['attention', 'attention'],
];

/** What to do on this page, while no word is pinned. */
export function PinFirst({ scene, post }: { readonly scene: Scene; readonly post: Post }) {
  const shown = heatViewOf(scene);
  return (
    <>
      <p class="statement">
        Pin a word: every other word is then taken away in turn, and it is measured how far the pinned word’s vector moves. Until then the
        colours are those of the editor, for the word pointed at.
      </p>
      <p class="note above">
        <WithTerms text={shown.explanation} terms={TERMS} />
      </p>
      <div class={`hue-${scene.state.heat}`}>
        <TextRow scene={scene} word={shown.word} name="Text" format={shown.format} post={post} />
      </div>
    </>
  );
}
