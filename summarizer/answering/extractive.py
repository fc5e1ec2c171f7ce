"""The answer without a model: the article's own sentences that support it best, or none. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from summarizer.answering.retrieval import Support
from summarizer.article import Article
from summarizer.briefing import DraftPoint, Section

MOST = 2
"""Sentences that an answer cites at most: more is no answer, it is the article."""
NEARLY = 0.8
"""A second sentence is cited if its score is at least this share of the first one's."""
ENOUGH_WORDS = 0.5
"""Share of the question's words that the sentence with what is around it must hold."""
OWN_WORDS = 0.25
"""Of it in the sentence itself."""
NEAR, NEAR_WORDS = 1.6, 0.4
"""Standard deviations by embeddings from which a sentence is about the question, with fewer words."""


def best(found: Sequence[Support]) -> tuple[int, ...]:
    """Sentences that answer the question, in the article's order; none where support is too weak."""
    good = [s for s in found if answers(s)]
    if not good:
        return ()
    first, *rest = good
    also = [s for s in rest if s.score >= NEARLY * first.score]
    return tuple(sorted(s.index for s in (first, *also[: MOST - 1])))


def answers(support: Support) -> bool:
    """Whether a sentence says enough: what is wanted, about what is asked."""
    if not support.wanted:
        return False
    if support.nearness >= NEAR and support.words >= NEAR_WORDS:
        return True
    return support.words >= ENOUGH_WORDS and support.own >= OWN_WORDS


def drafted(article: Article, indexes: tuple[int, ...], english: Mapping[int, str]) -> DraftPoint:
    """The sentences at `indexes` as an answer: in English if all are translated, else as they are."""
    foreign = article.language != "en"
    translated = foreign and all(i in english for i in indexes)
    text = " ".join(english[i] for i in indexes) if translated else article.text(indexes)
    return DraftPoint(
        section=Section.KEY_CLAIMS,
        text=text,
        language="en" if translated else article.language,
        translated=translated,
        evidence=indexes,
        quote=article.sentences[indexes[0]].text if foreign else None,
    )
