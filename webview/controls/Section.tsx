import { createContext, type ComponentChildren } from 'preact';
import { useContext, useEffect, useRef } from 'preact/hooks';
import { isSectionOpen, type SectionId } from '../../src/core/state/sections.ts';
import type { ViewState } from '../../src/core/state/viewState.ts';
import type { PictureKind } from '../../src/core/export/kinds.ts';
import { onPicture } from '../pictureMenu.ts';
import { Glyph } from './Glyph.tsx';

/** Which sections are unfolded, what folds them, and which place was asked for by its name. */
export const Foldings = createContext<{
  readonly isOpen: (id: SectionId, atFirst?: boolean) => boolean;
  readonly fold: (id: SectionId, isOpen: boolean) => void;
  readonly sought: ViewState['sought'];
  /** Whether what a section shows has a menu that takes it away. */
  readonly hasMenus: boolean;
}>({ isOpen: (id, atFirst) => isSectionOpen({}, id, atFirst), fold: () => undefined, sought: null, hasMenus: false });

/** Whether a section is unfolded, for who makes what it shows. */
export function useIsOpen(id: SectionId): boolean {
  return useContext(Foldings).isOpen(id);
}

/** A part of a page that folds and remembers it. Folded it costs nothing: what it holds is not made, what it shows is not asked for. */
export function Section({
  id,
  title,
  state,
  aside,
  tools,
  line,
  isOpenAtFirst,
  kind = id,
  picture = null,
  children,
}: {
  readonly id: SectionId;
  /** Without links or buttons: it is one. */
  readonly title: ComponentChildren;
  /** Its PartState: beside the title, so that what stands below moves neither when it comes nor when it goes. */
  readonly state?: ComponentChildren;
  /** In secondary colour at the right, folded or not. */
  readonly aside?: ComponentChildren;
  /** Beside it while it is unfolded. */
  readonly tools?: ComponentChildren;
  /** What it comes to, on its one line, while it is folded. */
  readonly line?: ComponentChildren;
  /** Where more than the section itself decides that. */
  readonly isOpenAtFirst?: boolean;
  /** A further class, for style and tests. */
  readonly kind?: string;
  /** What its menu takes away. */
  readonly picture?: PictureKind | null;
  readonly children: ComponentChildren;
}) {
  const { isOpen, fold, sought, hasMenus } = useContext(Foldings);
  const open = isOpen(id, isOpenAtFirst);
  const section = useRef<HTMLElement>(null);
  const beside = useRef<HTMLDivElement>(null);
  // By its number, since every snapshot brings another object: nothing that was read on to jumps back.
  const wanted = sought?.place === id ? sought.id : null;
  useEffect(() => {
    if (wanted !== null) section.current!.scrollIntoView({ block: 'start' });
  }, [wanted]);
  const hasAside = aside !== undefined && aside !== null && aside !== false;
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
    event.preventDefault();
    fold(id, event.key === 'ArrowRight');
  };
  return (
    <section class={`section folds ${kind}`} id={`section-${id}`} ref={section} {...onPicture(open && hasMenus ? picture : null)}>
      <div class="heading-row wraps" onPointerEnter={event => tellWhole(event.currentTarget, beside.current)}>
        <h2>
          <button
            type="button"
            class="fold"
            aria-expanded={open}
            aria-controls={open ? `content-${id}` : undefined}
            aria-describedby={hasAside ? `aside-${id}` : undefined}
            onClick={() => fold(id, !open)}
            onKeyDown={onKeyDown}
          >
            <Glyph name="chevron" />
            <span class="fold-title">{title}</span>
          </button>
        </h2>
        {open ? state : line}
        {hasAside && (
          <div class="aside" id={`aside-${id}`} ref={beside}>
            {aside}
          </div>
        )}
        {open && tools}
      </div>
      {open && (
        <div class="section-content" id={`content-${id}`}>
          {children}
        </div>
      )}
    </section>
  );
}

/** What stands beside a title is its tooltip while it is cut, or gone where it is narrow. */
function tellWhole(row: HTMLElement, beside: HTMLElement | null): void {
  const lines = beside ? [beside, ...beside.querySelectorAll<HTMLElement>('.aside-text, .phrases')] : [];
  const isCut = (line: HTMLElement) => line.scrollWidth > line.clientWidth || line.scrollHeight >= 2 * line.clientHeight;
  row.title = lines.some(line => line.clientWidth === 0 || isCut(line)) ? beside!.textContent : '';
}
