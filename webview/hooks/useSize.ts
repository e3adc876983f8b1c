import type { RefObject } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';

/** The width of an element's content box in whole CSS pixels, 0 before it is known. It may come later than who asks, as what a folded section holds. */
export function useWidth(): readonly [RefObject<HTMLDivElement | null>, number] {
  const ref = useRef<HTMLDivElement>(null);
  const measured = useRef<HTMLDivElement | null>(null);
  const observer = useRef<ResizeObserver | null>(null);
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const element = ref.current;
    if (element === measured.current) return;
    measured.current = element;
    observer.current?.disconnect();
    if (!element) return;
    const read = () => setWidth(Math.floor(element.clientWidth));
    observer.current = new ResizeObserver(read);
    observer.current.observe(element);
    read();
  });
  useLayoutEffect(() => () => observer.current?.disconnect(), []);
  return [ref, width];
}
