import { FaultError } from '../../core/faults.ts';
import { faultOfUnsupported } from '../../onnx/unsupported.ts';
import { modelFiles } from '../model/folder.ts';
import { fileOf, variantNamed, type DecoderFile, type ModelFiles, type ModelVariant } from '../model/modelFiles.ts';
import { isDecoder, isEncoder } from '../model/modelNames.ts';

/** The two files of an encoder-decoder in one form. */
export interface Pair {
  readonly encoder: ModelVariant;
  readonly decoder: DecoderFile;
}

/** Graphs of a decoder that can begin a text, the simplest first. */
const BEGINNING = ['decoder_model', 'decoder_model_merged'];

/**
 * The encoders of a folder, each with the decoder of its form, else the most exact one that there is.
 * @param wanted name of an encoder, or its form
 * @throws FaultError `model-missing` when one of the two is not there; `unsupported-model` for a folder of another kind of model
 */
export function findPairs(directory: string, wanted?: string): Pair[] {
  const files = modelFiles(directory);
  const encoders = files.variants.filter(isEncoder);
  if (encoders.length === 0) throw noEncoder(files);
  const decoders = files.decoders.filter(({ graph }) => BEGINNING.includes(graph)).toSorted((a, b) => orderOf(a) - orderOf(b));
  if (decoders.length === 0) throw noDecoder(encoders[0]!, files);
  const chosen = wanted === undefined ? encoders : [variantNamed(encoders, wanted)];
  return chosen.map(encoder => ({ encoder, decoder: decoders.find(({ form }) => form === encoder.form) ?? decoders[0]! }));
}

/** Whether a folder has both graphs of an encoder-decoder. */
export function hasPair(directory: string): boolean {
  const { variants, decoders } = modelFiles(directory);
  return variants.some(isEncoder) && decoders.some(({ graph }) => BEGINNING.includes(graph));
}

/** Of two texts, a decoder that was opened by itself is one that lacks its encoder; any other fault is as it was. */
export function withMissingEncoder(error: unknown, directory: string): unknown {
  const isAlone = error instanceof FaultError && error.fault.title === faultOfUnsupported('encoder-decoder', '').title;
  return isAlone ? noEncoder(modelFiles(directory)) : error;
}

/** The sort is stable, and the files come in the order of their forms. */
function orderOf({ graph }: DecoderFile): number {
  return BEGINNING.indexOf(graph);
}

function noEncoder({ variants }: ModelFiles): FaultError {
  const decoder = variants.find(isDecoder);
  if (decoder)
    return new FaultError({
      code: 'model-missing',
      title: 'The encoder is missing',
      cause: `A text that is written beside another needs an encoder-decoder; the folder has ${decoder.path}, and no encoder_model.onnx in onnx/ or beside it.`,
      nextStep: 'Put encoder_model.onnx of the same export there, or choose a model that reads one text.',
    });
  fileOf(variants[0]!);
  return new FaultError({
    code: 'unsupported-model',
    title: 'This model reads one text',
    cause: `A target needs an encoder-decoder: encoder_model.onnx with decoder_model.onnx or decoder_model_merged.onnx. The folder has ${variants[0]!.path}.`,
    nextStep: 'Leave --target and --generate out, or choose the folder of an encoder-decoder (T5, BART, Marian, mBART and their like).',
  });
}

function noDecoder(encoder: ModelVariant, { decoders }: ModelFiles): FaultError {
  const has = [encoder.path, ...decoders.map(({ path }) => path)].join(' and ');
  return new FaultError({
    code: 'model-missing',
    title: 'The decoder is missing',
    cause: `The folder has ${has}, and no decoder_model.onnx or decoder_model_merged.onnx in onnx/ or beside it.${decoders.length === 0 ? '' : ' A decoder that goes on from a cache of the source cannot begin a text.'}`,
    nextStep: 'Put one of these files of the same export there; or leave --target and --generate out to see the encoder alone.',
  });
}
