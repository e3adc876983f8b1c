import type { LayerFacts, ModelFacts } from '../../src/core/model/facts.ts';

export const LAYER_FACTS: LayerFacts = {
  heads: 12,
  keyValueHeads: 12,
  window: null,
  softcap: null,
  sink: false,
  form: 'Softmax',
  route: 'output',
};

/** Of the built-in model, as the engine finds it. */
export const MODEL_FACTS: ModelFacts = {
  architecture: 'bert',
  causal: false,
  layers: Array.from({ length: 6 }, () => LAYER_FACTS),
  positions: { kind: 'learned', bias: null },
  finalNorm: false,
  tokenizer: 'WordPiece',
  file: 'onnx/model.onnx',
  bytes: 24_105_711,
  numbers: { weightBits: [8], floatType: 'float32', activationBits: null, onePassOnly: false },
  checks: { tokens: 8, heads: 72, invalidHeads: 0, sumError: 2.4e-7, laterWeights: 0, largestWeight: 7.62 },
};
