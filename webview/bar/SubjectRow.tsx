import { useRef } from 'preact/hooks';
import { formatCount } from '../../src/core/describe/numbers.ts';
import { describeTold } from '../../src/core/describe/told.ts';
import { hidesSink } from '../../src/core/state/viewState.ts';
import type { PairedText, PanelSnapshot } from '../../src/protocol/panelApi.ts';
import { useRoving } from '../a11y/useRoving.ts';
import { Glyph } from '../controls/Glyph.tsx';
import type { Post } from '../host.ts';
import type { Scene } from '../scene.ts';
import type { Folds } from './folds.ts';
import { HistoryButtons } from './HistoryButtons.tsx';
import { WithinChoice } from './WithinChoice.tsx';
import { SubjectChips } from './SubjectChips.tsx';

/** The second row: the word that is asked about, or a pair, where it stands, and the way back and forward. One stop of the Tab key. */
export function SubjectRow({
  snapshot: { place, pair, history },
  scene,
  folds,
  post,
}: {
  readonly snapshot: PanelSnapshot;
  /** Null: the text is being read. */
  readonly scene: Scene | null;
  readonly folds: Folds;
  readonly post: Post;
}) {
  const ref = useRef<HTMLDivElement>(null);
  const onKeyDown = useRoving(ref, '[data-tool]:not(:disabled)', { horizontal: true });
  const isHidden =
    scene !== null && scene.state.heat === 'attention' && scene.matrix.sinks.length > 0 && hidesSink(scene.state, scene.matrix);
  return (
    <div class="bar-row subject" role="toolbar" aria-label="What is looked at" ref={ref} onKeyDown={onKeyDown}>
      <SubjectChips scene={scene} folds={folds} post={post} />
      {scene && pair && <Pair pair={pair} scene={scene} folds={folds} post={post} />}
      {scene && place && !pair && folds.place && (
        <button
          type="button"
          data-tool
          class="subject-place"
          title="Go to it in the text"
          onClick={() => post({ type: 'goToSubject', end: 'first' })}
        >
          {place.label}, line {formatCount(place.line)}
        </button>
      )}
      {isHidden && (pair ? folds.directionNames : folds.words) && (
        <span class="subject-place">{scene.matrix.sinks.length > 1 ? 'sinks hidden' : 'sink hidden'}</span>
      )}
      <span class="bar-space" />
      {history && <HistoryButtons history={history} showsCount={folds.historyCount} post={post} />}
    </div>
  );
}

/** What the model was told beside both texts; null where it can be told nothing. */
export function toldIn({ data }: Scene): string | null {
  return data.model.tells ? describeTold(data.summary.told ?? {}) : null;
}

/** Both texts, the one that looks first, or those that are looked within, and the ways out. A text that was edited, or is gone, is struck. */
function Pair({
  pair: { first, second },
  scene,
  folds,
  post,
}: {
  readonly pair: NonNullable<PanelSnapshot['pair']>;
  readonly scene: Scene;
  readonly folds: Folds;
  readonly post: Post;
}) {
  const isOneFile = first.label === second.label;
  const name = ({ label, line, isLive }: PairedText, isSecond = false) => {
    const text = isOneFile ? `${isSecond ? '' : label}:${formatCount(line)}` : label;
    return isLive ? text : <s title="Edited since">{text}</s>;
  };
  const told = toldIn(scene);
  const { data } = scene;
  const { within } = data.summary;
  return (
    <>
      {folds.place && (
        <span class="subject-place">
          {within === undefined ? (
            <>
              {name(second)} <span aria-label="looks at">→</span> {name(first, true)}
            </>
          ) : (
            <>
              {within !== 'second' && name(first)}
              {within === 'each' && ' and '}
              {within !== 'first' && name(second, within === 'each')}
            </>
          )}
        </span>
      )}
      <WithinChoice scene={scene} folds={folds} post={post} />
      {folds.swap && (
        <button
          type="button"
          data-tool
          class="tool icon"
          aria-label="Swap Texts"
          title={`Swap Texts: the ${within === undefined ? 'other one looks' : 'second one is read first'}`}
          onClick={() => post({ type: 'command', command: 'swapTexts' })}
        >
          <Glyph name="swap" />
        </button>
      )}
      {folds.oneText && (
        <button
          type="button"
          data-tool
          class="link one-text"
          title={`Explores ${data.model.twoTexts ? 'the source' : within === undefined ? 'the text that looks' : 'the second text'} by itself`}
          onClick={() => post({ type: 'command', command: 'oneText' })}
        >
          One Text
        </button>
      )}
      {told !== null && folds.words && (
        <button
          type="button"
          data-tool
          class="subject-place"
          title="What the model is told beside the texts: Choose Task or Language…"
          onClick={() => post({ type: 'command', command: 'chooseTask' })}
        >
          {told}
        </button>
      )}
    </>
  );
}
