import type { ComponentChildren } from 'preact';
import { useMemo } from 'preact/hooks';
import { isSectionOpen, type SectionId } from '../src/core/state/sections.ts';
import type { ViewState } from '../src/core/state/viewState.ts';
import { Foldings } from './controls/Section.tsx';
import type { Post } from './host.ts';

/** What is folded, as the state has it, for all sections inside. */
export function Folds({
  state: { folding, sought },
  hasMenus = true,
  post,
  children,
}: {
  readonly state: ViewState;
  readonly hasMenus?: boolean;
  readonly post: Post;
  readonly children: ComponentChildren;
}) {
  const foldings = useMemo(
    () => ({
      isOpen: (id: SectionId, atFirst?: boolean) => isSectionOpen(folding, id, atFirst),
      fold: (section: SectionId, isOpen: boolean) => post({ type: 'section', section, isOpen }),
      sought,
      hasMenus,
    }),
    [folding, sought, hasMenus, post],
  );
  return <Foldings.Provider value={foldings}>{children}</Foldings.Provider>;
}
