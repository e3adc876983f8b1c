import type { GlossaryEntries } from '../entry.ts';

export const ATTENTION = {
  attention: {
    name: 'Attention',
    text: 'How a token gathers from others: its query is compared with every key, the scores become weights, and the weighted sum of the values is added to its vector. Every head of every layer does this for all tokens at once.',
    related: ['query', 'key', 'value', 'softmax', 'head'],
  },
  query: {
    name: 'Query',
    text: 'A vector made from a token’s hidden state by a trained matrix: what this token looks for. Its dot product with a key, divided by the square root of their number of components, is the score.',
    related: ['key', 'value', 'softmax'],
  },
  key: {
    name: 'Key',
    text: 'A second vector made from a token’s hidden state by another trained matrix: what this token can be found by. It decides how much attention the token receives from each query.',
    related: ['query', 'value'],
  },
  value: {
    name: 'Value',
    text: 'A third vector made from a token’s hidden state: what this token hands over where it is attended to. A weight says how much of the value is taken, not what it holds.',
    related: ['query', 'key', 'attention-weight'],
  },
  softmax: {
    name: 'Softmax',
    text: 'Turns scores into positive weights that sum to 1: the exponential of each score, divided by the sum of them all. A lead in score becomes a larger lead in weight; only what a head must not see has a weight of exactly 0.',
    related: ['attention-weight', 'query', 'attention-sink'],
  },
  'attention-weight': {
    name: 'Attention weight',
    text: 'The share that another token’s value has in what one head adds to a token: between 0 and 1, and 1 in sum. For words of several tokens the weights of the attended tokens are added and those of the attending ones averaged (Clark et al. 2019).',
    related: ['value', 'even-share', 'softmax'],
  },
  'even-share': {
    name: 'Even share',
    text: 'The weight that everything would have if attention were spread evenly: a word’s tokens divided by all tokens. What receives less is left without colour; so is less than 0.02, and in texts of more than 100 tokens less than two even shares, where the steps of colour count in even shares.',
    related: ['attention-weight'],
  },
  head: {
    name: 'Head',
    text: 'One of the attentions that a layer computes side by side, each with queries, keys and values of its own, so each can attend to something else. Their results are joined and projected back to the width of the model.',
    related: ['layer', 'attention', 'lens', 'entropy', 'attention-distance'],
  },
  entropy: {
    name: 'Entropy of a head',
    text: 'How broad a head’s attention is, in bits: 0 when each token attends to one token alone, and the most, log2 of the tokens that it sees, when it attends to all of them evenly. It is the mean over the rows of the text (Clark et al. 2019); a row without the hidden special tokens is scaled to sum to 1 first.',
    related: ['attention-weight', 'even-share', 'softmax'],
  },
  'attention-distance': {
    name: 'Attention distance',
    text: 'How far apart the tokens stand that a head links, weighted by its attention: 0 is the token itself, 1 the next one or the one before. Special tokens do not count here, since where they stand says nothing. In GPT-2 the deepest layers look farthest (Vig and Belinkov 2019); in another model, or on another text, it may be otherwise.',
    related: ['head', 'layer', 'entropy', 'special-token'],
  },
  lens: {
    name: 'Lens',
    text: 'A named choice of heads and a way to combine their weights, shown with the measurement that backs its name. A lens without a measurement claims nothing. The word is this extension’s own.',
    related: ['head', 'attention-weight'],
  },
  'attention-sink': {
    name: 'Attention sink',
    text: 'A token that receives much attention whatever the text says, often the first one or a separator; it seems to be where a head puts weight it has no use for (Xiao et al. 2023). From layer 1 on the built-in model gives about half of its attention to `[CLS]`.',
    related: ['special-token', 'softmax'],
  },
  'cross-attention': {
    name: 'Cross-attention',
    text: 'Attention from one sequence to another: the queries come from the decoder, the keys and values from what the encoder read. Where all three come from the same sequence it is called self-attention.',
    related: ['encoder-decoder', 'attention'],
  },
} satisfies GlossaryEntries;
