import { join } from 'node:path';
import { FaultError } from '../../core/faults.ts';
import type { Fault } from '../../core/fault.ts';
import type { SupportedGraph, UnsupportedGraph } from '../../onnx/analysis.ts';
import { formatBytes } from '../../core/describe/bytes.ts';
import type { FolderFile } from './folderFiles.ts';
import { fingerprintOf } from './fingerprint.ts';
import { modelFiles, SETTING_FILES } from './folder.ts';
import { memoryNeeded, tooLargeForMemory, type GraphSizes } from './memory.ts';
import { readModelGraph, type ModelGraph } from './graph.ts';
import { fileOf, variantNamed, type ModelFiles, type ModelVariant } from './modelFiles.ts';

/** One variant of a folder, its graph read. */
export interface ModelToLoad extends ModelGraph {
  readonly graph: SupportedGraph;
  readonly variant: ModelVariant;
  readonly file: FolderFile;
  /** Bytes of memory that it takes, with a paragraph of text. */
  readonly needed: number;
  readonly sizes: GraphSizes;
  /** Of the model file, taken before it was read. */
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
  const tight: ModelToLoad[] = [];
  let first: Fault | null = null;
  for (const variant of wanted === undefined ? variants : [variantNamed(variants, wanted)]) {
    const fingerprint = fingerprintOf([join(directory, variant.path)]);
    const opened = openVariant(variant, files);
    if (!('file' in opened)) {
      first ??= opened;
      passedOver.push(`The variant ${variant.name} was passed over: ${opened.cause}`);
      continue;
    }
    const notes = [...passedOver, ...notesOf(files, variant)];
    const model = { ...opened, variant, fingerprint, variants: variants.map(({ name }) => name), notes };
    if (model.needed <= free * (wanted === undefined && variants.length > 1 ? COMFORT : 1)) return model;
    tight.push(model);
    passedOver.push(
      `The variant ${variant.name} was passed over: it needs about ${formatBytes(model.needed)} of memory, and ${formatBytes(free)} are free.`,
    );
  }
  const [smallest] = tight.toSorted((a, b) => a.needed - b.needed);
  if (!smallest) throw new FaultError(first!);
  // Not comfortable, but it fits; the notes must not say that it was passed over.
  if (smallest.needed <= free) return { ...smallest, notes: notesOf(files, smallest.variant) };
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

/** A variant with its graph, or why it cannot be shown. */
export function openVariant(variant: ModelVariant, files: ModelFiles): Pick<ModelToLoad, keyof ModelGraph | 'file' | 'needed'> | Fault {
  try {
    const file = fileOf(variant);
    const { graph, ...read } = readModelGraph(file);
    return graph.kind === 'unsupported'
      ? refusal(graph, variant, files)
      : { ...read, graph, file, needed: memoryNeeded(read.sizes, graph) };
  } catch (error) {
    if (error instanceof FaultError) return error.fault;
    throw error;
  }
}

function notesOf({ decoders }: ModelFiles, { path }: ModelVariant): string[] {
  if (decoders.length === 0) return [];
  return [`This folder holds an encoder-decoder: its encoder (${path}) is shown by itself, without its decoder (${decoders[0]}).`];
}

/** Why a graph is not shown, said of the whole model where it is one graph of several. */
function refusal(graph: UnsupportedGraph, { path }: ModelVariant, { decoders, feeding }: ModelFiles): Fault {
  const { fault } = graph;
  const isFed = graph.reason === 'no-words' || graph.reason === 'inputs';
  const words = feeding.get('embed_tokens');
  if (isFed && words !== undefined) {
    const others = [feeding.get('vision_encoder'), feeding.get('audio_encoder')].filter(other => other !== undefined);
    return {
      ...fault,
      title: 'The model is in several graphs',
      cause: `${path} reads vectors that ${words} makes of words${others.length > 0 ? `, and ${others.join(' and ')} of images or sound` : ''}; graphs are not put together yet.`,
      nextStep: 'Use an export of the text model in one file (onnx/model.onnx), or the built-in model.',
    };
  }
  if (decoders.length === 0) return fault;
  return {
    ...fault,
    title: 'The encoder of this encoder-decoder cannot be shown',
    cause: `The folder holds an encoder-decoder, of which the encoder (${path}) can be shown by itself, without its decoder (${decoders[0]}); but: ${fault.cause}`,
  };
}
