import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FaultError } from '../../src/core/faults.ts';
import { STACK_NAMES, type StackName } from '../../src/core/model/stack.ts';
import { DECODER_SEES_AHEAD, loadTwoTexts, type TwoTextModel } from '../../src/engine/twoTexts/model.ts';
import { runTwoTexts } from '../../src/engine/twoTexts/run.ts';
import { loadNpz } from '../support/npz.ts';
import { largestDifference } from '../support/tensors.ts';
import type { RefusedCell } from './folder.ts';

/** What `training/make_encoder_decoders.py` knows of some pairs of texts. */
export interface PairReference {
  readonly length: number;
  readonly language?: string;
  readonly pairs: readonly {
    readonly source: string;
    readonly target: string;
    readonly sourceIds: readonly number[];
    readonly targetIds: readonly number[];
    /** Empty: not known. */
    readonly generated: readonly number[];
  }[];
}

/** What the engine gives for a folder of an encoder-decoder, against its reference. */
export type PairCell =
  | RefusedCell
  | {
      readonly kind: 'pair';
      /** Largest difference over all layers, heads and pairs of texts, of each kind of attention. */
      readonly maps: Readonly<Record<StackName, number>>;
      readonly idsEqual: boolean;
      /** Greedy search writes the same tokens; null where the folder has no reference of them. */
      readonly writesEqual: boolean | null;
      /** The decoder's mask is not in the file, and that is said. */
      readonly seesAhead: boolean;
    };

/** Opens a folder and runs its pairs, as the command line does. Never throws for what a model is. */
export async function measurePairs(directory: string): Promise<PairCell> {
  let model: TwoTextModel | null = null;
  try {
    model = await loadTwoTexts(directory, undefined, { runBytes: 1e9 });
    return await compare(model, directory);
  } catch (error) {
    if (error instanceof FaultError) return { kind: 'refused', title: error.fault.title, cause: error.fault.cause };
    return { kind: 'refused', title: 'No fault, but an error', cause: String(error) };
  } finally {
    await model?.encoder.dispose();
    await model?.decoder.dispose();
  }
}

async function compare(model: TwoTextModel, directory: string): Promise<PairCell> {
  const { length, language, pairs } = JSON.parse(readFileSync(join(directory, 'reference.json'), 'utf8')) as PairReference;
  const arrays = loadNpz(readFileSync(join(directory, 'reference.npz')));
  const spoken = language === undefined ? {} : { targetLanguage: language };
  const maps = { encoder: 0, decoder: 0, cross: 0 };
  let idsEqual = true;
  let writesEqual: boolean | null = null;
  for (const [index, { source, target, sourceIds, targetIds, generated }] of pairs.entries()) {
    const run = await runTwoTexts(model, { directory: '', source, target: { text: target }, ...spoken });
    idsEqual &&= isSame(idsOf(run.source), sourceIds) && isSame(idsOf(run.target), targetIds);
    for (const kind of STACK_NAMES) {
      for (const [layer, map] of run.attention[kind].maps.entries()) {
        const wanted = arrays.get(`${index}.${kind}.attention.${layer}`);
        const values = wanted && new Float32Array(wanted.bytes.buffer);
        maps[kind] = Math.max(maps[kind], values?.length === map.length ? largestDifference(map, values) : Infinity);
      }
      if (arrays.has(`${index}.${kind}.attention.${run.attention[kind].maps.length}`)) maps[kind] = Infinity;
    }
    if (generated.length === 0) continue;
    const begin = language === undefined && model.writing.secondId === null ? 1 : 2;
    const most = generated.slice(0, begin + length);
    const wanted = most.filter((id, place) => place < begin || !model.writing.endIds.includes(id));
    const written = await runTwoTexts(model, { directory: '', source, target: { most: length }, ...spoken });
    writesEqual = writesEqual !== false && isSame(idsOf(written.target).slice(0, wanted.length), wanted);
  }
  return { kind: 'pair', maps, idsEqual, writesEqual, seesAhead: model.summary.warnings.includes(DECODER_SEES_AHEAD) };
}

const idsOf = ({ tokens }: { readonly tokens: readonly { readonly id: number }[] }): number[] => tokens.map(token => token.id);

function isSame(values: readonly number[], wanted: readonly number[]): boolean {
  return values.length === wanted.length && values.every((value, index) => value === wanted[index]);
}
