import { asRecord, asString, type JsonObject } from '../file/schema.ts';

/** The settings beside a vocabulary; what is not there is empty. */
export interface Settings {
  /** tokenizer_config.json */
  readonly tokenizer: JsonObject;
  /** special_tokens_map.json */
  readonly special: JsonObject;
  /** added_tokens.json: ids by text */
  readonly added: JsonObject;
  /** config.json, of the model */
  readonly model: JsonObject;
}

/** Kinds of models whose tokenizer is that of another kind, as `transformers` has them. */
const CLASS_OF_MODEL: Readonly<Record<string, string>> = {
  bert: 'Bert',
  distilbert: 'DistilBert',
  electra: 'Electra',
  mobilebert: 'MobileBert',
  convbert: 'ConvBert',
  squeezebert: 'SqueezeBert',
  mpnet: 'MPNet',
  gpt2: 'GPT2',
  gpt_neo: 'GPT2',
  gptj: 'GPT2',
  opt: 'GPT2',
  codegen: 'CodeGen',
  roberta: 'Roberta',
  bart: 'Bart',
  longformer: 'Longformer',
  qwen2: 'Qwen2',
  qwen3: 'Qwen2',
};

/** The kind of tokenizer, `Bert` for `BertTokenizer` and `BertTokenizerFast`; null when nothing says it. */
export function classOf({ tokenizer, model }: Settings): string | null {
  const named = tokenizer['tokenizer_class'] ?? model['tokenizer_class'];
  if (typeof named === 'string' && /^[A-Za-z0-9]{1,40}$/.test(named)) return named.replace(/Tokenizer(?:Fast)?$/, '');
  const kind = model['model_type'];
  return typeof kind === 'string' && Object.hasOwn(CLASS_OF_MODEL, kind) ? CLASS_OF_MODEL[kind]! : null;
}

/** What a special token is for. */
export type Role = 'bos' | 'eos' | 'unk' | 'sep' | 'pad' | 'cls' | 'mask';

export const ROLES: readonly Role[] = ['bos', 'eos', 'unk', 'sep', 'pad', 'cls', 'mask'];

/** A special token as settings write it: its text, or with how it takes white space. */
export interface SpecialText {
  readonly content: string;
  readonly lstrip?: boolean;
  readonly rstrip?: boolean;
  readonly single_word?: boolean;
}

/** The special tokens that settings name, null for those that are said not to be there. */
export type SpecialTexts = Partial<Record<Role, SpecialText | null>>;

/** Of all that a tokenizer class has by itself, what the settings say otherwise. */
export function specialTexts(defaults: SpecialTexts, { tokenizer, special }: Settings): SpecialTexts {
  const texts: SpecialTexts = { ...defaults };
  for (const role of ROLES) {
    const said = special[`${role}_token`] ?? tokenizer[`${role}_token`];
    if (said === undefined) continue;
    texts[role] = said === null ? null : withHabits(readText(said), texts[role]);
  }
  return texts;
}

/** A text by itself takes white space as the one that the class has: RoBERTa's mask takes the space before it. */
function withHabits(text: SpecialText, usual: SpecialText | null | undefined): SpecialText {
  return text.lstrip === undefined && usual?.content === text.content ? usual : text;
}

export function readText(value: unknown): SpecialText {
  if (typeof value === 'string') return { content: value };
  const { content, lstrip, rstrip, single_word } = asRecord(value, 'special token');
  return {
    content: asString(content, 'special token'),
    lstrip: lstrip === true,
    rstrip: rstrip === true,
    single_word: single_word === true,
  };
}
