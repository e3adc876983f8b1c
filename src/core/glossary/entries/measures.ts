import type { GlossaryEntries } from '../entry.ts';

export const MEASURES = {
  masking: {
    name: 'Masking and influence',
    text: 'The influence of one word on another is measured by taking it away, as a mask token or left out, and running the model again: the shift is 1 minus the cosine between the other word’s vectors before and after. It shows an effect where attention shows a weight, but on a text that the model rarely saw.',
    related: ['control', 'rank-correlation', 'rollout', 'removal'],
  },
  removal: {
    name: 'Checked by removal',
    text: 'A sentence of a source is left out, the rest is read again, and the words of the answer have another probability: the change of its natural logarithm, summed over the words of a sentence, is what that sentence loses (in nats; the measure beside it is that of ARC-JSD). Attention says where a model looks, this what it needs. A word that keeps nine tenths of its probability without the whole source is not from here.',
    related: ['attention-weight', 'masking', 'softmax'],
  },
  control: {
    name: 'Control',
    text: 'What a shift is compared with: the median shift from taking away a function word, such as `the`, `of` or `was`. Taking anything away moves every vector a little; only a shift above the control is marked, and so are the function words above their own median: it is no limit of chance.',
    related: ['masking'],
  },
  rollout: {
    name: 'Rollout',
    text: 'An estimate of how much of each input token arrives at a token after several layers (Abnar and Zuidema 2020): the mean weights of each layer, averaged with the identity for the residual stream, are multiplied layer by layer. It leaves out the values and the feed-forward blocks, and it treats all heads alike.',
    related: ['attention-weight', 'residual-stream', 'masking'],
  },
  'rank-correlation': {
    name: 'Rank correlation (Spearman’s ρ)',
    text: 'How far two orders agree: 1 when they are the same, 0 without a relation, −1 when one is the other reversed. Only ranks count, not sizes. Over a few words a large value can be chance.',
    related: ['cosine', 'masking'],
  },
  'principal-components': {
    name: 'Principal components (PCA)',
    text: 'The directions along which a set of vectors differs most, each at right angles to those before. Explained variance is the share of all differences that lies along one of them: what the two axes of the map do not explain cannot be seen on it.',
    related: ['embedding', 'clustering'],
  },
  clustering: {
    name: 'Clustering',
    text: 'Grouping by likeness alone. With average linkage the two groups with the largest mean cosine are joined again and again until two are left (Sokal and Michener 1958). Anything can be parted in two, so the parting by itself proves nothing.',
    related: ['cosine', 'principal-components'],
  },
} satisfies GlossaryEntries;
