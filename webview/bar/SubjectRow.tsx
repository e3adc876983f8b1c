import { useRef } from 'preact/hooks';
import { formatCount } from '../../src/core/describe/numbers.ts';
import { hidesSink } from '../../src/core/state/viewState.ts';
import type { PanelSnapshot } from '../../src/protocol/panelApi.ts';
import { useRoving } from '../a11y/useRoving.ts';
import type { Post } from '../host.ts';
import type { Scene } from '../scene.ts';
import type { Folds } from './folds.ts';
import { HistoryButtons } from './HistoryButtons.tsx';
import { SubjectChips } from './SubjectChips.tsx';

/** The second row: the word that is asked about, or a pair, where it stands, and the way back and forward. One stop of the Tab key. */
export function SubjectRow({
  snapshot: { place, history },
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
      {scene && place && folds.place && (
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
      {isHidden && folds.words && <span class="subject-place">{scene.matrix.sinks.length > 1 ? 'sinks hidden' : 'sink hidden'}</span>}
      <span class="bar-space" />
      {history && <HistoryButtons history={history} showsCount={folds.historyCount} post={post} />}
    </div>
  );
}
