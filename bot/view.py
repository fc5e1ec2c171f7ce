"""A briefing as its reader sees it, before any platform: numbered evidence, names, dates, marks. Pure.

Every renderer (terminal, Slack, Discord, web) starts from a `BriefingView`, so that all of them say the
same and number the evidence alike.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from babel import Locale, UnknownLocaleError
from babel.dates import format_date

from summarizer.article import UNKNOWN_LANGUAGE, Article
from summarizer.briefing import Briefing, Point, Section, Verdict
from summarizer.english.romanise import romanised

TITLES = {
    Section.KEY_CLAIMS: "Key claims",
    Section.SKEPTICS: "Skeptics",
    Section.EXPERT_VIEW: "Expert view",
}
NOBODY = {
    Section.KEY_CLAIMS: "No claim passed the checks.",
    Section.SKEPTICS: "No skeptic was found in the article.",
    Section.EXPERT_VIEW: "No outside expert was found in the article.",
}
"""What an empty section says; nothing is invented to fill it."""

TRANSLATIONS = {"reference": "reference translation", "on-device": "machine translation"}
"""What a translation is called, by the name of its `Translator`."""

SUPERSCRIPTS = str.maketrans("0123456789,", "⁰¹²³⁴⁵⁶⁷⁸⁹˒")

WORDS_PER_MINUTE = 230
"""Silent reading of English prose, Brysbaert 2019 (238 for non-fiction), rounded down."""


@dataclass(frozen=True, slots=True)
class Footnote:
    """One cited sentence.

    Attributes:
        number: 1-based, in order of first citation; what a point's mark refers to.
        index: its index in `Article.sentences`.
        original: the sentence, verbatim.
        english: its translation, where there is one.
    """

    number: int
    index: int
    original: str
    english: str | None


@dataclass(frozen=True, slots=True)
class PointView:
    """One line of a briefing.

    Attributes:
        text: what is said.
        speaker: who says it, in Latin letters where there are rules for that; None: the article.
        role: role and affiliation, and via whom, as one phrase; empty if neither is known.
        footnotes: numbers of its evidence.
        quote: verbatim original words worth showing beside the text, or None.
        foreign: English name of the language of `text`, None where it is English.
        unverified: why it could not be verified; empty if it was.
        translated: `text` is a translation.
    """

    text: str
    speaker: str | None
    role: str
    footnotes: tuple[int, ...]
    quote: str | None
    foreign: str | None
    unverified: str
    translated: bool


@dataclass(frozen=True, slots=True)
class SectionView:
    """One section; `empty` is what to say where there are no points."""

    section: Section
    title: str
    points: tuple[PointView, ...]
    empty: str


@dataclass(frozen=True, slots=True)
class BriefingView:
    """A briefing as read.

    Attributes:
        headline: one English line.
        url: address of the original, if it has one.
        source: outlet, language and date as one line.
        made: which engine made it, from which translation, in how many words, as one line.
        sections: always three, in reading order.
        footnotes: every cited sentence.
        dropped: how many points the gate dropped, as a sentence; empty if none.
        notes: what else a reader should know.
    """

    headline: str
    url: str | None
    source: str
    made: str
    sections: tuple[SectionView, ...]
    footnotes: tuple[Footnote, ...]
    dropped: str
    notes: tuple[str, ...]


def view(article: Article, briefing: Briefing) -> BriefingView:
    """How `briefing` of `article` reads."""
    numbers = _number(briefing)
    english = dict(enumerate(article.english)) | {t.index: t.text for t in briefing.translations}
    return BriefingView(
        headline=briefing.headline,
        url=article.url,
        source=source_line(article),
        made=made_line(briefing),
        sections=tuple(_section(s, briefing.section(s), numbers, article.language) for s in Section),
        footnotes=tuple(
            Footnote(number, index, article.sentences[index].text, english.get(index))
            for index, number in numbers.items()
        ),
        dropped=dropped_line(briefing),
        notes=(*article.notes, *briefing.notes),
    )


def source_line(article: Article) -> str:
    """Outlet, language and date: "TT · Swedish · 15 March 2022"."""
    parts = (article.outlet, language_name(article.language), article.published and day(article.published))
    return " · ".join(p for p in parts if p)


ELSEWHERE = "The briefed article does not say."
"""Before an answer from another article of the story, which is then named."""


def outlet_name(article: Article) -> str:
    """Who published it, for the middle of a sentence."""
    return article.outlet or "another article of the story"


def made_line(briefing: Briefing) -> str:
    """Who wrote it and how long it is: "extractive engine · machine translation · 142 words, 1 min"."""
    engine = f"{briefing.engine} engine" + (f" ({briefing.model})" if briefing.model else "")
    minutes = max(1, round(briefing.words / WORDS_PER_MINUTE))
    shown = {i for p in briefing.points if p.translated for i in p.evidence}
    by = dict.fromkeys(TRANSLATIONS.get(t.by, t.by) for t in briefing.translations if t.index in shown)
    translated = ", ".join(by) or ("translated" if shown else None)
    return " · ".join(p for p in (engine, translated, f"{briefing.words} words, {minutes} min") if p)


def dropped_line(briefing: Briefing) -> str:
    """How many points the checks dropped and which checks they were; empty if none was."""
    if not briefing.dropped:
        return ""
    checks = sorted({r.check for p in briefing.dropped for r in p.reasons})
    count = len(briefing.dropped)
    return f"{count} {'line' if count == 1 else 'lines'} dropped by the checks: {', '.join(checks)}."


def superscript(numbers: tuple[int, ...]) -> str:
    """Footnote marks: (1, 20) → "¹˒²⁰"."""
    return ",".join(map(str, numbers)).translate(SUPERSCRIPTS)


@cache
def language_name(language: str) -> str | None:
    """English name of a BCP 47 subtag, None for the unknown language."""
    if language == UNKNOWN_LANGUAGE:
        return None
    try:
        return Locale.parse(language).get_language_name("en")
    except (UnknownLocaleError, ValueError):
        return language


def day(when: datetime) -> str:
    """The local date at the place of publication: "15 March 2022"."""
    return format_date(when.date(), "d MMMM y", locale="en")


def _number(briefing: Briefing) -> dict[int, int]:
    """Footnote number of each cited sentence, in order of first citation."""
    order = dict.fromkeys(i for s in Section for p in briefing.section(s) for i in p.evidence)
    return {index: number for number, index in enumerate(order, 1)}


def _section(
    section: Section, points: tuple[Point, ...], numbers: Mapping[int, int], language: str
) -> SectionView:
    views = tuple(_point(p, numbers, language) for p in points)
    return SectionView(section, TITLES[section], views, NOBODY[section])


def _point(point: Point, numbers: Mapping[int, int], language: str) -> PointView:
    foreign = None if point.language == "en" else language_name(point.language) or "original language"
    via = f"via {point.via}" if point.via else None
    unsure = point.verdict is Verdict.UNVERIFIED
    return PointView(
        text=point.text,
        speaker=point.speaker and romanised(point.speaker, language),
        role=", ".join(p for p in (point.speaker_role, via) if p),
        footnotes=tuple(numbers[i] for i in point.evidence),
        quote=point.quote if point.quote and point.quote not in point.text else None,
        foreign=foreign,
        unverified="; ".join(r.detail for r in point.reasons) or "not verified" if unsure else "",
        translated=point.translated,
    )
