import type { GlossaryEntries } from '../entry.ts';

export const TEXT = {
  token: {
    name: 'Token',
    text: 'A piece of text that the model reads as one unit: a word, a part of a word, a punctuation mark. A tokenizer cuts the text into tokens before anything else happens; the model sees their numbers, never the letters.',
    related: ['sub-word', 'special-token', 'vocabulary', 'uncased'],
  },
  'sub-word': {
    name: 'Sub-word',
    text: 'A token that is only a part of a word. What the vocabulary does not hold is cut into pieces that it does hold: the built-in model reads `snapdragons` as `snap`, `##dra`, `##gon`, `##s`, where `##` marks a piece that continues a word.',
    related: ['token', 'vocabulary'],
  },
  'special-token': {
    name: 'Special token',
    text: 'A token that stands for no text: in BERT models `[CLS]` opens the input, `[SEP]` closes it, and `[MASK]` stands where a word is hidden. Special tokens take part in attention as words do, and often receive much of it.',
    related: ['attention-sink', 'masking', 'unknown-token'],
  },
  'unknown-token': {
    name: 'Unknown token',
    text: 'What a tokenizer writes for a word that it has no other token for, whole or in pieces: in BERT models `[UNK]`, for most emoji, many letters of other scripts and very long words. All unknown words share its embedding, so the model tells them apart only by where they stand. Byte-level vocabularies, such as that of GPT-2, cover every text and need none.',
    related: ['vocabulary', 'sub-word', 'special-token'],
  },
  vocabulary: {
    name: 'Vocabulary',
    text: 'All tokens that a model knows, each with a number and a row in the table of word embeddings. It is fixed before the model is trained; a text never adds to it.',
    related: ['token', 'static-embedding', 'context-length'],
  },
  uncased: {
    name: 'Uncased',
    text: 'Said of a model whose tokenizer makes every letter small, and takes the accents off, before it cuts the text: `Turkey` and `turkey` become the same token. What is lost there no layer can bring back.',
    related: ['token', 'vocabulary'],
  },
  'context-length': {
    name: 'Context length',
    text: 'The largest number of tokens that a model reads at once, special tokens included; a longer text is cut or read in parts. It has nothing to do with how many different tokens there are.',
    related: ['vocabulary', 'positional-encoding'],
  },
  segment: {
    name: 'Segment',
    text: 'Which of two texts a token belongs to, in models made to read pairs such as a question and a passage. Each segment has a vector of its own that is added to all its tokens; with a single text it is the same everywhere.',
    related: ['positional-encoding', 'special-token'],
  },
} satisfies GlossaryEntries;
