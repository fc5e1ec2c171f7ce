"""The fixed follow-ups on a briefing: sources, quotes, people, single sections. Pure, no model."""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz import fuzz

from bot.content import Notice
from bot.errors import CommandError
from bot.view import BriefingView, PointView, day, language_name, superscript, view
from summarizer.article import Article
from summarizer.attribution import Speaker, attribute
from summarizer.briefing import Briefing, Section
from summarizer.english.romanise import romanised

SAME_NAME = 85
"""How alike two names must be, in percent, to be meant: "Jonson" is "Jonsson"."""


def sources(article: Article, others: Sequence[str] = ()) -> Notice:
    """Where a briefing comes from; `others` are outlets that report the same."""
    facts = (
        article.outlet,
        article.author and f"by {article.author}",
        article.published and day(article.published),
        (name := language_name(article.language)) and f"in {name}",
    )
    lines = [article.title, ", ".join(f for f in facts if f), article.url or ""]
    if others:
        lines.append(f"Also reported by {', '.join(others)}")
    return Notice(text="This briefing rests on:", lines=tuple(line for line in lines if line))


def quote(article: Article, briefing: Briefing, number: int) -> Notice:
    """Evidence `number` of a briefing: the original sentence and its translation.

    Raises:
        CommandError: there is no such evidence.
    """
    notes = view(article, briefing).footnotes
    note = next((n for n in notes if n.number == number), None)
    if note is None:
        have = f"It has 1 to {len(notes)}." if notes else "It cites nothing."
        raise CommandError(f"This briefing has no evidence {number}. {have}")
    language = language_name(article.language) or "the original"
    english = (f"In English: {note.english}",) if note.english and note.english != note.original else ()
    return Notice(text=f"Evidence {number}, in {language}:", lines=(note.original, *english))


def who(article: Article, briefing: Briefing, name: str) -> Notice:
    """What the article says of somebody, and what they say in it.

    Raises:
        CommandError: the article names nobody like that.
    """
    speaker = _speaker(article, name)
    if speaker is None:
        named = ", ".join(romanised(s.name, article.language) for s in attribute(article).speakers[:8])
        raise CommandError(
            f"The article names nobody called {name}." + (f" It names {named}." if named else "")
        )
    english = dict(enumerate(article.english)) | {t.index: t.text for t in briefing.translations}
    role = next(
        (p.speaker_role for p in briefing.points if p.speaker == speaker.name and p.speaker_role), None
    )
    title = ", ".join(p for p in (romanised(speaker.name, article.language), role or speaker.role) if p)
    lines = [english.get(i, article.sentences[i].text) for i in speaker.mentions[:8]]
    return Notice(text=title, lines=tuple(lines))


def section(article: Article, briefing: Briefing, wanted: Section) -> Notice:
    """One section of a briefing on its own."""
    seen = view(article, briefing)
    found = next(s for s in seen.sections if s.section is wanted)
    return Notice(text=found.title if found.points else found.empty, lines=tuple(map(one_line, found.points)))


def one_line(point: PointView) -> str:
    """A point as plain text: "Liz Truss, foreign minister: The talks are a smokescreen. ¹"."""
    said_by = ", ".join(p for p in (point.speaker, point.role) if p) if point.speaker else ""
    text = f"{said_by}: {point.text}" if said_by else point.text
    doubt = f" (not verified: {point.unverified})" if point.unverified else ""
    return f"{text} {superscript(point.footnotes)}{doubt}".strip()


def plain(seen: BriefingView) -> str:
    """A briefing as plain text, for places that show nothing else."""
    sections = (
        "\n".join([s.title, *(f"• {one_line(p)}" for p in s.points)] if s.points else [s.title, s.empty])
        for s in seen.sections
    )
    return "\n\n".join([f"{seen.headline}\n{seen.source}", *sections])


def _speaker(article: Article, name: str) -> Speaker | None:
    """The speaker meant by `name`: any form of a name that is like it, the closest first."""

    def likeness(speaker: Speaker) -> float:
        forms = {
            form for f in (speaker.name, *speaker.aliases) for form in (f, romanised(f, article.language))
        }
        return max(fuzz.WRatio(name.casefold(), form.casefold()) for form in forms)

    best = max(attribute(article).speakers, key=likeness, default=None)
    return best if best is not None and likeness(best) >= SAME_NAME else None
