import { linkNote, linkStatement } from '../../../src/core/describe/links.ts';
import { Sentence } from '../../controls/Sentence.tsx';
import type { TermLink } from '../../linkTerms.ts';
import type { Scene } from '../../scene.ts';
import { linkOf } from './LinkSection.tsx';

const TERMS: readonly TermLink[] = [
  ['even share', 'even-share'],
  ['queries', 'query'],
  ['keys', 'key'],
];

/** The answer of the page where two words are linked: what each gives the other at most, and what that counts. */
export function LinkAnswer({ scene }: { readonly scene: Scene }) {
  const link = linkOf(scene);
  return (
    <section class="section answer links-answer">
      <p class="statement" aria-live="polite">
        {link && <Sentence parts={linkStatement(link)} />}
      </p>
      {link && (
        <p class="note">
          <Sentence parts={linkNote(link, scene.model.lenses, scene.data.summary.held === 'rows', scene.matrix.sides)} terms={TERMS} />
        </p>
      )}
    </section>
  );
}
