"""Makes the small models that the tests read: test/fixtures/models/<name>/.

Random weights, fixed seeds, real export paths. Each folder looks like a model folder of the Hugging Face Hub
(config.json, tokenizer.json, onnx/model.onnx). Encoders also get reference.json and reference.bin with what PyTorch's eager
attention computes for two texts. Run it again only to change the models; their references are committed with them.

    python3 -m venv venv
    venv/bin/pip install torch transformers onnx onnxscript tokenizers numpy
    venv/bin/python training/make_tiny_models.py            # all models
    venv/bin/python training/make_tiny_models.py bert-sdpa  # some of them

Layout of reference.bin (little-endian float32), for each text of reference.json at its `offset` (in floats):
attention [layers, heads, tokens, tokens], then hidden states [layers + 1, tokens, width].
"""

import json
import pathlib
import re
import sys
import warnings

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, processors
from transformers import (
    BartConfig,
    BartModel,
    BertConfig,
    BertForSequenceClassification,
    BertModel,
    DistilBertConfig,
    DistilBertModel,
    ElectraConfig,
    ElectraModel,
    GPT2Config,
    GPT2Model,
    ModernBertConfig,
    ModernBertModel,
    MPNetConfig,
    MPNetModel,
    RobertaConfig,
    RobertaModel,
    RoFormerConfig,
    RoFormerModel,
    T5Config,
    T5EncoderModel,
)

ROOT = pathlib.Path(__file__).resolve().parent.parent / "test" / "fixtures" / "models"
TEXTS = ["The cat sat on the mat because it was tired.", "Alice gave Bob a book, and he reads it in France!"]
WORDS = """the a an and or but of to in on at by for with from because it he she they we you i was is are be had has have not no this that
cat cats dog mat sat sit ran run tired hungry big small red old new good bad book books read reads gave give took bank river money word
words alice bob france paris summer last visit visited food wonderful credit lend refused learn wanted time day year man woman king queen
""".split()
PIECES = "##s ##ed ##ing ##er ##est ##ly ##tion ##ness ##able ##ful".split()
BLOCK_SIZE = 16  # values of one row or column that share a scale in the 8-bit model


def vocabulary():
    """About 200 entries: special tokens, single characters, common words, endings."""
    letters = [chr(c) for c in range(ord("a"), ord("z") + 1)]
    digits = [str(d) for d in range(10)]
    entries = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *".,;:!?'\"()-_/", *digits, *letters]
    entries += [f"##{c}" for c in [*digits, *letters]] + [w for w in WORDS if len(w) > 1] + PIECES
    return {entry: i for i, entry in enumerate(dict.fromkeys(entries))}


def tokenizer():
    """An uncased WordPiece tokenizer of BERT's kind."""
    vocab = vocabulary()
    result = Tokenizer(models.WordPiece(vocab, unk_token="[UNK]"))
    result.add_special_tokens(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"])
    result.normalizer = normalizers.BertNormalizer(lowercase=True)
    result.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    result.post_processor = processors.TemplateProcessing(
        single="[CLS]:0 $A:0 [SEP]:0",
        pair="[CLS]:0 $A:0 [SEP]:0 $B:1 [SEP]:1",
        special_tokens=[("[CLS]", vocab["[CLS]"]), ("[SEP]", vocab["[SEP]"])],
    )
    result.decoder = decoders.WordPiece(prefix="##")
    return result


TOKENIZER = tokenizer()
VOCABULARY_SIZE = TOKENIZER.get_vocab_size()
BERT = dict(hidden_size=32, num_hidden_layers=3, num_attention_heads=4, intermediate_size=64, max_position_embeddings=64, vocab_size=VOCABULARY_SIZE)


def randomise(model, seed):
    """Draws all weights anew. Queries and keys get large ones: with the usual initialisation all maps would look uniform."""
    generator = torch.Generator().manual_seed(seed)
    for name, parameter in model.named_parameters():
        noise = torch.randn(parameter.shape, generator=generator)
        if not parameter.requires_grad:
            continue  # sinusoids are given, not learned
        if re.search(r"(query|key|q_lin|k_lin|q_proj|k_proj|c_attn|attn\.[qk]|attn\.Wqkv|SelfAttention\.[qk])\.weight", name):
            parameter.data = 0.25 * noise
        elif re.search(r"embeddings?\.", name) and parameter.dim() == 2:
            parameter.data = 0.5 * noise
        elif name.endswith("embeddings_project.weight"):
            parameter.data = 0.3 * noise
        elif re.search(r"(norm|ln_.)\w*\.weight", name, re.IGNORECASE):
            parameter.data = 1 + 0.1 * noise
        else:
            parameter.data = (0.1 if parameter.dim() == 1 else 0.15) * noise
    return model.eval()


class Encoder(torch.nn.Module):
    """The model with tensors in and one tensor out, as exporters want it."""

    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, input_ids, attention_mask, token_type_ids=None):
        extra = {} if token_type_ids is None else {"token_type_ids": token_type_ids}
        output = self.model(input_ids=input_ids, attention_mask=attention_mask, **extra)
        logits = getattr(output, "logits", None)
        return output.last_hidden_state if logits is None else torch.softmax(logits, dim=-1)


def example_inputs(count):
    ids = torch.randint(5, VOCABULARY_SIZE, (2, 7), generator=torch.Generator().manual_seed(1))
    mask = torch.ones_like(ids)
    mask[1, 5:] = 0
    return (ids, mask, torch.zeros_like(ids))[:count], ["input_ids", "attention_mask", "token_type_ids"][:count]


def export(module, count, path, dynamo=False, opset=17, output="last_hidden_state"):
    module.eval()  # the exporter restores the mode it found, and references computed in training mode would have dropout in them
    arguments, names = example_inputs(count)
    path.parent.mkdir(parents=True, exist_ok=True)
    if dynamo:
        batch, tokens = torch.export.Dim("batch", min=1, max=64), torch.export.Dim("tokens", min=2, max=64)
        shapes = tuple({0: batch, 1: tokens} for _ in arguments)
        torch.onnx.export(
            module, arguments, path, input_names=names, output_names=[output], dynamic_shapes=shapes, dynamo=True, external_data=False
        )
    else:
        axes = {name: {0: "batch", 1: "tokens"} for name in names}
        torch.onnx.export(
            module, arguments, path, input_names=names, output_names=[output], dynamic_axes=axes, opset_version=opset, dynamo=False
        )
    return strip(onnx.load(path))


def strip(model):
    """Removes what exporters write about the machine they ran on: stack traces, paths, and shapes that can be inferred."""
    del model.metadata_props[:], model.graph.value_info[:]
    model.graph.doc_string = ""
    for part in [model.graph, *model.graph.node, *model.graph.input, *model.graph.output, *model.graph.initializer]:
        del part.metadata_props[:]
        part.doc_string = ""
    return model


def save(model, name):
    path = ROOT / name / "onnx" / "model.onnx"
    path.parent.mkdir(parents=True, exist_ok=True)
    onnx.save(model, path)
    TOKENIZER.save(str(ROOT / name / "tokenizer.json"))


def save_config(name, config, **changes):
    values = {**config.to_diff_dict(), **changes}
    for key in ("transformers_version", "_attn_implementation_autoset", "dtype"):
        values.pop(key, None)
    (ROOT / name).mkdir(parents=True, exist_ok=True)
    (ROOT / name / "config.json").write_text(json.dumps(values, indent=2) + "\n")


def save_reference(name, model, count):
    """What PyTorch's eager attention says for TEXTS."""
    model.set_attn_implementation("eager")
    texts, values, offset = [], [], 0
    for text in TEXTS:
        ids = TOKENIZER.encode(text).ids
        tensor = torch.tensor([ids])
        arguments = {"input_ids": tensor, "attention_mask": torch.ones_like(tensor)}
        if count == 3:
            arguments["token_type_ids"] = torch.zeros_like(tensor)
        with torch.no_grad():
            output = model(**arguments, output_attentions=True, output_hidden_states=True)
        attention = torch.cat(output.attentions).numpy()
        hidden = torch.cat(output.hidden_states).numpy()
        texts.append({"text": text, "ids": ids, "offset": offset, "attention": list(attention.shape), "hidden": list(hidden.shape)})
        values += [attention.ravel(), hidden.ravel()]
        offset += attention.size + hidden.size
    (ROOT / name / "reference.json").write_text(json.dumps({"texts": texts}, indent=1) + "\n")
    (ROOT / name / "reference.bin").write_bytes(np.concatenate(values).astype("<f4").tobytes())


def build(config, kind, seed, attention="eager"):
    config._attn_implementation = attention
    torch.manual_seed(seed)
    return randomise(kind(config), seed)


def encoder(name, config, kind, count, seed, attention="eager", **how):
    model = build(config, kind, seed, attention)
    save(export(Encoder(model), count, ROOT / name / "onnx" / "model.onnx", **how), name)
    save_config(name, config)
    save_reference(name, model, count)


def distilbert():
    return DistilBertConfig(dim=32, n_layers=3, n_heads=4, hidden_dim=64, max_position_embeddings=64, vocab_size=VOCABULARY_SIZE)


def electra():
    return ElectraConfig(**BERT, embedding_size=16)


def modernbert():
    """Rotary positions of two kinds: layer 0 attends to all tokens, the others to near ones, with frequencies of their own."""
    return ModernBertConfig(
        hidden_size=32,
        intermediate_size=48,
        num_hidden_layers=3,
        num_attention_heads=4,
        max_position_embeddings=64,
        vocab_size=VOCABULARY_SIZE,
        local_attention=8,
        pad_token_id=0,
        bos_token_id=2,
        cls_token_id=2,
        eos_token_id=3,
        sep_token_id=3,
    )


def mpnet():
    return MPNetConfig(**BERT, pad_token_id=0, bos_token_id=2, eos_token_id=3)


def t5():
    return T5Config(
        d_model=32,
        d_kv=8,
        d_ff=48,
        num_layers=3,
        num_heads=4,
        feed_forward_proj="gated-gelu",
        vocab_size=VOCABULARY_SIZE,
        pad_token_id=0,
        eos_token_id=3,
    )


def make_sinusoidal(name):
    """Positions from the formula, in a table like any other."""
    config = distilbert()
    config.sinusoidal_pos_embds = True
    formula = DistilBertModel(config).embeddings.position_embeddings.weight.data
    model = build(config, DistilBertModel, 20)
    model.embeddings.position_embeddings.weight.data = formula
    save(export(Encoder(model), 2, ROOT / name / "onnx" / "model.onnx", dynamo=True), name)
    save_config(name, config)
    save_reference(name, model, 2)


def make_external(name):
    """The weights beside the model, as exporters write large ones."""
    model = build(BertConfig(**BERT), BertModel, 8)
    exported = export(Encoder(model), 3, ROOT / name / "onnx" / "model.onnx", dynamo=True)
    path = ROOT / name / "onnx" / "model.onnx"
    path.unlink()
    path.with_name("model.onnx.data").unlink(missing_ok=True)
    onnx.save(exported, path, save_as_external_data=True, all_tensors_to_one_file=True, location="model.onnx.data", size_threshold=256)
    TOKENIZER.save(str(ROOT / name / "tokenizer.json"))
    save_config(name, model.config)
    save_reference(name, model, 3)


def make_classifier(name):
    config = BertConfig(**BERT, num_labels=3)
    model = build(config, BertForSequenceClassification, 9)
    save(export(Encoder(model), 3, ROOT / name / "onnx" / "model.onnx", output="probabilities"), name)
    save_config(name, config)
    save_reference(name, model, 3)


def quantise_rows(values):
    """Rounds to 8 bits with one scale per BLOCK_SIZE values of the last axis: (int8, float32 scales, the values they stand for)."""
    blocks = values.reshape(*values.shape[:-1], -1, BLOCK_SIZE)
    scales = np.maximum(np.abs(blocks).max(axis=-1), 1e-8).astype(np.float32) / np.float32(127)
    integers = np.clip(np.rint(blocks / scales[..., None]), -127, 127).astype(np.int8)
    restored = integers.astype(np.float32) * scales[..., None]
    return integers.reshape(values.shape), scales, restored.reshape(values.shape)


def make_blocks(name):
    """Weights in 8-bit blocks behind DequantizeLinear, tables read by Gather first: the form of the built-in model."""
    model = build(BertConfig(**BERT), BertModel, 10)
    for key, parameter in model.named_parameters():
        if parameter.dim() == 2:
            parameter.data = torch.from_numpy(quantise_rows(parameter.data.numpy())[2])
    exported = export(Encoder(model), 3, ROOT / name / "onnx" / "model.onnx", dynamo=True)
    graph = exported.graph
    gathers = {node.input[0]: node for node in graph.node if node.op_type == "Gather"}
    products = {node.input[1] for node in graph.node if node.op_type == "MatMul"}
    nodes = list(graph.node)
    for tensor in list(graph.initializer):
        values = numpy_helper.to_array(tensor)
        if values.ndim != 2 or (tensor.name not in gathers and tensor.name not in products):
            continue
        # PyTorch keeps a weight as [out, in] and the graph multiplies with its transpose: the blocks then run down the first axis.
        is_table = tensor.name in gathers
        integers, scales, _ = quantise_rows(values if is_table else np.ascontiguousarray(values.T))
        axis = 2 if is_table else 0
        graph.initializer.remove(tensor)
        stored = tensor.name + ".int8", tensor.name + ".scale"
        for key, part in zip(stored, (integers, scales) if is_table else (integers.T, scales.T)):
            graph.initializer.append(numpy_helper.from_array(np.ascontiguousarray(part), key))
        if is_table:
            gather = gathers[tensor.name]
            rows = [key + ".rows" for key in stored]
            position = nodes.index(gather)
            nodes[position : position + 1] = [
                helper.make_node("Gather", [stored[0], gather.input[1]], [rows[0]]),
                helper.make_node("Gather", [stored[1], gather.input[1]], [rows[1]]),
                helper.make_node("DequantizeLinear", rows, list(gather.output), axis=axis, block_size=BLOCK_SIZE),
            ]
        else:
            nodes.insert(0, helper.make_node("DequantizeLinear", list(stored), [tensor.name], axis=axis, block_size=BLOCK_SIZE))
    del graph.node[:]
    graph.node.extend(nodes)
    for entry in exported.opset_import:
        entry.version = 21
    onnx.checker.check_model(exported)
    save(exported, name)
    save_config(name, model.config)
    save_reference(name, model, 3)


def make_gpt2(name, dynamo):
    config = GPT2Config(n_embd=32, n_layer=2, n_head=4, n_positions=64, vocab_size=VOCABULARY_SIZE, bos_token_id=2, eos_token_id=3, use_cache=False)
    model = build(config, GPT2Model, 11)
    save(export(Encoder(model), 2, ROOT / name / "onnx" / "model.onnx", dynamo=dynamo), name)
    save_config(name, config)


def bart():
    return BartConfig(
        d_model=32,
        encoder_layers=2,
        decoder_layers=2,
        encoder_attention_heads=4,
        decoder_attention_heads=4,
        encoder_ffn_dim=64,
        decoder_ffn_dim=64,
        max_position_embeddings=64,
        vocab_size=VOCABULARY_SIZE,
        use_cache=False,
        pad_token_id=0,
        bos_token_id=2,
        eos_token_id=3,
        decoder_start_token_id=2,
        forced_eos_token_id=None,
    )


class CrossDecoder(torch.nn.Module):
    def __init__(self, model):
        super().__init__()
        self.decoder = model.decoder

    def forward(self, input_ids, encoder_hidden_states):
        return self.decoder(input_ids=input_ids, encoder_hidden_states=encoder_hidden_states).last_hidden_state


def make_bart_decoder(name):
    model = build(bart(), BartModel, 12)
    path = ROOT / name / "onnx" / "model.onnx"
    path.parent.mkdir(parents=True, exist_ok=True)
    ids = torch.tensor([[2, 20, 30, 40]])
    states = torch.randn(1, 6, 32, generator=torch.Generator().manual_seed(2))
    names = ["input_ids", "encoder_hidden_states"]
    axes = {key: {0: "batch", 1: key} for key in names}
    torch.onnx.export(
        CrossDecoder(model), (ids, states), path, input_names=names, output_names=["last_hidden_state"], dynamic_axes=axes, opset_version=17, dynamo=False
    )
    save(strip(onnx.load(path)), name)
    save_config(name, model.config)


class Builder:
    """Nodes and weights of a small graph written by hand."""

    def __init__(self, seed):
        self.nodes, self.weights, self.random = [], [], np.random.default_rng(seed)

    def weight(self, name, *shape):
        self.weights.append(numpy_helper.from_array((0.2 * self.random.standard_normal(shape)).astype(np.float32), name))
        return name

    def integers(self, name, values):
        self.weights.append(numpy_helper.from_array(np.array(values, dtype=np.int64), name))
        return name

    def node(self, operator, inputs, output, **attributes):
        self.nodes.append(helper.make_node(operator, inputs, [output], **attributes))
        return output

    def self_attention(self, x, prefix):
        """One layer of 4 heads on x [batch, tokens, 32], without masks."""
        split = self.integers(prefix + "split", [0, 0, 4, 8])
        parts = {}
        for part, order in (("q", [0, 2, 1, 3]), ("k", [0, 2, 3, 1]), ("v", [0, 2, 1, 3])):
            projected = self.node("MatMul", [x, self.weight(prefix + part + "w", 32, 32)], prefix + part + "p")
            shaped = self.node("Reshape", [projected, split], prefix + part + "s")
            parts[part] = self.node("Transpose", [shaped], prefix + part, perm=order)
        scores = self.node("MatMul", [parts["q"], parts["k"]], prefix + "scores")
        shares = self.node("Softmax", [scores], prefix + "shares", axis=-1)
        context = self.node("Transpose", [self.node("MatMul", [shares, parts["v"]], prefix + "mixed")], prefix + "context", perm=[0, 2, 1, 3])
        joined = self.node("Reshape", [context, self.integers(prefix + "join", [0, 0, 32])], prefix + "joined")
        return self.node("Add", [self.node("MatMul", [joined, self.weight(prefix + "ow", 32, 32)], prefix + "out"), x], prefix + "sum")

    def save(self, name, inputs, outputs, domains=()):
        graph = helper.make_graph(self.nodes, name, inputs, outputs, self.weights)
        opsets = [helper.make_opsetid("", 17), *(helper.make_opsetid(domain, 1) for domain in domains)]
        save(helper.make_model(graph, opset_imports=opsets, ir_version=8, producer_name="attention-lens-tests"), name)
        save_config(name, BertConfig(**BERT))


def ids_input():
    return helper.make_tensor_value_info("input_ids", TensorProto.INT64, ["batch", "tokens"])


def float_output(name, shape):
    return helper.make_tensor_value_info(name, TensorProto.FLOAT, shape)


def make_router(name):
    """Softmax as attention pooling and as a router of experts: shares, but no attention between tokens."""
    b = Builder(13)
    x = b.node("Gather", [b.weight("table", VOCABULARY_SIZE, 32), "input_ids"], "x")
    pooling = b.node("Softmax", [b.node("MatMul", [x, b.weight("pool", 32, 1)], "poolscores")], "poolshares", axis=1)
    pooled = b.node("MatMul", [b.node("Transpose", [pooling], "pooltransposed", perm=[0, 2, 1]), x], "pooled")
    routing = b.node("Softmax", [b.node("MatMul", [pooled, b.weight("router", 32, 32)], "routerscores")], "routershares", axis=-1)
    b.node("Mul", [b.node("MatMul", [pooled, b.weight("expert", 32, 32)], "expertout"), routing], "output")
    b.save(name, [ids_input()], [float_output("output", ["batch", 1, 32])])


def make_fused(name):
    """One layer as onnxruntime's optimiser writes it."""
    b = Builder(14)
    x = b.node("Gather", [b.weight("table", VOCABULARY_SIZE, 32), "input_ids"], "x")
    fused = b.node("Attention", [x, b.weight("packed", 32, 96), b.weight("bias", 96)], "context", domain="com.microsoft", num_heads=4)
    b.node("Add", [fused, x], "output")
    b.save(name, [ids_input()], [float_output("output", ["batch", "tokens", 32])], ["com.microsoft"])


def make_branches(name):
    """Attention inside both branches of an If, as merged decoders have it."""
    b = Builder(15)
    x = b.node("Gather", [b.weight("table", VOCABULARY_SIZE, 32), "input_ids"], "x")
    branches = {}
    for branch in ("then_branch", "else_branch"):
        inner = Builder(16)
        result = inner.self_attention(x, branch)
        branches[branch] = helper.make_graph(inner.nodes, branch, [], [float_output(result, ["batch", "tokens", 32])], inner.weights)
    b.node("If", ["flag"], "output", **branches)
    flag = helper.make_tensor_value_info("flag", TensorProto.BOOL, [])
    b.save(name, [ids_input(), flag], [float_output("output", ["batch", "tokens", 32])])


MODELS = {
    "bert-eager": lambda name: encoder(name, BertConfig(**BERT), BertModel, 3, 1),
    "bert-sdpa": lambda name: encoder(name, BertConfig(**BERT), BertModel, 3, 2, attention="sdpa"),
    "bert-dynamo": lambda name: encoder(name, BertConfig(**BERT), BertModel, 3, 3, dynamo=True),
    "bert-sdpa-dynamo": lambda name: encoder(name, BertConfig(**BERT), BertModel, 3, 17, attention="sdpa", dynamo=True),
    "bert-opset12": lambda name: encoder(name, BertConfig(**BERT), BertModel, 3, 18, opset=12),
    "bert-external": make_external,
    "bert-classifier": make_classifier,
    "bert-blocks": make_blocks,
    "distilbert": lambda name: encoder(name, distilbert(), DistilBertModel, 2, 4, attention="sdpa"),
    "distilbert-dynamo": lambda name: encoder(name, distilbert(), DistilBertModel, 2, 5, dynamo=True),
    "electra": lambda name: encoder(name, electra(), ElectraModel, 3, 6),
    "electra-dynamo": lambda name: encoder(name, electra(), ElectraModel, 3, 7, dynamo=True),
    "roberta": lambda name: encoder(name, RobertaConfig(**BERT, pad_token_id=1, bos_token_id=2, eos_token_id=3), RobertaModel, 2, 19),
    "distilbert-sinusoidal": make_sinusoidal,
    "roformer": lambda name: encoder(name, RoFormerConfig(**BERT), RoFormerModel, 3, 21, dynamo=True),
    "modernbert": lambda name: encoder(name, modernbert(), ModernBertModel, 2, 22, dynamo=True),
    "mpnet": lambda name: encoder(name, mpnet(), MPNetModel, 2, 23, dynamo=True),
    "t5": lambda name: encoder(name, t5(), T5EncoderModel, 2, 24, dynamo=True),
    "gpt2": lambda name: make_gpt2(name, dynamo=False),
    "gpt2-dynamo": lambda name: make_gpt2(name, dynamo=True),
    "bart-decoder": make_bart_decoder,
    "router": make_router,
    "fused": make_fused,
    "branches": make_branches,
}


def main():
    warnings.filterwarnings("ignore")
    for name in sys.argv[1:] or MODELS:
        MODELS[name](name)
        folder = ROOT / name
        print(f"{name}: {sum(path.stat().st_size for path in folder.rglob('*') if path.is_file()) / 1000:.0f} kB")


if __name__ == "__main__":
    main()
