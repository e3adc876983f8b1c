import { formatCount } from './numbers.ts';
import { formatBytes } from './bytes.ts';
import { contextNote } from './context.ts';
import { counted, listed } from './counted.ts';
import { evenHeads } from '../model/stack.ts';
import type { CheckFacts, DistanceBias, LayerFacts, ModelFacts, PositionKind } from '../model/facts.ts';
import { describeNumbers, type NumberForms } from '../model/numberForms.ts';

/** What a model is, in a line each: its kind, what it reads and from which file, how its attention is had and what was checked of it. */
export interface AboutModel {
  readonly kind: string;
  /** Said of what it reads: that word stands beside it. */
  readonly reads: string;
  readonly attention: string;
  /** How far numbers in few bits move a model like this one; null where they are not few. */
  readonly figures: string | null;
}

/** What stands beside the facts in a summary. */
export interface ModelSizes {
  /** Tokens that it reads at once; null where that is not known. */
  readonly contextLength: number | null;
  /** Tokens that it was made to read; null where that is not known. */
  readonly ownContext: number | null;
  readonly vocabularySize: number;
  /** Names of all variants in the folder. */
  readonly variants: readonly string[];
}

/** A model as headings name it: `my-model (model_fp16)` where its folder has several variants. */
export function nameOfModel({
  name,
  variant,
  variants,
}: {
  readonly name: string;
  readonly variant: string;
  readonly variants: readonly string[];
}): string {
  return variants.length > 1 ? `${name} (${variant})` : name;
}

/** The same sentences for the panel and the command line. */
export function aboutModel(facts: ModelFacts, sizes: ModelSizes): AboutModel {
  return {
    kind: kindOf(facts),
    reads: readingOf(facts, sizes),
    attention: `${routesOf(facts.layers)} ${facts.checks === null ? 'It is checked when the model is opened.' : checksOf(facts.checks, facts)}`,
    figures: figuresOf(facts),
  };
}

/** "Encoder, 6 layers of 12 heads, reads 512 tokens": a line of a list of models. */
export function modelInShort({
  attention: { causal, heads },
  contextLength,
}: {
  readonly attention: { readonly causal: boolean; readonly heads: readonly number[] };
  readonly contextLength: number;
}): string {
  const even = evenHeads(heads);
  const ofHeads = even === null ? `${Math.min(...heads)} to ${Math.max(...heads)} heads` : counted(even, 'head');
  return `${causal ? 'Decoder' : 'Encoder'}, ${counted(heads.length, 'layer')} of ${ofHeads}, reads ${counted(contextLength, 'token')}`;
}

function kindOf({ architecture, causal, layers, positions }: ModelFacts): string {
  const name = architecture === null ? '' : ` (${architecture})`;
  const heads = layers.map(layer => layer.heads);
  const queries = heads.every(count => count !== null) ? heads : null;
  const even = queries && evenHeads(queries);
  const headWords =
    queries === null
      ? 'whose heads are counted when the model is opened'
      : even === null
        ? `of ${Math.min(...queries)} to ${Math.max(...queries)} heads`
        : `of ${counted(even, 'head')}${sharesKeys(layers) ? '' : ' each'}`;
  return [
    `${causal ? 'A decoder' : 'An encoder'}${name}: ${counted(layers.length, 'layer')} ${headWords}${sharedKeys(layers)}; ${sightOf(layers, causal)}.`,
    ...tallied(
      layers,
      layer => layer.softcap,
      (cap, where) => `Scores are kept within \u00b1${cap}${where}.`,
    ),
    ...tallied(
      layers,
      layer => layer.sink || null,
      (_, where) => `A sink in the softmax takes a part of each row${where}.`,
    ),
    `${capitalise(positionWords(positions))}.`,
  ].join(' ');
}

/** `3 key-value heads`, which several heads of queries share. */
export function keyValueHeads(...counts: readonly number[]): string {
  return `${listed(counts.map(String), 'or')} key-value ${counts.length === 1 && counts[0] === 1 ? 'head' : 'heads'}`;
}

function sharingLayers(layers: readonly LayerFacts[]): readonly LayerFacts[] {
  return layers.filter(layer => layer.keyValueHeads !== null && layer.keyValueHeads !== layer.heads);
}

function sharesKeys(layers: readonly LayerFacts[]): boolean {
  return sharingLayers(layers).length > 0;
}

function sharedKeys(layers: readonly LayerFacts[]): string {
  const shared = sharingLayers(layers);
  if (shared.length === 0) return '';
  const counts = [...new Set(shared.map(layer => layer.keyValueHeads!))].toSorted((a, b) => a - b);
  return `, ${keyValueHeads(...counts)}${inLayers(shared.length, layers.length)}`;
}

function sightOf(layers: readonly LayerFacts[], causal: boolean): string {
  const sides = causal ? '' : ' on each side, its own place included';
  const windows = tallied(
    layers,
    layer => layer.window,
    (keys, where) => `${where} at most ${formatCount(keys)}${sides}`,
  );
  return [causal ? 'a token sees itself and those before it' : 'every token sees the whole text', ...windows].join(',');
}

/** For each value that some layers have, in order of first appearance: the words for it and for which layers have it, ` in 2 of the 3 layers`. */
function tallied<Value>(
  layers: readonly LayerFacts[],
  valueOf: (layer: LayerFacts) => Value | null,
  words: (value: Value, where: string) => string,
): string[] {
  const counts = new Map<Value, number>();
  for (const layer of layers) {
    const value = valueOf(layer);
    if (value !== null) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return [...counts].map(([value, count]) => words(value, inLayers(count, layers.length)));
}

function inLayers(count: number, all: number): string {
  return count === all ? '' : ` in ${count} of the ${all} layers`;
}

const POSITIONS: Readonly<Record<PositionKind, string>> = {
  learned: 'learned positions, a vector for each',
  sinusoidal: 'sinusoidal positions, added to the words',
  rotary: 'rotary positions',
  relative: '',
  none: 'no positions found',
};

const BIASES: Readonly<Record<DistanceBias, string>> = {
  slopes: 'a bias that grows with the distance (ALiBi)',
  buckets: 'a learned bias for distances (relative positions)',
  vectors: 'vectors of distances (relative positions, disentangled)',
  table: 'a stored bias by distance (relative positions)',
};

function positionWords({ kind, bias }: ModelFacts['positions']): string {
  const words = kind === null ? 'positions that are stored in a way that is not read' : POSITIONS[kind];
  return listed([words, bias === null ? '' : BIASES[bias]].filter(Boolean), 'and');
}

function readingOf(
  { tokenizer, file, bytes, numbers }: ModelFacts,
  { contextLength, ownContext, vocabularySize, variants }: ModelSizes,
): string {
  const vocabulary = `a vocabulary of ${formatCount(vocabularySize)}${tokenizer === null ? '' : `, cut by ${tokenizer}`}`;
  const tokens =
    contextLength === null ? 'Tokens' : `Up to ${formatCount(contextLength)} tokens${contextNote({ contextLength, ownContext })}`;
  const reads = `${tokens} of ${vocabulary}`;
  const others = variants.length > 1 ? `; the folder holds ${counted(variants.length, 'variant')}: ${variants.join(', ')}` : '';
  return `${reads}. From ${file}: ${formatBytes(bytes)}, ${describeNumbers(numbers) || '32-bit floats'}${others}.`;
}

/** How attention is had, form by form. */
function routesOf(layers: readonly LayerFacts[]): string {
  const ways = tallied(
    layers,
    ({ form, route }) =>
      route === 'output'
        ? `Attention stands in the file behind ${form} and is put out as it is`
        : `The operator ${form} keeps attention to itself and is written anew to put it out`,
    (way, where) => `${way}${where}.`,
  );
  return ways.length === 0 ? 'No attention was found.' : ways.join(' ');
}

/** Only what was measured. */
function checksOf({ tokens, heads, invalidHeads, sumError, laterWeights, largestWeight }: CheckFacts, { layers }: ModelFacts): string {
  const checked = `Checked on ${counted(tokens, 'token')} in ${counted(heads, 'head')}`;
  if (heads === invalidHeads) return `${checked}: none of them gave numbers.`;
  const sums = layers.some(layer => layer.sink)
    ? `rows sum to at most 1${sumError > 0 ? ` (at most ${roundedUp(sumError)} above)` : ''}`
    : `rows sum to 1 (${sumError > 0 ? `within ${roundedUp(sumError)}` : 'exactly'})`;
  const later = laterWeights > 0 ? [`the ${formatCount(laterWeights)} weights on later tokens are 0`] : [];
  const invalid = invalidHeads > 0 ? [`${counted(invalidHeads, 'head')} gave no numbers`] : [];
  return `${[`${checked}: ${sums}`, ...later, `the largest weight is ${largestWeight.toFixed(1)} times its even share`, ...invalid].join('; ')}.`;
}

/** One digit, never less than the value: `3e-7`. */
function roundedUp(value: number): string {
  const unit = 10 ** Math.floor(Math.log10(value));
  return (Math.ceil(value / unit - 1e-9) * unit).toExponential(0);
}

/** Measured on one small decoder; how far this one is from its own original is known where both lie in the folder. */
function figuresOf({ causal, numbers }: Pick<ModelFacts, 'causal' | 'numbers'>): string | null {
  if (!causal || !isInFewBits(numbers)) return null;
  return (
    'Few bits change a small decoder a lot. Measured on SmolLM2-135M against its 32-bit file: in 4 or 8 bits a row of attention moves by 0.17 to 0.18 ' +
    '(sum of the differences, mean over rows), and the most likely next token is the same in 53 to 61 % of places; in 16-bit floats a row moves by 0.0008.'
  );
}

function isInFewBits({ weightBits, activationBits }: NumberForms): boolean {
  return weightBits.length > 0 || activationBits !== null;
}

export function capitalise(words: string): string {
  return words.slice(0, 1).toUpperCase() + words.slice(1);
}
