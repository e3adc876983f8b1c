"""Trivial tokenizers of two kinds, with 300 entries at most, and the two texts that every reference is of."""

from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers

TEXTS = ["The cat sat on the mat because it was tired.", "red blue green; red blue green; red blue"]
VOCABULARY_SIZE = 300


def byte_level(first, last):
    """Byte-level BPE. `first` and `last` are the special tokens that frame a text, or None. Ids 0 to 3: <s>, <pad>, </s>, <mask>."""
    result = Tokenizer(models.BPE())
    result.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    result.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=VOCABULARY_SIZE,
        special_tokens=["<s>", "<pad>", "</s>", "<mask>"],
        initial_alphabet=sorted(pre_tokenizers.ByteLevel.alphabet()),
        show_progress=False,
    )
    result.train_from_iterator(TEXTS * 20, trainer)
    frame = " ".join(part for part in (first, "$A", last) if part)
    ids = [(token, result.token_to_id(token)) for token in (first, last) if token]
    result.post_processor = processors.TemplateProcessing(single=frame, pair=f"{frame} $B", special_tokens=ids)
    return result


def word_piece():
    """BERT's kind, uncased. Ids 0 to 4: [PAD], [UNK], [CLS], [SEP], [MASK]."""
    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    letters = [chr(code) for code in range(ord("a"), ord("z") + 1)]
    words = "the cat sat on mat because it was tired red blue green".split()
    entries = [*special, *".,;:!?'\"()-", *letters, *(f"##{letter}" for letter in letters), *words]
    vocabulary = {entry: i for i, entry in enumerate(dict.fromkeys(entries))}
    result = Tokenizer(models.WordPiece(vocabulary, unk_token="[UNK]"))
    result.add_special_tokens(special)
    result.normalizer = normalizers.BertNormalizer(lowercase=True)
    result.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    result.decoder = decoders.WordPiece(prefix="##")
    result.post_processor = processors.TemplateProcessing(
        single="[CLS]:0 $A:0 [SEP]:0",
        pair="[CLS]:0 $A:0 [SEP]:0 $B:1 [SEP]:1",
        special_tokens=[(token, vocabulary[token]) for token in ("[CLS]", "[SEP]")],
    )
    return result
