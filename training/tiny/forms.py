"""The forms: how a folder is made from an architecture. Each writes into `folder` as it lies on the Hub."""

import atexit
import contextlib
import functools
import io
import json
import os
import pathlib
import runpy
import shutil
import subprocess
import sys
import tempfile
from unittest import mock

import numpy as np
import onnx

from . import derived, exporters, reference

GRAPH = "onnx/model.onnx"


def torch_form(how, opset, attention="eager", past=False, positions=False):
    def make(architecture, folder):
        exporters.export(architecture, folder / GRAPH, how, opset, attention, past, positions)

    return make


def genai(precision, provider="cpu"):
    """The builder of onnxruntime-genai, its command: GroupQueryAttention."""

    def make(architecture, folder):
        with tempfile.TemporaryDirectory() as source:
            write_source(architecture, source)
            arguments = ["builder", "-i", source, "-o", str(folder), "-p", precision, "-e", provider, "-c", f"{source}/cache"]
            with mock.patch.object(sys, "argv", arguments), contextlib.redirect_stdout(io.StringIO()):
                runpy.run_module("onnxruntime_genai.models.builder", run_name="__main__")

    return make


@functools.cache
def optimum_worker():
    """Optimum in a process of its own, since it wants an older transformers: OPTIMUM_PYTHON names a python that has it."""
    command = [os.environ.get("OPTIMUM_PYTHON", sys.executable), str(pathlib.Path(__file__).parent / "optimum_worker.py")]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)


def optimum(task):
    """What `optimum-cli export onnx` does."""

    def make(architecture, folder):
        worker = optimum_worker()
        with tempfile.TemporaryDirectory() as source:
            write_source(architecture, source)
            worker.stdin.write(json.dumps([source, task, str(folder)]) + "\n")
            worker.stdin.flush()
            for line in worker.stdout:
                if line.startswith("answer "):
                    answer = json.loads(line.removeprefix("answer "))
                    if "error" in answer:
                        raise RuntimeError(answer["error"])
                    return
        raise RuntimeError("Optimum ended")

    return make


def from_form(name, suffix, change):
    """`change(source, target, architecture)` of another form's graph; the file gets the Hub's suffix."""

    def make(architecture, folder):
        target = folder / f"onnx/model{suffix}.onnx"
        target.parent.mkdir(parents=True, exist_ok=True)
        change(exported(name, architecture), target, architecture)

    return make


@functools.cache
def exported(name, architecture):
    """A form's graph, exported once for all that are made from it."""
    folder = pathlib.Path(tempfile.mkdtemp(prefix="tiny-models-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    FORMS[name](architecture, folder)
    return next(folder.rglob("*.onnx"))


def calibrate(source, target, architecture):
    encodings = reference.encode(architecture)
    derived.quantise_dequantise(source, target, [feeds(encoding.ids, architecture.inputs) for encoding in encodings])


def feeds(ids, names):
    row = np.array([ids], np.int64)
    known = {"input_ids": row, "attention_mask": np.ones_like(row), "token_type_ids": np.zeros_like(row), "position_ids": np.arange(len(ids))[None]}
    return {name: known[name] for name in names}


def feeds_of(architecture):
    """Feeds of both texts, with an empty cache where the graph asks for one."""

    def make(session):
        for encoding in reference.encode(architecture):
            names = [value.name for value in session.get_inputs()]
            known = feeds(encoding.ids, [name for name in names if "past" not in name])
            layers, heads, size = exporters.cache_shapes(architecture.build())
            for value in session.get_inputs():
                if "past" in value.name:
                    known[value.name] = np.zeros((1, heads, 0, size), np.float16 if "float16" in value.type else np.float32)
            yield known

    return make


def write_source(architecture, folder):
    """What `from_pretrained` reads."""
    from transformers import PreTrainedTokenizerFast

    if hasattr(architecture, "source"):
        shutil.copytree(architecture.source, folder, dirs_exist_ok=True)
        return
    architecture.build().save_pretrained(folder)
    path = pathlib.Path(folder) / "config.json"
    config = json.loads(path.read_text())
    if config["model_type"] == "gpt_neox":  # the name that Optimum's transformers knows
        config["rotary_pct"] = config["rope_parameters"]["partial_rotary_factor"]
        path.write_text(json.dumps(config))
    tokenizer = architecture.tokenizer()
    special = dict(bos_token="<s>", eos_token="</s>", pad_token="<pad>") if tokenizer.token_to_id("<s>") is not None else dict(pad_token="[PAD]")
    PreTrainedTokenizerFast(tokenizer_object=tokenizer, **special).save_pretrained(folder)


FORMS = {
    "genai-fp32": genai("fp32"),
    "torchscript-14-past": torch_form("torchscript", 14, past=True, positions=True),
    "dynamo-20-sdpa": torch_form("dynamo", 20, "sdpa"),
    "torchscript-17": torch_form("torchscript", 17),
    "optimum-past": optimum("text-generation-with-past"),
    "dynamo-18-eager": torch_form("dynamo", 18),
    "dynamo-20-past": torch_form("dynamo", 20, "best", past=True, positions=True),
    "dynamo-23-sdpa": torch_form("dynamo", 23, "sdpa"),
    "dynamo-24-sdpa": torch_form("dynamo", 24, "sdpa"),
    "torchscript-11": torch_form("torchscript", 11),
    "torchscript-17-sdpa": torch_form("torchscript", 17, "sdpa"),
    "optimum": optimum("text-generation"),
    "optimum-encoder": optimum("feature-extraction"),
    "genai-int4": genai("int4"),
    "genai-fp16": genai("fp16", "webgpu"),
    "ort-fused": from_form("torchscript-17", "", lambda source, target, a: derived.fused(source, target, a.optimiser or "bert", a.build().config)),
    "int8": from_form("torchscript-17", "_quantized", lambda source, target, _: derived.eight_bits(source, target)),
    "uint8": from_form("torchscript-17", "_uint8", lambda source, target, _: derived.eight_bits(source, target, unsigned=True)),
    "qdq": from_form("torchscript-17", "", calibrate),
    "fp16": from_form("torchscript-17", "_fp16", lambda source, target, _: derived.half(source, target)),
    "q4": from_form("torchscript-17", "_q4", lambda source, target, _: derived.blocks(source, target)),
    "q4-tables": from_form("dynamo-18-eager", "_q4", lambda source, target, _: derived.blocks(source, target, tables=True)),
    "q8": from_form("torchscript-17", "", lambda source, target, _: derived.blocks(source, target, bits=8)),
    "bnb4": from_form("torchscript-17", "_bnb4", lambda source, target, _: derived.four_bit_floats(source, target)),
    "ort-fused-mha": from_form("torchscript-17", "", lambda source, target, a: derived.fused(source, target, a.optimiser or "bert", a.build().config, True)),
}
QUANTISED = {"genai-int4", "int8", "uint8", "qdq", "q4", "q4-tables", "q8", "bnb4", "langchain4j-q"}
DECODERS_ONLY = {"genai-fp32", "genai-int4", "genai-fp16", "optimum", "optimum-past", "torchscript-14-past", "dynamo-20-past"}
ENCODERS_ONLY = {"optimum-encoder", "ort-fused-mha"}


def fits(architecture, form):
    return form not in (ENCODERS_ONLY if architecture.kind == "decoder" else DECODERS_ONLY)


def make(architecture, form, folder, results):
    """One folder with its references. @param results what PyTorch says, @returns a line about the file"""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    try:
        FORMS[form](architecture, folder)
        if not (folder / "tokenizer.json").exists():
            architecture.tokenizer().save(str(folder / "tokenizer.json"))
        if not (folder / "config.json").exists():
            save_config(architecture, folder)
        return refer(architecture, form, folder, results)
    except Exception:
        shutil.rmtree(folder)
        raise


def refer(architecture, form, folder, results):
    """Writes the references of a folder that is there, and says what the file is. @throws when ONNX Runtime in Python cannot run the file either"""
    graph = next(path for path in sorted(folder.rglob("*.onnx")))
    feeds = feeds_of(architecture)
    off = max(float(np.abs(output - wanted_output(values)).max()) for output, values in zip(derived.outputs(graph, feeds), results))
    note = "PyTorch eager, float32"
    about = ""
    if form in QUANTISED or off > (1e-1 if "fp16" in form else 1e-3):
        note = QUANTISED_NOTE if form in QUANTISED else OTHER_NOTE
        ids = [{"ids": values["ids"]} for values in results]
        results = [{**known, **values} for known, values in zip(ids, derived.exposed(graph, feeds))]
        about = f"; its output is {off:.0e} from PyTorch's"
    elif "fp16" in form and hasattr(architecture, "source"):  # what 16 bits cost, and what the file itself computes
        own = derived.exposed(graph, feeds)
        results = [{**known, **{f"file.{key}": value for key, value in values.items()}} for known, values in zip(results, own)]
    reference.save(folder, architecture, results, note, off)
    counts = derived.operators(graph)
    telling = ("Softmax", "Attention", "RotaryEmbedding", "Einsum", "DynamicQuantizeLinear")
    special = [f"{count} {key}" for key, count in counts.items() if ":" in key or key in telling]
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) // 1000
    inputs = [value.name for value in onnx.load(graph, load_external_data=False).graph.input]
    cache = " + cache" if any("past" in name for name in inputs) else ""
    return f"{graph.relative_to(folder)}, {size} kB; inputs {', '.join(name for name in inputs if 'past' not in name)}{cache}; {', '.join(special)}{about}"


def wanted_output(values):
    """What the file puts out first: logits, or the last hidden state."""
    return values["logits"] if "logits" in values else values[max((key for key in values if key.startswith("hidden.")), key=lambda key: int(key[7:]))]


QUANTISED_NOTE = "the file itself: its shares as outputs, ONNX Runtime in Python"
# What an exporter wrote may compute something else than PyTorch's eager attention, and not because of rounding.
OTHER_NOTE = "the file itself, since its output is not PyTorch's"


def save_config(architecture, folder):
    with tempfile.TemporaryDirectory() as source:
        architecture.build().config.save_pretrained(source)
        config = json.loads((pathlib.Path(source) / "config.json").read_text())
    config["architectures"] = [architecture.model.__name__]
    config.pop("transformers_version", None)
    (folder / "config.json").write_text(json.dumps(config, indent=2) + "\n")
