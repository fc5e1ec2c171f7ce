"""Whether two articles report the same event. Pure.

A false merge puts words into the wrong story, a missed one only shows a story twice: unsure means two
stories. Names decide either way: without a shared name nothing merges, however alike the meaning.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from math import sqrt

from summarizer.stories.fingerprint import Fingerprint
from summarizer.stories.sketch import resemblance

COPY = 0.5
"""Resemblance from which two texts are one text, edited (10 % of the words changed give 0.58)."""

FEW_NAMES, FEW_FACTS = 2, 3
"""Fewer than that in either text say nothing against a copy: a corrected number may be the only one."""

APART = timedelta(days=3)
"""Longest time between two reports of one event."""

NAMES, FACTS, SCORE = 2.0, 1, 0.36
"""Without embeddings: weight of shared names, shared facts, and overlap of both, that a match needs."""

ALIKE = 0.87
"""Cosine of multilingual-e5-small from which two leads tell the same (unrelated news: 0.75 to 0.84)."""

Weight = Callable[[str], float]
"""How much a name or fact tells, 0 to 1: what stands in every article tells nothing."""


class Kind(StrEnum):
    """Why two articles are one story."""

    COPY = "copy"  # nearly the same text
    EVENT = "event"  # the same event told by somebody else


@dataclass(frozen=True, slots=True)
class Match:
    """Two articles are one story.

    Attributes:
        kind: in what way.
        score: how surely, 0 to 1; comparable within a kind.
    """

    kind: Kind
    score: float


def compare(a: Fingerprint, b: Fingerprint, weight: Weight = lambda _: 1.0) -> Match | None:
    """How `a` and `b` are one story; None if they are not, or nothing shows that they are."""
    if a.published and b.published and abs(a.published - b.published) > APART:
        return None
    alike = resemblance(a.sketch, b.sketch)
    if alike >= COPY and not _of_one_mould(a, b):
        return Match(Kind.COPY, alike)
    shared_names = sum(weight(n) for n in a.names & b.names)
    shared_facts = sum(weight(f) for f in a.facts & b.facts)
    if shared_names < 1 or (shared_facts < FACTS and shared_names < NAMES + 1):
        return None  # whatever the overlap, which costs more to find than all before
    score = _overlap(a, b, weight)
    if a.vector is not None and b.vector is not None:
        meaning = sum(x * y for x, y in zip(a.vector, b.vector, strict=True))
        with_fact = shared_names >= 1 and shared_facts >= FACTS and score >= SCORE / 2
        by_names = shared_names >= NAMES + 1 and score > SCORE
        if meaning >= ALIKE and (with_fact or by_names):
            return Match(Kind.EVENT, meaning)
    if shared_names >= NAMES and shared_facts >= FACTS and score >= SCORE:
        return Match(Kind.EVENT, score)
    return None


def _of_one_mould(a: Fingerprint, b: Fingerprint) -> bool:
    """Whether two texts that are alike differ in most of their names, or of their numbers and dates."""

    def differ(mine: frozenset[str], theirs: frozenset[str], enough: int) -> bool:
        fewer = min(len(mine), len(theirs))
        return fewer >= enough and len(mine & theirs) < fewer / 2

    return differ(a.names, b.names, FEW_NAMES) or differ(a.facts, b.facts, FEW_FACTS)


def _overlap(a: Fingerprint, b: Fingerprint, weight: Weight) -> float:
    """Shared weight over the geometric mean of both: a long article is not alike to everything."""

    def total(features: frozenset[str]) -> float:
        return sum(weight(f) for f in features)

    mine, theirs = a.names | a.facts, b.names | b.facts
    size = sqrt(total(mine) * total(theirs))
    return total(mine & theirs) / size if size else 0.0
