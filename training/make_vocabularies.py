"""Makes test/fixtures/tokenizers/vocabularies.json: what `transformers` makes of folders that have a vocabulary and settings, but no tokenizer.json.

    python training/make_vocabularies.py

The vocabularies are those that make_tokenizers.py wrote. Each case holds the settings and the stages without vocabulary and merges, which the
test puts in again.
"""

import json
import tempfile
from pathlib import Path

import brotli
from transformers import AutoTokenizer

FOLDER = Path(__file__).resolve().parent.parent / "test/fixtures/tokenizers"
CONFIG = "tokenizer_config.json"


def model_of(family: str) -> dict:
    return json.loads(brotli.decompress((FOLDER / f"{family}.json.br").read_bytes()))["model"]


def vocabulary_files(family: str) -> dict[str, str]:
    model = model_of(family)
    vocab = model["vocab"]
    if "merges" not in model:
        return {"vocab.txt": "".join(f"{entry}\n" for entry in sorted(vocab, key=vocab.get))}
    merges = "".join(f"{left} {right}\n" for left, right in model["merges"])
    return {"vocab.json": json.dumps(vocab, ensure_ascii=False), "merges.txt": f"#version: 0.2\n{merges}"}


def case(name: str, family: str, **settings: dict) -> dict:
    """@param settings by the name of the file, `_` for its dot"""
    files = {f"{key}.json": value for key, value in settings.items()}
    with tempfile.TemporaryDirectory() as folder:
        for file, text in vocabulary_files(family).items():
            (Path(folder) / file).write_text(text, encoding="utf-8")
        for file, value in files.items():
            (Path(folder) / file).write_text(json.dumps(value), encoding="utf-8")
        stages = json.loads(AutoTokenizer.from_pretrained(folder).backend_tokenizer.to_str())
    del stages["model"]["vocab"], stages["decoder"]
    stages["model"].pop("merges", None)
    return {"name": name, "family": family, "settings": files, "stages": stages}


def settings_of(kind: str, **options) -> dict:
    return {"tokenizer_class": f"{kind}Tokenizer", **options}


def added(content: str, **flags: bool) -> dict:
    return {"content": content, "lstrip": False, "normalized": False, "rstrip": False, "single_word": False, "special": True, **flags}


MASK = {"__type": "AddedToken", **added("<mask>", lstrip=True)}
BERT_NAMES = {"cls_token": "<s>", "sep_token": "</s>", "pad_token": "<pad>", "mask_token": "<mask>", "unk_token": "[UNK]"}

CASES = [
    case("small letters", "mpnet", tokenizer_config=settings_of("Bert", do_lower_case=True, **BERT_NAMES)),
    case("capital letters", "mpnet", tokenizer_config=settings_of("Bert", do_lower_case=False, **BERT_NAMES)),
    case("accents kept, no rule for Chinese", "mpnet", tokenizer_config=settings_of("Bert", do_lower_case=True, strip_accents=False, tokenize_chinese_chars=False, **BERT_NAMES)),
    case("DistilBERT", "mpnet", tokenizer_config=settings_of("DistilBert", do_lower_case=True, **BERT_NAMES)),
    case("ELECTRA", "mpnet", tokenizer_config=settings_of("Electra", do_lower_case=True, **BERT_NAMES)),
    case("the kind by the model's", "mpnet", config={"model_type": "bert"}, tokenizer_config={"do_lower_case": True, **BERT_NAMES}),
    case("added tokens", "mpnet", tokenizer_config=settings_of("Bert", do_lower_case=True, **BERT_NAMES, added_tokens_decoder={
        "0": added("<s>"), "1": added("<pad>"), "2": added("</s>"), "3": added("[UNK]"), "5": added("<mask>", lstrip=True),
        "1400": added("[MASK]", rstrip=True), "1401": added("Paris", special=False, normalized=True, single_word=True),
    })),
    case("MPNet", "mpnet", tokenizer_config=settings_of("MPNet", do_lower_case=True)),
    case("GPT-2", "gpt2", tokenizer_config=settings_of("GPT2")),
    case("GPT-2 by the model's kind", "gpt2", config={"model_type": "gpt2"}),
    case("a space before the first word", "gpt2", tokenizer_config=settings_of("GPT2", add_prefix_space=True)),
    case("a token before the text", "gpt2", tokenizer_config=settings_of("GPT2", add_bos_token=True)),
    case("CodeGen", "gpt2", tokenizer_config=settings_of("CodeGen")),
    case("OPT", "opt", tokenizer_config=settings_of("GPT2", add_bos_token=True, bos_token="</s>", eos_token="</s>", unk_token="</s>", pad_token="<pad>")),
    case("RoBERTa", "roberta", tokenizer_config=settings_of("Roberta", mask_token=MASK)),
    case("RoBERTa with a space, spans not trimmed", "roberta", tokenizer_config=settings_of("Roberta", add_prefix_space=True, trim_offsets=False, mask_token=MASK)),
    case("BART", "roberta", tokenizer_config=settings_of("Bart", mask_token=MASK)),
    case("Longformer", "roberta", tokenizer_config=settings_of("Longformer", mask_token=MASK)),
    case("Qwen 2", "qwen2", tokenizer_config=settings_of("Qwen2", added_tokens_decoder={
        "1000": added("<|endoftext|>"), "1001": added("<|im_start|>"), "1002": added("<|im_end|>"),
    })),
]

(FOLDER / "vocabularies.json").write_text(json.dumps(CASES, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
print(len(CASES), "cases")
