"""Whether a sentence holds the kind of answer that a question wants: a number, a time, a person. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from summarizer.answering.glossary import senses
from summarizer.answering.likeness import alike_any
from summarizer.answering.question import Measure, Question, Wanted, digits
from summarizer.article import Article
from summarizer.attribution import SpeakerKind, attribute
from summarizer.gate.lexicon import concepts, words
from summarizer.gate.normalise.dates import Dates, dates
from summarizer.gate.normalise.numbers import Number, numbers
from summarizer.gate.normalise.units import CURRENCIES, unit_of

TIMES = frozenset(("second", "minute", "hour", "day", "week", "month", "year", "decade", "century"))
LENGTHS = frozenset(("kilometre", "metre", "centimetre", "mile"))
WEIGHTS = frozenset(("kilogram", "tonne"))
UNITS = {
    Measure.MONEY: CURRENCIES,
    Measure.DURATION: TIMES | LENGTHS,
    Measure.EXTENT: LENGTHS,
    Measure.WEIGHT: WEIGHTS,
}
MEANING = {
    Measure.MONEY: frozenset(("cost", "pay", "wage", "worth", "money")),
    Measure.SHARE: frozenset(("share", "capacity")),
    Measure.DURATION: frozenset(("last", "length")),
    Measure.EXTENT: frozenset(("length", "size")),
    Measure.WEIGHT: frozenset(("weigh",)),
}
"""Concepts that a number of that measure expresses by itself."""
SOON = frozenset(("yesterday", "today", "tomorrow", "last", "next", "spring", "summer", "autumn", "winter"))
SOMEBODY = frozenset(
    """
    people resident child pupil woman man family worker company customer passenger visitor patient member user
    victim applicant government parliament council court police opposition party hospital university authority
    bank team group committee deputy crew refugee
    """.split()  # noqa: SIM905 - a list of words reads better as words
)
"""Concepts of people and bodies: they can be meant by "who"."""
PARTLY = 0.5
"""What a sentence is worth that may answer, but in another form than most do."""
WINDOW = 40
"""Characters after a number in which what it counts stands."""
_CAPITAL = re.compile(r"(?<=[^\W\d_] )[^\W\d_a-zà-ÿа-яёіїєґ][\w’'-]+")
"""A word with a capital after another word."""
_CLOCK = re.compile(r"\b\d{1,2}[.:h]\d\d\b")


def fitness(article: Article, index: int, question: Question) -> float:
    """How far sentence `index` holds the kind of answer that `question` wants, 0 to 1."""
    text, language = article.sentences[index].text, article.language
    match question.wanted:
        case Wanted.NUMBER:
            return _number(text, language, question)
        case Wanted.TIME:
            return _time(text, language)
        case Wanted.PERSON:
            return float(_names_somebody(article, index))
        case Wanted.PLACE | Wanted.NAME:
            return float(_names_something(article, text, question))
        case Wanted.OPINION:
            return float(attribute(article).sentences[index].speaker is not None)
        case Wanted.REASON:
            return 1.0 if "cause" in senses(text, language) else PARTLY
        case _:
            return 1.0


def _number(text: str, language: str, question: Question) -> float:
    found = list(_counted(text, language, question))
    if question.measure is Measure.SHARE and len(found) > 1:  # seven of ten
        return 1.0
    if question.measure is Measure.FREQUENCY and any(unit_of(w, language) in TIMES for w in words(text)):
        return 1.0  # every week
    if question.measure is Measure.DURATION and dates(text, language) != Dates():  # until 20 October
        return max([PARTLY, *(float(_measures(n, question)) for n in found)])
    fitting = [n for n in found if _measures(n, question)]
    if not fitting:
        meant = MEANING.get(question.measure, frozenset()) & senses(text, language)
        return PARTLY if found and meant and question.measure is not Measure.MONEY else 0.0
    if not question.counted:
        return 1.0
    return 1.0 if any(_counts(n, text, language, question.counted) for n in fitting) else PARTLY


def _counts(number: Number, text: str, language: str, what: str) -> bool:
    """Whether `number` is a number of `what`, an English word."""
    behind = text[number.start : number.start + len(number.raw) + WINDOW]
    return bool(senses(what, "en") & senses(behind, language)) or alike_any(what, behind)


def _time(text: str, language: str) -> float:
    said = concepts(text, language)
    if dates(text, language) != Dates() or said & SOON or _CLOCK.search(text):
        return 1.0
    spans = any(n.unit in TIMES for n in numbers(text, language))
    after = "after" in said and any(unit_of(w, language) in TIMES for w in words(text))
    return PARTLY if spans or after or "condition" in said else 0.0


def _names_somebody(article: Article, index: int) -> bool:
    """By a name or a role; a pronoun names nobody."""
    text, language = article.sentences[index].text, article.language
    named = any(
        s.kind is not SpeakerKind.UNNAMED and any(a in text for a in (s.name, *s.aliases))
        for s in attribute(article).speakers
    )
    if named or any(s in SOMEBODY or s.startswith("role:") for s in senses(text, language)):
        return True
    return language != "de" and bool(_CAPITAL.search(text))  # German nouns all have capitals


def _names_something(article: Article, text: str, question: Question) -> bool:
    """Whether there is a name that is no person's, no date's and not in the question."""
    known = {w for s in attribute(article).speakers if s.kind is SpeakerKind.PERSON for w in s.name.split()}
    return any(
        w not in known and w not in question.names and dates(w, article.language) == Dates()
        for w in _CAPITAL.findall(text)
    )


def _counted(text: str, language: str, question: Question) -> Iterator[Number]:
    """Numbers of `text` that may be an answer: no years, no days of a month, none that the question has."""
    said = dates(text, language)
    days = {day for _, day in said.days}
    for number in numbers(text, language):
        plain = number.raw.isdecimal()
        if plain and (int(number.raw[:5]) in said.years or (not number.unit and int(number.raw[:5]) in days)):
            continue
        if set(digits(number.raw)) & set(question.numbers) or (number.values <= {0.0, 1.0} and not plain):
            continue
        yield number


def _measures(number: Number, question: Question) -> bool:
    if question.unit:
        return number.unit == question.unit
    match question.measure:
        case Measure.COUNT:
            return number.unit in (None, "percent")
        case Measure.SHARE:
            return number.unit == "percent" or max(number.values) < 1
        case Measure.SIZE:
            return number.unit is not None and number.unit not in TIMES
        case Measure.ANYTHING | Measure.FREQUENCY:
            return True
        case measure:
            return number.unit in UNITS[measure]
