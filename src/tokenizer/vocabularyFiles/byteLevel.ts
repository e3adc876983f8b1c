import { corrupt } from '../file/faults.ts';
import { asSwitch, type JsonObject } from '../file/schema.ts';
import { linesOf } from './lines.ts';
import { beginningTemplate, robertaProcessing } from './postProcessors.ts';
import type { Settings, SpecialTexts } from './settings.ts';

const END: SpecialTexts = { bos: { content: '<|endoftext|>' }, eos: { content: '<|endoftext|>' }, unk: { content: '<|endoftext|>' } };

const ROBERTA: SpecialTexts = {
  bos: { content: '<s>' },
  eos: { content: '</s>' },
  unk: { content: '<unk>' },
  sep: { content: '</s>' },
  pad: { content: '<pad>' },
  cls: { content: '<s>' },
  mask: { content: '<mask>', lstrip: true },
};

/** Kinds of tokenizers whose vocabulary is a vocab.json with merges.txt, by what their special tokens are without settings. */
export const BYTE_LEVEL_CLASSES: Readonly<Record<string, SpecialTexts>> = {
  GPT2: END,
  CodeGen: END,
  Qwen2: { eos: { content: '<|endoftext|>' }, pad: { content: '<|endoftext|>' } },
  Roberta: ROBERTA,
  Bart: ROBERTA,
  Longformer: ROBERTA,
};

/** Each digit by itself, otherwise as GPT-4. */
const QWEN2 =
  "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";

/** The stages of a tokenizer.json but for its added tokens. */
export function byteLevelStages(name: string, vocab: JsonObject, merges: string, { tokenizer }: Settings, texts: SpecialTexts): JsonObject {
  const add_prefix_space = asSwitch(tokenizer['add_prefix_space'], false);
  const bytes = (use_regex: boolean): JsonObject => ({ type: 'ByteLevel', add_prefix_space, trim_offsets: true, use_regex });
  const isQwen = name === 'Qwen2';
  return {
    normalizer: isQwen ? { type: 'NFC' } : null,
    pre_tokenizer: isQwen
      ? {
          type: 'Sequence',
          pretokenizers: [{ type: 'Split', pattern: { Regex: QWEN2 }, behavior: 'Isolated', invert: false }, bytes(false)],
        }
      : bytes(true),
    post_processor: postProcessorOf(name, vocab, tokenizer, texts, add_prefix_space),
    model: { type: 'BPE', vocab, merges: mergesOf(merges) },
    decoder: { type: 'ByteLevel' },
  };
}

function postProcessorOf(
  name: string,
  vocabulary: JsonObject,
  tokenizer: JsonObject,
  texts: SpecialTexts,
  add_prefix_space: boolean,
): JsonObject | null {
  if (BYTE_LEVEL_CLASSES[name] === ROBERTA)
    return robertaProcessing(vocabulary, texts.cls, texts.sep, {
      trim_offsets: asSwitch(tokenizer['trim_offsets'], true),
      add_prefix_space,
    });
  return tokenizer['add_bos_token'] === true ? beginningTemplate(vocabulary, texts.bos) : null;
}

/** A pair a line, the first learned first; a first line may name the version of the format. */
function mergesOf(text: string): string[] {
  const merges = linesOf(text).filter((line, index) => line !== '' && !(index === 0 && line.startsWith('#version')));
  if (merges.length === 0) throw corrupt('merges.txt has no merges.');
  return merges;
}
