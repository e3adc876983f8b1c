import { useRef } from 'preact/hooks';

/** A place in a picture: an index, or [row, column]. */
export type Place = number | readonly [number, number];

/** What a person does in a picture, and what the picture knows of it. */
export interface Pointing<Cell extends Place> {
  /** The cell pointed at. It belongs to the page. */
  readonly cell: Cell | null;
  /** The cell at a point, in pixels of the picture. Null: nothing is pointed at there; undefined: neither, and what was pointed at stays. */
  readonly hit: (x: number, y: number) => Cell | null | undefined;
  /** The cell that a key leads to, null where it leads to none. */
  readonly move: (key: string, cell: Cell) => Cell | null;
  /** Where the arrow keys start when nothing is pointed at; null: there is nothing to point at. */
  readonly start: Cell | null;
  /** Another cell is pointed at, or none. */
  readonly onCell: (cell: Cell | null, by: 'pointer' | 'keys') => void;
  /** A click, Enter or Space on a cell. */
  readonly onChoose?: (cell: Cell) => void;
  /** The same with Shift; left out: as without. */
  readonly onLink?: (cell: Cell) => void;
  /** The host keeps the cell: it stays when the focus leaves. */
  readonly remote?: boolean;
}

/** The handlers of a picture. */
export interface PictureInput {
  readonly onPointerDown?: (event: PointerEvent) => void;
  readonly onPointerMove: (event: PointerEvent) => void;
  readonly onPointerLeave: () => void;
  readonly onFocus?: (event: FocusEvent) => void;
  readonly onBlur: () => void;
  readonly onClick: (event: MouseEvent) => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
}

/** Pointer, focus and keys of a picture: the page is told once of each cell that the pointer comes to, and of each step of the keyboard. */
export function usePointing<Cell extends Place>(pointing: Pointing<Cell>): PictureInput {
  const { cell, hit, move, start, onCell, onChoose, onLink = onChoose, remote = false } = pointing;
  // Not what is shown: that may come back later, or be a cell that nobody points at. Undefined: whatever comes next is told.
  const told = useRef<Cell | null | undefined>(null);
  const tell = (next: Cell | null, by: 'pointer' | 'keys') => {
    told.current = next;
    onCell(next, by);
  };
  const tellOnce = (next: Cell | null) => {
    if (!isSame(next, told.current)) tell(next, 'pointer');
  };
  const hitOf = (event: MouseEvent) => {
    const { x, y } = pointIn(event.currentTarget as HTMLElement, event);
    return hit(x, y);
  };
  return {
    onPointerMove: event => {
      const next = hitOf(event);
      if (next !== undefined) tellOnce(next);
    },
    onPointerLeave: () => tellOnce(null),
    onBlur: () => {
      if (remote) told.current = undefined;
      else tellOnce(null);
    },
    onClick: event => {
      const chosen = hitOf(event) ?? null;
      if (chosen !== null) (event.shiftKey ? onLink : onChoose)?.(chosen);
    },
    onKeyDown: event => {
      if (event.altKey || event.ctrlKey || event.metaKey) return;
      const next = cell !== null ? move(event.key, cell) : event.key.startsWith('Arrow') ? start : null;
      if (next !== null) tell(next, 'keys');
      else if (cell !== null && onChoose && (event.key === 'Enter' || event.key === ' ')) (event.shiftKey ? onLink! : onChoose)(cell);
      else return;
      event.preventDefault();
    },
  };
}

/** Where an event is, in pixels of an element. */
export function pointIn(element: HTMLElement, event: MouseEvent): { readonly x: number; readonly y: number } {
  const bounds = element.getBoundingClientRect();
  return { x: event.clientX - bounds.left, y: event.clientY - bounds.top };
}

function isSame(a: Place | null | undefined, b: Place | null | undefined): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b;
  return a[0] === b[0] && a[1] === b[1];
}
