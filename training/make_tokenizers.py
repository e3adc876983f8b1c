"""Makes test/fixtures/tokenizers: small tokenizers with the stages of well-known families, trained on ordinary text.

    python training/make_tokenizers.py CORPUS

CORPUS is a folder of plain text files; the first megabyte of each is read. Each family gets the normalizer, pre-tokenizer, post-processor,
decoder and added tokens of the tokenizer.json that its models are published with, and a vocabulary of 500 to 2,000 entries.
Vocabularies and merges come from the trainers of `sentencepiece` (BPE, Unigram) and `tokenizers` (byte-level BPE, WordPiece).

Written are NAME.json.br and, once for all families that have it, nmt_nfkc.br: the real charsmap of SentencePiece, for which the value of
`precompiled_charsmap` stands as the name of the file. test/support/tokenizerFixture.ts puts it in.
"""

import base64
import io
import json
import sys
from pathlib import Path

import brotli
import sentencepiece
from sentencepiece import sentencepiece_model_pb2
from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, trainers

FOLDER = Path(__file__).resolve().parent.parent / "test/fixtures/tokenizers"
CHARSMAP = "nmt_nfkc"

# So that a vocabulary of characters has some of each script.
OTHER_SCRIPTS = """Der Zug fährt über die Brücke, und größere Städte grüßen. L'été, la forêt était déjà très éloignée où naît l'œuvre.
El niño comió piñas mañana por la mañana. Быстрая лиса прыгает через ленивую собаку. Ο γρήγορος σκύλος τρέχει στην αυλή.
日本語の文章を読むのは楽しい。今日は天気がいいですね。 中文的句子没有空格，我们一起学习。 한국어 문장을 읽는 것은 재미있습니다.
مرحبا بالعالم، هذا نص عربي قصير. שלום עולם, זה משפט קצר. नमस्ते दुनिया, यह एक छोटा वाक्य है। สวัสดีชาวโลก นี่คือประโยคสั้น ๆ
Zażółć gęślą jaźń. Příliš žluťoučký kůň úpěl ďábelské ódy. Đường phố Việt Nam rất đẹp. İstanbul'da güneşli bir gün. 😀 👍 ❤️ 🎉
"""

CODE = """def tokenize(text: str) -> list[int]:\n    ids = []\n    for word in text.split():\n        ids.extend(lookup(word))\n    return ids\n
const spans = tokens.map(({ start, end }) => text.slice(start, end));\nif (x != 0 && y >= 10) { return x + y; }\n
<div class="page">\n\t<p>12,345.67</p>\n</div>\nhttps://example.org/path?query=1#part user@example.org C:\\\\temp\\\\file.txt 2024-01-31 12:30\n
"""


def read_lines(corpus: Path) -> list[str]:
    lines: list[str] = []
    for file in sorted(corpus.glob("*.txt")):
        text = file.read_bytes()[:250_000].decode("utf-8", "ignore")
        lines += [line for line in text.split("\n") if line.strip() and len(line) < 4_000]
    return lines + OTHER_SCRIPTS.splitlines() * 40 + CODE.splitlines() * 20


# Stages, as they are written in tokenizer.json.
def sequence(kind: str, steps: list) -> dict:
    return {"type": "Sequence", kind: steps}


def replace(pattern: str, content: str, kind: str = "String") -> dict:
    return {"type": "Replace", "pattern": {kind: pattern}, "content": content}


def split(regex: str, behavior: str = "Isolated", invert: bool = False, kind: str = "Regex") -> dict:
    return {"type": "Split", "pattern": {kind: regex}, "behavior": behavior, "invert": invert}


def byte_level(add_prefix_space: bool, trim_offsets: bool, use_regex: bool = True) -> dict:
    return {"type": "ByteLevel", "add_prefix_space": add_prefix_space, "trim_offsets": trim_offsets, "use_regex": use_regex}


def metaspace(prepend_scheme: str, split: bool = True) -> dict:
    return {"type": "Metaspace", "replacement": "\u2581", "prepend_scheme": prepend_scheme, "split": split}


def special(name: str, segment: int = 0) -> dict:
    return {"SpecialToken": {"id": name, "type_id": segment}}


def text(name: str, segment: int = 0) -> dict:
    return {"Sequence": {"id": name, "type_id": segment}}


def template(single: list, pair: list, ids: dict[str, int]) -> dict:
    names = sorted({part["SpecialToken"]["id"] for part in [*single, *pair] if "SpecialToken" in part})
    tokens = {name: {"id": name, "ids": [ids[name]], "tokens": [name]} for name in names}
    return {"type": "TemplateProcessing", "single": single, "pair": pair, "special_tokens": tokens}


def roberta(ids: dict[str, int], cls: str, sep: str, trim_offsets: bool) -> dict:
    return {"type": "RobertaProcessing", "sep": [sep, ids[sep]], "cls": [cls, ids[cls]], "trim_offsets": trim_offsets, "add_prefix_space": False}


PRECOMPILED = {"type": "Precompiled", "precompiled_charsmap": CHARSMAP}
NFC = {"type": "NFC"}
BYTE_DECODER = byte_level(True, True)
PIECE_DECODER = sequence("decoders", [replace("\u2581", " "), {"type": "ByteFallback"}, {"type": "Fuse"}, {"type": "Strip", "content": " ", "start": 1, "stop": 0}])
META_DECODER = {"type": "Metaspace", "replacement": "\u2581", "prepend_scheme": "always", "split": True}
LLAMA2_NORMALIZER = sequence("normalizers", [{"type": "Prepend", "prepend": "\u2581"}, replace(" ", "\u2581")])

LLAMA3 = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
QWEN2 = LLAMA3.replace("{1,3}", "")
O200K = "|".join(
    [
        r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?",
        r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?",
        r"\p{N}{1,3}",
        r" ?[^\s\p{L}\p{N}]+[\r\n/]*",
        r"\s*[\r\n]+",
        r"\s+(?!\S)",
        r"\s+",
    ]
)
BLOOM = r" ?[^(\s|[.,!?…。，、।۔،])]+"
CLIP = r"'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+"


def added(ids: dict[str, int], content: str, special: bool = True, normalized: bool = False, **flags: bool) -> dict:
    """An added token; one that the vocabulary lacks gets the next id."""
    if content not in ids:
        ids[content] = max(ids.values()) + 1
    defaults = {"single_word": False, "lstrip": False, "rstrip": False, "normalized": normalized, "special": special}
    return {"id": ids[content], "content": content, **defaults, **flags}


def tokenizer_json(model: dict, added_tokens: list, normalizer=None, pre_tokenizer=None, post_processor=None, decoder=None) -> dict:
    return {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": sorted(added_tokens, key=lambda token: token["id"]),
        "normalizer": normalizer,
        "pre_tokenizer": pre_tokenizer,
        "post_processor": post_processor,
        "decoder": decoder,
        "model": model,
    }


# Models.
def bpe(vocab: dict, merges: list, **options) -> dict:
    defaults = {
        "type": "BPE",
        "dropout": None,
        "unk_token": None,
        "continuing_subword_prefix": None,
        "end_of_word_suffix": None,
        "fuse_unk": False,
        "byte_fallback": False,
        "ignore_merges": False,
    }
    return {**defaults, **options, "vocab": vocab, "merges": merges}


def train_byte_level(lines: list[str], pre_tokenizer: dict, normalizer: dict | None = None, size: int = 1_000, first: list[str] = [], **options) -> tuple[dict, list]:
    """Vocabulary and merges of a byte-level BPE whose pre-tokenizer is the one given."""
    model = bpe({}, [], **options)
    tokenizer = Tokenizer.from_str(json.dumps(tokenizer_json(model, [], normalizer, pre_tokenizer)))
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    names = {"end_of_word_suffix": options["end_of_word_suffix"]} if options.get("end_of_word_suffix") else {}
    trainer = trainers.BpeTrainer(vocab_size=size, special_tokens=first, initial_alphabet=alphabet, show_progress=False, **names)
    tokenizer.train_from_iterator(lines, trainer)
    trained = json.loads(tokenizer.to_str())["model"]
    vocab = trained["vocab"]
    if names:
        for letter in alphabet:
            vocab.setdefault(letter + names["end_of_word_suffix"], len(vocab))
    return vocab, trained["merges"]


def train_pieces(lines: list[str], kind: str, size: int, **options) -> sentencepiece_model_pb2.ModelProto:
    """A model of SentencePiece."""
    written = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(lines),
        model_writer=written,
        model_type=kind,
        vocab_size=size,
        character_coverage=0.9995,
        num_threads=1,
        minloglevel=2,
        **options,
    )
    proto = sentencepiece_model_pb2.ModelProto()
    proto.ParseFromString(written.getvalue())
    return proto


def pieces_to_bpe(proto) -> tuple[dict, list]:
    """Which two pieces make each: as the converters of `transformers` find the merges of a SentencePiece BPE, which keeps none."""
    ids = {piece.piece: index for index, piece in enumerate(proto.pieces)}
    merges: list[list[str]] = []
    for piece in sorted(proto.pieces, key=lambda piece: -piece.score):
        whole = piece.piece
        if piece.type != 1:
            continue
        halves = [(whole[:at], whole[at:]) for at in range(1, len(whole)) if whole[:at] in ids and whole[at:] in ids]
        merges += [list(pair) for pair in sorted(halves, key=lambda pair: (ids[pair[0]], ids[pair[1]]))]
    return ids, merges


def unigram(entries: list, unknown: int, byte_fallback: bool = False) -> dict:
    return {"type": "Unigram", "unk_id": unknown, "vocab": entries, "byte_fallback": byte_fallback}


def save(name: str, value: dict) -> None:
    content = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    Tokenizer.from_str(content.replace(f'"{CHARSMAP}"', f'"{charsmap()}"'))
    packed = brotli.compress(content.encode(), quality=11)
    (FOLDER / f"{name}.json.br").write_bytes(packed)
    entries = value["model"]["vocab"]
    print(f"{name:12} {len(entries):5} entries {len(packed):7} bytes")


def charsmap() -> str:
    return brotli.decompress((FOLDER / f"{CHARSMAP}.br").read_bytes()).decode()


# Families.
def sentence_piece_bpe(lines: list[str]) -> None:
    proto = train_pieces(
        lines, "bpe", 1_200, byte_fallback=True, normalization_rule_name="identity", remove_extra_whitespaces=False,
        split_digits=True, allow_whitespace_only_pieces=True, unk_id=0, bos_id=1, eos_id=2,
    )
    vocab, merges = pieces_to_bpe(proto)
    model = lambda ids: bpe(ids, merges, unk_token="<unk>", fuse_unk=True, byte_fallback=True)

    def bos(ids: dict) -> dict:
        return template([special("<s>"), text("A")], [special("<s>"), text("A"), special("<s>", 1), text("B", 1)], ids)

    ids = dict(vocab)
    tokens = [added(ids, name, normalized=True) for name in ["<unk>", "<s>", "</s>"]]
    save("llama2", tokenizer_json(model(vocab), tokens, LLAMA2_NORMALIZER, None, bos(ids), PIECE_DECODER))

    ids = dict(vocab)
    tokens = [added(ids, name) for name in ["<unk>", "<s>", "</s>", "[INST]", "[/INST]", "[TOOL_CALLS]"]]
    save("mistral", tokenizer_json(model(vocab), tokens, None, metaspace("first", split=False), bos(ids), PIECE_DECODER))

    ids = dict(vocab)
    tokens = [added(ids, name) for name in ["<unk>", "<s>", "</s>"]]
    tokens += [added(ids, name, rstrip=True) for name in ["<|endoftext|>", "<|assistant|>", "<|system|>", "<|end|>", "<|user|>"]]
    save("phi3", tokenizer_json(model(vocab), tokens, LLAMA2_NORMALIZER, None, bos(ids), PIECE_DECODER))

    proto = train_pieces(
        lines, "bpe", 1_400, byte_fallback=True, normalization_rule_name="identity", remove_extra_whitespaces=False, add_dummy_prefix=False,
        split_digits=True, allow_whitespace_only_pieces=True, pad_id=0, eos_id=1, bos_id=2, unk_id=3, pad_piece="<pad>", eos_piece="<eos>", bos_piece="<bos>",
        user_defined_symbols=["<mask>", "<unused0>", "<unused1>", "<start_of_turn>", "<end_of_turn>", "\n", "\n\n", "\u2581\u2581", "\u2581\u2581\u2581\u2581", "<table>", "</b>"],
    )
    ids, merges = pieces_to_bpe(proto)
    tokens = [added(ids, name) for name in ["<pad>", "<eos>", "<bos>", "<unk>", "<mask>", "<start_of_turn>", "<end_of_turn>"]]
    tokens += [added(ids, name, special=False) for name in ["<unused0>", "<unused1>", "\n", "\n\n", "\u2581\u2581", "\u2581\u2581\u2581\u2581", "<table>", "</b>"]]
    pair = [special("<bos>"), text("A"), special("<bos>", 1), text("B", 1)]
    save("gemma", tokenizer_json(
        bpe(ids, merges, unk_token="<unk>", fuse_unk=True, byte_fallback=True), tokens, replace(" ", "\u2581"),
        split(" ", "MergedWithPrevious", kind="String"), template(pair[:2], pair, ids),
        sequence("decoders", [replace("\u2581", " "), {"type": "ByteFallback"}, {"type": "Fuse"}]),
    ))


def sentence_piece_unigram(lines: list[str]) -> None:
    control = {"bos_id": -1, "eos_id": -1, "pad_id": -1, "unk_id": 0}
    proto = train_pieces(lines, "unigram", 1_000, normalization_rule_name=CHARSMAP, **control)
    map_bytes = proto.normalizer_spec.precompiled_charsmap
    (FOLDER / f"{CHARSMAP}.br").write_bytes(brotli.compress(base64.b64encode(map_bytes), quality=11))
    pieces = [[piece.piece, piece.score] for piece in proto.pieces[1:]]
    two_steps = sequence("pretokenizers", [{"type": "WhitespaceSplit"}, metaspace("always")])

    def numbered(entries: list) -> dict:
        return {entry: index for index, (entry, _) in enumerate(entries)}

    entries = [["<s>", 0.0], ["<pad>", 0.0], ["</s>", 0.0], ["<unk>", 0.0], *pieces, ["<mask>", 0.0]]
    ids = numbered(entries)
    tokens = [added(ids, name) for name in ["<s>", "<pad>", "</s>", "<unk>"]] + [added(ids, "<mask>", lstrip=True)]
    one = [special("<s>"), text("A"), special("</s>")]
    processor = template(one, [*one, special("</s>"), text("B"), special("</s>")], ids)
    save("xlm-r", tokenizer_json(unigram(entries, 3), tokens, PRECOMPILED, two_steps, processor, META_DECODER))

    lower = train_pieces([line.lower() for line in lines], "unigram", 900, normalization_rule_name=CHARSMAP, **control)
    entries = [["<pad>", 0.0], ["<unk>", 0.0], ["[CLS]", 0.0], ["[SEP]", 0.0], ["[MASK]", 0.0], *[[piece.piece, piece.score] for piece in lower.pieces[1:]]]
    ids = numbered(entries)
    tokens = [added(ids, name) for name in ["<pad>", "<unk>", "[CLS]", "[SEP]"]] + [added(ids, "[MASK]", lstrip=True)]
    one = [special("[CLS]"), text("A"), special("[SEP]")]
    cls_sep = lambda ids: template(one, [*one, text("B", 1), special("[SEP]", 1)], ids)
    steps = [replace("``", '"'), replace("''", '"'), {"type": "NFKD"}, {"type": "StripAccents"}, {"type": "Lowercase"}, PRECOMPILED]
    save("albert", tokenizer_json(unigram(entries, 1), tokens, sequence("normalizers", steps), two_steps, cls_sep(ids), META_DECODER))

    entries = [["[PAD]", 0.0], ["[CLS]", 0.0], ["[SEP]", 0.0], ["[UNK]", 0.0], *pieces]
    ids = numbered(entries)
    tokens = [added(ids, name) for name in ["[PAD]", "[CLS]", "[SEP]"]] + [added(ids, "[UNK]", normalized=True), added(ids, "[MASK]")]
    steps = [{"type": "Strip", "strip_left": True, "strip_right": True}, PRECOMPILED, replace(" {2,}", " ", "Regex")]
    save("deberta-v3", tokenizer_json(unigram(entries, 3), tokens, sequence("normalizers", steps), metaspace("always"), cls_sep(ids), META_DECODER))

    entries = [["<pad>", 0.0], ["</s>", 0.0], ["<unk>", 0.0], *pieces]
    ids = numbered(entries)
    tokens = [added(ids, name) for name in ["<pad>", "</s>", "<unk>", *[f"<extra_id_{index}>" for index in range(4)]]]
    processor = template([text("A"), special("</s>")], [text("A"), special("</s>"), text("B"), special("</s>")], ids)
    save("t5", tokenizer_json(unigram(entries, 2), tokens, PRECOMPILED, two_steps, processor, META_DECODER))

    proto = train_pieces(lines, "unigram", 1_200, normalization_rule_name=CHARSMAP, byte_fallback=True, pad_id=0, eos_id=1, unk_id=2, bos_id=-1, pad_piece="<pad>")
    entries = [[piece.piece, piece.score] for piece in proto.pieces]
    ids = numbered(entries)
    tokens = [added(ids, name) for name in ["<pad>", "</s>", "<unk>"]]
    processor = template([text("A"), special("</s>")], [text("A"), special("</s>"), text("B"), special("</s>")], ids)
    steps = [PRECOMPILED, replace(" {2,}", "\u2581", "Regex")]
    save("mt5", tokenizer_json(unigram(entries, 2, byte_fallback=True), tokens, sequence("normalizers", steps), metaspace("always"), processor, META_DECODER))


def byte_level_bpe(lines: list[str]) -> None:
    gpt2 = byte_level(False, True)
    vocab, merges = train_byte_level(lines, gpt2)
    after = lambda trim: byte_level(True, trim)

    ids = dict(vocab)
    tokens = [added(ids, "<|endoftext|>", normalized=True)]
    save("gpt2", tokenizer_json(bpe(ids, merges, continuing_subword_prefix="", end_of_word_suffix=""), tokens, None, gpt2, after(False), BYTE_DECODER))

    ids = dict(vocab)
    tokens = [added(ids, "<|endoftext|>")]
    tokens += [added(ids, " " * count, special=False, normalized=True) for count in range(31, 1, -1)]
    tokens += [added(ids, "\t" * count, special=False, normalized=True) for count in range(9, 1, -1)]
    save("phi", tokenizer_json(bpe(dict(vocab), merges), tokens, None, gpt2, after(True), BYTE_DECODER))

    ids = dict(vocab)
    tokens = [added(ids, name) for name in ["<|endoftext|>", "<|padding|>"]] + [added(ids, " " * count, special=False, normalized=True) for count in range(24, 1, -1)]
    save("gpt-neox", tokenizer_json(bpe(dict(vocab), merges), tokens, NFC, gpt2, after(True), BYTE_DECODER))

    ids = dict(vocab)
    tokens = [added(ids, "|||IP_ADDRESS|||", special=False, normalized=True), added(ids, "<|padding|>")]
    tokens += [added(ids, " " * count, special=False, normalized=True) for count in range(24, 1, -1)]
    tokens += [added(ids, name) for name in ["[UNK]", "[CLS]", "[SEP]", "[PAD]"]] + [added(ids, "[MASK]", lstrip=True)]
    tokens += [added(ids, f"[unused{index}]", special=False, normalized=True) for index in range(3)]
    one = [special("[CLS]"), text("A"), special("[SEP]")]
    save("modernbert", tokenizer_json(bpe(dict(vocab), merges), tokens, NFC, gpt2, template(one, [*one, text("B"), special("[SEP]")], ids), BYTE_DECODER))

    vocab, merges = train_byte_level(lines, gpt2, first=["<s>", "<pad>", "</s>", "<unk>"])
    ids = dict(vocab)
    tokens = [added(ids, name, normalized=True) for name in ["<s>", "<pad>", "</s>", "<unk>"]] + [added(ids, "<mask>", lstrip=True)]
    save("roberta", tokenizer_json(bpe(ids, merges, continuing_subword_prefix="", end_of_word_suffix=""), tokens, None, gpt2, roberta(ids, "<s>", "</s>", True), BYTE_DECODER))

    ids = dict(vocab)
    tokens = [added(ids, name, normalized=True) for name in ["<pad>", "</s>"]]
    processor = template([special("</s>"), text("A")], [special("</s>"), text("A"), special("</s>"), text("B")], ids)
    save("opt", tokenizer_json(bpe(ids, merges), tokens, None, gpt2, processor, BYTE_DECODER))

    steps = sequence("pretokenizers", [split(LLAMA3), byte_level(False, True, False)])
    vocab, merges = train_byte_level(lines, steps)
    vocab["\u0120unbelievable"] = len(vocab)
    ids = dict(vocab)
    tokens = [added(ids, name) for name in ["<|begin_of_text|>", "<|end_of_text|>", "<|eot_id|>", "<|start_header_id|>", "<|end_header_id|>"]]
    bos = [special("<|begin_of_text|>"), text("A")]
    processor = sequence("processors", [byte_level(True, False), template(bos, [*bos, special("<|begin_of_text|>", 1), text("B", 1)], ids)])
    save("llama3", tokenizer_json(bpe(vocab, merges, ignore_merges=True), tokens, None, steps, processor, BYTE_DECODER))

    steps = sequence("pretokenizers", [split(QWEN2), byte_level(False, False, False)])
    vocab, merges = train_byte_level(lines, steps, NFC)
    ids = dict(vocab)
    tokens = [added(ids, name) for name in ["<|endoftext|>", "<|im_start|>", "<|im_end|>"]] + [added(ids, "<tool_call>", special=False)]
    save("qwen2", tokenizer_json(bpe(vocab, merges, continuing_subword_prefix="", end_of_word_suffix=""), tokens, NFC, steps, byte_level(False, False, False), BYTE_DECODER))

    steps = sequence("pretokenizers", [split(O200K), byte_level(False, True, False)])
    vocab, merges = train_byte_level(lines, steps)
    ids = dict(vocab)
    tokens = [added(ids, name) for name in ["<|startoftext|>", "<|endoftext|>", "<|start|>", "<|end|>", "<|message|>", "<|channel|>"]]
    save("gpt-oss", tokenizer_json(bpe(vocab, merges), tokens, None, steps, byte_level(True, False), BYTE_DECODER))

    steps = sequence("pretokenizers", [{"type": "Digits", "individual_digits": True}, byte_level(False, True)])
    first = ["<|endoftext|>", "<|im_start|>", "<|im_end|>", "<repo_name>"]
    vocab, merges = train_byte_level(lines, steps, first=first)
    tokens = [added(vocab, name) for name in first]
    save("smollm2", tokenizer_json(bpe(vocab, merges), tokens, None, steps, None, BYTE_DECODER))

    steps = sequence("pretokenizers", [split(BLOOM), byte_level(False, True, False)])
    first = ["<unk>", "<s>", "</s>", "<pad>"]
    vocab, merges = train_byte_level(lines, steps, first=first)
    save("bloom", tokenizer_json(bpe(vocab, merges), [added(vocab, name) for name in first], None, steps, byte_level(True, False, False), BYTE_DECODER))

    steps = sequence("pretokenizers", [split(CLIP, "Removed", invert=True), byte_level(False, True)])
    normalizer = sequence("normalizers", [NFC, replace(r"\s+", " ", "Regex"), {"type": "Lowercase"}])
    vocab, merges = train_byte_level(lines, steps, normalizer, size=1_100, end_of_word_suffix="</w>", continuing_subword_prefix="")
    tokens = [added(vocab, "<|startoftext|>", normalized=True), added(vocab, "<|endoftext|>")]
    model = bpe(vocab, merges, unk_token="<|endoftext|>", continuing_subword_prefix="", end_of_word_suffix="</w>")
    save("clip", tokenizer_json(model, tokens, normalizer, steps, roberta(vocab, "<|startoftext|>", "<|endoftext|>", False), BYTE_DECODER))


def words_and_pieces(lines: list[str]) -> None:
    bert = {"type": "BertNormalizer", "clean_text": True, "handle_chinese_chars": True, "strip_accents": None, "lowercase": True}
    first = ["<s>", "<pad>", "</s>", "[UNK]", "<unk>", "<mask>"]
    tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.train_from_iterator(lines, trainers.WordPieceTrainer(vocab_size=1_400, special_tokens=first, show_progress=False))
    model = json.loads(tokenizer.to_str())["model"]
    ids = model["vocab"]
    tokens = [added(ids, name, normalized=name != "[UNK]") for name in first[:5]] + [added(ids, "<mask>", lstrip=True)]
    save("mpnet", tokenizer_json(model, tokens, bert, {"type": "BertPreTokenizer"}, roberta(ids, "<s>", "</s>", True), {"type": "WordPiece", "prefix": "##", "cleanup": True}))

    tokenizer = Tokenizer(models.WordLevel(unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Replace(Regex(r"\d"), "0")])
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.Whitespace(), pre_tokenizers.Punctuation()])
    tokenizer.train_from_iterator(lines, trainers.WordLevelTrainer(vocab_size=800, special_tokens=["[UNK]", "[PAD]"], show_progress=False))
    save("word-level", json.loads(tokenizer.to_str()))


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    LINES = read_lines(Path(sys.argv[1]))
    sentence_piece_unigram(LINES)
    sentence_piece_bpe(LINES)
    byte_level_bpe(LINES)
    words_and_pieces(LINES)
