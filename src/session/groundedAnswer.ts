import type { Grounded } from '../core/grounding/layout.ts';
import type { PlaceRange } from '../core/text/anchor.ts';
import type { Span } from '../core/text/span.ts';
import { placeWith, rangesOf, type Exploration } from './exploration.ts';
import type { Explorer } from './explorer.ts';
import type { PartRequests } from './parts/requests.ts';

/** Where a sentence of an answer, or of its source, stands; null where there is none of that number, or where its text was edited. */
export function sentenceIn(
  { parts }: Pick<Explorer, 'parts'>,
  exploration: Exploration,
  of: Grounded,
  sentence: number,
): { readonly uri: string; readonly range: PlaceRange } | null {
  const found = sentenceSpan({ parts }, exploration, of, sentence);
  if (!found) return null;
  const { uri, anchor } = placeWith(exploration, found.start);
  const ranges = anchor.live ? rangesOf(exploration, found) : [];
  return ranges.length > 0 ? { uri, range: { start: ranges[0]!.start, end: ranges.at(-1)!.end } } : null;
}

/** The same in the text that was read. */
export function sentenceSpan({ parts }: Pick<Explorer, 'parts'>, exploration: Exploration, of: Grounded, sentence: number): Span | null {
  const found = parts.valueOf('ground', `${exploration.summary.runId}`)?.[of][sentence];
  return found ? { start: found.start, end: found.end } : null;
}

/** Leaves source sentences out for one sentence of the answer, or for all. What was stopped, or failed, goes on. */
export function checkByRemoval(
  { experiments, parts }: Pick<Explorer, 'experiments' | 'parts'>,
  requests: PartRequests,
  sentence: number | null,
): void {
  const checked = sentence ?? 'all';
  if (checked !== experiments.checked) experiments.check(checked);
  else if (!parts.isUnderWay('removals')) requests.retry('removals');
}
