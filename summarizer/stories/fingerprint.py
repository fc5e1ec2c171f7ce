"""What an article is recognised by. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from summarizer.article import Article
from summarizer.stories.facts import facts
from summarizer.stories.names import names_in
from summarizer.stories.sketch import sketch

LEAD = 12
"""Sentences from which facts are taken: further down stand background and other stories."""


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """An article, as stories see it.

    Attributes:
        article_id: whose it is.
        language: the article's.
        published: when; None if unknown.
        names: keys of names and countries.
        facts: keys of numbers and dates.
        sketch: of the wording.
        vector: unit vector of its meaning, where embeddings are at hand.
    """

    article_id: str
    language: str
    published: datetime | None
    names: frozenset[str]
    facts: frozenset[str]
    sketch: tuple[int, ...]
    vector: Sequence[float] | None = None


def fingerprint(article: Article, vector: Sequence[float] | None = None) -> Fingerprint:
    """The fingerprint of `article`; `vector` from `summarizer.semantic`, if that is used."""
    evidence = article.evidence
    return Fingerprint(
        article_id=article.id,
        language=article.language,
        published=article.published,
        names=names_in(article),
        facts=facts(" \n ".join([article.title, article.text(evidence[:LEAD])])),
        sketch=sketch(article.text(evidence)),
        vector=vector,
    )


def gist(article: Article) -> str:
    """What is embedded: title and first sentences; the lead tells the event."""
    return f"{article.title}. {article.text(article.evidence[:4])}"[:1000]
