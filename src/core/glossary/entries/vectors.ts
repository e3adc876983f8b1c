import type { GlossaryEntries } from '../entry.ts';

export const VECTORS = {
  embedding: {
    name: 'Embedding',
    text: 'A vector, a list of numbers, that stands for a token or a word. Training places what is used alike in similar directions, so that likeness can be computed. It always matters which one is meant, the static or the contextual.',
    related: ['static-embedding', 'contextual-embedding', 'cosine'],
  },
  'static-embedding': {
    name: 'Static embedding (word embedding)',
    text: 'The row that the model’s table holds for a token: the same vector in every sentence. Static does not mean neutral, since one vector serves all senses: in the built-in model `bank` is nearer to `money` (cosine 0.40) than to `river` (0.25).',
    related: ['contextual-embedding', 'word-vectors', 'vocabulary'],
  },
  'contextual-embedding': {
    name: 'Contextual embedding',
    text: 'The vector of a token after one or more layers. Attention has mixed other tokens into it, so the same word has another one in every sentence. For a word of several tokens their mean is shown here.',
    related: ['static-embedding', 'hidden-state', 'attention'],
  },
  'hidden-state': {
    name: 'Hidden state',
    text: 'The vectors of all tokens at one point of the stack: before any layer, after one layer, and so on. The last hidden state is what an encoder hands on.',
    related: ['layer', 'residual-stream', 'contextual-embedding'],
  },
  'positional-encoding': {
    name: 'Positional encoding',
    text: 'How a model knows where a token stands, as attention by itself sees no order. A vector for each position is added to the embedding: learned ones are trained, sinusoidal ones are computed from sines and cosines. Rotary encoding instead turns queries and keys by an angle that grows with the position, and relative encoding adds a number for each distance to the score.',
    related: ['query', 'key', 'segment'],
  },
  norm: {
    name: 'Norm',
    text: 'The length of a vector: the square root of the sum of its squared components. Two vectors can point the same way and differ in length; cosine does not see that.',
    related: ['cosine', 'layer-norm'],
  },
  cosine: {
    name: 'Cosine similarity',
    text: 'How far two vectors point the same way: 1 in the same direction, 0 at right angles, −1 in opposite ones. It is no probability and no share of anything, and what counts as a high value differs from model to model and from layer to layer.',
    related: ['norm', 'embedding', 'nearest-neighbours'],
  },
  'nearest-neighbours': {
    name: 'Nearest neighbours',
    text: 'The entries of the vocabulary whose static embeddings have the largest cosine with a vector. For a contextual vector this compares two different kinds of vector, which is why it is always stated.',
    related: ['cosine', 'vocabulary', 'static-embedding'],
  },
} satisfies GlossaryEntries;
