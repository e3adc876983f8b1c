"""Writes what PyTorch computes of the vectors of tiny models and of the built-in model: test/fixtures/vectors/<name>.json and .bin.

    python training/make_vector_references.py

The tiny models are built again from their recipes and checked against their hidden states in test/fixtures/models; the built-in one is a
BertModel with the weights that the shipped file stands for (8-bit integers times their scales). Each .json names arrays of its .bin
(little-endian float32) by offset in floats and shape. Everything is for TEXTS of make_tiny_models, words as tokens of one pre-tokenized
word, special tokens alone. Arrays, with T tokens, U words, L layers of the first text:

updates.attention, updates.feedForward [L, T, width]   what the dense layer of each block puts out, before the residual is added
path.attention, path.feedForward [L, U]                lengths of their means over the tokens of a word
path.toFixed, path.toPrevious, path.norms [L + 1, U]
likeness.fixed [U, U], likeness.states [L + 1, U, U]   cosines of word table rows, and of hidden states
inputs.* [T]                                           norms and cosines of the parts of the input
shifts.mask, shifts.omit [L + 1, U, U]                 1 - cosine of word i with and without word j
compare.fixed [n, n], compare.states [L + 1, n, n]     of OCCURRENCES
drift [L + 1, U]                                       cosine of each word in the text and in VARIANT
"""

import json
import re
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from tokenizers import Tokenizer
from transformers import BertConfig, BertModel, DistilBertModel, ElectraModel, ModernBertModel, RobertaConfig, RobertaModel

from make_tiny_models import BERT, TEXTS, build, distilbert, electra, modernbert, quantise_rows

ROOT = Path(__file__).resolve().parent.parent
FIXTURES = ROOT / "test" / "fixtures"
BUILT_IN = ROOT / "models" / "minilm"
BUILT_IN_TEXT = "The bank refused to lend me money because my credit was bad."
VARIANT = TEXTS[0].replace("cat", "dog")
OCCURRENCES = [(0, "The"), (0, "the"), (0, "it"), (1, "it"), (1, "Alice"), (1, "France")]
ATTENTION_OUTPUT = re.compile(r"(attention\.output\.dense|attention\.out_lin|\.attn\.Wo)$")
FEED_FORWARD_OUTPUT = re.compile(r"(layer\.\d+\.output\.dense|ffn\.lin2|\.mlp\.Wo)$")


def rounded_blocks(model):
    """The weights of `bert-blocks`, see make_tiny_models."""
    for _, parameter in model.named_parameters():
        if parameter.dim() == 2:
            parameter.data = torch.from_numpy(quantise_rows(parameter.data.numpy())[2])
    return model


RECIPES = {
    "bert-eager": lambda: build(BertConfig(**BERT), BertModel, 1),
    "bert-sdpa-dynamo": lambda: build(BertConfig(**BERT), BertModel, 17),
    "bert-blocks": lambda: rounded_blocks(build(BertConfig(**BERT), BertModel, 10)),
    "distilbert": lambda: build(distilbert(), DistilBertModel, 4),
    "electra": lambda: build(electra(), ElectraModel, 6),
    "roberta": lambda: build(RobertaConfig(**BERT, pad_token_id=1, bos_token_id=2, eos_token_id=3), RobertaModel, 19),
    "modernbert": lambda: build(modernbert(), ModernBertModel, 22),
}


class Model:
    """A PyTorch encoder that keeps what its blocks add."""

    def __init__(self, network, tokenizer):
        self.network, self.tokenizer = network.eval(), tokenizer
        self.attention, self.feed_forward = [], []
        for name, module in network.named_modules():
            for pattern, kept in ((ATTENTION_OUTPUT, self.attention), (FEED_FORWARD_OUTPUT, self.feed_forward)):
                if pattern.search(name):
                    module.register_forward_hook(lambda _module, _inputs, output, kept=kept: kept.append(output[0].numpy()))

    def hidden(self, ids):
        """[L + 1, T, width]; the updates of the run are left in `attention` and `feed_forward`."""
        self.attention.clear()
        self.feed_forward.clear()
        row = torch.tensor([ids])
        with torch.no_grad():
            output = self.network(input_ids=row, attention_mask=torch.ones_like(row), output_hidden_states=True)
        return torch.cat(output.hidden_states).numpy()

    def table(self, kind):
        """Rows [rows, width] of one embedding, or None."""
        for name, module in self.network.named_modules():
            if name.endswith(kind):
                return module.weight.detach().numpy()
        return None

    def words(self, text):
        """Ids, token indices of each word, and spans of the words; special tokens have the span (-1, -1)."""
        encoding = self.tokenizer.encode(text)
        words, spans = [], []
        for index, word in enumerate(encoding.word_ids):
            start, end = encoding.offsets[index]
            if word is not None and index > 0 and encoding.word_ids[index - 1] == word:
                words[-1].append(index)
                spans[-1] = (spans[-1][0], end)
            else:
                words.append([index])
                spans.append((start, end) if word is not None else (-1, -1))
        return encoding.ids, words, spans


def pool(rows, words):
    """Mean over the tokens of each word: [..., T, width] to [..., U, width], in float64."""
    rows = rows.astype(np.float64)
    return np.stack([rows[..., tokens, :].mean(axis=-2) for tokens in words], axis=-2)


def cosine(a, b):
    return (a * b).sum(-1) / np.linalg.norm(a, axis=-1) / np.linalg.norm(b, axis=-1)


def cosines(vectors):
    """[..., U, width] to [..., U, U]."""
    return cosine(vectors[..., :, None, :], vectors[..., None, :, :])


def shifts(model, ids, words, mode):
    """[L + 1, U, U]: row = the word that is watched, column = the word that is taken away; NaN on the diagonal when it is left out."""
    reference = pool(model.hidden(ids), words)
    result = np.full((len(reference), len(words), len(words)), np.nan)
    mask = model.tokenizer.token_to_id("[MASK]")
    for column, taken in enumerate(words):
        kept = [index for index in range(len(ids)) if mode == "mask" or index not in taken]
        hidden = model.hidden([mask if index in taken else ids[index] for index in kept])
        for row, watched in enumerate(words):
            if mode == "omit" and row == column:
                continue
            after = pool(hidden, [[kept.index(index) for index in watched]])[:, 0]
            result[:, row, column] = 1 - cosine(after, reference[:, row])
    return result


def input_parts(model, ids, hidden):
    positions = model.table("position_embeddings")
    segments = model.table("token_type_embeddings")
    first = 2 if model.network.config.model_type == "roberta" else 0
    word = model.network.get_input_embeddings().weight.detach().numpy()[ids].astype(np.float64)
    parts = {"word": word}
    if positions is not None:
        parts["position"] = positions[first : first + len(ids)].astype(np.float64)
    if segments is not None:
        parts["segment"] = np.broadcast_to(segments[0], word.shape).astype(np.float64)
    result = {f"{name}Norms": np.linalg.norm(part, axis=-1) for name, part in parts.items()}
    for one, other in (("word", "position"), ("word", "segment"), ("position", "segment")):
        if one in parts and other in parts:
            result[f"{one}{other.capitalize()}Cosines"] = cosine(parts[one], parts[other])
    total = sum(parts.values())
    result["sumNorms"], result["wordSumCosines"] = np.linalg.norm(total, axis=-1), cosine(word, total)
    result["normalisedNorms"] = np.linalg.norm(hidden[0], axis=-1)
    if hidden.shape[-1] == word.shape[-1]:
        result["wordNormalisedCosines"] = cosine(word, hidden[0])
    return {f"inputs.{name}": values for name, values in result.items()}


def occurrences(model):
    """Spans of OCCURRENCES, and what is compared."""
    fixed, states, spans = [], [], []
    table = model.network.get_input_embeddings().weight.detach().numpy()
    for text, label in OCCURRENCES:
        ids, words, offsets = model.words(TEXTS[text])
        (index,) = [i for i, (start, end) in enumerate(offsets) if TEXTS[text][start:end] == label and start >= 0][:1]
        spans.append({"text": text, "start": offsets[index][0], "end": offsets[index][1]})
        fixed.append(pool(table[ids], [words[index]])[0])
        states.append(pool(model.hidden(ids), [words[index]])[:, 0])
    return spans, {"compare.fixed": cosines(np.array(fixed)), "compare.states": cosines(np.array(states).swapaxes(0, 1))}


def save(name, facts, arrays):
    folder = FIXTURES / "vectors"
    folder.mkdir(parents=True, exist_ok=True)
    blocks, offset = {}, 0
    for key, values in arrays.items():
        blocks[key] = {"offset": offset, "shape": list(values.shape)}
        offset += values.size
    (folder / f"{name}.json").write_text(json.dumps({**facts, "arrays": blocks}) + "\n")
    (folder / f"{name}.bin").write_bytes(np.concatenate([values.ravel() for values in arrays.values()]).astype("<f4").tobytes())
    print(f"{name}: {4 * offset / 1000:.0f} kB")


def make_tiny(name):
    tokenizer = Tokenizer.from_file(str(FIXTURES / "models" / name / "tokenizer.json"))
    network = RECIPES[name]()
    network.set_attn_implementation("eager")
    model = Model(network, tokenizer)
    ids, words, _ = model.words(TEXTS[0])
    hidden = model.hidden(ids)
    check_recipe(name, ids, hidden)
    attention, feed_forward = np.array(model.attention), np.array(model.feed_forward)
    assert len(attention) == len(feed_forward) == len(hidden) - 1
    fixed = pool(network.get_input_embeddings().weight.detach().numpy()[ids], words)
    states = pool(hidden, words)
    path = {
        "path.attention": np.linalg.norm(pool(attention, words), axis=-1),
        "path.feedForward": np.linalg.norm(pool(feed_forward, words), axis=-1),
        "path.toPrevious": np.concatenate([np.full((1, len(words)), np.nan), cosine(states[1:], states[:-1])]),
        "path.norms": np.linalg.norm(states, axis=-1),
    }
    if fixed.shape[-1] == states.shape[-1]:
        path["path.toFixed"] = cosine(states, fixed)
    variant_ids, variant_words, _ = model.words(VARIANT)
    assert len(variant_words) == len(words)
    spans, compared = occurrences(model)
    arrays = {
        "updates.attention": attention,
        "updates.feedForward": feed_forward,
        **path,
        "likeness.fixed": cosines(fixed),
        "likeness.states": cosines(states),
        **input_parts(model, ids, hidden),
        "shifts.mask": shifts(model, ids, words, "mask"),
        "shifts.omit": shifts(model, ids, words, "omit"),
        **compared,
        "drift": cosine(states, pool(model.hidden(variant_ids), variant_words)),
    }
    save(name, {"texts": TEXTS, "variant": VARIANT, "words": words, "occurrences": spans}, arrays)


def check_recipe(name, ids, hidden):
    """The network built here is the one that was exported."""
    folder = FIXTURES / "models" / name
    entry = json.loads((folder / "reference.json").read_text())["texts"][0]
    values = np.fromfile(folder / "reference.bin", dtype="<f4")
    start = entry["offset"] + int(np.prod(entry["attention"]))
    expected = values[start : start + int(np.prod(entry["hidden"]))].reshape(entry["hidden"])
    assert ids == entry["ids"]
    assert np.abs(hidden - expected).max() < 1e-5, name


def built_in():
    """A float BertModel with the numbers that the shipped file stands for."""
    stored = {tensor.name: numpy_helper.to_array(tensor) for tensor in onnx.load(BUILT_IN / "onnx" / "model.onnx").graph.initializer}
    network = BertModel(BertConfig.from_pretrained(BUILT_IN), add_pooling_layer=False)
    for name, parameter in network.named_parameters():
        values = stored.get(name)
        if values is None:
            integers, scales = stored[f"{name}.int8"], stored[f"{name}.scale"]
            axis = [a != b for a, b in zip(integers.shape, scales.shape)].index(True)
            values = integers.astype(np.float32) * np.repeat(scales, integers.shape[axis] // scales.shape[axis], axis=axis)
        if "embeddings" not in name and values.ndim == 2:
            values = values.T  # a graph multiplies with [in, out], PyTorch keeps [out, in]
        assert values.shape == tuple(parameter.shape), name
        parameter.data = torch.from_numpy(np.ascontiguousarray(values))
    return network


def make_built_in():
    tokenizer = Tokenizer.from_file(str(BUILT_IN / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    network = built_in()
    network.set_attn_implementation("eager")
    model = Model(network, tokenizer)
    ids, words, _ = model.words(BUILT_IN_TEXT)
    states = pool(model.hidden(ids), words)
    arrays = {
        "likeness.fixed": cosines(pool(network.get_input_embeddings().weight.detach().numpy()[ids], words)),
        "likeness.states": cosines(states),
        "path.attention": np.linalg.norm(pool(np.array(model.attention), words), axis=-1),
        "path.feedForward": np.linalg.norm(pool(np.array(model.feed_forward), words), axis=-1),
        "shifts.mask": shifts(model, ids, words, "mask"),
    }
    save("minilm", {"texts": [BUILT_IN_TEXT], "words": words}, arrays)


def main():
    for name in RECIPES:
        make_tiny(name)
    make_built_in()


if __name__ == "__main__":
    main()
