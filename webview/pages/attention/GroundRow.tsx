import { formatChange } from '../../../src/core/describe/ground.ts';
import { formatWeight } from '../../../src/core/describe/numbers.ts';
import type { SeenSentence } from '../../../src/core/grounding/reach.ts';
import type { FoundEffect } from '../../../src/core/grounding/effects.ts';
import { Glyph } from '../../controls/Glyph.tsx';
import { Quoted } from '../../controls/Sentence.tsx';

/** A sentence of the answer; open, with where its attention goes. */
export function AnswerRow({
  text,
  note,
  isOpen,
  isMarked,
  onFold,
}: {
  readonly text: string;
  /** Said while it is open. */
  readonly note: string;
  readonly isOpen: boolean;
  /** The word that is looked from stands in it. */
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
      {isOpen && <span class="ground-reach note"> {note}</span>}
    </div>
  );
}

/** A sentence of the source: its line, what it gets of the attention, and what is lost without it. */
export function SourceRow({
  line,
  text,
  seen: { weight, others, even },
  most,
  effect,
  mostLost,
  hasEffects,
  isControl,
  isMarked,
  onMark,
  onChoose,
}: {
  readonly line: number;
  readonly text: string;
  readonly seen: SeenSentence;
  /** The weight that a whole bar stands for, and the change. */
  readonly most: number;
  readonly mostLost: number;
  readonly effect: FoundEffect;
  /** Something was measured. */
  readonly hasEffects: boolean;
  readonly isControl: boolean;
  /** The word that is looked from stands in it. */
  readonly isMarked: boolean;
  /** It is pointed at, by pointer or focus, or no more. */
  readonly onMark: (isMarked: boolean) => void;
  readonly onChoose: () => void;
}) {
  const isQuiet = isControl || weight < (others ?? even);
  const percentOf = (share: number) => (most > 0 ? Math.min(100, Math.round((100 * share) / most)) : 0);
  return (
    <div
      class={isQuiet ? 'row ground-row beside' : 'row ground-row'}
      role="treeitem"
      aria-level={2}
      aria-selected={isMarked}
      title={text}
      onPointerEnter={() => onMark(true)}
      onPointerLeave={() => onMark(false)}
      onFocus={() => onMark(true)}
      onBlur={() => onMark(false)}
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
      <span class="ground-text">
        {isControl && <span class="ground-control">control: </span>}
        <Quoted text={text} />
      </span>
      <span class="unseen"> attention </span>
      <span class="bar">
        <i style={{ width: `${percentOf(weight)}%` }} />
        {others !== null && <b style={{ left: `${percentOf(others)}%` }} />}
      </span>
      <span class="number">{formatWeight(weight)}</span>
      {others !== null && <span class="unseen"> the others {formatWeight(others)}</span>}
      {hasEffects && (
        <>
          <span class="unseen"> without it </span>
          <Change effect={effect} most={mostLost} />
        </>
      )}
    </div>
  );
}

/** Where the bar of a change begins, in percent: what is more likely without it goes left from there. */
const ZERO = 16;

function Change({ effect, most }: { readonly effect: FoundEffect; readonly most: number }) {
  const share = effect && most > 0 ? effect.drop / most : 0;
  const width = share < 0 ? Math.min(ZERO, -share * (100 - ZERO)) : share * (100 - ZERO);
  return (
    <>
      <span class="change-bar">
        <i style={{ left: `${share < 0 ? ZERO - width : ZERO}%`, width: `${width}%` }} />
        <b style={{ left: `${ZERO}%` }} />
      </span>
      <span class="number ground-change">
        {effect ? (
          formatChange(effect)
        ) : effect === null ? (
          <NoChange sign="–" words="not predicted" />
        ) : (
          <NoChange sign="…" words="not measured" />
        )}
      </span>
    </>
  );
}

/** In the place of a number: a sign, and what it says for who hears it. */
function NoChange({ sign, words }: { readonly sign: string; readonly words: string }) {
  return (
    <span class="dim" title={words}>
      <span aria-hidden="true">{sign}</span>
      <span class="unseen">{words}</span>
    </span>
  );
}
