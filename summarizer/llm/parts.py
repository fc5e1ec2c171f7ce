"""Articles longer than the model's window: split by paragraphs, drafted in parts, merged. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from summarizer.article import Article
from summarizer.briefing import DraftPoint, Section
from summarizer.llm.reading import Proposal

CHARACTERS_PER_TOKEN = 3.0
"""Low on purpose: Slavic and Finnish text takes more tokens a character than English."""
OVERHEAD = 700
"""Tokens of the prompt besides the article (`tests/summarizer/llm/test_prompt.py` holds it to that)."""


def parts(article: Article, *, window: int, room: int) -> tuple[tuple[int, ...], ...]:
    """Indexes of the evidence sentences of `article` in as many parts as its `window` needs.

    Args:
        window: tokens that the model takes, prompt and answer together.
        room: tokens kept for the answer.
    """
    budget = max(300, window - room - OVERHEAD) * CHARACTERS_PER_TOKEN
    found: list[tuple[int, ...]] = []
    part: tuple[int, ...] = ()
    for block in _blocks(article, budget):
        if part and _size(article, part + block) > budget:
            found.append(part)
            part = ()
        part += block
    return (*found, part) if part else tuple(found)


def merged(proposals: Sequence[Proposal], *, words: int) -> Proposal:
    """One proposal of several: sections in order, parts taking turns until `words` are used.

    Taking turns, the end of a long article is heard as well as its beginning.
    """
    if len(proposals) == 1:
        return proposals[0]
    left = words - len(proposals[0].headline.split())
    chosen: list[DraftPoint] = []
    for point in _in_turns(proposals):
        if (size := len(point.text.split())) <= left and point not in chosen:
            chosen.append(point)
            left -= size
    order = list(Section)
    chosen.sort(key=lambda p: (order.index(p.section), p.evidence))
    return Proposal(proposals[0].headline, tuple(chosen))


def _in_turns(proposals: Sequence[Proposal]) -> Iterator[DraftPoint]:
    """Round by round one point of each part; skeptics and experts first, there are few of them."""
    first = [[p for p in x.points if p.section is not Section.KEY_CLAIMS] for x in proposals]
    then = [[p for p in x.points if p.section is Section.KEY_CLAIMS] for x in proposals]
    for lists in (first, then):
        for turn in range(max(map(len, lists), default=0)):
            yield from (points[turn] for points in lists if turn < len(points))


def _blocks(article: Article, budget: float) -> Iterator[tuple[int, ...]]:
    """Paragraphs; one that alone is too long comes sentence by sentence."""
    for _, group in groupby(article.evidence, lambda i: article.sentences[i].paragraph):
        block = tuple(group)
        if _size(article, block) <= budget:
            yield block
        else:
            yield from ((i,) for i in block)


def _size(article: Article, indexes: Sequence[int]) -> int:
    return sum(len(article.sentences[i].text) + 6 for i in indexes)
