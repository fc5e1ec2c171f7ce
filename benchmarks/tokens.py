"""Tokens per article of our prompt, beside the naive "summarise this".

    python -m benchmarks.tokens [FILES…]

Characters divided by 3.5, so that no tokenizer is needed: the ratio of the two is what counts. Ours adds
structure; it asks for evidence, speakers and quotes, which the naive prompt never gives.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from statistics import fmean

from summarizer import Article
from summarizer.llm.prompt import briefing_request
from summarizer.reading import read_sources

SEEDS = Path(__file__).resolve().parents[1] / "seeds"
CHARACTERS_PER_TOKEN = 3.5
NAIVE = "Summarise this news article in English, with key claims, skeptics and expert views:\n\n"


def tokens(article: Article) -> tuple[float, float, float]:
    """(ours, of it the stable part that providers cache, naive)."""
    request = briefing_request(article, article.evidence, words=160)
    stable = len(request.messages[0].text) + len(json.dumps(request.schema))
    ours = stable + len(request.messages[1].text)
    naive = len(NAIVE) + len(article.title) + sum(len(s.text) + 1 for s in article.sentences)
    return ours / CHARACTERS_PER_TOKEN, stable / CHARACTERS_PER_TOKEN, naive / CHARACTERS_PER_TOKEN


def main(sources: list[str]) -> None:
    """Print a line an article, then the means."""
    rows = []
    print(f"{'article':24} {'ours':>6} {'cached':>7} {'naive':>6} {'ratio':>6}")
    for item in read_sources(sources or [str(f) for f in sorted(SEEDS.glob("*-*.json"))]):
        if isinstance(item, Article):
            ours, stable, naive = tokens(item)
            rows.append((ours, stable, naive))
            print(f"{item.id[:24]:24} {ours:6.0f} {stable:7.0f} {naive:6.0f} {ours / naive:6.2f}")
    ours, stable, naive = (fmean(column) for column in zip(*rows, strict=True))
    print(f"{'mean':24} {ours:6.0f} {stable:7.0f} {naive:6.0f} {ours / naive:6.2f}")


if __name__ == "__main__":
    main(sys.argv[1:])
