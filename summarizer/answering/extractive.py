"""The answer without a model: the article's own sentences that support it best, or none. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from summarizer.answering.question import Question, Wanted
from summarizer.answering.retrieval import Support
from summarizer.article import Article
from summarizer.briefing import DraftPoint, Section

MOST = 2
"""Sentences that an answer cites at most: more is no answer, it is the article."""
NEARLY = 0.75
"""A second sentence is cited if its score is at least this share of the first one's."""
ENOUGH_WORDS = 0.2
"""Share of the question's words that the sentence must hold where nothing else speaks for it. Low, since over
languages most words are not recognised; this and `NEAR` are where 50 questions on ten labelled articles
were answered and refused best."""
NEAR = 2.0
"""Standard deviations by embeddings from which a sentence is about the question."""


def best(question: Question, found: Sequence[Support]) -> tuple[int, ...]:
    """Sentences that answer `question`, in the article's order; none where support is too weak."""
    if not found or not answers(question, found[0]):
        return ()
    first = found[0]
    rest = [s for s in found[1:] if s.score >= NEARLY * first.score and answers(question, s)]
    return tuple(sorted(s.index for s in (first, *rest[: MOST - 1])))


def answers(question: Question, support: Support) -> bool:
    """Whether a sentence says enough: what is wanted, about what is asked."""
    if question.wanted is not Wanted.ANYTHING and not support.wanted:
        return False
    return support.words >= ENOUGH_WORDS or support.nearness >= NEAR


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
