"""Makes test/fixtures/together/: models that are put together before they are read.

pair        test/fixtures/matrix/smollm2/genai-int4 in the two files that transformers.js reads: embed_tokens makes vectors of ids, decoder_model_merged
            reads those. Both have a copy of the table, under one name, as files of real exports have names in common.
functions   the same with what each of its layers does in a model function, and its attention in one that this calls. How many heads it has is handed down
            by both; how many key-value heads, the inner one has a default for.

qwen2-vl    a text model of Qwen2-VL's kind (random weights): its positions are three numbers a token.
gemma-3n    one of Gemma 3n's kind: a second table for each layer, keys and values that the last layers take over from earlier ones.

The last two have in reference.json what PyTorch's eager attention computes for IDS: maps of each layer [heads, tokens, tokens] and hidden states, of
Qwen2-VL alone, since Gemma 3n has several streams.

    venv/bin/python training/make_put_together.py
"""

import json
import pathlib
import shutil
import warnings

import numpy as np
import onnx
import onnxruntime as ort
import torch
from onnx import helper
from transformers import Gemma3nTextConfig, Qwen2VLTextConfig
from transformers.models.gemma3n.modeling_gemma3n import Gemma3nTextModel
from transformers.models.qwen2_vl.modeling_qwen2_vl import Qwen2VLTextModel

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


IDS = [5, 9, 17, 30, 2, 8, 44]
SIZES = dict(hidden_size=16, num_attention_heads=2, num_key_value_heads=1, head_dim=8, intermediate_size=24, vocab_size=300, max_position_embeddings=128)
# Numbers of tokens are left open.
BATCH, TOKENS = torch.export.Dim("batch", min=1, max=16), torch.export.Dim("tokens", min=2, max=64)


def randomised(kind, config):
    config._attn_implementation = "eager"
    torch.manual_seed(0)
    model = kind(config).eval()
    for name, parameter in model.named_parameters():
        parameter.data = torch.randn_like(parameter) * (0.4 if parameter.dim() == 2 else 0.1) + ("norm" in name)
    return model


class Calls(torch.nn.Module):
    """A function of a model as a module."""

    def __init__(self, model, function):
        super().__init__()
        self.model, self.function = model, function

    def forward(self, *inputs):
        return self.function(self.model, *inputs)


def export(module, path, inputs, outputs):
    """@param inputs by name: an example, and its axis of texts, behind which its axis of tokens is"""
    path.parent.mkdir(parents=True, exist_ok=True)
    shapes = (tuple({axis: BATCH, axis + 1: TOKENS} for _, axis in inputs.values()),)
    examples = tuple(value for value, _ in inputs.values())
    torch.onnx.export(
        module, examples, path, input_names=[*inputs], output_names=outputs, dynamic_shapes=shapes, dynamo=True, opset_version=18, external_data=False
    )
    model = onnx.load(path)
    for part in [model, model.graph, *model.graph.node, *model.graph.value_info, *model.graph.input, *model.graph.output]:
        del part.metadata_props[:]
        part.doc_string = ""
    del model.graph.value_info[:]
    onnx.save(model, path)


def export_pair(folder, model, embed, names, more, decode):
    """embed_tokens, which gives values of these names, and a decoder that is fed them and more."""
    ids = torch.randint(5, 290, (2, 7))
    embeds = embed(model, ids)
    values = dict(zip(names, embeds))
    export(Calls(model, embed), folder / "onnx" / "embed_tokens.onnx", {"input_ids": (ids, 0)}, names)
    inputs = {**{name: (value, 0) for name, value in values.items()}, "attention_mask": (torch.ones_like(ids), 0), **more}
    export(Calls(model, decode), folder / "onnx" / "decoder_model_merged.onnx", inputs, ["last_hidden_state"])
    shutil.copy(WHOLE / "tokenizer.json", folder / "tokenizer.json")


def note(folder, model, hidden):
    result = model(input_ids=torch.tensor([IDS]), output_attentions=True, output_hidden_states=True, use_cache=False)
    rounded = lambda values: [[float(f"{x:.8g}") for x in value.flatten().tolist()] for value in values]
    reference = {"ids": IDS, "maps": rounded(result.attentions), "hidden": rounded(result.hidden_states) if hidden else []}
    (folder / "reference.json").write_text(json.dumps(reference) + "\n")


def make_qwen2_vl(folder):
    rotary = {"rope_type": "default", "rope_theta": 10000.0, "mrope_section": [1, 1, 2]}
    sizes = {key: value for key, value in SIZES.items() if key != "head_dim"}
    model = randomised(Qwen2VLTextModel, Qwen2VLTextConfig(**sizes, num_hidden_layers=2, rope_parameters=rotary, use_sliding_window=False))
    positions = torch.arange(7).expand(3, 2, 7).contiguous()
    decode = lambda model, embeds, mask, positions: model(
        inputs_embeds=embeds, attention_mask=mask, position_ids=positions, use_cache=False
    ).last_hidden_state
    export_pair(folder, model, lambda model, ids: (model.embed_tokens(ids),), ["inputs_embeds"], {"position_ids": (positions, 1)}, decode)
    note(folder, model, True)


def make_gemma_3n(folder):
    layers = ["sliding_attention", "full_attention", "sliding_attention"]
    sizes = dict(vocab_size_per_layer_input=300, hidden_size_per_layer_input=4, laurel_rank=4, altup_num_inputs=2, sliding_window=4)
    shared = dict(num_hidden_layers=3, layer_types=layers, num_kv_shared_layers=1, activation_sparsity_pattern=[0.0] * 3, bos_token_id=2, eos_token_id=1)
    model = randomised(Gemma3nTextModel, Gemma3nTextConfig(**SIZES, **sizes, **shared))
    positions = torch.arange(7).expand(2, 7).contiguous()
    decode = lambda model, embeds, per_layer, mask, positions: model(
        inputs_embeds=embeds, per_layer_inputs=per_layer, attention_mask=mask, position_ids=positions, use_cache=False
    ).last_hidden_state
    embed = lambda model, ids: (model.embed_tokens(ids), model.get_per_layer_inputs(ids))
    export_pair(folder, model, embed, ["inputs_embeds", "per_layer_inputs"], {"position_ids": (positions, 0)}, decode)
    note(folder, model, False)


def main():
    warnings.filterwarnings("ignore")
    shutil.rmtree(OUT, ignore_errors=True)
    make_pair(OUT / "pair")
    make_functions(OUT / "functions")
    make_qwen2_vl(OUT / "qwen2-vl")
    make_gemma_3n(OUT / "gemma-3n")


main()
