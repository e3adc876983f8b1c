import { poolUnit, type Pooling } from './aggregate.ts';
import { headMap, type Attention } from './attention.ts';
import type { Direction } from './lens.ts';

/** What one head does with one unit. */
export interface RankedHead {
  readonly layer: number;
  readonly head: number;
  /** Strongest telling unit, see {@link rankHeadsForUnit}; -1 when there is none. */
  readonly unit: number;
  readonly value: number;
  /** Strongest unit of all; -1 for an invalid head. */
  readonly topUnit: number;
  readonly topValue: number;
}

/**
 * All heads, the ones that matter most for this unit first. Nearly every head looks at the word itself, at its neighbours, at punctuation or at a
 * special token, which tells little; so a head is ranked by its strongest weight on any other unit. Ties: layer, then head.
 */
export function rankHeadsForUnit(attention: Attention, pooling: Pooling, unit: number, direction: Direction): RankedHead[] {
  const { units } = pooling;
  const tells = units.map((other, index) => Math.abs(index - unit) > 1 && !other.punctuation && !other.special);
  const weights = new Float32Array(units.length);
  const ranked: RankedHead[] = [];
  for (let layer = 0; layer < attention.layers; layer++) {
    for (let head = 0; head < attention.heads; head++) {
      const map = headMap(attention, layer, head);
      if (map) poolUnit(map, pooling, unit, direction, weights);
      const telling = map ? strongest(weights, index => tells[index]!) : -1;
      const top = map ? strongest(weights, () => true) : -1;
      ranked.push({ layer, head, unit: telling, value: weights[telling] ?? 0, topUnit: top, topValue: weights[top] ?? 0 });
    }
  }
  return ranked.sort((a, b) => b.value - a.value || a.layer - b.layer || a.head - b.head);
}

/** Index of the largest weight above 0 among those allowed, the first of equals; -1 when there is none. */
function strongest(weights: Float32Array, allowed: (index: number) => boolean): number {
  let best = -1;
  let bestWeight = 0;
  for (const [index, weight] of weights.entries()) {
    if (weight > bestWeight && allowed(index)) {
      best = index;
      bestWeight = weight;
    }
  }
  return best;
}
