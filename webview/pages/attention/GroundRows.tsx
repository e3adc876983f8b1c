import { useRef, useState } from 'preact/hooks';
import { largestDrop, largestSeen, notFromHere, reachOf, withoutSource } from '../../../src/core/describe/ground.ts';
import { ranksInShort } from '../../../src/core/grounding/effects.ts';
import type { SeenSentence } from '../../../src/core/grounding/reach.ts';
import type { GroundPart, RemovalPart } from '../../../src/protocol/panelParts.ts';
import { useRoving } from '../../a11y/useRoving.ts';
import { sentenceOf } from '../../hooks/grounded.ts';
import type { Post } from '../../host.ts';
import type { Scene } from '../../scene.ts';
import { AnswerRow, SourceRow } from './GroundRow.tsx';
import { RemovalOffer } from './RemovalOffer.tsx';

/** The sentences of the answer, each with what it sees of the source: that of the word that is looked from is open. */
export function GroundRows({
  scene,
  part,
  removals,
  post,
}: {
  readonly scene: Scene;
  readonly part: GroundPart;
  readonly removals: RemovalPart | null;
  readonly post: Post;
}) {
  const { answer, source, reached, written } = part;
  const { state, word, snapshot } = scene;
  const marked = sentenceOf(scene, answer, word.source);
  const seen = sentenceOf(scene, source, word.source);
  // Pointing moves nothing: what is pinned or the caret opens its sentence.
  const chosen = Math.max(0, sentenceOf(scene, answer, (state.pinned ?? state.cursor)?.unit));
  const [folds, setFolds] = useState<Readonly<Record<number, boolean>>>({});
  const rows = useRef<HTMLDivElement>(null);
  const onMove = useRoving(rows, '.ground-row');
  const mostSeen = largestSeen(reached);
  const mostLost = removals ? largestDrop(removals.effects) : 0;
  return (
    <div class={removals ? 'ground-list checked' : 'ground-list'}>
      <RemovalOffer scene={scene} part={part} removals={removals} sentence={chosen} post={post} />
      <div class="ground-head" aria-hidden="true">
        <span class="ground-text">sentence of the source, by line</span>
        <span class="ground-column">attention</span>
        {removals && <span class="ground-column">without it</span>}
      </div>
      <div class="rows" role="tree" aria-label="Sentences of the answer, and what each sees of the source" ref={rows} onKeyDown={onMove}>
        {answer.map((_, sentence) => {
          const { reach, strongest } = reached[sentence]!;
          const effects = removals?.effects[sentence] ?? null;
          const isOpen = folds[sentence] ?? sentence === chosen;
          const controls = strongest.map(({ control }, rank) => ({ control, effect: effects?.marked[rank]?.control }));
          const shown = isOpen ? [...strongest.keys()] : ranksInShort(effects);
          const control = isOpen ? controls.find(({ effect }) => effect !== undefined) : undefined;
          const rowOf = (of: SeenSentence, effect: (typeof controls)[number]['effect'], isControl = false) => (
            <SourceRow
              key={`${of.sentence} ${isControl}`}
              line={snapshot.pair!.first.line + written.source[of.sentence]!.line}
              text={written.source[of.sentence]!.text}
              seen={of}
              most={mostSeen}
              effect={effect}
              mostLost={mostLost}
              hasEffects={removals !== null}
              isControl={isControl}
              isMarked={of.sentence === seen}
              onMark={on => post({ type: 'markSentence', of: 'source', sentence: on ? of.sentence : null })}
              onChoose={() => post({ type: 'goToSentence', of: 'source', sentence: of.sentence })}
            />
          );
          return (
            <div key={sentence} role="none">
              <AnswerRow
                text={written.answer[sentence]!.text}
                note={[reachOf(reach), effects && withoutSource(effects, notFromHere(effects.words))].filter(Boolean).join(' ')}
                isOpen={isOpen}
                isMarked={sentence === marked}
                onFold={wish => setFolds({ ...folds, [sentence]: wish })}
              />
              {shown.map(rank => strongest[rank] && rowOf(strongest[rank], effects?.marked[rank]?.without))}
              {control?.control && rowOf(control.control, control.effect, true)}
            </div>
          );
        })}
      </div>
    </div>
  );
}
