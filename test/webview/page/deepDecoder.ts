import type { RoledHead } from '../../../src/core/attention/headRoles.ts';
import { attentionOf, type WholeAttention } from '../../../src/core/attention/maps.ts';
import { equalHeads } from '../../../src/core/model/stack.ts';
import { createRandom } from '../../support/random.ts';

/** The second half repeats the first, so that heads which look for repetitions have something to find. */
export const REPEATED_TEXT = 'the dog that chased cats was tired of them . the dog that chased cats was tired of them .';
const HALF = REPEATED_TEXT.split(' ').length / 2;

/** What some heads of {@link deepAttention} do. */
export const DEEP_ROLES: readonly RoledHead[] = [
  { head: [16, 0], role: 'previous', score: 0.93 },
  { head: [11, 1], role: 'previous', score: 0.88 },
  { head: [1, 2], role: 'previous', score: 0.61 },
  { head: [2, 7], role: 'previous', score: 0.52 },
  { head: [8, 0], role: 'same', score: 0.86 },
  { head: [5, 6], role: 'same', score: 0.85 },
  { head: [18, 6], role: 'induction', score: 0.92 },
  { head: [17, 3], role: 'induction', score: 0.85 },
];

/** A deep decoder, 30 layers of 9 heads, whose first token is a sink: less of one in the first layers and in the heads that do something. */
export function deepAttention(size: number): WholeAttention {
  const random = createRandom(23);
  const stack = { kind: 'self', causal: true, rowsSumToOne: true, heads: equalHeads(30, 9) } as const;
  const maps = stack.heads.map((heads, layer) => {
    const map = new Float32Array(heads * size * size);
    for (let head = 0; head < heads; head++) {
      const role = DEEP_ROLES.find(({ head: [l, h] }) => l === layer && h === head);
      const sink = role ? 1 - role.score : layer < 2 ? 0.1 : 0.5 + 0.45 * random();
      const offset = Math.floor(random() * 6);
      for (let query = 0; query < size; query++) {
        const weights = Array.from({ length: query + 1 }, (_, key) => Math.exp(-Math.abs(query - offset - key)) + 0.1 * random() ** 4);
        const target = role && { previous: query - 1, same: query - HALF, induction: query - HALF + 1, aligns: query }[role.role];
        if (target !== undefined && target >= 0) weights[target]! += 20;
        const sum = weights.reduce((a, b) => a + b, 0);
        map.set(
          weights.map((weight, key) => (key === 0 ? sink : 0) + ((1 - sink) * weight) / sum),
          (head * size + query) * size,
        );
      }
    }
    return map;
  });
  return attentionOf(stack, size, size, maps);
}
