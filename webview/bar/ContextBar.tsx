import { useRef } from 'preact/hooks';
import type { PanelSnapshot } from '../../src/protocol/panelApi.ts';
import { useRoving } from '../a11y/useRoving.ts';
import type { Post } from '../host.ts';
import type { Scene } from '../scene.ts';
import type { ThemeColors } from '../theme.ts';
import { ColourMenu } from './ColourMenu.tsx';
import { DirectionChoice, onlyWayOf } from './DirectionChoice.tsx';
import { ExportButton } from './ExportButton.tsx';
import type { Folds } from './folds.ts';
import { HeadsPicker } from './HeadsPicker.tsx';
import { ModelButton } from './ModelButton.tsx';
import { MoreMenu } from './MoreMenu.tsx';

/** The first row of every page: model, heads, direction, what the colour means, then all that is asked for less often. One stop of the Tab key. */
export function ContextBar({
  snapshot,
  scene,
  theme,
  folds,
  post,
}: {
  readonly snapshot: PanelSnapshot;
  /** Null: what needs a text that was read cannot be used. */
  readonly scene: Scene | null;
  readonly theme: ThemeColors;
  readonly folds: Folds;
  readonly post: Post;
}) {
  const ref = useRef<HTMLDivElement>(null);
  const onKeyDown = useRoving(ref, '[data-tool]:not(:disabled)', { horizontal: true });
  const isAboutText = scene !== null || snapshot.phase.kind === 'loading';
  return (
    <div class="bar-row" role="toolbar" aria-label="What is shown" ref={ref} onKeyDown={onKeyDown}>
      {(folds.model || !isAboutText) && <ModelButton name={snapshot.modelName} scene={scene} post={post} />}
      <HeadsPicker scene={scene} post={post} />
      {isAboutText && (
        <>
          <DirectionChoice
            direction={snapshot.state.direction}
            isPair={(scene?.linked.size ?? 0) > 0}
            folds={folds}
            disabled={scene === null}
            onlyWay={onlyWayOf(scene)}
            post={post}
          />
          <ColourMenu heat={snapshot.state.heat} scene={scene} theme={theme} folds={folds} post={post} />
        </>
      )}
      <span class="bar-space" />
      {isAboutText && folds.export && <ExportButton folds={folds} scene={scene} post={post} />}
      <MoreMenu snapshot={snapshot} scene={scene} folds={folds} post={post} />
    </div>
  );
}
