import { attentionOf, type WholeAttention } from '../../../src/core/attention/maps.ts';
import { encoderStack, type AttentionStack } from '../../../src/core/model/stack.ts';
import { createRandom } from '../../support/random.ts';

/** The built-in model's shape. */
export const LAYERS = 6;
const STACK = encoderStack(LAYERS, 12);

/** Weights of the usual kinds: sinks, neighbours, and a few sharp links. */
export function syntheticAttention(size: number, seed = 11, stack = STACK): WholeAttention {
  const random = createRandom(seed);
  const maps = stack.heads.map((heads, layer) => {
    const map = new Float32Array(heads * size ** 2);
    for (let head = 0; head < heads; head++) fillHead(map, head, size, layer, random);
    return map;
  });
  return selfAttention(stack, size, maps);
}

/** A word sees only itself and those before it. @param toFirst what each word gives the first one before it spreads the rest */
export function causalAttention(size: number, toFirst = 0): WholeAttention {
  const random = createRandom(17);
  const maps = STACK.heads.map(heads => {
    const map = new Float32Array(heads * size * size);
    for (let row = 0; row < heads * size; row++) {
      const weights = Array.from({ length: (row % size) + 1 }, () => random() ** 4 + 0.01);
      const sum = weights.reduce((a, b) => a + b, 0);
      map.set(
        weights.map((weight, column) => (column === 0 ? toFirst : 0) + ((1 - toFirst) * weight) / sum),
        row * size,
      );
    }
    return map;
  });
  return selfAttention({ ...STACK, causal: true }, size, maps);
}

/** Two texts, the second from token `from` on: its words look at those of the first that stand as far on, each head more or less; a reader from left to right has a sink. @param named the token that one looks at instead, -1 for none */
export function pairAttention(
  size: number,
  from: number,
  causal: boolean,
  { named = () => -1, stack = STACK }: { readonly named?: (query: number) => number; readonly stack?: AttentionStack } = {},
): WholeAttention {
  const random = createRandom(31);
  const maps = stack.heads.map((heads, layer) => {
    const map = new Float32Array(heads * size * size);
    for (let row = 0; row < heads * size; row++) {
      const query = row % size;
      const aligns = ((Math.floor(row / size) * 5 + layer * 3) % 7) / 7;
      const asFarOn = query < from ? from + ((query + 1) * (size - from)) / from - 1 : ((query - from + 1) * from) / (size - from) - 1;
      const counterpart = named(query) < 0 ? asFarOn : named(query);
      const weights = Array.from({ length: causal ? query + 1 : size }, (_, key) => {
        const toOther = query < from === key < from ? 0 : 3 * aligns * Math.exp(-2 * Math.abs(key - Math.round(counterpart)));
        return toOther + random() ** 5 + 0.02;
      });
      const sum = weights.reduce((a, b) => a + b, 0);
      const toFirst = causal ? 0.4 : 0;
      map.set(
        weights.map((weight, column) => (column === 0 ? toFirst : 0) + ((1 - toFirst) * weight) / sum),
        row * size,
      );
    }
    return map;
  });
  return selfAttention({ ...stack, causal }, size, maps);
}

/** Of the built-in model's shape. */
export function givenAttention(size: number, maps: readonly Float32Array[]): WholeAttention {
  return selfAttention(STACK, size, maps);
}

function selfAttention(stack: AttentionStack, size: number, maps: readonly Float32Array[]): WholeAttention {
  return attentionOf(stack, size, size, maps);
}

function fillHead(map: Float32Array, head: number, size: number, layer: number, random: () => number): void {
  const sink = random() * 0.2 * layer;
  const offset = Math.floor(random() * 7) - 3;
  const sharpness = random() ** 2 * 12;
  for (let query = 0; query < size; query++) {
    const row = map.subarray((head * size + query) * size, (head * size + query + 1) * size);
    let sum = 0;
    for (let key = 0; key < size; key++) {
      const near = Math.exp(-Math.abs(query + offset - key));
      const link = random() < 0.6 / size ? random() * sharpness : 0;
      row[key] = near + link + 0.001 * random() + (key === 0 ? sink * size * 0.02 : 0);
      sum += row[key]!;
    }
    for (let key = 0; key < size; key++) row[key]! /= sum;
  }
}
