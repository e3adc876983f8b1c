import type { RefObject } from 'preact';
import { useContext, useEffect, useRef } from 'preact/hooks';
import type { Place } from '../../src/core/state/sections.ts';
import { Foldings } from '../controls/Section.tsx';

/** What was asked for by its name comes into view, wherever the page was. @param isHere what it holds, which may make it larger */
export function useSought(place: Place, isHere = true): RefObject<HTMLDivElement | null> {
  const { sought } = useContext(Foldings);
  const box = useRef<HTMLDivElement>(null);
  const wanted = sought?.place === place ? sought.id : null;
  useEffect(() => {
    if (wanted !== null) box.current?.scrollIntoView({ block: 'nearest' });
  }, [wanted, isHere]);
  return box;
}
