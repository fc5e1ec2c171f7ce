"""Which article of a story is briefed, where its outlets differ, and what an article adds to others. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from datetime import UTC, datetime

from summarizer.article import Article
from summarizer.stories.facts import facts
from summarizer.stories.names import names_in
from summarizer.stories.sketch import resemblance, sketch

FULL = 0.6
"""An article this long, compared with the longest one, is full: of the full ones the earliest leads."""

SAME_SENTENCE = 0.35
"""Resemblance of two sentences that say the same of one thing, their numbers left out."""

COMPARED = 12
"""Articles that are compared for disagreements, one an outlet and language: the work grows with the square,
and a story that is told for weeks has hundreds."""


def choose_lead(articles: Sequence[Article]) -> Article:
    """The earliest of the articles that are nearly as full as the fullest."""
    fullest = max(_length(a) for a in articles)
    return min((a for a in articles if _length(a) >= FULL * fullest), key=_time)


@dataclass(frozen=True, slots=True)
class Substance:
    """The names and numbers of an article, as keys.

    Attributes:
        whole: of all of it.
        sentences: of each sentence that is evidence, by its index.
    """

    whole: frozenset[str]
    sentences: tuple[tuple[int, frozenset[str]], ...]


def substance(article: Article) -> Substance:
    """What `article` has to tell."""
    texts = ((i, article.sentences[i].text) for i in article.evidence)
    return Substance(
        whole=facts(article.text(article.evidence)) | names_in(article),
        sentences=tuple((i, facts(text) | names_in(article, [text])) for i, text in texts),
    )


def new_sentences(told: Substance, known: Set[str]) -> tuple[int, ...]:
    """Sentences with a name or number that is not among the `known` ones."""
    return tuple(i for i, keys in told.sentences if keys - known)


def disagreements(articles: Sequence[Article]) -> tuple[str, ...]:
    """Numbers on which outlets differ: sentences alike but for one number of the same kind.

    Compared within a language; across languages words cannot be aligned without a translation.
    """
    one_each = {(a.outlet, a.language): a for a in reversed(articles)}
    compared = [a for a in articles if one_each[a.outlet, a.language] is a][:COMPARED]
    split = [[_split(a.sentences[i].text) for i in a.evidence] for a in compared]
    found: dict[tuple[str, str], str] = {}
    for n, a in enumerate(compared):
        for m, b in enumerate(compared[n + 1 :], n + 1):
            if a.language == b.language:
                for one, other in _differing(split[n], split[m]):
                    names = (a.outlet or "one outlet", b.outlet or "another")
                    text = f"Outlets differ: {names[0]} has {one}, {names[1]} has {other}."
                    found.setdefault((one, other), text)
    return tuple(found.values())[:3]


_Split = tuple[set[tuple[str, str]], tuple[int, ...]]


def _differing(mine: Sequence[_Split], theirs: Sequence[_Split]) -> Iterable[tuple[str, str]]:
    for numbers, words in mine:
        for their_numbers, their_words in theirs:
            if len(numbers) == len(their_numbers) == 1 and numbers != their_numbers:
                one, other = *numbers, *their_numbers
                if one[1] == other[1] and resemblance(words, their_words) >= SAME_SENTENCE:
                    yield one[0], other[0]


_DIGITS = re.compile(r"(\d[\d.,   ]*\d|\d)\s?(%|[^\W\d_]+)?")


def _split(sentence: str) -> _Split:
    """The numbers of a sentence, each with the word after it, and a sketch of the rest."""
    numbers = {(m[1], (m[2] or "").casefold()) for m in _DIGITS.finditer(sentence)}
    return numbers, sketch(_DIGITS.sub(r"\2", sentence))


def _length(article: Article) -> int:
    return sum(len(article.sentences[i].text) for i in article.evidence)


def _time(article: Article) -> datetime:
    return article.published or datetime.max.replace(tzinfo=UTC)
