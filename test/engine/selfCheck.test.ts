import { describe, expect, test } from 'vitest';
import type { FaultError } from '../../src/core/faults.ts';
import { checkProbe, looksBackOnly, type Probe } from '../../src/engine/runtime/selfCheck.ts';
import type { AttentionSite } from '../../src/onnx/find/attentionSite.ts';

const SITE: AttentionSite = {
  layer: 0,
  probabilities: 'p',
  headCount: 1,
  keyValueHeads: 1,
  layout: 'batch,head,query,key',
  form: 'Softmax',
  route: 'output',
  causal: false,
  window: null,
  softcap: null,
  sink: false,
  path: [],
};

/** One head of three tokens a layer. */
const probe = (maps: readonly (readonly number[])[], site: Partial<AttentionSite> = {}): Probe => ({
  sites: maps.map((_, layer) => ({ ...SITE, ...site, layer })),
  maps: maps.map(map => Float32Array.from(map)),
  tokens: 3,
});
const check = (...parameters: Parameters<typeof probe>): string | null => {
  try {
    checkProbe(probe(...parameters));
    return null;
  } catch (error) {
    const { title, cause } = (error as FaultError).fault;
    return `${title}. ${cause}`;
  }
};

const BOTH_WAYS = [0.5, 0.3, 0.2, 0.1, 0.8, 0.1, 0.3, 0.3, 0.4];
const BACK = [1, 0, 0, 0.4, 0.6, 0, 0.2, 0.3, 0.5];
const EVEN = Array<number>(9).fill(1 / 3);
const EVEN_BACK = [1, 0, 0, 0.5, 0.5, 0, 1 / 3, 1 / 3, 1 / 3];
const NOTHING = Array<number>(9).fill(NaN);

describe('a probe of a few tokens', () => {
  test('is attention where rows sum to 1', () => {
    expect(check([BOTH_WAYS, EVEN])).toBeNull();
    expect(check([BOTH_WAYS, BOTH_WAYS.map(weight => weight * 1.1)])).toMatch(/layer 1 failed: the rows of its head 0 do not sum to 1\./);
  });

  test('may sum to less behind a sink, never to more', () => {
    expect(check([BOTH_WAYS.map(weight => weight / 2)], { sink: true })).toBeNull();
    expect(check([BOTH_WAYS.map(weight => weight * 2)], { sink: true })).toMatch(/do not sum to 1 or less/);
  });

  test('of a causal layer has nothing behind its own place, however little', () => {
    expect(check([BACK], { causal: true })).toBeNull();
    expect(check([[1, 1e-9, ...BACK.slice(2)]], { causal: true })).toMatch(/layer 0 failed: it attends to later tokens/);
  });

  test('whose rows all go to one token is attention, however even that is', () => {
    const itself = [1, 0, 0, 0, 1, 0, 0, 0, 1];
    expect(check([itself, itself])).toBeNull();
    expect(check([itself, EVEN])).toMatch(/did not load/);
  });

  test('that is even in every head of several layers says that nothing was loaded, causal or not', () => {
    expect(check([EVEN, EVEN])).toMatch(/did not load/);
    expect(check([EVEN_BACK, EVEN_BACK], { causal: true })).toMatch(/did not load/);
    expect(check([EVEN])).toBeNull();
  });

  test('with numbers that are none is left to be shown as invalid', () => {
    expect(check([NOTHING, BOTH_WAYS])).toBeNull();
    expect(check([NOTHING])).toBeNull();
    expect(check([NOTHING], { causal: true })).toBeNull();
  });

  test('shows a model that looks back alone', () => {
    const looks = (...maps: readonly (readonly number[])[]) => looksBackOnly(probe(maps));
    expect(looks(BACK, BACK)).toBe(true);
    expect(looks(BACK, BOTH_WAYS)).toBe(false);
    expect(looks(NOTHING)).toBe(false);
    expect(looksBackOnly({ sites: [SITE], maps: [Float32Array.of(1)], tokens: 1 })).toBe(false);
  });
});

test('what was measured is told: sums, weights on later tokens, the largest weight in even shares, heads without numbers', () => {
  const off = BACK.with(0, 1.0004);
  const { sumError, largestWeight, ...counts } = checkProbe(probe([off, NOTHING], { causal: true }));
  expect(counts).toEqual({ tokens: 3, heads: 2, invalidHeads: 1, laterWeights: 3 });
  expect(sumError).toBeCloseTo(4e-4, 6);
  // Of the last row, half of it on one of three tokens.
  expect(largestWeight).toBeCloseTo(1.5, 6);
});
