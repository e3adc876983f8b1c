import { useRef } from 'preact/hooks';
import type { Scene } from '../../scene.ts';

/** The word that is pointed at; after that the last one of this text, so that the pictures below it can be reached by the pointer. */
export function useKeptSource({ word, matrix, units }: Scene): number | null {
  const last = useRef<{ readonly text: string; readonly unit: number } | null>(null);
  const text = `${matrix.runId} ${matrix.level}`;
  if (word.source !== null) last.current = { text, unit: word.source };
  else if (last.current?.text !== text || last.current.unit >= units.length) last.current = null;
  return last.current?.unit ?? null;
}
