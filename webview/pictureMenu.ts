import { useEffect } from 'preact/hooks';
import { PICTURES, type PictureKind } from '../src/core/export/kinds.ts';
import type { Post } from './host.ts';

/** The attribute by which VS Code's menu knows that it opens on a picture that can be taken away; the pointer's own entries (Copy, Paste) are left out. */
export function onPicture(kind: PictureKind | null) {
  if (kind === null) return {};
  return {
    'data-picture': kind,
    'data-vscode-context': JSON.stringify({ 'attentionLens.picture': kind, preventDefaultContextMenuItems: true }),
  };
}

/** The cell of a picture that is pointed at, as its picture counts cells. */
export function atCell(cell: readonly [row: number, column: number] | null) {
  return cell && { 'data-cell': cell.join() };
}

/** The host is told where a menu opens: the pointer leaves the picture for it. */
export function usePictureMenu(post: Post): void {
  useEffect(() => {
    const onMenu = (event: MouseEvent) => {
      const at = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-picture]') : null;
      const picture = PICTURES.find(kind => kind === at?.dataset['picture']);
      if (picture === undefined) return;
      const [row, column] = at!.querySelector<HTMLElement>('[data-cell]')?.dataset['cell']?.split(',').map(Number) ?? [];
      post({ type: 'menu', picture, cell: row === undefined || column === undefined ? null : { row, column } });
    };
    window.addEventListener('contextmenu', onMenu);
    return () => window.removeEventListener('contextmenu', onMenu);
  }, [post]);
}
