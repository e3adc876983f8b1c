import { basename, resolve } from 'node:path';
import { parseObject } from './json.ts';
import { readJsonText, type ModelFolder } from './folder.ts';

/** What the graph says; it always counts. */
export interface GraphShape {
  readonly layers: number;
  /** Of every layer; null where layers differ. */
  readonly heads: number | null;
  readonly vocabulary: number;
}

/** What config.json says of the model. It is optional; its name, and what no graph says, are taken at its word. */
export interface ModelConfig {
  readonly name: string;
  /** Row of the position table that the first token was trained on, where the graph leaves it to its caller to say. */
  readonly firstPosition: number;
  /** Tokens that the model was made to read, where its graph has no table of positions; null when it does not say. */
  readonly positions: number | null;
  /** Numbers in a key of one head, where the graph leaves that to its caller (a cache); null when nothing says. */
  readonly headSize: number | null;
  /** Sentences, one for each number that the graph contradicts. */
  contradictions(graph: GraphShape): string[];
}

/** BERT's spelling first, DistilBERT's second. */
const KEYS = {
  layers: ['num_hidden_layers', 'n_layers'],
  heads: ['num_attention_heads', 'n_heads'],
  vocabulary: ['vocab_size'],
} as const;

const WORDS = { layers: 'layers', heads: 'heads per layer', vocabulary: 'words in its vocabulary' } as const;
const LONGEST_NAME = 80;

/** They count positions from behind the padding id (fairseq's convention; `create_position_ids_from_input_ids` in Transformers). */
const COUNTS_FROM_PADDING: ReadonlySet<unknown> = new Set(
  'roberta xlm-roberta xlm-roberta-xl roberta-prelayernorm camembert longformer mpnet ibert data2vec-text luke mluke markuplm lilt layoutlmv3 xmod esm'.split(
    ' ',
  ),
);
/** In all of them, unless config.json says otherwise. */
const PADDING_ID = 1;

function firstPositionOf({ model_type: family, pad_token_id: padding }: Record<string, unknown>): number {
  if (!COUNTS_FROM_PADDING.has(family)) return 0;
  return (Number.isSafeInteger(padding) && Number(padding) >= 0 ? Number(padding) : PADDING_ID) + 1;
}

/** Of BERT and most others, T5, GPT-2, BLOOM, MPT. */
const POSITIONS = ['max_position_embeddings', 'n_positions', 'n_ctx', 'seq_length', 'max_seq_len'] as const;

function positionsOf(config: Record<string, unknown>): number | null {
  const given = POSITIONS.map(key => config[key]).find(value => Number.isSafeInteger(value) && Number(value) > 0);
  return given === undefined ? null : Number(given);
}

/** `head_dim` is not always the width shared out among the heads, so it comes first. */
function headSizeOf(config: Record<string, unknown>): number | null {
  const whole = (...keys: readonly string[]): number | null => {
    const given = keys.map(key => config[key]).find(value => Number.isSafeInteger(value) && Number(value) > 0);
    return given === undefined ? null : Number(given);
  };
  const [width, heads] = [whole('hidden_size', 'n_embd', 'd_model'), whole('num_attention_heads', 'n_head', 'n_heads')];
  const shared = width !== null && heads !== null && width % heads === 0 ? width / heads : null;
  return whole('head_dim') ?? shared;
}

export function readConfig(folder: ModelFolder): ModelConfig {
  const config = folder.config ? parseObject(readJsonText(folder.config)) : {};
  const given = config?.['name'];
  const name = typeof given === 'string' && given !== '' && given.length <= LONGEST_NAME ? given : basename(resolve(folder.directory));
  return {
    name,
    firstPosition: firstPositionOf(config ?? {}),
    positions: positionsOf(config ?? {}),
    headSize: headSizeOf(config ?? {}),
    contradictions: graph => {
      if (!config) return ['config.json is damaged and was not used.'];
      return (['layers', 'heads', 'vocabulary'] as const).flatMap(what => {
        const claimed = KEYS[what].map(key => config[key]).find(value => typeof value === 'number');
        if (claimed === undefined || graph[what] === null || claimed === graph[what]) return [];
        return [`config.json says ${claimed} ${WORDS[what]}, the model itself has ${graph[what]}: the model counts.`];
      });
    },
  };
}
