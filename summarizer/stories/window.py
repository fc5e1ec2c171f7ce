"""The recent articles, so that a new one is compared with the few that may be its story, not with all."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import datetime
from math import log

from summarizer.stories.fingerprint import Fingerprint
from summarizer.stories.matching import Match, compare

BANDS = 8
"""Numbers of a sketch under which it is found: texts with a resemblance of 0.5 share one with 99.6 %."""

COMMON = 400
"""A name or number in more articles than this finds none: it would find too many."""

CANDIDATES = 40
"""Articles that are compared with a new one: those that share the most telling features."""


class Window:
    """Recent articles and their stories. Adding costs the candidates, not the window."""

    def __init__(self) -> None:
        self._prints: dict[str, Fingerprint] = {}
        self._stories: dict[str, int] = {}
        self._index: defaultdict[str | int, set[str]] = defaultdict(set)

    def __len__(self) -> int:
        return len(self._prints)

    def add(self, article: Fingerprint, story: int) -> None:
        """Remember `article` as part of `story`; a new version replaces the old one."""
        self.remove(article.article_id)
        self._prints[article.article_id] = article
        self._stories[article.article_id] = story
        for feature in _features(article):
            self._index[feature].add(article.article_id)

    def remove(self, article_id: str) -> None:
        """Forget an article, if it is known."""
        if (old := self._prints.pop(article_id, None)) is None:
            return
        del self._stories[article_id]
        for feature in _features(old):
            holders = self._index[feature]
            holders.discard(article_id)
            if not holders:
                del self._index[feature]

    def expire(self, before: datetime) -> None:
        """Forget everything published before a time."""
        old = [k for k, p in self._prints.items() if p.published and p.published < before]
        for article_id in old:
            self.remove(article_id)

    def find(self, article: Fingerprint) -> tuple[int, Match] | None:
        """The story that `article` belongs to, and why; None if it starts one.

        The whole story counts: it must match an article of it, and not contradict the others by
        having no name in common with them.
        """
        best: dict[int, Match] = {}
        for other in self._candidates(article):
            match = compare(article, other, self.weight)
            story = self._stories[other.article_id]
            if match and (story not in best or match.score > best[story].score):
                best[story] = match
        return max(best.items(), key=lambda found: found[1].score, default=None)

    def weight(self, feature: str) -> float:
        """How much `feature` tells, from 1 (rare) down to 0 (in every article)."""
        count, size = len(self._index.get(feature, ())), len(self._prints)
        if count <= 3 or size < 50:
            return 1.0
        return max(0.0, 1.0 - log(count / 3) / log(size / 3))

    def _candidates(self, article: Fingerprint) -> Iterable[Fingerprint]:
        votes: Counter[str] = Counter()
        for feature in _features(article):
            holders = self._index.get(feature, ())
            if len(holders) <= COMMON:
                votes.update(holders)
        votes.pop(article.article_id, None)
        return (self._prints[k] for k, _ in votes.most_common(CANDIDATES))


def _features(article: Fingerprint) -> Iterable[str | int]:
    yield from article.names
    yield from article.facts
    yield from article.sketch[:BANDS]
