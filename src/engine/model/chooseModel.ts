import { join } from 'node:path';
import { FaultError } from '../../core/faults.ts';
import type { Fault } from '../../core/fault.ts';
import type { SupportedGraph } from '../../onnx/analysis.ts';
import { formatBytes } from '../../core/describe/bytes.ts';
import { fingerprintOf } from './fingerprint.ts';
import { modelFiles, SETTING_FILES } from './folder.ts';
import { tooLargeForMemory } from './memory.ts';
import type { ModelGraph } from './graph.ts';
import { variantNamed, wordsFor, type ModelFiles, type ModelVariant } from './modelFiles.ts';
import { notesOf, openVariant } from './openVariant.ts';

/** One variant of a folder, its graph read. */
export interface ModelToLoad extends ModelGraph {
  readonly graph: SupportedGraph;
  readonly variant: ModelVariant;
  /** Bytes of memory that it takes, with a paragraph of text. */
  readonly needed: number;
  /** Paths in the folder of the files that its graph is in, and the state they were in before they were read. */
  readonly named: readonly string[];
  readonly fingerprint: string;
  /** Names of all variants of the folder. */
  readonly variants: readonly string[];
  /** What a person should know of the choice. */
  readonly notes: readonly string[];
}

/** Of the free memory, what a model that nobody asked for by name may take. */
const COMFORT = 0.8;

/**
 * The variant that was asked for, else the first one that can be shown and fits comfortably into memory: the most exact one, since that is their order.
 * @param free bytes of memory
 * @throws FaultError why it cannot be shown; of the first one when none can
 */
export function chooseModel(directory: string, wanted?: string, free = Infinity): ModelToLoad {
  const files = modelFiles(directory);
  const { variants } = files;
  const passedOver: string[] = [];
  const tight: Omit<ModelToLoad, 'notes'>[] = [];
  let first: Fault | null = null;
  for (const variant of wanted === undefined ? variants : [variantNamed(variants, wanted)]) {
    const words = wordsFor(variant, files);
    const named = [variant, ...(words ? [words] : [])].map(({ path }) => path);
    const fingerprint = fingerprintOf(named.map(path => join(directory, path)));
    const opened = openVariant(variant, files);
    if (!('file' in opened)) {
      first ??= opened;
      passedOver.push(`The variant ${variant.name} was passed over: ${opened.cause}`);
      continue;
    }
    const model = { ...opened, variant, named, fingerprint, variants: variants.map(({ name }) => name) };
    if (model.needed <= free * (wanted === undefined && variants.length > 1 ? COMFORT : 1))
      return { ...model, notes: [...passedOver, ...notesOf(files, model)] };
    tight.push(model);
    passedOver.push(
      `The variant ${variant.name} was passed over: it needs about ${formatBytes(model.needed)} of memory, and ${formatBytes(free)} are free.`,
    );
  }
  const [smallest] = tight.toSorted((a, b) => a.needed - b.needed);
  if (!smallest) throw new FaultError(first!);
  // Not comfortable, but it fits; the notes must not say that it was passed over.
  if (smallest.needed <= free) return { ...smallest, notes: notesOf(files, smallest) };
  throw tooLargeForMemory(smallest.variant.name, smallest.needed, free, wanted === undefined ? null : smallerVariant(files, free));
}

/** The most exact variant that fits. */
function smallerVariant(files: ModelFiles, free: number): string | null {
  const fits = (variant: ModelVariant): boolean => {
    const opened = openVariant(variant, files);
    return 'file' in opened && opened.needed <= free;
  };
  return files.variants.find(fits)?.name ?? null;
}

/** As long as this stays the same, so does the choice: what is in the folder under which names, and what its settings say. */
export function stateOfChoice(directory: string): string {
  return fingerprintOf(['', 'onnx', ...SETTING_FILES].map(name => join(directory, name)));
}
