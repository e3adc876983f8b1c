import type { Visibility } from '../../core/attention/visibility.ts';
import type { Link, Way } from '../../core/describe/links.ts';
import type { AttentionStack } from '../../core/model/stack.ts';
import { bucketOfWeight, scaleOfRow } from '../../core/scale.ts';
import type { HeadCells } from '../paintHeads.ts';

/** One cell a head: a thumbnail of a single pair of ends. */
export function linkCells(
  visibility: Visibility,
  { heads: headsOfLayers }: Pick<AttentionStack, 'heads'>,
  link: Link,
  way: Way,
): HeadCells {
  const { units, from, to, heads, ways } = link;
  const [ends, others] = way === 'there' ? [from, to] : [to, from];
  const tokens = others.reduce((sum, unit) => sum + units[unit]!.tokens.length, 0);
  // Of two words the step that the matrix has; several words have an even share of their own.
  const bucketOf = (weight: number) =>
    ends.length + others.length === 2
      ? visibility.bucketOf(weight, ends[0]!, others[0]!)
      : bucketOfWeight(weight, tokens, scaleOfRow(visibility.scale, ways[way].even / tokens));
  return {
    heads: headsOfLayers,
    rows: 1,
    columns: 1,
    buckets: Uint8Array.from(heads, head => bucketOf(head[way])),
    hideSink: false,
    sinkShares: new Float32Array(0),
  };
}
