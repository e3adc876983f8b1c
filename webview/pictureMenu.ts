import { useEffect } from 'preact/hooks';
import type { PictureKind } from '../src/draw/files/picture.ts';
import type { Post } from './host.ts';

/** The attribute by which VS Code's menu knows that it opens on a picture that can be taken away; the pointer's own entries (Copy, Paste) are left out. */
export function onPicture(kind: PictureKind | null) {
  if (kind === null) return {};
  return {
    'data-picture': kind,
    'data-vscode-context': JSON.stringify({ 'attentionLens.picture': kind, preventDefaultContextMenuItems: true }),
  };
}

/** The host is told where a menu opens: the pointer leaves the picture for it. */
export function usePictureMenu(post: Post): void {
  useEffect(() => {
    const onMenu = (event: MouseEvent) => {
      const picture = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-picture]')?.dataset['picture'] : undefined;
      if (picture === 'words' || picture === 'heads' || picture === 'text') post({ type: 'menu', picture });
    };
    window.addEventListener('contextmenu', onMenu);
    return () => window.removeEventListener('contextmenu', onMenu);
  }, [post]);
}
