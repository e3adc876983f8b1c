import { listed } from '../../core/describe/counted.ts';
import { FaultError } from '../../core/faults.ts';
import type { Fault } from '../../core/fault.ts';
import type { SupportedGraph, UnsupportedGraph } from '../../onnx/analysis.ts';
import { readModelGraph, type ModelGraph } from './graph.ts';
import { memoryNeeded } from './memory.ts';
import { fileOf, wordsFor, type ModelFiles, type ModelVariant } from './modelFiles.ts';
import type { WholeFile } from './wholeFile.ts';

/** A graph that can be shown. */
export interface OpenedVariant extends ModelGraph {
  readonly graph: SupportedGraph;
  /** Bytes of memory that it takes, with a paragraph of text. */
  readonly needed: number;
}

/** The graph of a variant, with what makes vectors of words for it. @throws FaultError why it cannot be read */
export function readVariant(variant: ModelVariant, files: ModelFiles): ModelGraph {
  const words = wordsFor(variant, files);
  if (words === null) return readModelGraph(fileOf(variant));
  try {
    return readModelGraph(fileOf(variant), fileOf(words));
  } catch (error) {
    // A file that cannot be read stands in nobody's way who does not need it.
    const alone = readModelGraph(fileOf(variant));
    if (alone.graph.kind === 'unsupported') throw error;
    return alone;
  }
}

/** A variant with its graph, or why it cannot be shown. */
export function openVariant(variant: ModelVariant, files: ModelFiles): OpenedVariant | Fault {
  try {
    const { graph, ...read } = readVariant(variant, files);
    return graph.kind === 'unsupported'
      ? refusal(graph, read, variant, files)
      : { ...read, graph, needed: memoryNeeded(read.sizes, graph) };
  } catch (error) {
    if (error instanceof FaultError) return error.fault;
    throw error;
  }
}

/** The file of a variant, and the one that it was put together with. */
export function namesOf({ path }: Pick<ModelVariant, 'path'>, { words }: Pick<WholeFile, 'words'>): string {
  return [path, ...(words ? [words.name] : [])].join(' with ');
}

/** What a person should know of a variant. */
export function notesOf(
  { decoders, feeding }: ModelFiles,
  { variant, words }: Pick<WholeFile, 'words'> & { readonly variant: ModelVariant },
): string[] {
  const others = words === null ? [] : othersFeeding(feeding);
  const notes: string[] = [];
  if (decoders.length > 0)
    notes.push(
      `This folder holds an encoder-decoder: its encoder (${variant.path}) is shown by itself, without its decoder (${decoders[0]!.path}). Explore Two Texts… shows both.`,
    );
  if (others.length > 0) notes.push(`This model reads images or sound as well (${listed(others, 'and')}); here it is given text alone.`);
  return notes;
}

/** Files that make vectors of images and sound, one of each kind. */
function othersFeeding(feeding: ModelFiles['feeding']): string[] {
  const kinds = new Map(feeding.toReversed().map(({ graph, path }) => [graph, path]));
  kinds.delete('embed_tokens');
  return [...kinds.values()].toSorted();
}

/** Why a graph is not shown, said of the whole model where it is one graph of several. */
function refusal(graph: UnsupportedGraph, { words }: WholeFile, variant: ModelVariant, files: ModelFiles): Fault {
  const { fault } = graph;
  const { path } = variant;
  const { decoders, feeding } = files;
  const isFed = graph.reason === 'no-words' || graph.reason === 'inputs';
  const beside = wordsFor(variant, files)?.path;
  if (isFed && beside !== undefined) {
    const what =
      words === null ? `${path} reads what ${beside} beside it does not make` : `${path} with ${beside} is fed by more than words`;
    const others = othersFeeding(feeding);
    const made = others.length === 0 ? '' : `; ${listed(others, 'and')} of the same folder may, of images or sound`;
    return {
      ...fault,
      title: 'The model is in several graphs',
      cause: `${what}${made}. ${fault.cause}`,
      nextStep: 'Use an export of the text model in one file (onnx/model.onnx), or the built-in model.',
    };
  }
  if (decoders.length === 0) return fault;
  return {
    ...fault,
    title: 'The encoder of this encoder-decoder cannot be shown',
    cause: `The folder holds an encoder-decoder, of which the encoder (${path}) can be shown by itself, without its decoder (${decoders[0]!.path}); but: ${fault.cause}`,
  };
}
