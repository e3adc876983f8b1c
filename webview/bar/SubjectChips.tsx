import { nameOfEnd } from '../../src/core/describe/linkEnd.ts';
import type { PanelButton } from '../../src/protocol/panelActions.ts';
import { Glyph } from '../controls/Glyph.tsx';
import type { Post } from '../host.ts';
import type { Scene } from '../scene.ts';
import { ToolText } from './BarButton.tsx';
import { Chip } from './Chip.tsx';
import type { Folds } from './folds.ts';

/** The pinned word, and what it is linked with; where there is none, a place for it. */
export function SubjectChips({
  scene,
  folds,
  post,
}: {
  /** Null: the text is being read. */
  readonly scene: Scene | null;
  readonly folds: Pick<Folds, 'place'>;
  readonly post: Post;
}) {
  if (scene !== null && scene.pinned !== null) return <Chips scene={scene} pinned={scene.pinned} folds={folds} post={post} />;
  return (
    <AddButton
      name="Choose a word"
      title="Pins the word at the cursor. A click on a word of the text pins it too."
      command="pinWord"
      disabled={scene === null}
      post={post}
    />
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
  readonly folds: Pick<Folds, 'place'>;
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
