import { Glyph } from '../controls/Glyph.tsx';
import type { Post } from '../host.ts';
import type { Scene } from '../scene.ts';
import { MenuButton } from './BarButton.tsx';
import { ExportCard } from './ExportCard.tsx';
import type { Folds } from './folds.ts';
import { Popover, usePopover } from './Popover.tsx';

/** All that can be copied and saved opens below it. */
export function ExportButton({ folds, scene, post }: { readonly folds: Folds; readonly scene: Scene | null; readonly post: Post }) {
  const popover = usePopover(scene?.state.tab);
  return (
    <>
      <MenuButton
        state={popover}
        popup="dialog"
        name="Export"
        title="Export: copy or save what is shown"
        disabled={scene === null}
        kind={folds.words ? 'export' : 'icon export'}
      >
        <Glyph name="export" />
        {folds.words && <span>Export</span>}
      </MenuButton>
      {scene && popover.isOpen && (
        <Popover state={popover} kind="card export-card">
          <ExportCard scene={scene} post={post} />
        </Popover>
      )}
    </>
  );
}
