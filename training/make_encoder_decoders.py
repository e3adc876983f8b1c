"""Makes test/fixtures/encoderDecoders/<architecture>-<form>/: encoder-decoders as folders of the Hub, with what PyTorch computes of them.

Random weights, fixed seeds, real export paths. reference.json has pairs of texts and what is read of them; reference.npz, of each pair i,
`i.encoder.attention.<layer>` [heads, source, source], `i.decoder.attention.<layer>` [heads, target, target] and `i.cross.attention.<layer>`
[heads, target, source] of eager attention. `generated` are the ids that greedy search of `transformers` writes for the source. Of files in few bits the maps are those of the files themselves, their
weights made outputs and run by ONNX Runtime in Python; `generated` is empty for them, and for 16 bits.

    OPTIMUM_PYTHON=... python training/make_encoder_decoders.py             # all
    OPTIMUM_PYTHON=... python training/make_encoder_decoders.py t5-dynamo   # some
    python training/make_encoder_decoders.py --references                   # the graphs stay
    OPTIMUM_PYTHON=... python training/make_encoder_decoders.py --all OUT   # every architecture x form, into OUT/<architecture>/<form>/, for docs/models.md

Packages: requirements.txt. Optimum wants an older transformers: OPTIMUM_PYTHON names the python of an environment with optimum-onnx.
"""

import functools
import io
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import warnings
import zipfile

import numpy as np
import onnx
import torch
import transformers as hf
from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers
from transformers.modeling_outputs import BaseModelOutput

from tiny import derived
from tiny.exporters import strip
from tiny.tokenizers_of import byte_level

OUT = pathlib.Path(__file__).resolve().parent.parent / "test" / "fixtures" / "encoderDecoders"
PAIRS = [
    ("The cat sat on the mat.", "Le chat est assis."),
    ("red 🙂 cats", "chats rouges"),
]
# What the vocabularies are made of besides.
MORE = [
    "translate English to French: summarize:", "The black dogs sat under the green table because they were tired.", "red blue green cats and dogs",
    "Les chiens noirs dormaient sous la table verte.", "Le chat est assis sur le tapis. Les chats rouges et bleus.",
]
LENGTH = 12  # tokens that are generated
NAMES = {"encoder": "encoder_model", "decoder": "decoder_model"}


def unigram(special, frame, more=()):
    """SentencePiece's kind. @param special tokens in the order of their ids @param more tokens behind all others"""
    result = Tokenizer(models.Unigram())
    result.normalizer = normalizers.NFKC()
    result.pre_tokenizer = pre_tokenizers.Metaspace()
    result.decoder = decoders.Metaspace()
    trainer = trainers.UnigramTrainer(vocab_size=110, special_tokens=list(special), unk_token="<unk>", show_progress=False)
    result.train_from_iterator([*MORE, *(text for pair in PAIRS for text in pair)] * 20, trainer)
    if more:
        result.add_special_tokens(list(more))
    ids = [(token, result.token_to_id(token)) for token in frame.split() if token != "$A"]
    result.post_processor = processors.TemplateProcessing(single=frame, pair=f"{frame} $B", special_tokens=ids)
    return result


TOKENIZERS = {
    "t5": functools.cache(lambda: unigram(["<pad>", "</s>", "<unk>"], "$A </s>")),
    "bart": functools.cache(lambda: byte_level("<s>", "</s>")),
    "marian": functools.cache(lambda: unigram(["</s>", "<unk>"], "$A </s>", ["<pad>"])),
    "mbart": functools.cache(lambda: unigram(["<s>", "<pad>", "</s>", "<unk>"], "$A </s> en_XX", ["en_XX", "fr_XX", "<mask>"])),
}


def bart_like(name, **more):
    tokenizer = TOKENIZERS[name]()
    ids = {key: tokenizer.token_to_id(token) for key, token in (("bos", "<s>"), ("pad", "<pad>"), ("eos", "</s>"))}
    return {
        **dict(
            d_model=16, encoder_layers=1, decoder_layers=2, encoder_attention_heads=4, decoder_attention_heads=4, encoder_ffn_dim=24,
            decoder_ffn_dim=24, max_position_embeddings=64, vocab_size=tokenizer.get_vocab_size(), pad_token_id=ids["pad"], eos_token_id=ids["eos"],
            forced_eos_token_id=None,
        ),
        **({"bos_token_id": ids["bos"]} if ids["bos"] is not None else {}),
        **more,
    }


def t5_config():
    return hf.T5Config(
        d_model=16, d_kv=4, d_ff=24, num_layers=1, num_decoder_layers=2, num_heads=4, feed_forward_proj="gated-gelu", vocab_size=TOKENIZERS["t5"]().get_vocab_size(),
        relative_attention_num_buckets=8, relative_attention_max_distance=16, decoder_start_token_id=0,
        task_specific_params={"translation_en_to_fr": {"prefix": "translate English to French: "}, "summarization": {"prefix": "summarize: ", "max_length": 20}},
    )


MODELS = {
    "t5": (hf.T5ForConditionalGeneration, t5_config),
    "bart": (hf.BartForConditionalGeneration, lambda: hf.BartConfig(**bart_like("bart", decoder_start_token_id=2))),
    "marian": (
        hf.MarianMTModel,
        lambda: hf.MarianConfig(
            **bart_like("marian", scale_embedding=True, activation_function="swish"),
            decoder_start_token_id=TOKENIZERS["marian"]().token_to_id("<pad>"), bad_words_ids=[[TOKENIZERS["marian"]().token_to_id("<pad>")]],
        ),
    ),
    "mbart": (
        hf.MBartForConditionalGeneration,
        lambda: hf.MBartConfig(**bart_like("mbart", decoder_attention_heads=2), decoder_start_token_id=2),
    ),
}
LANGUAGE = "fr_XX"


@functools.cache
def build(name, attention="eager"):
    kind, config = MODELS[name]
    settings = config()
    settings._attn_implementation = attention
    torch.manual_seed(5)
    model = kind(settings)
    generator = torch.Generator().manual_seed(5)
    for key, parameter in model.named_parameters():
        noise = torch.randn(parameter.shape, generator=generator)
        if not parameter.requires_grad or "sinusoid" in key or (name == "marian" and "embed_positions" in key):
            continue  # sinusoids are given, not learned
        if re.search(r"(\.q|\.k|q_proj|k_proj)\.weight$", key):
            parameter.data = 0.6 * noise
        elif "relative_attention_bias" in key:
            parameter.data = noise
        elif re.search(r"norm\w*\.weight$", key, re.IGNORECASE):
            parameter.data = 1 + 0.1 * noise
        elif re.search(r"(embed|shared)", key) and parameter.dim() == 2:
            parameter.data = 0.5 * noise
        else:
            parameter.data = (0.1 if parameter.dim() == 1 else 0.3) * noise
    if hasattr(model, "final_logits_bias"):
        model.final_logits_bias = 0.1 * torch.randn(model.final_logits_bias.shape, generator=generator)
    if name == "bart":
        model.generation_config.forced_bos_token_id = 0
    return model.eval()


class Encoder(torch.nn.Module):
    def __init__(self, model):
        super().__init__()
        self.encoder = model.get_encoder()

    def forward(self, input_ids, attention_mask):
        return self.encoder(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state


class Decoder(torch.nn.Module):
    """Without a cache, or with the past of the text that is written: keys and values of the source are computed anew."""

    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, input_ids, encoder_attention_mask, encoder_hidden_states, *past):
        cache = None
        if past:
            cache = hf.EncoderDecoderCache(hf.DynamicCache(list(zip(past[::2], past[1::2]))), hf.DynamicCache())
        output = self.model(
            decoder_input_ids=input_ids, attention_mask=encoder_attention_mask, encoder_outputs=BaseModelOutput(encoder_hidden_states),
            past_key_values=cache, use_cache=cache is not None,
        )
        if cache is None:
            return output.logits
        return output.logits, *(part for layer in output.past_key_values.self_attention_cache.layers for part in (layer.keys, layer.values))


def write_graph(module, path, arguments, axes, outputs, how, opset):
    path.parent.mkdir(parents=True, exist_ok=True)
    names = list(arguments)
    with warnings.catch_warnings(), torch.no_grad():
        warnings.simplefilter("ignore")
        if how == "torchscript":
            torch.onnx.export(
                module.eval(), tuple(arguments.values()), path, input_names=names, output_names=outputs, dynamic_axes=axes, opset_version=opset, dynamo=False
            )
        else:
            shapes = {name: {axis: torch.export.Dim.DYNAMIC for axis in axes[name]} for name in names}
            torch.onnx.export(
                module.eval(), tuple(arguments.values()), path, input_names=names, output_names=outputs, dynamic_shapes=tuple(shapes.values()), dynamo=True,
                opset_version=opset, external_data=False, verbose=False,
            )
    onnx.save(strip(onnx.load(path)), path)


def torch_form(how, opset, attention="eager", past=0):
    def make(name, folder):
        model = build(name, attention)
        random = torch.Generator().manual_seed(1)
        source, target = (torch.randint(5, 90, (2, length), generator=random) for length in (7, 5))
        mask = torch.ones_like(source)
        mask[1, 5:] = 0
        axes = {"input_ids": {0: "batch", 1: "source"}, "attention_mask": {0: "batch", 1: "source"}}
        path = folder / "onnx" / "encoder_model.onnx"
        write_graph(Encoder(model), path, {"input_ids": source, "attention_mask": mask}, axes, ["last_hidden_state"], how, opset)
        states = torch.randn(2, 7, model.config.d_model, generator=random)
        arguments = {"input_ids": target, "encoder_attention_mask": mask, "encoder_hidden_states": states}
        axes = {
            "input_ids": {0: "batch", 1: "target"}, "encoder_attention_mask": {0: "batch", 1: "source"}, "encoder_hidden_states": {0: "batch", 1: "source"},
        }
        outputs = ["logits"]
        if past:
            config = model.config  # T5 has other names
            layers, heads = getattr(config, "decoder_layers", None) or config.num_decoder_layers, getattr(config, "decoder_attention_heads", None) or config.num_heads
            for layer in range(layers):
                for part in ("key", "value"):
                    key = f"past_key_values.{layer}.{part}"
                    arguments[key] = torch.randn(2, heads, past, model.config.d_model // heads, generator=random)
                    axes[key] = {0: "batch", 2: "past"}
                    outputs.append(f"present.{layer}.{part}")
        write_graph(Decoder(model), folder / "onnx" / "decoder_model.onnx", arguments, axes, outputs, how, opset)

    return make


@functools.cache
def optimum(name):
    """Where `optimum-cli export onnx --task text2text-generation-with-past` has written all of its graphs."""
    folder = pathlib.Path(tempfile.mkdtemp(prefix="encoder-decoder-"))
    write_settings(name, folder / "source")
    build(name).save_pretrained(folder / "source")
    worker = pathlib.Path(__file__).parent / "tiny" / "optimum_worker.py"
    job = json.dumps([str(folder / "source"), "text2text-generation-with-past", str(folder / "out")]) + "\n"
    command = [os.environ.get("OPTIMUM_PYTHON", sys.executable), str(worker)]
    said = subprocess.run(command, input=job, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, check=True).stdout
    answer = json.loads(next(line for line in said.splitlines() if line.startswith("answer ")).removeprefix("answer "))
    if "error" in answer:
        raise RuntimeError(answer["error"])
    return folder / "out"


def optimum_form(decoder):
    def make(name, folder):
        (folder / "onnx").mkdir(parents=True)
        for graph in ("encoder_model", decoder):
            onnx.save(strip(onnx.load(optimum(name) / f"{graph}.onnx")), folder / "onnx" / f"{graph}.onnx")

    return make


def changed(change, suffix=""):
    """Optimum's graphs, each changed: `change(source, target, name, part)`."""

    def make(name, folder):
        (folder / "onnx").mkdir(parents=True)
        for part, graph in NAMES.items():
            change(optimum(name) / f"{graph}.onnx", folder / "onnx" / f"{graph}{suffix}.onnx", name, part)

    return make


def fused(name, folder):
    """
    MultiHeadAttention of ONNX Runtime in the place of all attention, masks as a bias on the scores. (Its optimizer finds none in these graphs, or leaves
    out the mask of the decoder.)
    """
    if name == "t5":
        raise RuntimeError("T5 adds a position bias of its own to the scores, which this form does not carry")
    from transformers.masking_utils import ALL_MASK_ATTENTION_FUNCTIONS, eager_mask
    from transformers.modeling_utils import ALL_ATTENTION_FUNCTIONS

    def attend(module, query, key, value, attention_mask, scaling=None, **_):
        batch, heads, tokens, size = query.shape
        flat = [part.transpose(1, 2).reshape(batch, part.shape[2], heads * size) for part in (query, key, value)]
        mixed = torch.onnx.ops.symbolic(
            "com.microsoft::MultiHeadAttention", [*flat, None, None, attention_mask], {"num_heads": heads, "scale": float(scaling)},
            dtype=query.dtype, shape=flat[0].shape, version=1,
        )
        return mixed.reshape(batch, tokens, heads, size), None

    ALL_ATTENTION_FUNCTIONS.register("fused", attend)
    ALL_MASK_ATTENTION_FUNCTIONS.register("fused", eager_mask)
    torch_form("dynamo", 20, "fused")(name, folder)
    for graph in NAMES.values():
        assert "com.microsoft:MultiHeadAttention" in derived.operators(folder / "onnx" / f"{graph}.onnx")


def optimised(kind=None):
    """onnxruntime.transformers.optimizer over `torchscript`. @param kind whose patterns are looked for; None: its own"""

    def make(name, folder):
        from onnxruntime.transformers.optimizer import optimize_model

        torch_form("torchscript", 17)(name, folder)
        config = build(name).config
        for part, graph in NAMES.items():
            path = folder / "onnx" / f"{graph}.onnx"
            heads = getattr(config, f"{part}_attention_heads", None) or config.num_heads
            own = "t5" if name == "t5" else "bart"
            optimize_model(str(path), kind or own, num_heads=heads, hidden_size=config.d_model, opt_level=0).save_model_to_file(str(path))

    return make


FORMS = {
    "optimum": optimum_form("decoder_model"),
    "merged": optimum_form("decoder_model_merged"),
    "torchscript": torch_form("torchscript", 17),
    "past": torch_form("torchscript", 17, past=3),
    "dynamo": torch_form("dynamo", 20, "sdpa"),
    "dynamo-23": torch_form("dynamo", 23, "sdpa"),
    "fused": fused,
    "int8": changed(lambda source, target, name, part: derived.eight_bits(source, target), "_quantized"),
    "fp16": changed(lambda source, target, name, part: derived.half(source, target), "_fp16"),
    "ort-fused": optimised(),
    "ort-fused-bert": optimised("bert"),
}
WANTED = [
    "t5-optimum", "t5-dynamo", "bart-merged", "bart-past", "bart-fused", "bart-int8", "bart-dynamo-23", "marian-merged", "mbart-dynamo",
]  # fmt: skip


def write_settings(name, folder):
    folder.mkdir(parents=True, exist_ok=True)
    tokenizer = TOKENIZERS[name]()
    with tempfile.TemporaryDirectory() as source:
        build(name).config.save_pretrained(source)
        config = json.loads((pathlib.Path(source) / "config.json").read_text())
    for key in ("transformers_version", "dtype"):
        config.pop(key, None)
    (folder / "config.json").write_text(json.dumps({**config, "architectures": [MODELS[name][0].__name__]}, indent=1) + "\n")
    tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
    written = {key: value for key, value in build(name).generation_config.to_diff_dict().items() if key not in ("transformers_version", "_from_model_config")}
    (folder / "generation_config.json").write_text(json.dumps(written, indent=1) + "\n")


def own_maps(folder, source_ids, target_ids):
    """What the files themselves compute: the results of their Softmax nodes."""
    import onnxruntime as ort

    def run(part, feeds):
        model = onnx.load(next((folder / "onnx").glob(f"{part}_model*.onnx")))
        names = [node.output[0] for node in model.graph.node if node.op_type == "Softmax"]
        for name in names:
            model.graph.output.append(onnx.ValueInfoProto(name=name))
        session = ort.InferenceSession(model.SerializeToString(), derived.quiet())
        wanted = {value.name for value in session.get_inputs()}
        first, *maps = session.run([model.graph.output[0].name, *names], {key: value for key, value in feeds.items() if key in wanted})
        return first, maps

    ids, mask = np.array([source_ids], np.int64), np.ones((1, len(source_ids)), np.int64)
    states, encoder = run("encoder", {"input_ids": ids, "attention_mask": mask})
    target = np.array([target_ids], np.int64)
    _, decoder = run("decoder", {"input_ids": target, "encoder_attention_mask": mask, "encoder_hidden_states": states})
    shaped = lambda maps, rows, columns: [torch.from_numpy(map.reshape(1, -1, rows, columns)) for map in maps]
    (n, m) = (len(source_ids), len(target_ids))
    return {"encoder": shaped(encoder, n, n), "decoder": shaped(decoder[::2], m, m), "cross": shaped(decoder[1::2], m, n)}


def reference(name, form, folder):
    model, tokenizer = build(name), TOKENIZERS[name]()
    start = model.generation_config.decoder_start_token_id
    language = tokenizer.token_to_id(LANGUAGE) if name == "mbart" else None
    forced = language if language is not None else model.generation_config.forced_bos_token_id
    pairs = []
    with zipfile.ZipFile(folder / "reference.npz", "w") as archive:  # not by NumPy, which writes the time and sizes of 64 bits
        for i, (source, target) in enumerate(PAIRS):
            source_ids = tokenizer.encode(source).ids
            target_ids = [start, *([] if forced is None else [forced]), *tokenizer.encode(target, add_special_tokens=False).ids]
            ids = torch.tensor([source_ids])
            with torch.no_grad():
                output = model(input_ids=ids, attention_mask=torch.ones_like(ids), decoder_input_ids=torch.tensor([target_ids]), output_attentions=True, use_cache=False)
                generated = model.generate(
                    ids, attention_mask=torch.ones_like(ids), num_beams=1, do_sample=False, max_new_tokens=LENGTH, use_cache=False, **({} if forced is None else {"forced_bos_token_id": forced})
                )
            maps = own_maps(folder, source_ids, target_ids) if form == "int8" else {"encoder": output.encoder_attentions, "decoder": output.decoder_attentions, "cross": output.cross_attentions}
            for kind, layers in maps.items():
                for layer, values in enumerate(layers):
                    content = io.BytesIO()
                    np.lib.format.write_array(content, np.ascontiguousarray(values[0].float().numpy()))
                    archive.writestr(zipfile.ZipInfo(f"{i}.{kind}.attention.{layer}.npy"), content.getvalue())
            pairs.append({"source": source, "target": target, "sourceIds": source_ids, "targetIds": target_ids, "generated": [] if form in ("int8", "fp16") else generated[0].tolist()})
    counts = {kind: [map.shape[1] for map in layers] for kind, layers in maps.items()}
    known = {**({"kind": "encoder-decoder"} if folder.parent != OUT else {}), "heads": counts, "length": LENGTH, **({"language": LANGUAGE} if language is not None else {}), "pairs": pairs}
    (folder / "reference.json").write_text(json.dumps(known, ensure_ascii=False) + "\n")


def everything(out, *wanted):
    """Keeps a line for each form that could not be made, with the exporter's words. @param wanted some, as t5/optimum; none: all"""
    MODELS["mbart"] = (MODELS["mbart"][0], lambda: hf.MBartConfig(**bart_like("mbart"), decoder_start_token_id=2))  # Optimum takes the heads of both for as many
    for name in MODELS:
        known = pathlib.Path(out) / name / "NOT-MADE.json"
        failed = json.loads(known.read_text()) if known.exists() else {}
        for form, make in FORMS.items():
            if wanted and f"{name}/{form}" not in wanted:
                continue
            failed.pop(form, None)
            folder = pathlib.Path(out).resolve() / name / form
            shutil.rmtree(folder, ignore_errors=True)
            try:
                make(name, folder)
                write_settings(name, folder)
                reference(name, form, folder)
                print(f"{name}/{form}: made", flush=True)
            except Exception as error:
                shutil.rmtree(folder, ignore_errors=True)
                failed[form] = (str(error).strip().splitlines() or [type(error).__name__])[-1][:300]
                print(f"{name}/{form}: not made: {failed[form]}", flush=True)
        known.write_text(json.dumps(failed, indent=1, ensure_ascii=False) + "\n")


def main(*wanted):
    warnings.filterwarnings("ignore")
    if wanted[:1] == ("--all",):
        return everything(*wanted[1:])
    only_references = "--references" in wanted
    for key in [key for key in wanted if not key.startswith("--")] or WANTED:
        name, form = key.split("-", 1)
        folder = OUT / key
        if not only_references:
            shutil.rmtree(folder, ignore_errors=True)
            FORMS[form](name, folder)
        write_settings(name, folder)
        reference(name, form, folder)
        print(f"{key}: {sum(path.stat().st_size for path in folder.rglob('*') if path.is_file()) / 1000:.0f} kB", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
