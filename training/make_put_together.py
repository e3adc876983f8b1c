"""Makes test/fixtures/together/: models that are put together before they are read.

pair        test/fixtures/matrix/smollm2/genai-int4 in the two files that transformers.js reads: embed_tokens makes vectors of ids, decoder_model_merged
            reads those. Both have a copy of the table, under one name, as files of real exports have names in common.
functions   the same with what each of its layers does in a model function, and its attention in one that this calls. How many heads it has is handed down
            by both; how many key-value heads, the inner one has a default for.

    venv/bin/python training/make_put_together.py
"""

import pathlib
import shutil

import numpy as np
import onnx
import onnxruntime as ort
from onnx import helper

FIXTURES = pathlib.Path(__file__).resolve().parent.parent / "test" / "fixtures"
WHOLE = FIXTURES / "matrix" / "smollm2" / "genai-int4"
OUT = FIXTURES / "together"
WIDTH = 32
FLOAT = onnx.TensorProto.FLOAT


def load():
    return onnx.load(WHOLE / "model.onnx")


def save(model, path):
    path.parent.mkdir(parents=True, exist_ok=True)
    data = f"{path.name}_data"
    path.with_name(data).unlink(missing_ok=True)
    onnx.save_model(model, path, save_as_external_data=True, all_tensors_to_one_file=True, location=data, size_threshold=256)
    path.with_name(data).chmod(0o644)


def keep_used(graph):
    """Leaves out stored values that no node reads."""
    used = {name for node in graph.node for name in node.input}
    stored = [tensor for tensor in graph.initializer if tensor.name in used]
    del graph.initializer[:]
    graph.initializer.extend(stored)


def part_of(model, name, nodes, inputs, outputs):
    graph = helper.make_graph(nodes, name, inputs, outputs, list(model.graph.initializer))
    keep_used(graph)
    return helper.make_model(graph, opset_imports=model.opset_import, ir_version=model.ir_version)


def makers(nodes, output):
    """The nodes that a value is made by, in order."""
    wanted, found = {output}, []
    for node in reversed(nodes):
        if wanted & set(node.output):
            wanted |= set(node.input)
            found.append(node)
    return found[::-1]


def make_pair(folder):
    model = load()
    nodes = list(model.graph.node)
    vectors = next(node for node in nodes if node.op_type == "GatherBlockQuantized").output[0]
    ids = next(value for value in model.graph.input if value.name == "input_ids")
    table = makers(nodes, vectors)
    rest = [node for node in nodes if vectors not in node.output]
    embeds = helper.make_tensor_value_info("inputs_embeds", FLOAT, ["batch_size", "sequence_length", WIDTH])
    for node in nodes:
        for names in (node.input, node.output):
            for place, name in enumerate(names):
                if name == vectors:
                    names[place] = "inputs_embeds"
    words = part_of(model, "embed_tokens", table, [ids], [embeds])
    others = [value for value in model.graph.input if value.name != "input_ids"]
    used = {name for node in rest for name in node.input}
    decoder = part_of(model, "decoder", [node for node in rest if set(node.output) & (used | outputs_of(model))], [embeds, *others], list(model.graph.output))
    save(words, folder / "onnx" / "embed_tokens_q4.onnx")
    save(decoder, folder / "onnx" / "decoder_model_merged_q4.onnx")
    for name in ("config.json", "tokenizer.json", "tokenizer_config.json"):
        shutil.copy(WHOLE / name, folder / name)


def outputs_of(model):
    return {value.name for value in model.graph.output}


DOMAIN = "local"


def as_function(model, name, nodes, kept, heads):
    """Puts nodes that stand together into a function. @param kept names of values that others read. Returns the call."""
    made = {output for node in nodes for output in node.output if output}
    inputs = list(dict.fromkeys(name for node in nodes for name in node.input if name and name not in made))
    outputs = [output for node in nodes for output in node.output if output and output in kept]
    called = [helper.make_opsetid(DOMAIN, 1)] if any(node.domain == DOMAIN for node in nodes) else []
    body = helper.make_function(DOMAIN, name, [f"in.{i}" for i in range(len(inputs))], outputs, [], [*model.opset_import[:2], *called], ["heads"])
    renamed = {value: f"in.{i}" for i, value in enumerate(inputs)}
    for node in nodes:
        copy = body.node.add()
        copy.CopyFrom(node)
        for place, value in enumerate(copy.input):
            copy.input[place] = renamed.get(value, value)
        for attribute in copy.attribute:
            if attribute.name in ("num_heads", "heads"):
                refer(attribute, "heads")
            elif attribute.name == "kv_num_heads":
                default = body.attribute_proto.add()
                default.CopyFrom(attribute)
                default.name = "kv_heads"
                refer(attribute, "kv_heads")
    model.functions.append(body)
    return helper.make_node(name, inputs, outputs, domain=DOMAIN, name=name, heads=heads)


def refer(attribute, name):
    """Makes the attribute of a node in a function that of the function."""
    attribute.ClearField("i")
    attribute.ref_attr_name = name


def make_functions(folder):
    model = load()
    nodes = list(model.graph.node)
    kept = outputs_of(model)
    heads = next(a.i for node in nodes for a in node.attribute if a.name == "num_heads")
    result = []
    for layer in range(2):
        inside = [node for node in nodes if node.name.startswith(f"/model/layers.{layer}/")]
        attention = [node for node in inside if "/attn/" in node.name]
        used = lambda names: {value for node in nodes if node not in names for value in node.input} | kept
        call = as_function(model, f"Attention{layer}", attention, used(attention), heads)
        around = [call if node is attention[0] else node for node in inside if node is attention[0] or node not in attention]
        result.append((inside, as_function(model, f"Layer{layer}", around, used(inside), heads)))
    listed = []
    for node in nodes:
        owner = next((pair for pair in result if node in pair[0]), None)
        if owner is None:
            listed.append(node)
        elif owner[1] not in listed:
            listed.append(owner[1])
    del model.graph.node[:]
    model.graph.node.extend(listed)
    model.opset_import.append(helper.make_opsetid(DOMAIN, 1))
    del model.graph.value_info[:]
    save(model, folder / "model.onnx")
    for name in ("config.json", "genai_config.json", "tokenizer.json", "tokenizer_config.json"):
        shutil.copy(WHOLE / name, folder / name)
    assert np.array_equal(logits(WHOLE / "model.onnx"), logits(folder / "model.onnx"))


def logits(path):
    session = ort.InferenceSession(path, providers=["CPUExecutionProvider"])
    feeds = {"input_ids": np.array([[5, 9, 17]]), "attention_mask": np.ones((1, 3), np.int64)}
    for value in session.get_inputs():
        if value.name.startswith("past"):
            feeds[value.name] = np.zeros((1, value.shape[1], 0, 16), np.float32)
    return session.run(["logits"], feeds)[0]


def main():
    shutil.rmtree(OUT, ignore_errors=True)
    make_pair(OUT / "pair")
    make_functions(OUT / "functions")


main()
