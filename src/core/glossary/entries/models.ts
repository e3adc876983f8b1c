import type { GlossaryEntries } from '../entry.ts';

export const MODELS = {
  'encoder-decoder': {
    name: 'Encoder and decoder',
    text: 'An encoder reads the whole input at once; a decoder writes one token after another and sees only what stands before. Some models are an encoder alone (BERT), some a decoder alone (GPT), and in an encoder-decoder the two are joined by cross-attention.',
    related: ['cross-attention', 'bert', 'recurrent-network'],
  },
  'recurrent-network': {
    name: 'Recurrent network (RNN)',
    text: 'A network that reads token after token and carries one state along, so what stands far back has to survive every step in between, and the steps cannot be computed at the same time. Attention reaches any token in one step; its price grows with the square of the length.',
    related: ['attention', 'positional-encoding'],
  },
  'word-vectors': {
    name: 'word2vec, GloVe, fastText',
    text: 'Static embeddings learned from which words occur near each other. word2vec predicts a word from its neighbours or the reverse, GloVe fits counts of co-occurrence, fastText adds up vectors of character sequences and so has one for unknown words too.',
    related: ['static-embedding', 'bert'],
  },
  bert: {
    name: 'BERT',
    text: 'A transformer encoder trained to fill in masked words from both sides (Devlin et al. 2019). Unlike word2vec or GloVe it gives a word another vector in every sentence. The built-in model is a small relative of it, trained further for likeness of sentences.',
    related: ['contextual-embedding', 'word-vectors', 'encoder-decoder', 'masked-word-head'],
  },
  'masked-word-head': {
    name: 'Masked-word head',
    text: 'What BERT was trained with on top of its layers: it turns the last hidden state of a masked token into a score for each entry of the vocabulary. It is no attention head. Models trained further for something else often come without it, and then nothing says which word they would expect.',
    related: ['bert', 'special-token', 'vocabulary'],
  },
} satisfies GlossaryEntries;
