import { FaultError } from '../faults.ts';

/** What a model may lack although the rest of it works. */
export type Capability =
  /** The vectors between the layers were found in its graph. */
  | 'hidden-states'
  /** What attention, and what the feed-forward block, adds in each layer was found. */
  | 'layer-updates'
  /** The rows of its word table can be read from the file. */
  | 'word-vectors'
  /** Those vectors are as wide as its word embeddings, so that one can be compared with the other. */
  | 'shared-width'
  /** A token stands for a hidden word. */
  | 'mask-token'
  /** A vector of its position, or of its segment, is added to each token. */
  | 'position-vectors'
  | 'segment-vectors'
  /** The vectors that make up a token's input are of one width: their sum is the input. */
  | 'summed-input'
  /** It says how a conversation is written for it. */
  | 'chat-template'
  /** Of a text that it read: all its words can be looked at beside each other. Not so of a long text, which is held by rows. */
  | 'every-pair'
  /** What it read is one text. Not so of two that are explored together. */
  | 'one-text';

/** What it takes to compare a word in several places. */
export const NEEDED_TO_COMPARE: readonly Capability[] = ['hidden-states'];

/** Whatever says what it has. */
export interface Capable {
  readonly capabilities: readonly Capability[];
}

interface Lack {
  /** In the place of a number or a picture: a few words. */
  readonly brief: string;
  /** A few words, no full stop. */
  readonly title: string;
  /** Why, one sentence. */
  readonly cause: string;
  /** What works instead, one sentence. */
  readonly nextStep: string;
}

const LACKS: Readonly<Record<Capability, Lack>> = {
  'hidden-states': {
    brief: 'not found in this model',
    title: 'The vectors between the layers were not found in this model',
    cause: 'Its graph adds up in a way that is not recognised, so there is no vector of a word in its sentence.',
    nextStep: 'What needs none of them works; the built-in model has everything.',
  },
  'layer-updates': {
    brief: 'not found in this model',
    title: 'What attention and the feed-forward block add was not found in this model',
    cause: 'Its graph adds it to the residual stream in a way that is not recognised.',
    nextStep: 'The vectors themselves can be followed.',
  },
  'word-vectors': {
    brief: 'not read from this model',
    title: 'The word embeddings of this model are not read',
    cause: 'It keeps the table in a form of its own, or computes it in a way that is not known.',
    nextStep: 'Attention and the vectors of words in a sentence work; the built-in model has everything.',
  },
  'shared-width': {
    brief: 'different widths',
    title: 'Vectors and word embeddings cannot be compared in this model',
    cause: 'They are lists of different length.',
    nextStep: 'Each can be compared with its own kind.',
  },
  'mask-token': {
    brief: 'no mask token',
    title: 'This model cannot hide a word',
    cause: 'Its tokenizer has no mask token to put in the place of a word.',
    nextStep: 'Use "leave out" instead, or replace the word by another one.',
  },
  'position-vectors': {
    brief: 'no position vectors',
    title: 'This model adds no position vectors',
    cause: 'It tells positions apart in another way.',
    nextStep: 'Positions, further down, says in which.',
  },
  'segment-vectors': {
    brief: 'no segment vectors',
    title: 'This model adds no segment vectors',
    cause: 'It does not tell a first text from a second one.',
    nextStep: 'Everything else works.',
  },
  'summed-input': {
    brief: 'different widths',
    title: 'The input of this model is not a sum of its parts',
    cause: 'They are lists of different length.',
    nextStep: 'Each part can be looked at alone.',
  },
  'chat-template': {
    brief: 'no chat template',
    title: 'This model has no chat template',
    cause:
      'Its folder has neither chat_template.jinja nor a chat_template in tokenizer_config.json, so how a message is written for it is not known.',
    nextStep: 'Explore Selection reads the text as it is.',
  },
  'every-pair': {
    brief: 'text too long',
    title: 'The text is too long for this',
    cause: 'It sets every word beside every other, and a text as long as this one is read a row at a time.',
    nextStep: 'Explore a part of it: up to about 1,000 tokens, fewer where a model has very many heads.',
  },
  'one-text': {
    brief: 'of one text',
    title: 'This is made of one text',
    cause: 'Two texts are explored together.',
    nextStep: 'One Text explores one of them by itself.',
  },
};

export function has(model: Capable, capability: Capability): boolean {
  return model.capabilities.includes(capability);
}

/** The first of some needs that a model does not meet; null when it meets all. */
export function firstLack(model: Capable, needs: readonly Capability[]): Capability | null {
  return needs.find(need => !has(model, need)) ?? null;
}

/** What a model lacks, as a fault. @param nextStep what works in this place instead of what works anywhere */
export function lackOf(capability: Capability, nextStep = LACKS[capability].nextStep): FaultError {
  const { title, cause } = LACKS[capability];
  return new FaultError({ code: 'unavailable', title, cause, nextStep });
}

/** @throws FaultError `unavailable` when a model lacks something. See {@link lackOf}. */
export function need(model: Capable, capability: Capability, nextStep?: string): void {
  if (!has(model, capability)) throw lackOf(capability, nextStep);
}

/** What a model lacks, why, and what to do: where a page or a section would be. */
export function lackInWords(capability: Capability): string {
  const { title, cause, nextStep } = LACKS[capability];
  return `${title}. ${cause} ${nextStep}`;
}

/** The same as a few words that a sentence can go on from, without a full stop. */
export function lackInShort(capability: Capability): string {
  return LACKS[capability].title;
}

/** The same in the place of a number. */
export function lackInBrief(capability: Capability): string {
  return LACKS[capability].brief;
}
