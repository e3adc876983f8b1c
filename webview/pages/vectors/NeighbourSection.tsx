import { formatCount, formatSigned } from '../../../src/core/describe/numbers.ts';
import type { SentencePart } from '../../../src/core/describe/sentence.ts';
import { firstLack } from '../../../src/core/model/capability.ts';
import { nameOfVector } from '../../../src/core/describe/embeddings.ts';
import { unknownNeighboursNote, unknownToken } from '../../../src/core/describe/unknown.ts';
import type { EntryKind } from '../../../src/core/text/vocabularyEntry.ts';
import { sequenceOf } from '../../../src/core/text/tokenSequence.ts';
import type { NeighbourSlice } from '../../../src/protocol/embeddingApi.ts';
import { keptPart } from '../../hooks/keptPart.ts';
import type { Scene } from '../../scene.ts';
import { Lack } from '../../controls/Lack.tsx';
import { PartState } from '../../controls/PartState.tsx';
import { Section } from '../../controls/Section.tsx';
import { Quoted, Sentence } from '../../controls/Sentence.tsx';
import { Term } from '../../controls/Term.tsx';
import type { Post } from '../../host.ts';

/** How an entry is marked that is no whole word. */
export const KIND_NAMES: Readonly<Record<EntryKind, string>> = { word: '', piece: 'sub-word', unused: 'unused', special: 'special' };

/** The vocabulary entries nearest to the word, by its word embedding and by its vector. */
export function NeighbourSection({ scene, post }: { readonly scene: Scene; readonly post: Post }) {
  const part = keptPart(scene, 'neighbours');
  const { model, labels } = scene;
  const unknown = part && unknownNote(scene, part.unit);
  return (
    <Section
      id="neighbours"
      picture={part && 'neighbours'}
      state={<PartState scene={scene} name="neighbours" doing="Searching the vocabulary" post={post} />}
      title={
        <>
          Nearest in the vocabulary
          {part && (
            <>
              {' '}
              to <Quoted text={labels[part.unit]!} />
            </>
          )}
        </>
      }
      aside={
        <>
          {formatCount(model.vocabularySize)} <Term id="vocabulary">entries</Term>
        </>
      }
    >
      {part && (
        <p class="note">
          Whole words first, then <Term id="sub-word">sub-words</Term>, unused entries and <Term id="special-token">special tokens</Term>.
        </p>
      )}
      {unknown && (
        <p class="note">
          <Sentence parts={unknown} />
        </p>
      )}
      {part ? (
        <div class="neighbour-lists">
          <NeighbourList hue="fixed" title="By word embedding" note="in any text" slice={part.fixed} />
          {part.contextual ? (
            <NeighbourList
              hue="contextual"
              title={`By ${nameOfVector(part.contextual.state!, model.layers).toLowerCase()}`}
              note="compared with the word embeddings"
              slice={part.contextual}
            />
          ) : (
            <Lack of={firstLack(model, ['hidden-states', 'shared-width'])!} short />
          )}
        </div>
      ) : (
        (scene.snapshot.parts.neighbours?.kind ?? 'ready') === 'ready' && (
          <p class="note">Point at a word, or pin one, to see what is near it.</p>
        )
      )}
    </Section>
  );
}

function unknownNote({ units, data }: Scene, unit: number): readonly SentencePart[] | null {
  const token = unknownToken(units[unit]!, sequenceOf(data.summary).tokens);
  return token === null ? null : unknownNeighboursNote(units[unit]!, token);
}

function NeighbourList({
  hue,
  title,
  note,
  slice,
}: {
  readonly hue: 'fixed' | 'contextual';
  readonly title: string;
  readonly note: string;
  readonly slice: NeighbourSlice;
}) {
  return (
    <div class={`neighbour-list hue-${hue}`}>
      <h3>{title}</h3>
      <p class="note">{note}</p>
      <ol>
        {slice.entries.map(({ id, text, cosine, kind }) => (
          <li key={id}>
            <Quoted text={text} />
            <span class="dim">{KIND_NAMES[kind]}</span>
            <span class="bar">
              <i style={{ width: `${Math.max(0, Math.round(cosine * 100))}%` }} />
            </span>
            <span class="number">{formatSigned(cosine)}</span>
          </li>
        ))}
      </ol>
    </div>
  );
}
