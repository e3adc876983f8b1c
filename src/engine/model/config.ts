import { resolve } from 'node:path';
import { nameOfFolder } from '../../core/model/folderName.ts';
import { listed } from '../../core/describe/counted.ts';
import { isObject, parseObject } from './json.ts';
import { readJsonText, type ModelFolder } from './folder.ts';

/** What the graph says; it always counts. Null: it does not say, or its layers differ. */
export interface GraphShape {
  readonly layers: number;
  /** Of every layer. */
  readonly heads: number | null;
  /** Heads of keys and values that several heads share. */
  readonly keyValueHeads?: number | null;
  /** Numbers in the query of one head. */
  readonly headSize?: number | null;
  readonly vocabulary: number;
}

/** What config.json and genai_config.json say of the model. Both are optional; the name, and what no graph says, are taken at their word. */
export interface ModelConfig {
  readonly name: string;
  /** `model_type` of config.json, else `type` of genai_config.json; null when neither says. */
  readonly architecture: string | null;
  /** Row of the position table that the first token was trained on, where the graph leaves it to its caller to say. */
  readonly firstPosition: number;
  /** Tokens that the model was made to read, where its graph has no table of positions; null when it does not say. */
  readonly positions: number | null;
  /** Numbers in a key of one head, where the graph's cache inputs leave it open; null when neither file says. */
  readonly headSize: number | null;
  /** Sentences, one for each number that the graph contradicts. */
  contradictions(graph: GraphShape): string[];
}

type Settings = Readonly<Record<string, unknown>>;

/** BERT's spelling first, then DistilBERT's, GPT-2's, GPT-Neo's, onnxruntime-genai's. */
const KEYS = {
  layers: ['num_hidden_layers', 'n_layers', 'n_layer', 'num_layers'],
  heads: ['num_attention_heads', 'n_heads', 'n_head', 'num_heads'],
  keyValueHeads: ['num_key_value_heads', 'num_kv_heads'],
  headSize: ['head_dim', 'head_size'],
  vocabulary: ['vocab_size'],
} as const;

const WORDS: Readonly<Record<keyof typeof KEYS, string>> = {
  layers: 'layers',
  heads: 'heads per layer',
  keyValueHeads: 'key-value heads per layer',
  headSize: 'numbers per head',
  vocabulary: 'words in its vocabulary',
};
const LONGEST_NAME = 80;

/** They count positions from behind the padding id (fairseq's convention; `create_position_ids_from_input_ids` in Transformers). */
const COUNTS_FROM_PADDING: ReadonlySet<unknown> = new Set(
  'roberta xlm-roberta xlm-roberta-xl roberta-prelayernorm camembert longformer mpnet ibert data2vec-text luke mluke markuplm lilt layoutlmv3 xmod esm'.split(
    ' ',
  ),
);
/** In all of them, unless config.json says otherwise. */
const PADDING_ID = 1;

function firstPositionOf({ model_type: family, pad_token_id: padding }: Settings): number {
  if (!COUNTS_FROM_PADDING.has(family)) return 0;
  return (Number.isSafeInteger(padding) && Number(padding) >= 0 ? Number(padding) : PADDING_ID) + 1;
}

/** Of BERT and most others, T5, GPT-2, BLOOM, MPT. */
const POSITIONS = ['max_position_embeddings', 'n_positions', 'n_ctx', 'seq_length', 'max_seq_len'] as const;

/** The first of these that is a count; a model of text, images and sound has the text's part under a key of its own. */
function countOf(settings: Settings, keys: readonly string[]): number | null {
  for (const part of [settings, settings['text_config']]) {
    const given = isObject(part) ? keys.map(key => part[key]).find(isCount) : undefined;
    if (given !== undefined) return given;
  }
  return null;
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) > 0;
}

/** Where a model has layers of several kinds (`layer_types`, in older files `layers_block_type`): the numbers of those whose scores are between tokens. */
function layersWithAttention(settings: Settings): number[] | null {
  const types = [settings, settings['text_config']].flatMap(part =>
    isObject(part) ? [part['layer_types'], part['layers_block_type']] : [],
  );
  const listed = types.find(list => Array.isArray(list)) as unknown[] | undefined;
  return listed?.flatMap((type, layer) => (HAS_ATTENTION.test(String(type)) ? [layer] : [])) ?? null;
}

/** `full_attention`, `sliding_attention`, `attention`; `hybrid` has both kinds. */
const HAS_ATTENTION = /^(?:(?!linear_)\w+_)?attention$|^hybrid$/;

/** `head_dim` is not always the width shared out among the heads, so it comes first. */
function headSizeOf(settings: Settings): number | null {
  const [width, heads] = [countOf(settings, ['hidden_size', 'n_embd', 'd_model', 'dim']), countOf(settings, KEYS.heads)];
  const shared = width !== null && heads !== null && width % heads === 0 ? width / heads : null;
  return countOf(settings, KEYS.headSize) ?? shared;
}

export function readConfig(folder: Pick<ModelFolder, 'directory' | 'config' | 'genai'>): ModelConfig {
  const files: readonly (readonly [name: string, Settings | null])[] = [
    ['genai_config.json', folder.genai && decoderOf(parseObject(readJsonText(folder.genai)))],
    ['config.json', folder.config && parseObject(readJsonText(folder.config))],
  ];
  const [genai, config] = files.map(([, settings]) => settings ?? {}) as [Settings, Settings];
  const name = nameIn(config['name']) ?? nameOfFolder(resolve(folder.directory));
  return {
    name,
    architecture: nameIn(config['model_type']) ?? nameIn(genai['type']),
    firstPosition: firstPositionOf(config),
    positions: countOf(config, POSITIONS),
    headSize: headSizeOf(genai) ?? headSizeOf(config),
    contradictions: graph => {
      const present = files.filter(([file]) => (file === 'config.json' ? folder.config : folder.genai) !== null);
      return present.flatMap(([file, settings]) =>
        settings === null ? [`${file} is damaged and was not used.`] : contradictionsOf(file, settings, graph),
      );
    },
  };
}

function nameIn(value: unknown): string | null {
  return typeof value === 'string' && value !== '' && value.length <= LONGEST_NAME ? value : null;
}

function decoderOf(settings: Settings | null): Settings | null {
  const model = settings && settings['model'];
  const decoder = isObject(model) ? model['decoder'] : null;
  return isObject(model) && isObject(decoder) ? { vocab_size: model['vocab_size'], ...decoder, type: model['type'] } : settings && {};
}

/** Where a model is an encoder and a decoder the counts may be those of either, so that no contradiction can be told. */
function contradictionsOf(file: string, settings: Settings, graph: GraphShape): string[] {
  if (settings['is_encoder_decoder'] === true) return [];
  return (Object.keys(KEYS) as (keyof typeof KEYS)[]).flatMap(what => {
    const [claimed, found] = [countOf(settings, KEYS[what]), graph[what] ?? null];
    if (claimed === null || found === null || claimed === found) return [];
    const shown = what === 'layers' ? layersWithAttention(settings) : null;
    if (shown?.length === found) {
      const numbers = listed(shown.map(String), 'and');
      return [
        `Of the ${claimed} layers of this model those with attention over tokens are shown: by ${file} numbers ${numbers}, here counted from 0 among themselves. Rollout goes through them alone.`,
      ];
    }
    return [`${file} says ${claimed} ${WORDS[what]}, the model itself has ${found}: the model counts.`];
  });
}
