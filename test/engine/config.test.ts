import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readConfig } from '../../src/engine/model/config.ts';

let directory = '';
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'attention-lens-config-'));
});
afterAll(() => {
  rmSync(directory, { recursive: true });
});

function read(files: { readonly config?: unknown; readonly genai?: unknown }) {
  const file = (name: string, value: unknown) => {
    if (value === undefined) return null;
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    const path = join(directory, name);
    writeFileSync(path, text);
    return { name, path, size: text.length };
  };
  return readConfig({ directory, config: file('config.json', files.config), genai: file('genai_config.json', files.genai) });
}

const GRAPH = { layers: 30, heads: 9, keyValueHeads: 3, headSize: 64, vocabulary: 49152 };

describe('the graph counts, and what contradicts it is said', () => {
  test.each<[string, object, string[]]>([
    [
      'a decoder',
      { num_hidden_layers: 32, num_attention_heads: 9, num_key_value_heads: 9, head_dim: 128, vocab_size: 49152 },
      [
        '32 layers, the model itself has 30',
        '9 key-value heads per layer, the model itself has 3',
        '128 numbers per head, the model itself has 64',
      ],
    ],
    ["GPT-2's spelling", { n_layer: 12, n_head: 12 }, ['12 layers, the model itself has 30', '12 heads per layer, the model itself has 9']],
    ["the text's part of a model of several kinds", { text_config: { num_hidden_layers: 3 } }, ['3 layers, the model itself has 30']],
    ['what is no count', { num_hidden_layers: '3', num_attention_heads: -1, head_dim: null, vocab_size: 1.5 }, []],
    ['an encoder-decoder, whose counts may be of either', { is_encoder_decoder: true, num_hidden_layers: 6 }, []],
    ['rotary numbers, which the graph has', { rope_theta: 1, rope_parameters: { rope_theta: 2 } }, []],
  ])('%s', (_, config, said) => {
    expect(read({ config }).contradictions(GRAPH)).toEqual(said.map(what => `config.json says ${what}: the model counts.`));
  });

  test('genai_config.json too; a damaged file is named', () => {
    const genai = { model: { vocab_size: 5, decoder: { num_hidden_layers: 30, head_size: 32 } } };
    expect(read({ genai, config: '{"layers": }' }).contradictions(GRAPH)).toEqual([
      'genai_config.json says 32 numbers per head, the model itself has 64: the model counts.',
      'genai_config.json says 5 words in its vocabulary, the model itself has 49152: the model counts.',
      'config.json is damaged and was not used.',
    ]);
  });

  test('of layers of several kinds those with attention are named by their own numbers', () => {
    const kinds = ['conv', 'conv', 'full_attention', 'linear_attention', 'sliding_attention', 'mamba', 'hybrid'];
    const graph = { ...GRAPH, layers: 3 };
    const said = [
      'Of the 7 layers of this model those with attention over tokens are shown: by config.json numbers 2, 4 and 6, here counted from 0 among themselves. Rollout goes through them alone.',
    ];
    expect(read({ config: { num_hidden_layers: 7, layer_types: kinds } }).contradictions(graph)).toEqual(said);
    expect(read({ config: { text_config: { num_hidden_layers: 7, layers_block_type: kinds } } }).contradictions(graph)).toEqual(said);
    // Where the counts differ, the list explains nothing.
    expect(read({ config: { num_hidden_layers: 7, layer_types: kinds } }).contradictions({ ...graph, layers: 2 })).toEqual([
      'config.json says 7 layers, the model itself has 2: the model counts.',
    ]);
  });

  test('what the graph does not say cannot be contradicted', () => {
    const config = { num_attention_heads: 5, num_key_value_heads: 5, head_dim: 5 };
    expect(read({ config }).contradictions({ layers: 30, heads: null, vocabulary: 49152 })).toEqual([]);
  });
});

test.each<[string, Parameters<typeof read>[0], number | null]>([
  ['genai_config.json', { genai: { model: { decoder: { head_size: 64 } } }, config: { head_dim: 32 } }, 64],
  ['config.json', { config: { head_dim: 32, hidden_size: 576, num_attention_heads: 9 } }, 32],
  ['width and heads', { config: { hidden_size: 576, num_attention_heads: 9 } }, 64],
  ['width and heads in GPT-2', { config: { n_embd: 768, n_head: 12 } }, 64],
  ['nothing', { config: { hidden_size: 577, num_attention_heads: 9 } }, null],
  ['no file', {}, null],
])('the size of a head comes from %s', (_, files, size) => {
  expect(read(files).headSize).toBe(size);
});
