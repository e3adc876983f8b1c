import { useRef } from 'preact/hooks';
import type { PanelSnapshot } from '../../src/protocol/panelApi.ts';
import { useRoving } from '../a11y/useRoving.ts';
import { DirectionChoice, onlyWayOf } from '../bar/DirectionChoice.tsx';
import { foldsAt } from '../bar/folds.ts';
import { HeadsPicker } from '../bar/HeadsPicker.tsx';
import { SubjectChips } from '../bar/SubjectChips.tsx';
import { Progress } from '../controls/Messages.tsx';
import { useWidth } from '../hooks/useSize.ts';
import type { Post } from '../host.ts';
import type { Scene } from '../scene.ts';

/** From so many CSS pixels on there is a button for each direction beside a short word and the heads. */
const ROOM_FOR_BOTH = 280;

/** Word or pair, heads and direction: one row, two where the words are long. One stop of the Tab key. */
export function CompactHead({
  snapshot: { phase, state },
  scene,
  post,
}: {
  readonly snapshot: PanelSnapshot;
  /** Null: nothing that was read is on screen. */
  readonly scene: Scene | null;
  readonly post: Post;
}) {
  const [head, width] = useWidth();
  const bar = useRef<HTMLDivElement>(null);
  const folds = { ...foldsAt(width), bothDirections: width === 0 || width >= ROOM_FOR_BOTH };
  const onKeyDown = useRoving(bar, '[data-tool]:not(:disabled)', { horizontal: true });
  if (scene === null && phase.kind !== 'loading') return null;
  return (
    <div class="head" ref={head}>
      <div class="bar-row glance" role="toolbar" aria-label="What is looked at" ref={bar} onKeyDown={onKeyDown}>
        <span class="glance-chips">
          <SubjectChips scene={scene} folds={folds} post={post} />
        </span>
        <span class="glance-tools">
          <HeadsPicker scene={scene} post={post} />
          <span class="bar-space" />
          <DirectionChoice
            direction={state.direction}
            isPair={scene !== null && scene.linked.size > 0}
            folds={folds}
            disabled={scene === null}
            onlyWay={onlyWayOf(scene)}
            post={post}
          />
        </span>
      </div>
      {phase.kind === 'loading' && <Progress step={phase.step} />}
    </div>
  );
}
