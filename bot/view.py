"""A briefing as its reader sees it, before any platform: numbered evidence, names, dates, marks. Pure.

Every renderer (terminal, Slack, Discord, web) starts from a `BriefingView`, so that all of them say the
same and number the evidence alike.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from babel import Locale, UnknownLocaleError
from babel.dates import format_date

from bot.labels import ENGLISH, Labels
from summarizer.article import UNKNOWN_LANGUAGE, Article
from summarizer.briefing import Briefing, Point, Section, Verdict
from summarizer.english.romanise import romanised

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
        foreign: name of the language of `text`, None where it is English.
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


def view(article: Article, briefing: Briefing, labels: Labels = ENGLISH) -> BriefingView:
    """How `briefing` of `article` reads, with `labels` around it."""
    numbers = _number(briefing)
    english = dict(enumerate(article.english)) | {t.index: t.text for t in briefing.translations}
    return BriefingView(
        headline=briefing.headline,
        url=article.url,
        source=source_line(article, labels),
        made=made_line(briefing, labels),
        sections=tuple(_section(s, briefing.section(s), numbers, article.language, labels) for s in Section),
        footnotes=tuple(
            Footnote(number, index, article.sentences[index].text, english.get(index))
            for index, number in numbers.items()
        ),
        dropped=dropped_line(briefing, labels),
        notes=(*article.notes, *briefing.notes),
    )


def titles(labels: Labels = ENGLISH) -> Mapping[Section, str]:
    """What the sections are called."""
    return {
        Section.KEY_CLAIMS: labels.key_claims,
        Section.SKEPTICS: labels.skeptics,
        Section.EXPERT_VIEW: labels.expert_view,
    }


def nobody(labels: Labels = ENGLISH) -> Mapping[Section, str]:
    """What an empty section says; nothing is invented to fill it."""
    return {
        Section.KEY_CLAIMS: labels.no_claim,
        Section.SKEPTICS: labels.no_skeptic,
        Section.EXPERT_VIEW: labels.no_expert,
    }


def line_of(point: Point) -> str:
    """Who says what, as one line of plain text."""
    return f"{point.speaker}: {point.text}" if point.speaker else point.text


def source_line(article: Article, labels: Labels = ENGLISH) -> str:
    """Outlet, language and date: "TT · Swedish · 15 March 2022"."""
    parts = (
        article.outlet,
        language_name(article.language, labels.language),
        article.published and day(article.published, labels.language),
    )
    return " · ".join(p for p in parts if p)


ELSEWHERE = "The briefed article does not say."
"""Before an answer from another article of the story, which is then named."""


def outlet_name(article: Article) -> str:
    """Who published it, for the middle of a sentence."""
    return article.outlet or "another article of the story"


def made_line(briefing: Briefing, labels: Labels = ENGLISH) -> str:
    """Who wrote it and how long it is: "extractive engine · machine translation · 142 words, 1 min"."""
    engine = labels.engine.format(engine=briefing.engine) + (f" ({briefing.model})" if briefing.model else "")
    minutes = max(1, round(briefing.words / WORDS_PER_MINUTE))
    shown = {i for p in briefing.points if p.translated for i in p.evidence}
    called = {"reference": labels.reference_translation, "on-device": labels.machine_translation}
    by = dict.fromkeys(called.get(t.by, t.by) for t in briefing.translations if t.index in shown)
    translated = ", ".join(by) or (labels.translated if shown else None)
    length = labels.length.format(words=briefing.words, minutes=minutes)
    return " · ".join(p for p in (engine, translated, length) if p)


def dropped_line(briefing: Briefing, labels: Labels = ENGLISH) -> str:
    """How many points the checks dropped and which checks they were; empty if none was."""
    if not briefing.dropped:
        return ""
    checks = ", ".join(sorted({r.check for p in briefing.dropped for r in p.reasons}))
    count = len(briefing.dropped)
    return (labels.dropped_one if count == 1 else labels.dropped).format(count=count, checks=checks)


def superscript(numbers: tuple[int, ...]) -> str:
    """Footnote marks: (1, 20) → "¹˒²⁰"."""
    return ",".join(map(str, numbers)).translate(SUPERSCRIPTS)


@cache
def language_name(language: str, reader: str = "en") -> str | None:
    """What the language of a BCP 47 subtag is called in that of the reader, None for the unknown language."""
    if language == UNKNOWN_LANGUAGE:
        return None
    try:
        return Locale.parse(language).get_language_name(reader)
    except (UnknownLocaleError, ValueError):
        return language


def day(when: datetime, language: str = "en") -> str:
    """The local date at the place of publication: "15 March 2022"."""
    form = "d MMMM y" if language == "en" else "long"
    return format_date(when.date(), form, locale=language)


def weekday(when: date, language: str = "en") -> str:
    """The date of a digest: "Monday 23 November"."""
    return format_date(when, "EEEE d MMMM" if language == "en" else "full", locale=language)


def _number(briefing: Briefing) -> dict[int, int]:
    """Footnote number of each cited sentence, in order of first citation."""
    order = dict.fromkeys(i for s in Section for p in briefing.section(s) for i in p.evidence)
    return {index: number for number, index in enumerate(order, 1)}


def _section(
    section: Section, points: tuple[Point, ...], numbers: Mapping[int, int], language: str, labels: Labels
) -> SectionView:
    views = tuple(_point(p, numbers, language, labels) for p in points)
    return SectionView(section, titles(labels)[section], views, nobody(labels)[section])


def _point(point: Point, numbers: Mapping[int, int], language: str, labels: Labels) -> PointView:
    foreign = None
    if point.language != "en":
        foreign = language_name(point.language, labels.language) or labels.original
    via = labels.via.format(via=point.via) if point.via else None
    unsure = point.verdict is Verdict.UNVERIFIED
    return PointView(
        text=point.text,
        speaker=point.speaker and romanised(point.speaker, language),
        role=", ".join(p for p in (point.speaker_role, via) if p),
        footnotes=tuple(numbers[i] for i in point.evidence),
        quote=point.quote if point.quote and point.quote not in point.text else None,
        foreign=foreign,
        unverified="; ".join(r.detail for r in point.reasons) or labels.not_verified if unsure else "",
        translated=point.translated,
    )
