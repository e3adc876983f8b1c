import { attentionOf, type WholeAttention } from '../../src/core/attention/maps.ts';
import { encoderStack } from '../../src/core/model/stack.ts';
import type { Unit } from '../../src/core/text/token.ts';
import { createRandom } from '../support/random.ts';

export function createAttention(heads: number, tokens: number, maps: readonly Float32Array[]): WholeAttention {
  return attentionOf(encoderStack(maps.length, heads), tokens, tokens, maps);
}

/** Seeded attention whose rows sum to 1; the exponent makes some weights strong and most weak. */
export function randomAttention(seed: number, layers: number, heads: number, tokens: number): WholeAttention {
  const random = createRandom(seed);
  const maps = Array.from({ length: layers }, () => {
    const map = new Float32Array(heads * tokens * tokens);
    for (let row = 0; row < map.length; row += tokens) {
      const weights = Array.from({ length: tokens }, () => random() ** 6 + 1e-6);
      const sum = weights.reduce((a, b) => a + b, 0);
      map.set(
        weights.map(weight => weight / sum),
        row,
      );
    }
    return map;
  });
  return createAttention(heads, tokens, maps);
}

export function createUnit(tokens: readonly number[], more: Partial<Unit> = {}): Unit {
  return { start: 0, end: 0, label: 'x', tokens, special: false, unknown: 'none', punctuation: false, joins: false, ...more };
}

/** A special token that the tokenizer puts around a text. */
const AROUND = { special: true, start: -1, end: -1 };

/** Seeded units of one to three tokens, first and last special, now and then one that was typed, now and then punctuation, now and then a token that has no unit. */
export function randomUnits(seed: number, tokens: number): Unit[] {
  const random = createRandom(seed);
  const units = [createUnit([0], AROUND)];
  for (let token = 1; token < tokens - 1;) {
    const length = Math.min(1 + Math.floor(random() * 3), tokens - 1 - token);
    const members = Array.from({ length }, (_, i) => token + i);
    if (random() > 0.1) units.push(createUnit(members, { punctuation: random() < 0.2, special: random() < 0.1 }));
    token += length;
  }
  units.push(createUnit([tokens - 1], AROUND));
  return units;
}
