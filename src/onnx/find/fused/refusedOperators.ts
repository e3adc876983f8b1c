/** Operators that compute attention and cannot be made to give their weights, with the reason: words that end a sentence. */
export const REFUSED_OPERATORS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    QAttention: 'it computes in 8 bits and gives no weights: try the file that is not quantised',
    QOrderedAttention: 'it computes in 8 bits on a GPU and gives no weights: try the file that is not quantised',
    PackedAttention: 'it reads several texts packed into one row, on a GPU: try the file before that was done to it',
    PackedMultiHeadAttention: 'it reads several texts packed into one row, on a GPU: try the file before that was done to it',
    SparseAttention: 'it computes some blocks of the matrix alone and gives no weights: try a file that was exported without it',
    PagedAttention: 'it reads keys and values from pages that a server fills: try a file that was exported for the CPU',
    LongformerAttention: 'it runs on a GPU alone and gives no weights: try a file that was exported with ordinary operators',
    DecoderMaskedMultiHeadAttention: 'it reads one token at a time and never a text: try the decoder file before that was done to it',
    DecoderMaskedSelfAttention: 'it reads one token at a time and never a text: try the decoder file before that was done to it',
    DecoderAttention: 'it runs on a GPU alone and gives no weights: try a file that was exported with ordinary operators',
    LinearAttention: 'it is linear attention, which keeps a running state and has no weights over tokens',
  }).map(([operator, reason]) => [`com.microsoft:${operator}`, reason]),
);
