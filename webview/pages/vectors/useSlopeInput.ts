import type { RefObject } from 'preact';
import { useLayoutEffect, useState } from 'preact/hooks';
import { moveInOrders } from '../../../src/draw/moves.ts';
import type { Post } from '../../host.ts';
import { pointAt } from '../../pointing.ts';
import type { Scene } from '../../scene.ts';

/** A row: a word in the column of one order. */
export type SlopeRow = readonly [column: number, unit: number];

/** Pointer, focus and keys of the columns, and what they have come to: the word pointed at, and the row that Tab reaches. */
export function useSlopeInput(
  chart: RefObject<HTMLDivElement | null>,
  scene: Scene,
  columns: readonly (readonly number[])[],
  words: readonly number[],
  focus: number | null,
  post: Post,
) {
  const [pointed, setPointed] = useState<number | null>(null);
  const [last, setLast] = useState<SlopeRow | null>(null);
  const isThere = last !== null && columns[last[0]]?.includes(last[1]) === true;
  const stop: SlopeRow = isThere ? last : [0, columns[0]!.find(unit => unit === focus) ?? columns[0]![0]!];
  const active = scene.pinned === null && pointed !== null && words.includes(pointed) ? pointed : focus;
  const point = (unit: number) => (scene.pinned === null ? setPointed(unit) : post(pointAt(scene, unit)));
  // Pointing can bring other words into the picture: the focus stays with its word, whichever row that is in now.
  useLayoutEffect(() => {
    if (isThere && chart.current!.contains(document.activeElement)) rowOf(chart.current!, last)?.focus();
  });
  return {
    active,
    stop,
    onPoint: point,
    onFocus: setLast,
    onPointerLeave: () => {
      setPointed(null);
      if (scene.pinned !== null) post(pointAt(scene, null));
    },
    onKeyDown: (event: KeyboardEvent) => {
      const next = event.altKey || event.ctrlKey || event.metaKey ? null : moveInOrders(event.key, stop, columns);
      if (next === null) return;
      event.preventDefault();
      setLast(next);
      point(next[1]);
    },
    onBlurCapture: (event: FocusEvent) => !chart.current!.contains(event.relatedTarget as Node | null) && setPointed(null),
  };
}

function rowOf(chart: HTMLElement, [column, unit]: SlopeRow): HTMLElement | null {
  return chart.querySelector(`[data-column="${column}"] [data-unit="${unit}"]`);
}
