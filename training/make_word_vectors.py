"""Writes small files of word vectors as gensim writes them, and gensim's own similarities: test/fixtures/wordvectors/.

    pip install gensim
    python training/make_word_vectors.py
"""

import json
from pathlib import Path

import numpy as np
from gensim.models import FastText, KeyedVectors

FOLDER = Path(__file__).resolve().parent.parent / "test" / "fixtures" / "wordvectors"
WORDS = "the cat sat on mat because it was tired . Alice alice gave Bob a book , and he reads in France france ! naïve Zürich 日本 🧿".split()
ZERO = "nothing"  # a word whose vector is all zeros
SENTENCES = [
    "the cat sat on the mat because it was tired".split(),
    "alice gave bob a book and he reads it in france".split(),
]


def similarities(vectors):
    """Cosine of every two words, as gensim computes it."""
    words = list(vectors.index_to_key)
    return {"words": words, "similarity": [[round(float(vectors.similarity(a, b)), 6) for b in words] for a in words]}


def main():
    FOLDER.mkdir(parents=True, exist_ok=True)
    random = np.random.default_rng(41)
    vectors = KeyedVectors(vector_size=20)
    vectors.add_vectors(WORDS, random.standard_normal((len(WORDS), 20)).astype(np.float32))
    reference = {"vectors": similarities(vectors)}
    vectors.add_vectors([ZERO], np.zeros((1, 20), dtype=np.float32))
    vectors.save_word2vec_format(FOLDER / "word2vec.bin", binary=True)
    vectors.save_word2vec_format(FOLDER / "word2vec.txt", binary=False)
    vectors.save_word2vec_format(FOLDER / "glove.txt", binary=False, write_header=False)
    model = FastText(SENTENCES, vector_size=16, min_count=1, epochs=20, seed=1, workers=1, bucket=1_000)
    model.wv.save_word2vec_format(FOLDER / "fasttext.vec", binary=False)
    reference["fasttext"] = similarities(model.wv)
    (FOLDER / "reference.json").write_text(json.dumps(reference, ensure_ascii=False) + "\n")
    print(f"{sum(path.stat().st_size for path in FOLDER.iterdir()) / 1000:.0f} kB")


if __name__ == "__main__":
    main()
