import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FaultError } from '../../src/core/faults.ts';
import { Runner } from '../../src/engine/runner.ts';
import { loadNpz } from '../support/npz.ts';
import { largestDifference } from '../support/tensors.ts';
import { sequenceOf } from '../../src/core/text/tokenSequence.ts';

export type ArchitectureKind = 'decoder' | 'encoder' | 'encoder-decoder';

/** What the engine says where it does not show a folder. */
export interface RefusedCell {
  readonly kind: 'refused';
  readonly title: string;
  readonly cause: string;
}

/** What `training/make_model_folders.py` and `make_real_models.py` know of some texts. */
interface Reference {
  readonly kind: ArchitectureKind;
  /** Weights that were trained; random ones where it is missing. */
  readonly weights?: 'real';
  /** What the numbers are. */
  readonly note: string;
  readonly texts: readonly { readonly text: string; readonly spans: readonly (readonly [number, number])[] }[];
}

/** What the engine gives for a folder, against its reference. */
export type Cell =
  | RefusedCell
  | {
      readonly kind: 'shown';
      /** Largest difference over all layers, heads and texts. */
      readonly maps: number;
      /**
       * The file run by itself, its attention weights made outputs: how far they are from what is shown, and from what `maps` is compared with. Null where
       * the folder has no reference of them besides.
       */
      readonly file: { readonly fromShown: number; readonly fromReference: number } | null;
      /** The same over all hidden states, as {@link shareOfVectors}; null when the folder has no reference of them; 'none' when the model is shown without them. */
      readonly hidden: number | 'none' | null;
      readonly idsEqual: boolean;
      readonly spansEqual: boolean;
      /** What the numbers are compared with. */
      readonly note: string;
    };

export function hasReference(directory: string): boolean {
  return existsSync(join(directory, 'reference.json'));
}

export function kindOf(directory: string): ArchitectureKind {
  return readReference(directory).kind;
}

export function hasRealWeights(directory: string): boolean {
  return readReference(directory).weights === 'real';
}

function readReference(directory: string): Reference {
  return JSON.parse(readFileSync(join(directory, 'reference.json'), 'utf8')) as Reference;
}

/** Opens a folder and runs its texts, as the extension does. Never throws for what a model is. */
export async function measureFolder(directory: string): Promise<Cell> {
  try {
    return await compare(directory);
  } catch (error) {
    if (error instanceof FaultError) return { kind: 'refused', title: error.fault.title, cause: error.fault.cause };
    return { kind: 'refused', title: 'No fault, but an error', cause: String(error) };
  }
}

async function compare(directory: string): Promise<Cell> {
  const { note, texts } = readReference(directory);
  const arrays = loadNpz(readFileSync(join(directory, 'reference.npz')));
  const runner = new Runner({ hidden: true });
  await runner.open({ directory });
  const [maps, hidden]: [number[], number[]] = [[], []];
  const [fromShown, fromReference]: [number[], number[]] = [[], []];
  const [idsEqual, spansEqual]: [boolean[], boolean[]] = [[], []];
  let hasStates = true;
  for (const [index, { text, spans }] of texts.entries()) {
    const summary = await runner.run({ directory, text, fit: 'start', caret: 0 });
    const { tokens } = sequenceOf(summary);
    const tensors = await runner.tensors(summary.runId);
    const wanted = (name: string): Float32Array | null => floats(arrays, `${index}.${name}`);
    const ids = arrays.get(`${index}.ids`)!;
    const known = [...new BigInt64Array(ids.bytes.buffer)].map(Number);
    idsEqual.push(
      isSame(
        tokens.map(token => token.id),
        known,
      ),
    );
    // The official tokenizer writes 0, 0 where a token stands for no text.
    spansEqual.push(
      isSame(
        tokens.flatMap(({ start, end }) => (start < 0 ? [0, 0] : [start, end])),
        spans.flat(),
      ),
    );
    for (const [layer, map] of tensors.attention.maps.entries()) {
      maps.push(distance(map, wanted(`attention.${layer}`)));
      const file = wanted(`file.attention.${layer}`);
      if (file === null) continue;
      fromShown.push(distance(map, file));
      fromReference.push(distance(file, wanted(`attention.${layer}`)));
    }
    // A layer that is missing is the largest difference that there can be.
    if (arrays.has(`${index}.attention.${tensors.attention.maps.length}`)) maps.push(Infinity);
    hasStates &&= tensors.hidden.length > 0;
    if (arrays.has(`${index}.hidden.0`))
      for (const [state, values] of tensors.hidden.entries()) hidden.push(shareOfVectors(values, wanted(`hidden.${state}`), tokens.length));
    if (hasStates && arrays.has(`${index}.hidden.${tensors.hidden.length}`)) hidden.push(Infinity);
  }
  const states = hidden.length > 0 ? Math.max(...hidden) : null;
  return {
    kind: 'shown',
    maps: Math.max(...maps),
    file: fromShown.length > 0 ? { fromShown: Math.max(...fromShown), fromReference: Math.max(...fromReference) } : null,
    hidden: hasStates ? states : 'none',
    idsEqual: idsEqual.every(Boolean),
    spansEqual: spansEqual.every(Boolean),
    note,
  };
}

function floats(arrays: ReturnType<typeof loadNpz>, name: string): Float32Array | null {
  const array = arrays.get(name);
  return array === undefined ? null : new Float32Array(array.bytes.buffer);
}

function distance(values: Float32Array, wanted: Float32Array | null): number {
  return wanted === null || wanted.length !== values.length ? Infinity : largestDifference(values, wanted);
}

/**
 * The largest difference of two tables of vectors, [tokens, width], each as a share of its vector's largest entry where that is above 1: in trained decoders
 * single entries reach thousands, whose rounding says nothing of the others.
 */
export function shareOfVectors(values: Float32Array, wanted: Float32Array | null, tokens: number): number {
  if (wanted === null || wanted.length !== values.length) return Infinity;
  const width = wanted.length / tokens;
  const vectors = Array.from({ length: tokens }, (_, token) => [token * width, (token + 1) * width] as const);
  const shares = vectors.map(range => {
    const vector = wanted.subarray(...range);
    return largestDifference(values.subarray(...range), vector) / vector.reduce((most, entry) => Math.max(most, Math.abs(entry)), 1);
  });
  return Math.max(...shares);
}

function isSame(values: readonly number[], wanted: readonly number[]): boolean {
  return values.length === wanted.length && values.every((value, index) => value === wanted[index]);
}
