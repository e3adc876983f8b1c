/** Regular expressions as the tokenizer.json of known models have them. */
const CONTRACTIONS = "(?i:'s|'t|'re|'ve|'m|'ll|'d)";
const REST = String.raw` ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+`;
const CAPITALS = String.raw`[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]`;
const SMALL = String.raw`[\p{Ll}\p{Lm}\p{Lo}\p{M}]`;
const BEFORE = String.raw`[^\r\n\p{L}\p{N}]?`;

export const GPT2 = String.raw`'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+`;
export const LLAMA3 = String.raw`${CONTRACTIONS}|${BEFORE}\p{L}+|\p{N}{1,3}|${REST}`;
export const QWEN2 = String.raw`${CONTRACTIONS}|${BEFORE}\p{L}+|\p{N}|${REST}`;

export const KNOWN_EXPRESSIONS: Readonly<Record<string, string>> = {
  'GPT-2': GPT2,
  CLIP: String.raw`'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+`,
  'GPT-4, Llama 3': LLAMA3,
  'Qwen 2, Qwen 3': QWEN2,
  'Qwen 3.5': String.raw`${CONTRACTIONS}|[^\r\n\p{L}\p{N}]?[\p{L}\p{M}]+|\p{N}| ?[^\s\p{L}\p{M}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+`,
  'GPT-4 with possessive repetitions': String.raw`'(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?+\p{L}++|\p{N}{1,3}+| ?[^\s\p{L}\p{N}]++[\r\n]*+|\s++$|\s*[\r\n]|\s+(?!\S)|\s`,
  'GPT-4o': `${BEFORE}${CAPITALS}*${SMALL}+${CONTRACTIONS}?|${BEFORE}${CAPITALS}+${SMALL}*${CONTRACTIONS}?|${String.raw`\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+`}`,
  'Mistral (Tekken)': `${BEFORE}${CAPITALS}*${SMALL}+|${BEFORE}${CAPITALS}+${SMALL}*|${String.raw`\p{N}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+`}`,
  'Kimi K2': String.raw`[\p{Han}]+|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}&&[^\p{Han}]]*[\p{Ll}\p{Lm}\p{Lo}\p{M}&&[^\p{Han}]]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}&&[^\p{Han}]]+[\p{Ll}\p{Lm}\p{Lo}\p{M}&&[^\p{Han}]]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+`,
  'DeepSeek V3, numbers': String.raw`\p{N}{1,3}`,
  'DeepSeek V3, Chinese and Japanese': '[一-龥\u3040-ゟ゠-ヿ]+',
  'DeepSeek V3': String.raw`[!"#$%&'()*+,\-./:;<=>?@\[\\\]^_${'`'}{|}~][A-Za-z]+|[^\r\n\p{L}\p{P}\p{S}]?[\p{L}\p{M}]+| ?[\p{P}\p{S}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+`,
  'DeepSeek Coder, line ends': String.raw`[\r\n]`,
  'DeepSeek Coder, letters': String.raw`\s?\p{L}+`,
  'DeepSeek Coder, punctuation': String.raw`\s?\p{P}+`,
  'DeepSeek Coder, Chinese': '[一-龥ࠀ-一가-\ud7ff]+',
  'DeepSeek LLM, punctuation': String.raw`\s?[!-/:-~！-／：-～‘-‟　-。]+`,
  'DeepSeek LLM, white space': String.raw`\s+$`,
  BLOOM: ' ?[^(\\s|[.,!?…。，、।۔،])]+',
  Falcon: '[0-9][0-9][0-9]',
};
