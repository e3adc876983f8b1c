/** One term of the panel: what it is, in one to three sentences, and the terms that a reader may want next. */
export interface GlossaryEntry {
  readonly name: string;
  /** Words of a text and tokens stand between backticks. */
  readonly text: string;
  readonly related: readonly string[];
}

/** Entries by their ids. */
export type GlossaryEntries = Readonly<Record<string, GlossaryEntry>>;

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

export const LAYER = {
  layer: {
    name: 'Layer',
    text: 'One step of the stack: attention, then a feed-forward block, each adding to the residual stream. All tokens pass through it together. Layers are counted from 0.',
    related: ['head', 'feed-forward', 'hidden-state'],
  },
  'residual-stream': {
    name: 'Residual stream and update',
    text: 'A token’s vector on its way through the layers. Each block reads it and adds its own result, the update, instead of replacing it; so what went in can still be found further up.',
    related: ['layer', 'layer-norm', 'hidden-state'],
  },
  'layer-norm': {
    name: 'LayerNorm',
    text: 'Shifts and scales a vector so that its components have mean 0 and variance 1, then applies a trained factor and offset to each component. It keeps vectors in range from layer to layer, and takes most of the meaning out of their length.',
    related: ['norm', 'residual-stream'],
  },
  'feed-forward': {
    name: 'Feed-forward block',
    text: 'The second half of a layer: two matrices with a bend (a non-linear function) between them, applied to each token by itself. It moves nothing from token to token; only attention does.',
    related: ['layer', 'attention', 'residual-stream'],
  },
} satisfies GlossaryEntries;

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
