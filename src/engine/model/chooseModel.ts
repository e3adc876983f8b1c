import { join } from 'node:path';
import { FaultError } from '../../core/faults.ts';
import type { Fault } from '../../core/fault.ts';
import type { SupportedGraph, UnsupportedGraph } from '../../onnx/analysis.ts';
import type { FolderFile } from './folderFiles.ts';
import { fingerprintOf } from './fingerprint.ts';
import { modelFiles, SETTING_FILES } from './folder.ts';
import { readModelGraph, type ModelGraph } from './graph.ts';
import { fileOf, variantNamed, type ModelFiles, type ModelVariant } from './modelFiles.ts';

/** One variant of a folder, its graph read. */
export interface ModelToLoad extends ModelGraph {
  readonly graph: SupportedGraph;
  readonly variant: ModelVariant;
  readonly file: FolderFile;
  /** Of the model file, taken before it was read. */
  readonly fingerprint: string;
  /** Names of all variants of the folder. */
  readonly variants: readonly string[];
  /** What a person should know of the choice. */
  readonly notes: readonly string[];
}

/**
 * The variant that was asked for, else the first one that can be shown: the most exact one, since that is their order.
 * @throws FaultError why it cannot be shown; of the first one when none can
 */
export function chooseModel(directory: string, wanted?: string): ModelToLoad {
  const files = modelFiles(directory);
  const { variants } = files;
  const passedOver: string[] = [];
  let first: Fault | null = null;
  for (const variant of wanted === undefined ? variants : [variantNamed(variants, wanted)]) {
    const fingerprint = fingerprintOf([join(directory, variant.path)]);
    const opened = openVariant(variant, files);
    if ('file' in opened) {
      const notes = [...passedOver, ...notesOf(files, variant)];
      return { ...opened, variant, fingerprint, variants: variants.map(({ name }) => name), notes };
    }
    first ??= opened;
    passedOver.push(`The variant ${variant.name} was passed over: ${opened.cause}`);
  }
  throw new FaultError(first!);
}

/** As long as this stays the same, so does the choice: what is in the folder under which names, and what its settings say. */
export function stateOfChoice(directory: string): string {
  return fingerprintOf(['', 'onnx', ...SETTING_FILES].map(name => join(directory, name)));
}

function openVariant(variant: ModelVariant, files: ModelFiles): Pick<ModelToLoad, keyof ModelGraph | 'file'> | Fault {
  try {
    const file = fileOf(variant);
    const { graph, ...read } = readModelGraph(file);
    return graph.kind === 'unsupported' ? refusal(graph, variant, files) : { ...read, graph, file };
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
