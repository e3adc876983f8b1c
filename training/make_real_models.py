"""Makes folders of real weights in the forms that people have, with what PyTorch's eager attention computes of three texts.

    python training/make_real_models.py OUT                          # all, into OUT/<model>/<form>/
    python training/make_real_models.py OUT smollm2-135m/genai-fp32  # one folder
    python training/make_real_models.py OUT smollm2-135m/fp16 --references  # the file stays, what is computed of it is made anew

Outside the tree: 4 GB. One process makes one folder, so that its memory ends with it. Packages: requirements.txt, with gguf and
accelerate; OPTIMUM_PYTHON as for make_model_folders.py; Maven's `mvn` for the files of the Java package.
"""

import pathlib
import subprocess
import sys
import warnings

from make_model_folders import note
from tiny import derived, forms, real, reference

HUB = forms.from_form  # variants of the file that Optimum writes, with a cache, as the Hub has them


MODELS = {
    "smollm2-135m": (
        real.smollm2,
        {
            "genai-fp32": forms.genai("fp32"),
            "optimum-past": forms.optimum("text-generation-with-past"),
            "genai-int4": forms.genai("int4"),
            "optimum": forms.optimum("text-generation"),
            "torchscript-14-past": forms.FORMS["torchscript-14-past"],
            "dynamo-20-past": forms.FORMS["dynamo-20-past"],
            "fp16": HUB("optimum-past", "_fp16", lambda source, target, _: derived.half(source, target)),
            "int8": HUB("optimum-past", "_quantized", lambda source, target, _: derived.eight_bits(source, target)),
            "q4": HUB("optimum-past", "_q4", lambda source, target, _: derived.blocks(source, target)),
            "q8": HUB("optimum-past", "", lambda source, target, _: derived.blocks(source, target, bits=8)),
            "genai-fp16": forms.genai("fp16", "webgpu"),
        },
    ),
    "minilm": (real.minilm, {"langchain4j": real.third_party(False), "langchain4j-q": real.third_party(True)}),
}


def main(out, *wanted):
    options = [item for item in wanted if item.startswith("--")]
    names = [item for item in wanted if item not in options] or [f"{model}/{form}" for model, (_, made) in MODELS.items() for form in made]
    if len(names) > 1:
        for name in names:
            subprocess.run([sys.executable, __file__, out, name, *options], check=False)
        return
    warnings.filterwarnings("ignore")
    model, form = names[0].split("/")
    work = pathlib.Path(out)
    architecture_of, made = MODELS[model]
    architecture = architecture_of(work)
    forms.FORMS |= made
    try:
        act = forms.refer if "--references" in options else forms.make
        note(work / model / "MADE.json", form, act(architecture, form, work / names[0], reference.eager(architecture)))
        note(work / model / "NOT-MADE.json", form, None)
        print(f"{names[0]}: made", flush=True)
    except Exception as error:
        note(work / model / "NOT-MADE.json", form, (str(error).strip().splitlines() or [repr(error)])[-1][:300])
        print(f"{names[0]}: not made: {error}", flush=True)
        raise


if __name__ == "__main__":
    main(*sys.argv[1:])
