"""Gives BertViz and CircuitsVis what the command line writes for them, and looks at what they were given.

    pip install bertviz circuitsvis
    python training/check_libraries.py [--model DIR] [--text TEXT]

Each file has to hold the very weights of `--format npz`, and the page that each library makes has to carry them with the tokens in order.
"""

import argparse
import io
import json
import re
import subprocess
from pathlib import Path

import numpy as np
import torch

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


def check_bertviz(data: dict, maps: list[np.ndarray]) -> None:
    from bertviz import head_view, model_view
    from bertviz.util import format_special_chars

    attention = [torch.tensor(layer) for layer in data["attention"]]
    for layer, own in zip(attention, maps, strict=True):
        assert layer.shape == (1, *own.shape), (layer.shape, own.shape)
        assert np.array_equal(layer[0].numpy(), own), "not the weights of npz"
    for view in (head_view, model_view):
        page = view(attention, data["tokens"], html_action="return").data
        # The page has the numbers as text within its script.
        given = json_behind(page, r'"attention":\s*')[0]
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
    options = parser.parse_args()
    arguments = [f"--text={options.text}", *([] if options.model is None else ["--model", options.model])]
    maps = maps_of(run(arguments, "npz"))
    check_bertviz(json.loads(run(arguments, "bertviz")), maps)
    check_circuitsvis(json.loads(run(arguments, "circuitsvis")), maps)


main()
