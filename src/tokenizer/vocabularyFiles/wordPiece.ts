import { corrupt, unsupported } from '../file/faults.ts';
import { asSwitch, type JsonObject } from '../file/schema.ts';
import { linesOf } from './lines.ts';
import { bertTemplate, robertaProcessing } from './postProcessors.ts';
import type { Settings, SpecialTexts } from './settings.ts';

/** Kinds of tokenizers whose vocabulary is a vocab.txt, by what their special tokens are without settings. */
const BERT: SpecialTexts = {
  unk: { content: '[UNK]' },
  sep: { content: '[SEP]' },
  pad: { content: '[PAD]' },
  cls: { content: '[CLS]' },
  mask: { content: '[MASK]' },
};

export const WORD_PIECE_CLASSES: Readonly<Record<string, SpecialTexts>> = {
  Bert: BERT,
  DistilBert: BERT,
  Electra: BERT,
  MobileBert: BERT,
  ConvBert: BERT,
  SqueezeBert: BERT,
  MPNet: {
    bos: { content: '<s>' },
    eos: { content: '</s>' },
    unk: { content: '[UNK]' },
    sep: { content: '</s>' },
    pad: { content: '<pad>' },
    cls: { content: '<s>' },
    mask: { content: '<mask>', lstrip: true },
  },
};

/** The stages of a tokenizer.json but for its added tokens. @param words the text of vocab.txt: an entry a line, its id the line's number */
export function wordPieceStages(name: string, words: string, { tokenizer }: Settings, texts: SpecialTexts): JsonObject {
  const lines = linesOf(words);
  const vocab: JsonObject = Object.fromEntries(lines.map((word, id) => [word, id]));
  // Of another entry that is there twice the last counts, as in `transformers`; of a special token nobody knows which the model means.
  if (Object.values(texts).some(text => text && lines.indexOf(text.content) !== lines.lastIndexOf(text.content)))
    throw corrupt('vocab.txt has a special token twice.');
  if (tokenizer['do_basic_tokenize'] === false)
    throw unsupported('Its tokenizer_config.json leaves out the splitting of texts into words (do_basic_tokenize).');
  return {
    normalizer: {
      type: 'BertNormalizer',
      clean_text: true,
      handle_chinese_chars: asSwitch(tokenizer['tokenize_chinese_chars'], true),
      strip_accents: tokenizer['strip_accents'] ?? null,
      lowercase: isLowerCase(tokenizer['do_lower_case'], vocab),
    },
    pre_tokenizer: { type: 'BertPreTokenizer' },
    post_processor:
      name === 'MPNet'
        ? robertaProcessing(vocab, texts.cls, texts.sep, { trim_offsets: true, add_prefix_space: false })
        : bertTemplate(vocab, texts.cls, texts.sep),
    model: { type: 'WordPiece', unk_token: texts.unk?.content, continuing_subword_prefix: '##', max_input_chars_per_word: 100, vocab },
  };
}

const CAPITAL = /^(?:##)?[A-Z]/;

/** Where nothing says it, small letters are meant, unless the vocabulary has others: a cased model read in small letters would be another one. */
function isLowerCase(value: unknown, vocabulary: JsonObject): boolean {
  if (typeof value === 'boolean') return value;
  if (Object.keys(vocabulary).some(entry => CAPITAL.test(entry)))
    throw unsupported('Its vocabulary has capital letters, and no tokenizer_config.json says whether texts keep theirs (do_lower_case).');
  return true;
}
