"""What the evidence page shows, as values: numbered points, the original in pieces, changes. Pure.

Every cited sentence is an *exhibit* with a number, the same as in chat. Points name their exhibits and
exhibits name their points, so each can lead to the other.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher
from functools import cache
from itertools import groupby, zip_longest

from bot.store.briefings import ArchivedBriefing
from bot.store.stories import StoredStory
from bot.view import day, language_name, line_of, made_line, nobody, titles
from summarizer.article import Article, Sentence, SentenceKind
from summarizer.briefing import Briefing, Point, Section, Verdict
from summarizer.english.romanise import romanised
from summarizer.gate.checks import CHECKS


@dataclass(frozen=True, slots=True)
class PagePoint:
    """A point of the briefing.

    Attributes:
        number: 1-based, over all sections.
        exhibits: numbers of the cited sentences.
        speaker: who says it, in Latin letters where there are rules for that.
        via: role and the outlet it was told to, as one phrase.
        foreign: English name of the text's language, None where it is English.
    """

    number: int
    point: Point
    exhibits: tuple[int, ...]
    speaker: str | None
    via: str
    foreign: str | None

    @property
    def supported(self) -> bool:
        return self.point.verdict is Verdict.SUPPORTED


@dataclass(frozen=True, slots=True)
class PageSection:
    """A section of the briefing; `empty` is what to say where there are no points."""

    id: str
    title: str
    empty: str
    points: tuple[PagePoint, ...]


@dataclass(frozen=True, slots=True)
class Exhibit:
    """A sentence of the original.

    Attributes:
        pieces: its text, cut so that each verbatim quote is a piece of its own: (text, is a quote).
        number: its exhibit number, None if no point cites it.
        points: numbers of the points that cite it.
        english: its translation, where there is one; `by` is who made it.
    """

    pieces: tuple[tuple[str, bool], ...]
    number: int | None
    points: tuple[int, ...]
    english: str | None
    by: str | None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the original."""

    kind: SentenceKind
    sentences: tuple[Exhibit, ...]

    @property
    def translated(self) -> tuple[Exhibit, ...]:
        """Its cited sentences that have a translation."""
        return tuple(s for s in self.sentences if s.english and s.number)


@dataclass(frozen=True, slots=True)
class Edition:
    """One briefing of the article, and what changed since the one before it.

    Attributes:
        text: what changed in the article: ("+" or "-", sentence).
        points: what changed in the briefing, likewise.
    """

    id: int
    version: int
    made: datetime
    is_this: bool
    text: tuple[tuple[str, str], ...]
    points: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class OtherReport:
    """Another article of the story; `briefing` is the id of its newest briefing, if it has one."""

    outlet: str
    title: str
    language: str
    language_name: str | None
    url: str | None
    briefing: int | None


@dataclass(frozen=True, slots=True)
class Check:
    """A check of the gate: what it holds lines to, how many it left unverified, and how many it dropped."""

    name: str
    rule: str
    unverified: int
    dropped: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidencePage:
    """A briefing with its evidence."""

    id: int
    headline: str
    title: str
    title_english: str | None
    outlet: str | None
    author: str | None
    language: str
    language_name: str | None
    published: str | None
    url: str | None
    made: str
    made_at: datetime
    sections: tuple[PageSection, ...]
    paragraphs: tuple[Paragraph, ...]
    dropped: tuple[PagePoint, ...]
    checks: tuple[Check, ...]
    supported: int
    unverified: int
    editions: tuple[Edition, ...]
    newer: int | None
    others: tuple[OtherReport, ...]
    notes: tuple[str, ...]


def evidence_page(
    kept: ArchivedBriefing,
    article: Article,
    *,
    editions: Iterable[tuple[ArchivedBriefing, Article]] = (),
    story: StoredStory | None = None,
    story_briefings: Iterable[ArchivedBriefing] = (),
) -> EvidencePage:
    """The page of `kept`, which was made from `article`.

    Args:
        editions: every briefing of the article with the text it was made from, newest first.
        story: the story that the article belongs to.
        story_briefings: briefings of the story, newest first.
    """
    briefing = kept.briefing
    order = dict.fromkeys(i for s in Section for p in briefing.section(s) for i in p.evidence)
    numbers = {index: n for n, index in enumerate((i for i in order if i < len(article.sentences)), 1)}
    shown = [p for s in Section for p in briefing.section(s)]
    points = tuple(_point(n, p, numbers, article.language) for n, p in enumerate(shown, 1))
    newest_first = list(editions)
    return EvidencePage(
        id=kept.id,
        headline=briefing.headline,
        title=article.title,
        title_english=article.english_title,
        outlet=article.outlet,
        author=article.author,
        language=article.language,
        language_name=language_name(article.language),
        published=day(article.published) if article.published else None,
        url=web_url(article.url),
        made=made_line(briefing),
        made_at=kept.made,
        sections=tuple(
            PageSection(s.value, titles()[s], nobody()[s], tuple(p for p in points if p.point.section is s))
            for s in Section
        ),
        paragraphs=_paragraphs(article, briefing, numbers, points),
        dropped=tuple(_point(n, p, {}, article.language) for n, p in enumerate(briefing.dropped, 1)),
        checks=_checks(briefing),
        supported=sum(p.supported for p in points),
        unverified=sum(not p.supported for p in points),
        editions=_editions(newest_first, kept.id),
        newer=newest_first[0][0].id if newest_first and newest_first[0][0].id != kept.id else None,
        others=_others(story, kept.article_id, story_briefings),
        notes=(*article.notes, *briefing.notes),
    )


def web_url(url: str | None) -> str | None:
    """`url` if a browser may be sent there: http and https only, never javascript: or the like."""
    return url if url and url.lower().startswith(("http://", "https://")) else None


def _point(number: int, point: Point, numbers: dict[int, int], language: str) -> PagePoint:
    foreign = None if point.language == "en" else language_name(point.language) or "original language"
    via = f"via {point.via}" if point.via else None
    phrase = ", ".join(p for p in (point.speaker_role, via) if p)
    cited = tuple(numbers[i] for i in point.evidence if i in numbers)
    speaker = point.speaker and romanised(point.speaker, language)
    return PagePoint(number, point, cited, speaker, phrase, foreign)


def _paragraphs(
    article: Article, briefing: Briefing, numbers: dict[int, int], points: tuple[PagePoint, ...]
) -> tuple[Paragraph, ...]:
    english = {i: (t, "reference") for i, t in enumerate(article.english) if t}
    english |= {t.index: (t.text, t.by) for t in briefing.translations}
    citing: dict[int, list[PagePoint]] = {}
    for p in points:
        for i in p.point.evidence:
            citing.setdefault(i, []).append(p)

    def exhibit(index: int, sentence: Sentence) -> Exhibit:
        by = citing.get(index, [])
        quotes = [p.point.quote for p in by if p.point.quote]
        text, who = english.get(index, (None, None))
        return Exhibit(
            pieces(sentence.text, quotes), numbers.get(index), tuple(p.number for p in by), text, who
        )

    found = []
    for (_, kind), group in groupby(enumerate(article.sentences), lambda s: (s[1].paragraph, s[1].kind)):
        sentences = tuple(exhibit(i, s) for i, s in group if s.text)
        if sentences:
            found.append(Paragraph(kind, sentences))
    return tuple(found)


def pieces(text: str, quotes: Iterable[str]) -> tuple[tuple[str, bool], ...]:
    """`text` cut at every place of a quote; the pieces joined are `text` again."""
    spans = sorted((text.find(q), text.find(q) + len(q)) for q in set(quotes) if q and q in text)
    found, at = [], 0
    for start, end in spans:
        if start >= at:
            found += [(text[at:start], False), (text[start:end], True)]
            at = end
    return tuple(p for p in (*found, (text[at:], False)) if p[0])


def _checks(briefing: Briefing) -> tuple[Check, ...]:
    """Every check of the gate and what it found, those that found something first."""
    found: dict[str, list[int]] = {}
    for column, points in enumerate((briefing.points, briefing.dropped)):
        for point in points:
            for check in {r.check for r in point.reasons}:
                found.setdefault(check, [0, 0])[column] += 1
    rules = _rules()
    checks = (Check(n, rules.get(n, ""), *found.get(n, (0, 0))) for n in (*rules, *(found.keys() - rules)))
    return tuple(sorted(checks, key=lambda c: (-c.dropped, -c.unverified)))


@cache
def _rules() -> dict[str, str]:
    """What each check of the gate holds a line to: the first line of its module, without its name."""
    about = ((name, sys.modules[check.__module__].__doc__ or "") for name, check in CHECKS)
    return {name: text.partition("\n")[0].partition(": ")[2].removesuffix(".") for name, text in about}


def _editions(newest_first: list[tuple[ArchivedBriefing, Article]], this: int) -> tuple[Edition, ...]:
    editions = []
    for (kept, article), older in zip_longest(newest_first, newest_first[1:]):
        text = changes(_texts(older[1]), _texts(article)) if older else ()
        points = changes(_lines(older[0].briefing), _lines(kept.briefing)) if older else ()
        editions.append(Edition(kept.id, kept.version, kept.made, kept.id == this, text, points))
    return tuple(editions)


def changes(old: list[str], new: list[str]) -> tuple[tuple[str, str], ...]:
    """The lines that went ("-") and came ("+") between two texts, in order."""
    found: list[tuple[str, str]] = []
    for what, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what != "equal":
            found += [("-", line) for line in old[a:b]] + [("+", line) for line in new[c:d]]
    return tuple(found)


def _texts(article: Article) -> list[str]:
    return [article.title, *(s.text for s in article.sentences)]


def _lines(briefing: Briefing) -> list[str]:
    return [line_of(p) for p in briefing.points]


def _others(
    story: StoredStory | None, article_id: str, made: Iterable[ArchivedBriefing]
) -> tuple[OtherReport, ...]:
    newest: dict[str, int] = {}
    for kept in made:
        newest.setdefault(kept.article_id, kept.id)
    return tuple(
        OtherReport(
            outlet=m.outlet or "unnamed outlet",
            title=m.title,
            language=m.language,
            language_name=language_name(m.language),
            url=web_url(m.url),
            briefing=newest.get(m.article_id),
        )
        for m in (story.members if story else ())
        if m.article_id != article_id
    )
