"""What PyTorch says of an answer and its source: test/fixtures/ground/reference.json, for the tiny Llama of test/fixtures/matrix/smollm2.

    python training/make_ground_reference.py

Packages: requirements.txt.
"""

import json
import pathlib

import torch

from tiny.architectures import ARCHITECTURES
from tiny.reference import utf16_spans

SOURCE = ["The cat sat.", "A dog ran by.", "It was red."]
QUESTION = "Who sat?"
ANSWER = ["The cat sat.", "It was tired."]
FOLDER = pathlib.Path(__file__).parent.parent / "test/fixtures/ground"


def main():
    architecture = ARCHITECTURES["smollm2"]
    model = architecture.build("eager")
    source, answer = " ".join(SOURCE), " ".join(ANSWER)
    text = f"{source}\n\n{QUESTION}\n\n{answer}"
    encoding = architecture.tokenizer().encode(text)
    spans = utf16_spans(text, encoding.offsets)
    ids = encoding.ids
    sentences = places(text, SOURCE, 0, len(source), spans)
    answers = places(text, ANSWER, len(text) - len(answer), len(text), spans)
    tokens = [token for sentence in answers for token in sentence]

    logits, maps = run(model, ids)
    rows = torch.stack([maps[:, [token - 1 for token in sentence], :].mean(1) for sentence in answers], 1)  # [heads, sentences, T]
    before = torch.log_softmax(logits[[token - 1 for token in tokens]], -1)
    own = torch.tensor([ids[token] for token in tokens])
    removals = []
    for taken in [[0], [1], [2], [0, 1, 2], []]:
        gone = {token for sentence in taken for token in sentences[sentence]}
        kept = [token for token in range(len(ids)) if token not in gone]
        other, _ = run(model, [ids[token] for token in kept])
        after = torch.log_softmax(other[[kept.index(token) - 1 for token in tokens]], -1)
        middle = torch.log((before.exp() + after.exp()) / 2)
        divergence = ((before.exp() * (before - middle)).sum(-1) + (after.exp() * (after - middle)).sum(-1)) / 2
        drops = (before - after).gather(1, own[:, None])[:, 0]
        removals.append({"taken": taken, "drops": numbers(drops), "divergences": numbers(divergence)})

    FOLDER.mkdir(parents=True, exist_ok=True)
    reference = {
        "source": source,
        "question": QUESTION,
        "answer": answer,
        "ids": ids,
        "sentences": sentences,
        "answers": answers,
        "rows": [[numbers(row) for row in head] for head in rows],
        "logProbabilities": numbers(before.gather(1, own[:, None])[:, 0]),
        "removals": removals,
    }
    (FOLDER / "reference.json").write_text(json.dumps(reference) + "\n")


def run(model, ids):
    """Logits [T, entries] and maps [heads of all layers, T, T], in double precision."""
    with torch.no_grad():
        output = model.double()(input_ids=torch.tensor([ids]), output_attentions=True, use_cache=False)
    return output.logits[0], torch.cat([layer[0] for layer in output.attentions])


def places(text, sentences, start, end, spans):
    """The tokens of each sentence of a part; white space goes with the sentence before it."""
    starts = [text.index(sentence, start) for sentence in sentences]
    found = [[] for _ in sentences]
    for token, (first, last) in enumerate(spans):
        if first >= end or last <= start:
            continue
        written = text[first:last]
        mark = first + len(written) - len(written.lstrip()) if written.strip() else first
        found[max(index for index, at in enumerate(starts) if at <= mark)].append(token)
    return found


def numbers(values):
    return [float(f"{value:.8g}") for value in values.tolist()]


main()
