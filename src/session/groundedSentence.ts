import type { Grounded } from '../core/grounding/layout.ts';
import type { PlaceRange } from '../core/text/anchor.ts';
import { placeWith, rangesOf, type Exploration } from './exploration.ts';
import type { Explorer } from './explorer.ts';

/** Where a sentence of an answer, or of its source, stands; null where there is none of that number, or where its text was edited. */
export function sentenceIn(
  { parts }: Pick<Explorer, 'parts'>,
  exploration: Exploration,
  of: Grounded,
  sentence: number,
): { readonly uri: string; readonly range: PlaceRange } | null {
  const found = parts.valueOf('ground', `${exploration.summary.runId}`)?.[of][sentence];
  if (!found) return null;
  const { uri, anchor } = placeWith(exploration, found.start);
  const ranges = anchor.live ? rangesOf(exploration, found) : [];
  return ranges.length > 0 ? { uri, range: { start: ranges[0]!.start, end: ranges.at(-1)!.end } } : null;
}
