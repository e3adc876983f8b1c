import type { RefObject } from 'preact';
import { useLayoutEffect } from 'preact/hooks';

/** Draws an edge under a box while there is more in it than fits; after every change that `inputs` name. */
export function useScrollEdge(box: RefObject<HTMLElement | null>, inputs: readonly unknown[]): void {
  useLayoutEffect(() => {
    const element = box.current!;
    element.classList.toggle('scrolls', element.scrollHeight > element.clientHeight);
  }, inputs);
}
