import { listed } from '../core/describe/counted.ts';
import type { Fault } from '../core/fault.ts';
import { COMPUTED_BITS } from './find/quantisation.ts';

export type UnsupportedReason =
  | 'mixed'
  | 'integers'
  | 'fused'
  | 'control-flow'
  | 'encoder-decoder'
  | 'no-cross-attention'
  | 'no-states'
  | 'functions'
  | 'custom-operators'
  | 'bits'
  | 'no-attention'
  | 'no-words'
  | 'inputs'
  | 'cache';

const OTHER_MODEL = 'Use a model exported with ordinary operators, or the built-in model.';

const ONE_TEXT =
  'Use an encoder (BERT and its like) or a decoder (GPT-2, Llama and their like), or the built-in model; of a folder with encoder and decoder Explore Two Texts shows both texts (attention-lens run --target on the command line).';

const BOTH_GRAPHS = 'Use encoder_model.onnx and decoder_model.onnx, or decoder_model_merged.onnx, of one export.';

const MORE_BITS = 'Use another variant of the model, of 4 or 8 bits or in floats, or the built-in model.';

const NEXT_STEPS: Readonly<Partial<Record<UnsupportedReason, string>>> = {
  'encoder-decoder': ONE_TEXT,
  'no-cross-attention': BOTH_GRAPHS,
  'no-states': BOTH_GRAPHS,
  bits: MORE_BITS,
};

/** Says why a graph cannot be shown. `found` names what stands in the way: operators, inputs, or the reason a Softmax was turned down. */
export function faultOfUnsupported(reason: UnsupportedReason, found: string): Fault {
  const [title, cause] = TEXTS[reason](found);
  const nextStep = NEXT_STEPS[reason] ?? OTHER_MODEL;
  return { code: reason === 'no-attention' ? 'no-attention' : 'unsupported-model', title, cause, nextStep };
}

const TEXTS: Readonly<Record<UnsupportedReason, (found: string) => readonly [title: string, cause: string]>> = {
  mixed: found => [
    'The layers of this model look in different directions',
    `In ${found} each token sees only the ones before it, in the others later ones too. Attention Lens shows models of one kind.`,
  ],
  'encoder-decoder': found => [
    'This encoder-decoder reads one text and writes another',
    `This graph has cross-attention: queries and keys come from different texts (${found}). Where one text is shown, it has nothing to attend to.`,
  ],
  'no-cross-attention': found => [
    'This decoder reads no other text',
    `In an encoder-decoder some layers attend to the text that the encoder has read; in this graph all ${found} attend to its own text.`,
  ],
  'no-states': found => [
    'What this decoder reads of the other text is not its vectors',
    `Its cross-attention has to start from one input with the encoder's last hidden state; its inputs are ${found}. A file that reads a cache of the other text (decoder_with_past_model) goes on with a text, and cannot begin one.`,
  ],
  integers: found => [
    'Attention in whole numbers is not supported',
    `This graph computes attention itself in 8 bits (${found}): its scores or weights are whole numbers that have no floats. Attention Lens reads files that go back to floats around each operator (QDQ), or that are quantised dynamically.`,
  ],
  fused: found => ['Attention that the file keeps to itself', `This graph computes attention in ${found}.`],
  'control-flow': found => [
    'Branches in the graph are not supported yet',
    `The attention of this graph is inside the operator ${found} (a merged decoder, for instance). Attention Lens cannot look into it yet.`,
  ],
  functions: found => [
    'A function of this model cannot be opened',
    `The attention of this graph is inside the model function ${found}, which is written in another version of the operator set than the graph that calls it.`,
  ],
  'custom-operators': found => [
    'The model needs operators that are not available',
    `It uses ${found}, which ONNX Runtime does not bring along.`,
  ],
  bits: found => [
    'This model has weights that cannot be computed with',
    `Its weights are of ${found}; ONNX Runtime computes with packed weights of ${listed(COMPUTED_BITS.map(String), 'and')} bits on this machine.`,
  ],
  'no-attention': found => [
    'No attention found in this model',
    `A graph with attention turns products of queries and keys into weights with Softmax; this one does not: ${found}.`,
  ],
  'no-words': found => [
    'This model does not read words',
    `Its first layer does not start from a table of word vectors read with one of its inputs (${found}).`,
  ],
  cache: found => [
    'The cache of this model has a shape that is not understood',
    `It is a decoder with inputs for the keys and values of earlier tokens; which axis of ${found} counts those tokens is not told by its graph.`,
  ],
  inputs: found => ['The model needs inputs that text does not give', `Besides words, mask, segments and positions it asks for ${found}.`],
};
