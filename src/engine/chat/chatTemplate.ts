import { isObject, parseObject, type JsonObject } from '../model/json.ts';

/** How a model wants a conversation written (`chat_template` of transformers, a Jinja template), and the names that it may use. */
export interface ChatTemplate {
  readonly source: string;
  /** `bos_token`, `eos_token` and the like, by name. */
  readonly tokens: Readonly<Record<string, string>>;
}

/** The files of a model folder that may hold a template, as texts; null for a file that is not there. */
export interface ChatFiles {
  /** `chat_template.jinja`: the template itself. */
  readonly jinja: string | null;
  /** `tokenizer_config.json`: `chat_template`, one or a list of named ones, and the special tokens. */
  readonly tokenizerConfig: string | null;
}

const TOKENS = ['bos_token', 'eos_token', 'unk_token', 'pad_token', 'sep_token', 'cls_token'] as const;

/** The longest known has 24,000 characters. */
const LONGEST_TEMPLATE = 256 * 1024;

/** A file of its own goes before the configuration, as in transformers. @returns null for a model that has none */
export function findChatTemplate({ jinja, tokenizerConfig }: ChatFiles): ChatTemplate | null {
  const config = tokenizerConfig === null ? null : parseObject(tokenizerConfig);
  const source = jinja ?? templateIn(config);
  if (source === null || source.trim() === '' || source.length > LONGEST_TEMPLATE) return null;
  return { source, tokens: Object.fromEntries(TOKENS.flatMap(name => tokenIn(config, name))) };
}

function templateIn(config: JsonObject | null): string | null {
  const value = config?.['chat_template'];
  if (typeof value === 'string') return value;
  const named = Array.isArray(value) ? value.filter(isObject) : [];
  const chosen = named.find(entry => entry['name'] === 'default') ?? named[0];
  return typeof chosen?.['template'] === 'string' ? chosen['template'] : null;
}

/** A token is written as its text, or as an object with its text. */
function tokenIn(config: JsonObject | null, name: string): [string, string][] {
  const value = config?.[name];
  const text = isObject(value) ? value['content'] : value;
  return typeof text === 'string' ? [[name, text]] : [];
}
