import { useRef, useState } from 'preact/hooks';
import { largestSeen, reachOf } from '../../../src/core/describe/ground.ts';
import { formatWeight } from '../../../src/core/describe/numbers.ts';
import type { Span } from '../../../src/core/text/span.ts';
import type { GroundPart } from '../../../src/protocol/panelParts.ts';
import { useRoving } from '../../a11y/useRoving.ts';
import { Glyph } from '../../controls/Glyph.tsx';
import { Quoted } from '../../controls/Sentence.tsx';
import type { Post } from '../../host.ts';
import type { Scene } from '../../scene.ts';

/** The sentences of the answer, each with what it sees of the source: that of the word that is looked from is open. */
export function GroundRows({ scene, part, post }: { readonly scene: Scene; readonly part: GroundPart; readonly post: Post }) {
  const { answer, reached, written } = part;
  const { state, units, word } = scene;
  const spanOf = (unit: number | null | undefined): Span | null => (unit === null || unit === undefined ? null : units[unit]!);
  const marked = sentenceAt(answer, spanOf(word.source));
  // Pointing moves nothing: what is pinned or the caret opens its sentence.
  const chosen = sentenceAt(answer, spanOf((state.pinned ?? state.cursor)?.unit));
  const [folds, setFolds] = useState<Readonly<Record<number, boolean>>>({});
  const isOpen = (sentence: number) => folds[sentence] ?? sentence === Math.max(0, chosen);
  const fold = (sentence: number, open: boolean) => setFolds({ ...folds, [sentence]: open });
  const rows = useRef<HTMLDivElement>(null);
  const onMove = useRoving(rows, '.ground-row', { preferred: 0 });
  const most = largestSeen(reached);
  const seen = sentenceAt(part.source, spanOf(word.source));
  return (
    <div class="ground-list">
      <div class="ground-head" aria-hidden="true">
        <span class="ground-text">sentence of the source, by line</span>
        <span class="ground-number">attention</span>
      </div>
      <div class="rows" role="tree" aria-label="Sentences of the answer, and what each sees of the source" ref={rows} onKeyDown={onMove}>
        {answer.map((_, sentence) => {
          const { reach, strongest } = reached[sentence]!;
          const open = isOpen(sentence);
          return (
            <div key={sentence} role="none">
              <AnswerRow
                text={written.answer[sentence]!.text}
                reach={reachOf(reach)}
                isOpen={open}
                isMarked={sentence === marked}
                onFold={wish => fold(sentence, wish)}
              />
              {strongest.slice(0, open ? strongest.length : 1).map(({ sentence: place, weight, even }) => (
                <SourceRow
                  key={place}
                  line={scene.snapshot.pair!.first.line + written.source[place]!.line}
                  text={written.source[place]!.text}
                  weight={weight}
                  share={most > 0 ? weight / most : 0}
                  isEven={weight >= even}
                  isMarked={place === seen}
                  onChoose={() => post({ type: 'goToSentence', of: 'source', sentence: place })}
                />
              ))}
            </div>
          );
        })}
      </div>
    </div>
  );
}

function sentenceAt(sentences: readonly Span[], unit: Span | null): number {
  return unit === null ? -1 : sentences.findIndex(({ start, end }) => unit.start < end && unit.end > start);
}

function AnswerRow({
  text,
  reach,
  isOpen,
  isMarked,
  onFold,
}: {
  readonly text: string;
  /** Where its attention goes: said while it is open. */
  readonly reach: string;
  readonly isOpen: boolean;
  readonly isMarked: boolean;
  readonly onFold: (isOpen: boolean) => void;
}) {
  const onKeyDown = (event: KeyboardEvent) => {
    const wish = { ArrowRight: true, ArrowLeft: false, Enter: !isOpen, ' ': !isOpen }[event.key];
    if (wish === undefined) return;
    event.preventDefault();
    onFold(wish);
  };
  return (
    <div
      class="row ground-row ground-answer"
      role="treeitem"
      aria-level={1}
      aria-expanded={isOpen}
      aria-selected={isMarked}
      title={text}
      onClick={() => onFold(!isOpen)}
      onKeyDown={onKeyDown}
    >
      <Glyph name="chevron" />
      <Quoted text={text} extra="ground-text" />
      {isOpen && <span class="ground-reach note"> {reach}</span>}
    </div>
  );
}

function SourceRow({
  line,
  text,
  weight,
  share,
  isEven,
  isMarked,
  onChoose,
}: {
  readonly line: number;
  readonly text: string;
  readonly weight: number;
  /** Of the room of a bar. */
  readonly share: number;
  /** It reaches an even share. */
  readonly isEven: boolean;
  readonly isMarked: boolean;
  readonly onChoose: () => void;
}) {
  return (
    <div
      class={isEven ? 'row ground-row' : 'row ground-row beside'}
      role="treeitem"
      aria-level={2}
      aria-selected={isMarked}
      title={text}
      onClick={onChoose}
      onKeyDown={event => {
        if (event.key !== 'Enter' && event.key !== ' ') return;
        event.preventDefault();
        onChoose();
      }}
    >
      <span class="ground-line">
        <span class="unseen">line </span>
        {line}
      </span>
      <Quoted text={text} extra="ground-text" />
      <span class="unseen"> attention </span>
      <span class="bar">
        <i style={{ width: `${Math.round(share * 100)}%` }} />
      </span>
      <span class="number">{formatWeight(weight)}</span>
    </div>
  );
}
