import type { LayerRows } from '../../onnx/rewrite/inPieces.ts';
import type { LayerUpdates } from '../../onnx/find/residualStream.ts';

/** The tensors that a model can give of a text, by their names in its graph. */
export interface ModelOutputs {
  /** Attention of each layer, [heads of the layer, T, T]. */
  readonly maps: readonly string[];
  /** What the rows of each layer's maps come to; empty where maps are given whole. */
  readonly totals: readonly Omit<LayerRows, 'rows'>[];
  /** Heads of each layer. */
  readonly heads: readonly number[];
  /** Hidden states 0 to L, each [T, width]; empty when the graph does not have them. */
  readonly hidden: readonly string[];
  /** What each layer adds to the residual stream, each [T, width]; empty when the graph does not keep it. */
  readonly updates: readonly LayerUpdates[];
  /** Width of the hidden states, 0 when unknown. */
  readonly width: number;
  /** Tokens that every text is padded to; null when it is not. */
  readonly fixedLength: number | null;
}

/** What somebody wants of a run. */
export type Need =
  | { readonly kind: 'maps'; readonly layers: readonly number[] }
  /** One hidden state; all, where none is named. */
  | { readonly kind: 'hidden'; readonly state?: number }
  /** What each layer adds. */
  | { readonly kind: 'updates' };

/** What one pass of the model brings. */
export interface FetchPlan {
  readonly names: readonly string[];
  /** As float32, padding included. */
  readonly bytes: number;
}

const BYTES = Float32Array.BYTES_PER_ELEMENT;

/** @param tokens of the text */
export function planFetch(outputs: ModelOutputs, needs: readonly Need[], tokens: number): FetchPlan {
  const parts = needs.map(need => planOf(outputs, need, outputs.fixedLength ?? tokens));
  return { names: parts.flatMap(part => part.names), bytes: parts.reduce((sum, part) => sum + part.bytes, 0) };
}

function planOf({ maps, heads, hidden, updates, width }: ModelOutputs, need: Need, length: number): FetchPlan {
  const rows = (names: readonly string[]): FetchPlan => ({ names, bytes: names.length * length * width * BYTES });
  switch (need.kind) {
    case 'maps':
      return {
        names: need.layers.map(layer => maps[layer]!),
        bytes: need.layers.reduce((sum, layer) => sum + heads[layer]! * length ** 2 * BYTES, 0),
      };
    case 'hidden':
      return rows(need.state === undefined ? hidden : hidden.slice(need.state, need.state + 1));
    case 'updates':
      return rows(updates.flatMap(({ attention, feedForward }) => [attention, feedForward]));
  }
}

/** Layers, in the order given, by the pass that brings their maps: as many in each as weigh no more than `bytes`, and at least one. */
export function passesFor(outputs: ModelOutputs, layers: readonly number[], tokens: number, bytes: number): number[][] {
  const passes: number[][] = [];
  for (const layer of layers) {
    const last = passes.at(-1);
    const together = [...(last ?? []), layer];
    if (last && planFetch(outputs, [{ kind: 'maps', layers: together }], tokens).bytes <= bytes) last.push(layer);
    else passes.push([layer]);
  }
  return passes;
}

/** The longest text, in tokens, all maps of which weigh no more than `bytes`. */
export function longestText({ heads }: Pick<ModelOutputs, 'heads'>, bytes: number): number {
  const all = heads.reduce((sum, count) => sum + count, 0);
  return Math.floor(Math.sqrt(bytes / (all * BYTES)));
}
