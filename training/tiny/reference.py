"""What a model computes of the two texts, as PyTorch's eager attention in float32 has it."""

import io
import json
import pathlib
import zipfile

import numpy as np
import torch


def utf16_spans(text, offsets):
    """Spans in UTF-16 units; the tokenizer counts characters."""
    at = np.cumsum([0, *(2 if ord(character) > 0xFFFF else 1 for character in text)])
    return [[int(at[start]), int(at[end])] for start, end in offsets]


def encode(architecture):
    tokenizer = architecture.tokenizer()
    return [tokenizer.encode(text) for text in architecture.texts]


def eager(architecture):
    """One dictionary a text: ids, attention.<layer> [heads, T, T], hidden.<state> [T, width]."""
    model = architecture.build("eager")
    results = []
    for encoding in encode(architecture):
        ids = torch.tensor([encoding.ids])
        extra = {"use_cache": False} if architecture.kind == "decoder" else {}
        with torch.no_grad():
            output = model(input_ids=ids, attention_mask=torch.ones_like(ids), output_attentions=True, output_hidden_states=True, **extra)
        values = {"ids": np.array(encoding.ids, np.int64)}
        values |= {f"attention.{layer}": map[0].float().numpy() for layer, map in enumerate(output.attentions)}
        values |= {f"hidden.{state}": vectors[0].float().numpy() for state, vectors in enumerate(output.hidden_states)}
        if "logits" in output:
            values["logits"] = output.logits[0].float().numpy()
        results.append(values)
    return results


def save(folder, architecture, results, note, off):
    """reference.npz has `<text>.<name>` of `results`; reference.json says what the numbers are. @param off of the file's output from PyTorch's"""
    folder = pathlib.Path(folder)
    texts = [{"text": text, "spans": utf16_spans(text, encoding.offsets)} for text, encoding in zip(architecture.texts, encode(architecture))]
    with zipfile.ZipFile(folder / "reference.npz", "w") as archive:  # not by NumPy, which writes the time and sizes of 64 bits
        for i, values in enumerate(results):
            for key, value in values.items():
                if key == "logits":  # large, and nothing is compared with them later
                    continue
                content = io.BytesIO()
                np.lib.format.write_array(content, np.ascontiguousarray(value))
                archive.writestr(zipfile.ZipInfo(f"{i}.{key}.npy"), content.getvalue())
    more = {"weights": "real"} if hasattr(architecture, "source") else {}
    (folder / "reference.json").write_text(json.dumps({"kind": architecture.kind, **more, "note": note, "off": float(f"{off:.1e}"), "texts": texts}, indent=1, ensure_ascii=False) + "\n")
