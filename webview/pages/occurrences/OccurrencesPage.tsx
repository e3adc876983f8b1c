import { partOf, type Scene } from '../../scene.ts';
import type { ThemeColors } from '../../theme.ts';
import { CommandButton } from '../../controls/Messages.tsx';
import { PartState } from '../../controls/PartState.tsx';
import { Section } from '../../controls/Section.tsx';
import { Term } from '../../controls/Term.tsx';
import { Comparison } from './Comparison.tsx';
import type { Post } from '../../host.ts';

/** One word in several places: alike at the word table, apart further up. */
export function OccurrencesPage({ scene, theme, post }: { readonly scene: Scene; readonly theme: ThemeColors; readonly post: Post }) {
  const part = partOf(scene, 'occurrences');
  const status = scene.snapshot.parts.occurrences;
  if (status === undefined) return <Introduction post={post} />;
  return (
    <>
      <PartState scene={scene} name="occurrences" doing="Reading the places" post={post} />
      {part && part.items.length > 0 && <Comparison scene={scene} theme={theme} part={part} post={post} />}
      {part?.items.length === 0 && <p>The model could read none of the places.</p>}
      {!part && (
        <div class="buttons">
          <CommandButton command="compareOccurrences" post={post} look="button secondary" />
        </div>
      )}
    </>
  );
}

function Introduction({ post }: { readonly post: Post }) {
  return (
    <Section title="Same word, other places" kind="introduction">
      <p>
        A word has one <Term id="static-embedding">word embedding</Term>, and another vector in every place once the{' '}
        <Term id="layer">layers</Term> have mixed in what stands around it. Compare all places of a word in this document, in other open
        ones, or in a sentence that you type.
      </p>
      <div class="buttons">
        <CommandButton command="compareOccurrences" post={post} look="button" />
      </div>
    </Section>
  );
}
