"""A briefing as components: headline, sections, evidence marks, buttons. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from bot.chat.discord import components as c
from bot.chat.discord import limits
from bot.chat.discord.components import Accent, Component
from bot.chat.discord.escape import escape, link, pieces, safe_url, shortened, weight
from bot.content import BriefedStory
from bot.labels import ENGLISH, Labels
from bot.view import BriefingView, PointView, SectionView, language_name, superscript, view
from summarizer.article import Article
from summarizer.briefing import Section, Verdict

LINE = 1_500
"""Most characters of the text of one bullet; a longer point goes on in the next."""
ICONS = {Section.KEY_CLAIMS: "💬", Section.SKEPTICS: "🤨", Section.EXPERT_VIEW: "🎓"}


def briefing_components(story: BriefedStory) -> list[Component]:
    """All of a briefing in order, without its buttons; any number of components."""
    seen = view(story.article, story.briefing, story.labels)
    notes = (small(note) for note in (*story.notes, *seen.notes) if note)
    sections = [part for section in seen.sections for part in section_components(section)]
    closing = " · ".join(p for p in (seen.dropped, seen.made) if p)
    return [
        c.text(headline(seen), *_source(story)),
        *(c.text(note) for note in notes),
        c.separator(),
        *sections,
        *([c.separator(), c.text(small(closing))] if closing else []),
    ]


def accent(story: BriefedStory) -> Accent:
    """The colour that says whether every point could be verified."""
    unsure = any(p.verdict is Verdict.UNVERIFIED for p in story.briefing.points)
    return Accent.UNVERIFIED if unsure else Accent.NORMAL


def headline(seen: BriefingView) -> str:
    return f"### {link(seen.url, shortened(seen.headline, 400))}"


def source(article: Article, labels: Labels = ENGLISH) -> str:
    """Outlet, language and date, the date in each reader's own zone."""
    parts = (
        article.outlet and shortened(article.outlet, 200),
        language_name(article.language, labels.language),
        article.published and timestamp(article.published),
    )
    return " · ".join(p for p in parts if p)


def timestamp(when: datetime) -> str:
    """A date that Discord shows in the reader's own zone and language."""
    return f"<t:{int(when.timestamp())}:D>"


def small(text: str) -> str:
    """A line of small print from text that is not ours."""
    return f"-# {shortened(text, 1_000)}"


def section_components(section: SectionView) -> Iterator[Component]:
    """The section's title and its points; more than one text display where one would be too long."""
    title = f"**{ICONS[section.section]} {section.title}**"
    if not section.points:
        yield c.text(title, f"*{section.empty}*")
        return
    lines = (line for point in section.points for line in _bullets(point))
    yield from blocks(lines, title)


def blocks(lines: Iterable[str], title: str = "") -> Iterator[Component]:
    """`lines` below `title` in as many text displays as it takes."""
    held = [title] if title else []
    for line in lines:
        if held and sum(weight(h) + 1 for h in held) + weight(line) > limits.BLOCK:
            yield c.text(*held)
            held = []
        held.append(line)
    if held:
        yield c.text(*held)


def buttons(story: BriefedStory) -> list[Component]:
    """Evidence, Ask, Original, the two opinions and the menu; each carries the story's id."""
    url, labels = safe_url(story.article.url), story.labels
    original = [c.link_button(labels.original, url)] if url else []
    first = c.row(
        c.button(labels.evidence, "evidence", story.id, style=c.Style.PRIMARY),
        c.button(labels.ask, "ask", story.id),
        *original,
        c.button(f"👍 {labels.useful}", "useful", story.id),
        c.button(f"👎 {labels.not_useful}", "not_useful", story.id),
    )
    menu = {**labels.menu(), labels.sources: "sources"}
    return [first, c.row(c.select(labels.more, "more", story.id, menu))]


def said(point: PointView) -> str:
    """Who says it: "**Liz Truss**, UK foreign secretary: ", and in which language if not English."""
    head = ""
    if point.speaker:
        role = f", {shortened(point.role, 300)}" if point.role else ""
        head = f"**{shortened(point.speaker, 200)}**{role}: "
    return head + (f"*{escape(point.foreign)}:* " if point.foreign else "")


def _source(story: BriefedStory) -> Iterator[str]:
    parts = (source(story.article, story.labels), shortened(story.also_in, 400))
    if line := " · ".join(p for p in parts if p):
        yield f"-# {line}"


def _bullets(point: PointView) -> Iterator[str]:
    """The bullet of a point; further bullets only for a text that is too long for one."""
    head = said(point)
    *first, last = pieces(point.text, LINE)
    for part in first:
        yield f"- {head}{part}"
        head = ""
    yield f"- {head}{last}{_tail(point)}"


def _tail(point: PointView) -> str:
    """Evidence marks, the original words, and what could not be verified."""
    marks = superscript(point.footnotes[:20])
    quote = f" *“{shortened(point.quote, 400)}”*" if point.quote else ""
    doubt = f" ⚠️ *{shortened(point.unverified, 200)}*" if point.unverified else ""
    return f"{' ' + marks if marks else ''}{quote}{doubt}"
