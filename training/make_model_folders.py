"""Makes a folder of every architecture x form that can be had, with what PyTorch's eager attention computes of two texts.

    python training/make_model_folders.py OUT                     # all, into OUT/<architecture>/<form>/
    python training/make_model_folders.py OUT llama               # one architecture
    python training/make_model_folders.py OUT llama/genai-fp32    # one folder
    python training/make_model_folders.py OUT --missing           # what was not tried yet
    python training/make_model_folders.py OUT --forms=int8,qdq    # some forms
    python training/make_model_folders.py OUT --references        # the files stay, what is computed of them is made anew

Packages: requirements.txt. Optimum wants an older transformers: OPTIMUM_PYTHON names the python of an environment with optimum-onnx.
What could not be made is said in OUT/<architecture>/NOT-MADE.json, with the exporter's own words.
"""

import functools
import json
import pathlib
import sys
import traceback
import warnings

from tiny import reference
from tiny.architectures import ARCHITECTURES
from tiny.forms import FORMS, fits, make, refer


def main(out, *wanted):
    warnings.filterwarnings("ignore")
    only_references = "--references" in wanted
    for name, form in wanted_pairs(pathlib.Path(out), wanted):
        architecture = ARCHITECTURES[name]
        results = eager(name)
        folder = pathlib.Path(out) / name
        try:
            note(folder / "MADE.json", form, (refer if only_references else make)(architecture, form, folder / form, results))
            note(folder / "NOT-MADE.json", form, None)
            print(f"{name}/{form}: made", flush=True)
        except Exception as error:
            note(folder / "NOT-MADE.json", form, reason(error))
            note(folder / "MADE.json", form, None)
            print(f"{name}/{form}: not made: {''.join(traceback.format_exception_only(error)).strip()[-600:]}", flush=True)


def wanted_pairs(out, wanted):
    """Form by form over the architectures, so that a part of it says something of all."""
    named = [item for item in wanted if not item.startswith("--")] or list(ARCHITECTURES)
    single = [tuple(item.split("/")) for item in named if "/" in item]
    forms = next((item.removeprefix("--forms=").split(",") for item in wanted if item.startswith("--forms=")), FORMS)
    pairs = [*single, *((name, form) for form in forms for name in named if name in ARCHITECTURES and fits(ARCHITECTURES[name], form))]
    for name, form in pairs:
        tried = any(form in known(out / name / kind) for kind in ("MADE.json", "NOT-MADE.json"))
        there = (out / name / form / "config.json").exists()
        if there if "--references" in wanted else not (tried and "--missing" in wanted):
            yield name, form


@functools.cache
def eager(name):
    return reference.eager(ARCHITECTURES[name])


def reason(error):
    """The last line of what an exporter says; with the error's kind where that is a word or two."""
    last = (str(error).strip().splitlines() or [""])[-1].strip()
    return (last if len(last) > 40 else f"{type(error).__name__}: {last}")[:300]


def known(path):
    return json.loads(path.read_text()) if path.exists() else {}


def note(path, form, text):
    """Keeps one line a form."""
    lines = known(path)
    lines.pop(form, None)
    if text is not None:
        lines[form] = text
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(lines, indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
