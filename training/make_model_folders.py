"""Makes a folder of every architecture x form that can be had, with what PyTorch's eager attention computes of two texts.

    python training/make_model_folders.py OUT                     # all, into OUT/<architecture>/<form>/
    python training/make_model_folders.py OUT llama               # one architecture
    python training/make_model_folders.py OUT llama/genai-fp32    # one folder

Packages: requirements.txt. Optimum wants an older transformers: OPTIMUM_PYTHON names the python of an environment with optimum-onnx.
What could not be made is said in OUT/<architecture>/NOT-MADE.json, with the exporter's own words.
"""

import json
import pathlib
import sys
import traceback
import warnings

from tiny import reference
from tiny.architectures import ARCHITECTURES
from tiny.forms import FORMS, fits, make


def main(out, *wanted):
    warnings.filterwarnings("ignore")
    for name, form in wanted_pairs(wanted):
        architecture = ARCHITECTURES[name]
        results = reference.eager(architecture, architecture.tokenizer())
        folder = pathlib.Path(out) / name
        try:
            note(folder / "MADE.json", form, make(name, architecture, form, folder / form, results))
            note(folder / "NOT-MADE.json", form, None)
            print(f"{name}/{form}: made", flush=True)
        except Exception as error:
            note(folder / "NOT-MADE.json", form, (str(error).strip().splitlines() or [repr(error)])[-1][:300])
            note(folder / "MADE.json", form, None)
            print(f"{name}/{form}: not made: {''.join(traceback.format_exception_only(error)).strip()[-600:]}", flush=True)


def wanted_pairs(wanted):
    for item in wanted or ARCHITECTURES:
        name, _, form = item.partition("/")
        yield from ((name, key) for key in ([form] if form else FORMS) if fits(ARCHITECTURES[name], key))


def note(path, form, text):
    """Keeps one line a form."""
    known = json.loads(path.read_text()) if path.exists() else {}
    known.pop(form, None)
    if text is not None:
        known[form] = text
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(known, indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
