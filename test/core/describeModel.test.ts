import { describe, expect, test } from 'vitest';
import { aboutModel } from '../../src/core/describe/model.ts';
import type { ModelFacts } from '../../src/core/model/facts.ts';
import { LAYER_FACTS, MODEL_FACTS } from '../support/modelFacts.ts';

const BERT = MODEL_FACTS;
const FLOATS = { ...BERT.numbers, weightBits: [] };
const SIZES = { contextLength: 512, ownContext: 512, vocabularySize: 30_522, variants: ['model'] };
const LLAMA: ModelFacts = {
  ...BERT,
  architecture: 'llama',
  causal: true,
  layers: Array.from({ length: 30 }, () => ({
    ...LAYER_FACTS,
    heads: 9,
    keyValueHeads: 3,
    form: 'GroupQueryAttention',
    route: 'rewritten',
  })),
  positions: { kind: 'rotary', bias: null },
  finalNorm: false,
  tokenizer: 'byte-level BPE',
  numbers: { ...FLOATS, weightBits: [4] },
  checks: { tokens: 8, heads: 270, invalidHeads: 0, sumError: 3.1e-7, laterWeights: 7560, largestWeight: 8 },
};

describe('about a model', () => {
  test('an encoder', () => {
    expect(aboutModel(BERT, SIZES)).toEqual({
      kind: 'An encoder (bert): 6 layers of 12 heads each; every token sees the whole text. Learned positions, a vector for each.',
      reads: 'Up to 512 tokens of a vocabulary of 30,522, cut by WordPiece. From onnx/model.onnx: 24 MB, 8-bit weights.',
      attention:
        'Attention stands in the file behind Softmax and is put out as it is. Checked on 8 tokens in 72 heads: rows sum to 1 (within 3e-7); the largest weight is 7.6 times its even share.',
      figures: null,
    });
  });

  test('a decoder of few bits, with what was measured of one such', () => {
    const { kind, reads, attention, figures } = aboutModel(LLAMA, { ...SIZES, variants: ['model', 'model_q4'] });
    expect(kind).toBe(
      'A decoder (llama): 30 layers of 9 heads, 3 key-value heads; a token sees itself and those before it. Rotary positions.',
    );
    expect(reads).toMatch(/24 MB, 4-bit weights; the folder holds 2 variants: model, model_q4\.$/);
    expect(attention).toBe(
      'The operator GroupQueryAttention keeps attention to itself and is written anew to put it out. ' +
        'Checked on 8 tokens in 270 heads: rows sum to 1 (within 4e-7); the 7,560 weights on later tokens are 0; the largest weight is 8.0 times its even share.',
    );
    expect(figures).toMatch(/^Few bits .*SmolLM2-135M .*0\.17 to 0\.18 .*53 to 61 %/);
    expect(aboutModel({ ...LLAMA, numbers: FLOATS }, SIZES).figures).toBeNull();
  });

  test('what only some layers have', () => {
    const local = { ...LAYER_FACTS, heads: 4, keyValueHeads: 2, softcap: 50 };
    const layers = [local, { ...local, window: 4096 }, { ...local, window: 4096, sink: true }];
    const { kind, attention } = aboutModel({ ...LLAMA, layers, checks: { ...LLAMA.checks!, sumError: 0 } }, SIZES);
    expect(kind).toBe(
      'A decoder (llama): 3 layers of 4 heads, 2 key-value heads; a token sees itself and those before it, in 2 of the 3 layers at most 4,096. ' +
        'Scores are kept within \u00b150. A sink in the softmax takes a part of each row in 1 of the 3 layers. Rotary positions.',
    );
    expect(attention).toContain('rows sum to at most 1; the 7,560');
    const above = { ...LLAMA.checks!, sumError: 9.1e-8 };
    expect(aboutModel({ ...LLAMA, layers, checks: above }, SIZES).attention).toContain('rows sum to at most 1 (at most 1e-7 above);');
    const near = { ...BERT, layers: [LAYER_FACTS, { ...LAYER_FACTS, window: 65 }] };
    expect(aboutModel(near, SIZES).kind).toContain(
      'every token sees the whole text, in 1 of the 2 layers at most 65 on each side, its own place included.',
    );
  });

  test('what is not known', () => {
    const layers = [{ ...LAYER_FACTS, heads: null, keyValueHeads: null }];
    const facts: ModelFacts = {
      ...BERT,
      architecture: null,
      layers,
      positions: { kind: null, bias: 'slopes' },
      tokenizer: null,
      checks: null,
    };
    expect(aboutModel(facts, { ...SIZES, contextLength: null })).toMatchObject({
      kind: 'An encoder: 1 layer whose heads are counted when the model is opened; every token sees the whole text. Positions that are stored in a way that is not read and a bias that grows with the distance (ALiBi).',
      reads: 'Tokens of a vocabulary of 30,522. From onnx/model.onnx: 24 MB, 8-bit weights.',
      attention: 'Attention stands in the file behind Softmax and is put out as it is. It is checked when the model is opened.',
    });
  });

  test('a limit of memory stands beside the context that the model was made for', () => {
    const reads = (ownContext: number | null) => aboutModel(BERT, { ...SIZES, contextLength: 4096, ownContext }).reads;
    expect(reads(8192)).toMatch(/^Up to 4,096 tokens \(as memory allows; its own context is 8,192\) of a vocabulary of 30,522/);
    expect(reads(null)).toMatch(/^Up to 4,096 tokens \(as memory allows; its own context is not known\) of/);
    expect(reads(4096)).toMatch(/^Up to 4,096 tokens of/);
  });

  test('heads without numbers are said, and are in no measure', () => {
    const some = { ...BERT.checks!, invalidHeads: 2 };
    expect(aboutModel({ ...BERT, checks: some }, SIZES).attention).toMatch(/times its even share; 2 heads gave no numbers\.$/);
    const all = { ...BERT.checks!, invalidHeads: 72, sumError: 0, largestWeight: 0 };
    expect(aboutModel({ ...BERT, checks: all }, SIZES).attention).toMatch(/in 72 heads: none of them gave numbers\.$/);
  });
});
