"""The extractive engine: no key, no network. It chooses sentences and says whose they are."""

from __future__ import annotations

from collections.abc import Sequence

from summarizer.article import Article
from summarizer.attribution import attribute
from summarizer.briefing import Draft, Point
from summarizer.extractive.points import make_points
from summarizer.extractive.sections import sections

NAME = "extractive"


class ExtractiveEngine:
    """Drafts a briefing from the article's own sentences; every point is one or more of them, verbatim."""

    name = NAME

    async def draft(self, article: Article, *, words: int) -> Draft:
        return extract(article, words=words)

    async def revise(self, article: Article, draft: Draft, rejected: Sequence[Point], *, words: int) -> Draft:
        return draft  # deterministic: it would say the same again


def extract(article: Article, *, words: int) -> Draft:
    """Choose the sentences that say most within `words`, each with its speaker and section."""
    attributions = attribute(article)
    points = make_points(article, attributions, sections(article, attributions), words=words)
    return Draft(headline=article.title, points=points, engine=NAME)
