"""Measures what the lenses of the built-in model find, through the product's own command line.

    python training/measure_lenses.py --ewt DIR --gap DIR [--write models/minilm/lenses.json]

DIR of --ewt holds en_ewt-ud-dev.conllu (Universal Dependencies, English Web Treebank); DIR of --gap holds
gap-development.tsv (Webster et al. 2018). Word-level attention as in Clark et al. 2019, "What Does BERT Look At?":
sum over the sub-words of the attended word, mean over those of the attending word; a word finds the *other* word
that it attends to most, special tokens left out.
"""

import argparse
import csv
import json
import shlex
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

BATCH_SIZE = 200
LONGEST_OFFSET = 10

Head = tuple[int, int]
Span = tuple[int, int]


@dataclass(frozen=True)
class Measure:
    """One line of evidence. `key` is a dependency relation, with the word's class where it needs one, or one of the two named below."""

    key: str
    head: Head
    finds: str
    baseline_name: str
    data: str


PREVIOUS_WORD = "previous-word"
PRONOUN_NAME = "pronoun-name"
EWT = "UD English EWT dev, web text"
GAP = "GAP development, Wikipedia"
BEST_OFFSET = "best fixed position"

LENS_EVIDENCE: dict[str, list[Measure]] = {
    "reference": [Measure(PRONOUN_NAME, (3, 1), "which of two names a pronoun stands for", "the nearer name", GAP)],
    "verb-and-object": [Measure("obj", (2, 0), "the verb of an object", BEST_OFFSET, EWT)],
    "noun-phrase": [
        Measure("det", (2, 8), "the noun of a determiner", BEST_OFFSET, EWT),
        Measure("case/ADP", (2, 8), "the noun of a preposition", BEST_OFFSET, EWT),
        Measure("nmod:poss", (2, 8), "the noun of a possessive", BEST_OFFSET, EWT),
    ],
    "auxiliary": [Measure("aux", (1, 4), "the main verb of an auxiliary", BEST_OFFSET, EWT)],
    "previous-word": [Measure(PREVIOUS_WORD, (0, 2), "the word before", "a word at random", EWT)],
}


@dataclass
class Tally:
    """Counts of one measure: hits per head [layers, heads], and per rival rule that does without a model."""

    cases: int = 0
    hits: np.ndarray | int = 0
    rivals: dict[str, float] = field(default_factory=dict)

    def add(self, hits: np.ndarray, rivals: Iterable[tuple[str, float]]) -> None:
        self.cases += 1
        self.hits = self.hits + hits
        for name, share in rivals:
            self.rivals[name] = self.rivals.get(name, 0) + share

    def value(self, head: Head) -> float:
        return float(self.hits[head] / self.cases)

    def best_rival(self) -> tuple[str, float]:
        name, count = max(self.rivals.items(), key=lambda item: item[1])
        return name, count / self.cases

    def ranking(self) -> list[tuple[Head, float]]:
        shares = self.hits / self.cases
        order = np.argsort(-shares, axis=None)[:3]
        return [((int(layer), int(head)), float(shares[layer, head])) for layer, head in zip(*np.unravel_index(order, shares.shape))]


# -- attention through the product ------------------------------------------------------------------------------------


@dataclass
class TextRun:
    """attention: [layers, heads, queries, keys]; spans: one (start, end) in characters for each token, (-1, -1) if it has none."""

    attention: np.ndarray
    spans: list[Span]


def character_of_unit(text: str) -> list[int]:
    """UTF-16 unit -> index of the Python character (code point) that it belongs to; one entry more for the end."""
    units = [index for index, character in enumerate(text) for _ in range(2 if ord(character) > 0xFFFF else 1)]
    return [*units, len(text)]


def read_run(file: Path, text: str) -> TextRun:
    with np.load(file, allow_pickle=False) as arrays:
        layers = sum(name.startswith("encoder.attention.") for name in arrays.files)
        attention = np.stack([arrays[f"encoder.attention.{layer}"] for layer in range(layers)])
        offsets = arrays["encoder.offsets"].tolist()
    character = character_of_unit(text)
    return TextRun(attention, [(-1, -1) if start < 0 else (character[start], character[end]) for start, end in offsets])


def run_texts(command: list[str], texts: list[str]) -> Iterator[TextRun]:
    """Attention for each text, in order, a batch of files at a time: 2,000 texts at once would fill gigabytes."""
    for first in range(0, len(texts), BATCH_SIZE):
        batch = texts[first : first + BATCH_SIZE]
        with tempfile.TemporaryDirectory() as folder:
            lines = [json.dumps({"id": f"text-{index}", "text": text}) for index, text in enumerate(batch)]
            batch_file = Path(folder) / "texts.jsonl"
            batch_file.write_text("\n".join(lines) + "\n")
            output = Path(folder) / "maps"
            subprocess.run([*command, "run", "--batch", batch_file, "--format", "npz", "--output", output], check=True)
            for index, text in enumerate(batch):
                yield read_run(output / f"text-{index}.npz", text)


def word_attention(run: TextRun, words: list[Span | None]) -> np.ndarray:
    """[layers, heads, words, words]; a token over two words belongs to the larger overlap. Words without a token get zeros."""
    member = np.zeros((len(words), len(run.spans)), dtype=np.float32)
    for token, (start, end) in enumerate(run.spans):
        overlaps = [min(end, word[1]) - max(start, word[0]) if word else 0 for word in words]
        best = int(np.argmax(overlaps))
        if start >= 0 and overlaps[best] > 0:
            member[best, token] = 1
    attending = member / np.maximum(member.sum(axis=1, keepdims=True), 1)
    return attending @ run.attention @ member.T


# -- Universal Dependencies -------------------------------------------------------------------------------------------


@dataclass
class Sentence:
    """One entry per word; `heads` counts from 0, -1 is the root; `spans` is None where a part of a contraction has no own letters."""

    text: str
    spans: list[Span | None]
    heads: list[int]
    relations: list[str]
    classes: list[str]


def read_conllu(file: Path) -> list[Sentence]:
    blocks = file.read_text().strip().split("\n\n")
    return [read_sentence(block.split("\n")) for block in blocks]


def read_sentence(lines: list[str]) -> Sentence:
    text = next(line for line in lines if line.startswith("# text = ")).removeprefix("# text = ")
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    contractions = {int(row[0].split("-")[0]): row for row in rows if "-" in row[0]}
    words = {int(row[0]): row for row in rows if row[0].isdigit()}
    spans: list[Span | None] = []
    position = 0
    number = 1
    while number in words:
        first, last = (int(part) for part in contractions[number][0].split("-")) if number in contractions else (number, number)
        surface = contractions[number][1] if number in contractions else words[number][1]
        start = text.index(surface, position)
        position = start + len(surface)
        parts = [words[index][1] for index in range(first, last + 1)]
        ends = np.cumsum([len(part) for part in parts]).tolist()
        spans += [(start + end - len(part), start + end) if "".join(parts) == surface else None for part, end in zip(parts, ends)]
        number = last + 1
    heads = [int(row[6]) - 1 for row in words.values()]
    return Sentence(text, spans, heads, [row[7] for row in words.values()], [row[3] for row in words.values()])


def tally_dependencies(command: list[str], sentences: list[Sentence], relations: set[str]) -> dict[str, Tally]:
    """A case is a word with that relation; a hit is a word that attends most to its syntactic head. Rivals are fixed offsets."""
    tallies = {relation: Tally() for relation in (*relations, PREVIOUS_WORD)}
    offsets = [offset for offset in range(-LONGEST_OFFSET, LONGEST_OFFSET + 1) if offset != 0]
    for sentence, run in zip(sentences, run_texts(command, [sentence.text for sentence in sentences])):
        count = len(sentence.spans)
        if count < 3:  # with two words there is only one other to find
            continue
        attention = word_attention(run, sentence.spans)
        attention[..., np.arange(count), np.arange(count)] = -1
        found = attention.argmax(-1)
        for word, (head, relation, word_class) in enumerate(zip(sentence.heads, sentence.relations, sentence.classes)):
            if sentence.spans[word] is None:
                continue
            key = relation if relation in relations else f"{relation}/{word_class}"
            if key in relations and head >= 0 and sentence.spans[head] is not None:
                tallies[key].add(found[..., word] == head, ((f"{offset:+d}", offset == head - word) for offset in offsets))
            if word > 0 and sentence.spans[word - 1] is not None:
                tallies[PREVIOUS_WORD].add(found[..., word] == word - 1, [("random", 1 / (count - 1))])
    return tallies


# -- GAP --------------------------------------------------------------------------------------------------------------


def tally_names(command: list[str], file: Path) -> Tally:
    """A case is a pronoun of which exactly one of two marked names is the referent; a hit gives that name more attention."""
    with file.open(newline="") as stream:
        rows = [row for row in csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE) if row["A-coref"] != row["B-coref"]]
    tally = Tally()
    for row, run in zip(rows, run_texts(command, [row["Text"] for row in rows])):
        spans = [span_of(row, name) for name in ("Pronoun", "A", "B")]
        weights = word_attention(run, spans)[..., 0, 1:]  # [layers, heads, (A, B)]
        pronoun, *names = (start for start, _ in spans)
        nearer = int(abs(names[1] - pronoun) < abs(names[0] - pronoun))
        right = int(row["B-coref"] == "TRUE")
        tally.add(weights[..., right] > weights[..., 1 - right], [("nearer", nearer == right)])
    return tally


def span_of(row: dict[str, str], name: str) -> Span:
    start = int(row[f"{name}-offset"])
    return start, start + len(row[name])


# -- results ----------------------------------------------------------------------------------------------------------


def evidence(measure: Measure, tally: Tally) -> dict[str, object]:
    return {
        "measure": measure.finds,
        "value": round(tally.value(measure.head), 3),
        "baseline": round(tally.best_rival()[1], 3),
        "baselineName": measure.baseline_name,
        "data": measure.data,
        "cases": tally.cases,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--ewt", type=Path, required=True)
    parser.add_argument("--gap", type=Path, required=True)
    parser.add_argument("--command", default="node dist/cli.mjs", help="the attention-lens command")
    parser.add_argument("--write", type=Path, help="lenses.json that gets the figures")
    arguments = parser.parse_args()
    command = shlex.split(arguments.command)

    measures = [measure for lens in LENS_EVIDENCE.values() for measure in lens]
    relations = {measure.key for measure in measures} - {PREVIOUS_WORD, PRONOUN_NAME}
    tallies = tally_dependencies(command, read_conllu(arguments.ewt / "en_ewt-ud-dev.conllu"), relations)
    tallies[PRONOUN_NAME] = tally_names(command, arguments.gap / "gap-development.tsv")
    for measure in measures:
        tally = tallies[measure.key]
        ranking = ", ".join(f"L{layer}H{head} {share:.3f}" for (layer, head), share in tally.ranking())
        rival, share = tally.best_rival()
        print(f"{measure.key:15} {tally.cases:5} cases  lens {tally.value(measure.head):.3f}  {rival} {share:.3f}  best heads: {ranking}")

    if arguments.write:
        lenses = json.loads(arguments.write.read_text())
        for lens in lenses["lenses"]:
            lens["evidence"] = [evidence(measure, tallies[measure.key]) for measure in LENS_EVIDENCE.get(lens["id"], [])]
        arguments.write.write_text(json.dumps(lenses, indent=2, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
