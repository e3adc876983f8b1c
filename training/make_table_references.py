"""Writes what NumPy computes from tables and tensors: test/fixtures/tables/reference.json.

    python training/make_table_references.py

- rollout (Abnar and Zuidema 2020) of a tiny model, from PyTorch's attention, and of the built-in model, from ONNX Runtime's
- nearest entries of the built-in word table, by comparing with every row
- principal components of the vectors of a tiny model's hidden state, by singular value decomposition
- similarity of positions: cosines of table rows, and the mean of cos((i - j) w) from the formulas of the rotary models
"""

import json
from pathlib import Path

import numpy as np
import onnx
from onnx import numpy_helper
from tokenizers import Tokenizer

from measure_minilm import QuantisedModel

ROOT = Path(__file__).resolve().parent.parent
MODELS = ROOT / "test" / "fixtures" / "models"
BUILT_IN = ROOT / "models" / "minilm"
CAT = "The cat sat on the mat because it was tired."
FRANCE = "I visited France last summer because it has wonderful food."


def rounded(array, digits=7):
    return np.round(np.asarray(array, dtype=np.float64), digits).tolist()


def tiny_reference(name, text_index):
    """Attention [layers, heads, T, T], hidden states [L + 1, T, width] and token ids, as PyTorch computed them."""
    folder = MODELS / name
    entry = json.loads((folder / "reference.json").read_text())["texts"][text_index]
    values = np.fromfile(folder / "reference.bin", dtype="<f4")
    middle = entry["offset"] + np.prod(entry["attention"])
    attention = values[entry["offset"] : middle].reshape(entry["attention"])
    return attention, values[middle : middle + np.prod(entry["hidden"])].reshape(entry["hidden"]), entry


def initializers(folder):
    return {tensor.name: numpy_helper.to_array(tensor) for tensor in onnx.load(folder / "onnx" / "model.onnx").graph.initializer}


def table(folder, kind):
    """The word or position table of a tiny model."""
    (found,) = [values for name, values in initializers(folder).items() if name.endswith(f"{kind}_embeddings.weight")]
    return found


def built_in_table(rows):
    """A table of the built-in model as floats: int8 with one scale per block of a row."""
    stored = [values for values in initializers(BUILT_IN).values() if values.ndim == 2 and values.shape[0] == rows]
    (integers,) = [values for values in stored if values.dtype == np.int8]
    (scales,) = [values for values in stored if values.dtype == np.float32]
    return integers.astype(np.float32) * np.repeat(scales, integers.shape[1] // scales.shape[1], axis=1)


def rollout(attention):
    """A~(l) = A(l) A~(l-1) with A = 0.5 W + 0.5 I; W is the mean over heads."""
    joint = np.eye(attention.shape[-1])
    for layer in attention.astype(np.float64):
        joint = (0.5 * layer.mean(axis=0) + 0.5 * np.eye(len(joint))) @ joint
    return joint


def rollouts(model, tokenizer):
    attention, _, entry = tiny_reference("bert-dynamo", 0)
    ids = tokenizer.encode(CAT).ids
    return [
        {"model": "test/fixtures/models/bert-dynamo", "text": entry["text"], "rollout": rounded(rollout(attention))},
        {"model": "models/minilm", "text": CAT, "rollout": rounded(rollout(model.run(ids).attention))},
    ]


def nearest(words, vector, left_out, top):
    vector = np.asarray(vector, dtype=np.float64)
    cosines = words.astype(np.float64) @ vector / np.linalg.norm(words.astype(np.float64), axis=1) / np.linalg.norm(vector)
    if left_out is not None:
        cosines[left_out] = -2
    order = np.argsort(-cosines, kind="stable")[:top]
    return [{"id": int(i), "cosine": round(float(cosines[i]), 7)} for i in order]


def neighbours(model, tokenizer):
    words = built_in_table(30522)
    results = []
    for word in ["king", "bank", "Paris", "unaffordability"]:
        ids = tokenizer.encode(word, add_special_tokens=False).ids
        left_out = ids[0] if len(ids) == 1 else None
        results.append({"word": word, "ids": ids, "nearest": nearest(words, words[ids].mean(axis=0), left_out, 20)})
    encoding = tokenizer.encode(FRANCE)
    place = encoding.tokens.index("food")
    last = model.run(encoding.ids).hidden[place]
    contextual = {"text": FRANCE, "word": "food", "nearest": nearest(words, last, encoding.ids[place], 20)}
    return {"words": results, "contextual": contextual}


def scaled_and_centred(vectors):
    vectors = vectors.astype(np.float64)
    vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors - vectors.mean(axis=0)


def components():
    """Of the pieces of a text (special tokens left out) in hidden state 2, with the word embeddings placed by the same axes."""
    _, hidden, entry = tiny_reference("bert-dynamo", 1)
    vectors = scaled_and_centred(hidden[2][1:-1])
    _, singular, axes = np.linalg.svd(vectors, full_matrices=False)
    axes = axes[:2] * np.sign(axes[np.arange(2), np.abs(axes[:2]).argmax(axis=1)])[:, None]
    origins = scaled_and_centred(table(MODELS / "bert-dynamo", "word")[entry["ids"][1:-1]])
    return {
        "text": entry["text"],
        "state": 2,
        "points": rounded(vectors @ axes.T),
        "origins": rounded(origins @ axes.T),
        "explained": rounded(singular[:2] ** 2 / (singular**2).sum()),
    }


def cosines(vectors):
    unit = vectors.astype(np.float64) / np.linalg.norm(vectors.astype(np.float64), axis=1, keepdims=True)
    return unit @ unit.T


def rotary(theta, width, positions):
    frequencies = theta ** (-np.arange(0, width, 2) / width)
    return np.cos((positions[:, None] - positions[None, :])[..., None] * frequencies).mean(axis=-1)


def positions():
    """Two rows of each map: the first, and the tenth."""
    maps = {
        "models/minilm": cosines(built_in_table(512)[::4]),
        "test/fixtures/models/bert-dynamo": cosines(table(MODELS / "bert-dynamo", "position")),
        "test/fixtures/models/roberta": cosines(table(MODELS / "roberta", "position")[2:]),
        "test/fixtures/models/roformer": rotary(10_000.0, 8, np.arange(64)),
        "test/fixtures/models/modernbert": rotary(160_000.0, 8, np.arange(64)),
    }
    return [{"model": name, "rows": rounded(values[[0, 9]], 6)} for name, values in maps.items()]


def main():
    model = QuantisedModel(BUILT_IN / "onnx" / "model.onnx")
    tokenizer = Tokenizer.from_file(str(BUILT_IN / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    reference = {
        "rollouts": rollouts(model, tokenizer),
        "neighbours": neighbours(model, tokenizer),
        "components": components(),
        "positions": positions(),
    }
    path = ROOT / "test" / "fixtures" / "tables" / "reference.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(reference) + "\n")
    print(f"{path.name}: {path.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
