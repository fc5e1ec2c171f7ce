"""What a check is given: one point, its evidence, and what the texts of both say."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from summarizer.article import Article
from summarizer.attribution import Attributions, attribute
from summarizer.briefing import DraftPoint, Verdict
from summarizer.gate.clauses import Alignment, Clause, align, clauses
from summarizer.gate.lexicon import concepts
from summarizer.gate.normalise.dates import Dates, dates, ends, resolved
from summarizer.gate.normalise.numbers import Number, numbers

ENGLISH = "en"
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=\w)")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a check has found.

    Attributes:
        detail: one sentence for a reader.
        verdict: `Verdict.REJECTED` if the point is wrong, `Verdict.UNVERIFIED` if it could not be told.
    """

    detail: str
    verdict: Verdict = Verdict.REJECTED


@dataclass(frozen=True)
class Case:
    """A point before the checks.

    Attributes:
        article: where it comes from.
        point: what is claimed.
        english: English of the article's sentences, by index, as far as there is any.
        given: whether the evidence was named by the point; if not, it was looked up and proves less.
    """

    article: Article
    point: DraftPoint
    english: Mapping[int, str]
    given: bool = True

    @cached_property
    def evidence(self) -> tuple[int, ...]:
        """Indexes that exist."""
        return tuple(i for i in self.point.evidence if 0 <= i < len(self.article.sentences))

    @cached_property
    def sentences(self) -> tuple[str, ...]:
        """Evidence in the original language."""
        return tuple(self.article.sentences[i].text for i in self.evidence)

    @cached_property
    def translated(self) -> tuple[str, ...] | None:
        """Evidence in English, None where any of it has none."""
        if self.article.language == ENGLISH:
            return self.sentences
        return tuple(self.english[i] for i in self.evidence) if self.has_english else None

    @property
    def has_english(self) -> bool:
        """Whether all evidence can be compared in English."""
        if self.article.language == ENGLISH:
            return True
        return bool(self.evidence) and all(i in self.english for i in self.evidence)

    @cached_property
    def is_verbatim(self) -> bool:
        """Whether the text is the evidence itself, in the original or as given in English."""
        text = _folded(self.point.text)
        if not text:
            return False
        original = _folded(" ".join(self.sentences))
        return text in original or (
            self.translated is not None and text in _folded(" ".join(self.translated))
        )

    @cached_property
    def language(self) -> str:
        """Language of the article."""
        return self.article.language

    @cached_property
    def today(self) -> date | None:
        """Local date of publication."""
        return self.article.published.date() if self.article.published else None

    @cached_property
    def pool(self) -> tuple[tuple[str, str], ...]:
        """The evidence as (text, language), in every language there is."""
        original = tuple((s, self.language) for s in self.sentences)
        if self.language == ENGLISH or self.translated is None:
            return original
        return original + tuple((s, ENGLISH) for s in self.translated)

    @cached_property
    def point_numbers(self) -> tuple[Number, ...]:
        return numbers(self.point.text, self.point.language)

    @cached_property
    def numbers(self) -> tuple[Number, ...]:
        """Numbers of the evidence."""
        return tuple(n for text, language in self.pool for n in numbers(text, language))

    @cached_property
    def concepts(self) -> frozenset[str]:
        """Concepts of the evidence."""
        return frozenset().union(*(concepts(text, language) for text, language in self.pool))

    @cached_property
    def point_concepts(self) -> frozenset[str]:
        return concepts(self.point.text, self.point.language)

    @cached_property
    def point_dates(self) -> Dates:
        return dates(self.point.text, self.point.language)

    @cached_property
    def dates(self) -> Dates:
        """Dates of the evidence and all they imply."""
        return self.dates_of(self.pool)

    def dates_of(self, pool: tuple[tuple[str, str], ...]) -> Dates:
        """Dates of texts with their languages, and all they imply."""
        named = frozenset().union(*(dates(t, lang).months for t, lang in pool))
        parts = [
            resolved(dates(t, lang), concepts(t, lang) | concepts(t, lang, "time"), self.today)
            for t, lang in pool
        ]
        return Dates(
            frozenset().union(*(p.days for p in parts), *(ends(t, lang) for t, lang in pool)),
            frozenset().union(*(p.weekdays for p in parts)),
            named or frozenset().union(*(p.months for p in parts)),
            frozenset().union(*(p.years for p in parts)),
            frozenset().union(*(p.seasons for p in parts)),
        )

    @cached_property
    def years_meant(self) -> frozenset[int]:
        """Years that the evidence counts from its day, "for to år siden"; "before 2029" is until 2028."""
        meant: set[int] = set()
        for text, language in self.pool:
            if self.today and "ago" in concepts(text, language, "time"):
                ages = (n for n in numbers(text, language) if n.unit == "year")
                meant |= {self.today.year - int(v) for n in ages for v in n.values if v < 200}
            if "before" not in concepts(text, language):
                years = dates(text, language).years
                meant |= {y + 1 for y in years if f"before {y + 1}" in self.point.text}
        return frozenset(meant)

    def around(self, before: int, after: int = 0) -> tuple[tuple[str, str], ...]:
        """Sentences up to `before` before and `after` behind the evidence, as (text, language)."""
        if not self.evidence:
            return ()
        first, last = min(self.evidence), max(self.evidence)
        near = range(max(0, first - before), min(len(self.article.sentences), last + after + 1))
        return tuple((self.article.sentences[i].text, self.language) for i in near if i not in self.evidence)

    @cached_property
    def meant(self) -> tuple[tuple[Clause, ...], ...]:
        """Clauses of the evidence by sentence: of its English where there is any."""
        texts = self.sentences if self.translated is None else self.translated
        language = self.language if self.translated is None else ENGLISH
        return tuple(clauses(s, language) for text in texts for s in _SENTENCE.split(text))

    @cached_property
    def aligned(self) -> Alignment:
        """Clauses of the point beside those of the evidence."""
        return align(clauses(self.point.text, ENGLISH), [c for sentence in self.meant for c in sentence])

    @property
    def attributions(self) -> Attributions:
        return attribute(self.article)

    @cached_property
    def own_words(self) -> bool:
        """Whether the text is an own English wording, which the checks on language can compare."""
        return self.point.language == ENGLISH and not self.is_verbatim


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())
