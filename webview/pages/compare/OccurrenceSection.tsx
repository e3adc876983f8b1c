import { firstLack, NEEDED_TO_COMPARE } from '../../../src/core/model/capability.ts';
import { MissingHere } from '../../controls/Lack.tsx';
import { CommandButton } from '../../controls/Messages.tsx';
import { PartState } from '../../controls/PartState.tsx';
import { Section } from '../../controls/Section.tsx';
import { Quoted } from '../../controls/Sentence.tsx';
import { Term } from '../../controls/Term.tsx';
import type { Post } from '../../host.ts';
import { partOf, type Scene } from '../../scene.ts';
import type { ThemeColors } from '../../theme.ts';
import { Comparison } from './Comparison.tsx';

/** One word in several places: alike at the word table, apart further up. */
export function OccurrenceSection({ scene, theme, post }: { readonly scene: Scene; readonly theme: ThemeColors; readonly post: Post }) {
  const part = partOf(scene, 'occurrences');
  const status = scene.snapshot.parts.occurrences;
  const lack = firstLack(scene.model, NEEDED_TO_COMPARE);
  return (
    <Section
      id="occurrences"
      picture={part && part.items.length > 0 ? 'occurrences' : null}
      kind="same-word"
      title={
        part ? (
          <>
            <Quoted text={part.word} /> in other places
          </>
        ) : (
          'Same word, other places'
        )
      }
      state={lack === null && <PartState scene={scene} name="occurrences" doing="Reading the places" post={post} />}
    >
      {lack !== null ? (
        <MissingHere of={lack} post={post} />
      ) : status === undefined ? (
        <Introduction post={post} />
      ) : part === null ? (
        <div class="buttons">
          <CommandButton command="compareOccurrences" post={post} look="button secondary" />
        </div>
      ) : part.items.length === 0 ? (
        <p>The model could read none of the places.</p>
      ) : (
        <Comparison scene={scene} theme={theme} part={part} post={post} />
      )}
    </Section>
  );
}

function Introduction({ post }: { readonly post: Post }) {
  return (
    <div class="introduction">
      <p>
        A word has one <Term id="static-embedding">word embedding</Term>, and another vector in every place once the{' '}
        <Term id="layer">layers</Term> have mixed in what stands around it. Compare all places of a word in this document, in other open
        ones, or in a sentence that you type.
      </p>
      <div class="buttons">
        <CommandButton command="compareOccurrences" post={post} look="button" />
      </div>
    </div>
  );
}
