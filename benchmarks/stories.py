"""Clustering: what it finds, what it merges falsely, and what one article costs in a large window.

    python -m benchmarks.stories [DEVSET_ARTICLES]

Pairs are the invented bilingual ones of ``tests/data/stories``; DEVSET_ARTICLES, a folder of labelled
articles with a ``story_id`` each, is held against false merges too.
"""

from __future__ import annotations

import json
import random
import sys
import time
from datetime import UTC, datetime, timedelta
from itertools import combinations
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from stories import told

from summarizer import Article, semantic
from summarizer.reading import read_file
from summarizer.stories import Fingerprint, Window, compare, fingerprint
from summarizer.stories.fingerprint import gist
from summarizer.stories.sketch import sketch

SIZE = 50_000


def quality(labelled: list[tuple[str, Article]], *, vectors: bool) -> bool:
    """Print pairs found and false merges; whether both are good enough."""
    made = semantic.embed([gist(a) for _, a in labelled]) if vectors else [None] * len(labelled)
    prints = [(event, fingerprint(a, v)) for (event, a), v in zip(labelled, made, strict=True)]
    pairs = found = 0
    false = []
    for (e1, a), (e2, b) in combinations(prints, 2):
        match = compare(a, b)
        pairs += e1 == e2
        found += bool(match) and e1 == e2
        if match and e1 != e2:
            false.append((a.article_id, b.article_id))
    name, floor = ("with [semantic]", 0.8) if vectors else ("without", 0.6)
    print(
        f"{name}: {found} of {pairs} pairs ({found / pairs:.0%}, ≥ {floor:.0%}), false merges: {false or 0}"
    )
    return found >= floor * pairs and not false


def speed() -> bool:
    """Print what finding and adding one article costs in a window of 50,000."""
    pick = random.Random(7)  # noqa: S311 - the same window every time
    now = datetime(2026, 11, 23, tzinfo=UTC)
    names = [f"name{n}" for n in range(30_000)]
    weights = [1 / (n + 1) for n in range(30_000)]  # as names are: a few in every article, most in few
    words = [f"w{n}" for n in range(5_000)]

    def article(number: int) -> Fingerprint:
        return Fingerprint(
            article_id=str(number),
            language="en",
            published=now - timedelta(seconds=number),
            names=frozenset(pick.choices(names, weights, k=25)),
            facts=frozenset(f"n{pick.randint(13, 9_999)}" for _ in range(6)),
            sketch=sketch(" ".join(pick.choices(words, k=60))),
        )

    window = Window()
    for number in range(SIZE):
        window.add(article(number), number)
    costs = []
    for number in range(SIZE, SIZE + 300):
        new = article(number)
        start = time.perf_counter()
        window.find(new)
        window.add(new, number)
        costs.append((time.perf_counter() - start) * 1000)
    costs.sort()
    print(f"one article in {SIZE:,}: median {costs[150]:.1f} ms, 99 % {costs[296]:.1f} ms (< 20 ms)")
    return costs[296] < 20


def main(devset: Path | None) -> int:
    """Print all figures; 1 if one is missed."""
    labelled = told()
    if devset:
        files = sorted(devset.glob("*.json"))
        labelled += [(json.loads(f.read_text(encoding="utf-8"))["story_id"], read_file(f)) for f in files]
    good = [quality(labelled, vectors=False)]
    if semantic.available():
        good.append(quality(labelled, vectors=True))
    start = time.perf_counter()
    for _, a in labelled:
        fingerprint(a)
    print(f"a fingerprint takes {(time.perf_counter() - start) / len(labelled) * 1000:.2f} ms")
    return int(not all([*good, speed()]))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if sys.argv[1:] else None))
