import { formatCount } from '../../core/describe/numbers.ts';
import { findInvalidHeads } from '../../core/attention/maps.ts';
import { FaultError } from '../../core/faults.ts';
import type { CheckFacts } from '../../core/model/facts.ts';
import type { AttentionSite } from '../../onnx/find/attentionSite.ts';

/** What is checked of a probe: maps of each layer, [heads, tokens, tokens], or [heads, tokens, keys] where those are of another text. */
export interface Probe {
  readonly sites: readonly AttentionSite[];
  readonly maps: readonly Float32Array[];
  readonly tokens: number;
  /** Tokens of the other text. */
  readonly keys?: number;
}

/** Tokens of a probe: enough for a row to be uneven, few enough to cost nothing. */
export const PROBE_TOKENS = 8;

/** No weight this far above an even share, relative to it, in any row of any head of several layers: nothing was learned, or nothing was read. */
const EVEN = 1e-4;

/**
 * Whether what was found in a graph is attention when it runs. A head whose numbers are no numbers is left to be shown as invalid: its weights are broken,
 * not what is read of it.
 * @throws FaultError `unsupported-model`, which names the layer
 */
export function checkProbe(probe: Probe): CheckFacts {
  const { sites, maps, tokens, keys = tokens } = probe;
  for (const [place, site] of sites.entries()) {
    const map = maps[place]!;
    const heads = map.length / (tokens * keys);
    if (!Number.isInteger(heads) || heads === 0)
      throw failed(site, `what was found there is no table of ${formatCount(tokens)} by ${formatCount(keys)} numbers for each head`);
    const stack = { kind: probe.keys === undefined ? 'self' : 'cross', causal: false, rowsSumToOne: !site.sink, heads: [heads] } as const;
    // Shares of 8 bits are rounded too coarsely to sum to 1; each run says which heads do not.
    const unlike = site.form === 'QLinearSoftmax' ? [] : findInvalidHeads(map, 0, stack, tokens, keys);
    const wrong = unlike.find(head => isFinite(headOf(map, head, tokens * keys)));
    if (wrong !== undefined) throw failed(site, `the rows of its head ${wrong} do not sum to ${site.sink ? '1 or less' : '1'}`);
    if (site.causal && looksAhead(map, tokens)) throw failed(site, 'it attends to later tokens, which its graph says it cannot see');
  }
  const measured = measure(probe);
  // Attention of a single layer may be even: toys are like that. What a row gives to one token alone is even as well, and says nothing.
  const isEven = measured.invalidHeads === 0 && measured.largestWeight <= 1 + EVEN && maps.some(map => isSpread(map, keys));
  if (maps.length > 1 && isEven) throw nothingLoaded();
  return measured;
}

/** No token attends to a later one, whatever the graph was seen to say of it. */
export function looksBackOnly({ maps, tokens, keys }: Probe): boolean {
  return keys === undefined && tokens > 1 && maps.every(map => map.some(Number.isFinite) && !looksAhead(map, tokens));
}

function looksAhead(map: Float32Array, tokens: number): boolean {
  return map.some((weight, cell) => weight > 0 && cell % tokens > Math.floor(cell / tokens) % tokens);
}

/** Whether any row gives something to several tokens. */
function isSpread(map: Float32Array, keys: number): boolean {
  for (let start = 0; start < map.length; start += keys)
    if (map.subarray(start, start + keys).filter(weight => weight > 0).length > 1) return true;
  return false;
}

/** Over all heads whose numbers are numbers. */
function measure(probe: Probe): CheckFacts {
  const { sites, tokens, maps, keys = tokens } = probe;
  let [heads, invalidHeads, sumError, laterWeights, largestWeight] = [0, 0, 0, 0, 0];
  const looksBack = looksBackOnly(probe);
  for (const [place, { sink, causal }] of sites.entries()) {
    const map = maps[place]!;
    for (let head = 0; head < map.length / (tokens * keys); head++) {
      const weights = headOf(map, head, tokens * keys);
      heads++;
      if (!isFinite(weights)) invalidHeads++;
      else {
        if (causal || looksBack) laterWeights += (tokens * (tokens - 1)) / 2;
        for (let start = 0; start < weights.length; start += keys) {
          // Among the tokens that get any: what is masked has no share.
          const row = weights.subarray(start, start + keys).filter(weight => weight > 0);
          const sum = row.reduce((total, weight) => total + weight, 0);
          sumError = Math.max(sumError, sink ? sum - 1 : Math.abs(sum - 1));
          const share = sum / row.length;
          for (const weight of row) largestWeight = Math.max(largestWeight, weight / share);
        }
      }
    }
  }
  return { tokens, heads, invalidHeads, sumError, laterWeights, largestWeight };
}

function headOf(map: Float32Array, head: number, size: number): Float32Array {
  return map.subarray(head * size, (head + 1) * size);
}

function isFinite(values: Float32Array): boolean {
  return values.every(Number.isFinite);
}

function failed({ layer, probabilities }: AttentionSite, what: string): FaultError {
  return new FaultError({
    code: 'unsupported-model',
    title: 'The attention of this model was not read rightly',
    cause: `Tried on a few tokens, layer ${layer} failed: ${what}.`,
    nextStep: 'Export the model again, or use another file of it or the built-in model.',
    detail: `the tensor ${probabilities}`,
  });
}

function nothingLoaded(): FaultError {
  return new FaultError({
    code: 'unsupported-model',
    title: 'The weights of this model did not load',
    cause: 'Tried on a few tokens, every head of every layer spreads its attention evenly, as a model without weights does.',
    nextStep: 'Download or copy the model again, all of its files; or use the built-in model.',
  });
}
