import type { ModelOutputs } from '../../src/engine/runs/fetchPlan.ts';

function encoder(layers: number, heads: number, width: number): ModelOutputs {
  const each = <T>(count: number, of: (index: number) => T): T[] => Array.from({ length: count }, (_, index) => of(index));
  return {
    maps: each(layers, layer => `map ${layer}`),
    totals: [],
    heads: each(layers, () => heads),
    hidden: each(layers + 1, state => `hidden ${state}`),
    updates: each(layers, layer => ({ attention: `attention ${layer}`, feedForward: `feed-forward ${layer}` })),
    width,
    fixedLength: null,
  };
}

export const BUILT_IN = encoder(6, 12, 384);
export const BERT_LARGE = encoder(24, 16, 1024);
