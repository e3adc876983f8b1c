import { scoreRoles, type ScoredHead } from '../../core/attention/headRoles.ts';
import { allHeads } from '../../core/model/stack.ts';
import type { ReadingSession } from '../runtime/session.ts';

/** Random tokens, which are then written once more. */
export const REPEATED_TOKENS = 32;
/** Fewer say too little; a vocabulary has to be larger than the probe, or its tokens repeat by chance. */
const FEWEST_TOKENS = 8;

/**
 * Runs random tokens, written twice, and scores every head. Reading no text of anybody's, it is the same whenever the model is opened.
 * @param candidates ids of ordinary tokens @param longest text that the model reads, in tokens
 * @returns nothing when the model is too short, or knows too few tokens, for it
 */
export async function probeRoles(session: ReadingSession, candidates: readonly number[], longest: number): Promise<ScoredHead[]> {
  const once = Math.min(REPEATED_TOKENS, Math.floor(longest / 2));
  if (once < FEWEST_TOKENS || candidates.length < 4 * once) return [];
  const drawn = drawTokens(candidates, once);
  const ids = [...drawn, ...drawn];
  const { maps, heads } = session.outputs;
  const fetched = await session.fetch(ids, maps);
  const size = ids.length ** 2;
  return allHeads(heads).map(([layer, head]) => ({
    head: [layer, head],
    scores: scoreRoles(fetched.get(maps[layer]!)!.subarray(head * size, (head + 1) * size), ids),
  }));
}

/** Different tokens, always the same ones. */
export function drawTokens(candidates: readonly number[], count: number): number[] {
  const drawn = new Set<number>();
  // Numerical Recipes' generator: any will do, as long as neighbours in the vocabulary are not neighbours in the text.
  for (let state = 1; drawn.size < count; state = (Math.imul(state, 1664525) + 1013904223) >>> 0) {
    drawn.add(candidates[Math.floor((state / 2 ** 32) * candidates.length)]!);
  }
  return [...drawn];
}
