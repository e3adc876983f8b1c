import { useRef } from 'preact/hooks';
import { nameOfEnd } from '../../src/core/describe/linkEnd.ts';
import { formatCount } from '../../src/core/describe/numbers.ts';
import { hidesSink } from '../../src/core/state/viewState.ts';
import type { PanelButton } from '../../src/protocol/panelActions.ts';
import type { PanelSnapshot } from '../../src/protocol/panelApi.ts';
import { useRoving } from '../a11y/useRoving.ts';
import { Glyph } from '../controls/Glyph.tsx';
import type { Post } from '../host.ts';
import type { Scene } from '../scene.ts';
import { ToolText } from './BarButton.tsx';
import { Chip } from './Chip.tsx';
import type { Folds } from './folds.ts';
import { HistoryButtons } from './HistoryButtons.tsx';

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
      {scene === null || scene.pinned === null ? (
        <AddButton
          name="Choose a word"
          title="Pins the word at the cursor. A click on a word of the text pins it too."
          command="pinWord"
          disabled={scene === null}
          post={post}
        />
      ) : (
        <Chips scene={scene} pinned={scene.pinned} folds={folds} post={post} />
      )}
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

function Chips({
  scene: { units, linked, stream },
  pinned,
  folds,
  post,
}: {
  readonly scene: Scene;
  readonly pinned: number;
  readonly folds: Folds;
  readonly post: Post;
}) {
  const [other, ...more] = linked;
  return (
    <>
      <Chip
        text={units[pinned]!.label}
        isFirst
        removal={linked.size === 0 ? 'Unpin (Escape)' : 'Unpin'}
        go={() => post({ type: 'goToSubject', end: 'first' })}
        // The word that is left is the one that is asked about then.
        remove={() => post({ type: 'pin', unit: other === undefined || more.length > 0 ? null : { stream, unit: other } })}
      />
      {linked.size > 0 ? (
        <>
          {folds.place && <Glyph name="both" extra="dim" />}
          <Chip
            text={nameOfEnd(units, [...linked])}
            isFirst={false}
            removal="Unlink (Escape)"
            go={() => post({ type: 'goToSubject', end: 'second' })}
            remove={() => post({ type: 'unlink' })}
          />
        </>
      ) : (
        <AddButton
          name="word"
          title="A second word: which heads link the two. Shift and a click on a word of the text adds it too."
          command="linkTo"
          post={post}
        />
      )}
    </>
  );
}

/** A dashed place for a word. */
function AddButton({
  name,
  title,
  command,
  disabled = false,
  post,
}: {
  readonly name: string;
  readonly title: string;
  readonly command: PanelButton;
  readonly disabled?: boolean;
  readonly post: Post;
}) {
  return (
    <button type="button" data-tool class="chip-add" title={title} disabled={disabled} onClick={() => post({ type: 'command', command })}>
      <Glyph name="plus" />
      <ToolText>{name}</ToolText>
    </button>
  );
}
