"""A briefing as Block Kit: headline, sections, evidence marks, buttons. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from bot.chat.slack import blocks as b
from bot.chat.slack.blocks import Block, Element
from bot.chat.splitting import split
from bot.content import BriefedStory
from bot.labels import Labels
from bot.view import BriefingView, PointView, SectionView, line_of, superscript, view
from summarizer.briefing import Section

BLOCK_CHARACTERS = 2_500
"""Most characters of one block of ours, so that a message can be divided between blocks."""
GLUE = "\N{NO-BREAK SPACE}"
"""Before an evidence mark, which would else begin a line of its own."""
ICONS = {
    Section.KEY_CLAIMS: "speech_balloon",
    Section.SKEPTICS: "face_with_raised_eyebrow",
    Section.EXPERT_VIEW: "mortar_board",
}


def briefing_blocks(story: BriefedStory) -> list[Block]:
    """All blocks of a briefing, in order, without its buttons; any number of them."""
    seen = view(story.article, story.briefing, story.labels)
    return [
        headline(seen),
        b.context(" · ".join(p for p in (_source(story, seen), *story.notes) if p) or "Briefing"),
        *(block for section in seen.sections for block in section_blocks(section)),
        b.context(" · ".join(p for p in (*seen.notes, seen.dropped, seen.made) if p)),
    ]


def headline(seen: BriefingView) -> Block:
    label = b.shorten(seen.headline, BLOCK_CHARACTERS)
    element = b.link(seen.url, label, bold=True) if seen.url else b.text(label, bold=True)
    return b.rich(b.line(element))


def section_blocks(section: SectionView) -> Iterator[Block]:
    """The section's title and its points; more than one block where one would be too long."""
    title = b.line(b.emoji(ICONS[section.section]), b.text(f" {section.title}", bold=True))
    if not section.points:
        yield b.rich(title, b.line(b.text(section.empty, italic=True)))
        return
    lines: list[Element] = [title]  # of the first block only: a point may go on in the next
    items: list[list[Element]] = []
    for item in (item for point in section.points for item in _items(point)):
        if items and _size([*items, item]) > BLOCK_CHARACTERS:
            yield b.rich(*lines, b.bullets(items))
            lines, items = [], []
        items.append(item)
    yield b.rich(*lines, b.bullets(items))


def buttons(story: BriefedStory) -> list[Block]:
    """Evidence, Ask, Original and the menu, then the two opinions; each carries the story's id."""
    url, labels = story.article.url, story.labels
    has_page = url is not None and url.startswith("http")
    original = [b.button(labels.original, "original", story.id, url=url)] if has_page else []
    row = b.actions(
        b.button(labels.evidence, "evidence", story.id),
        b.button(labels.ask, "ask", story.id),
        *original,
        b.overflow("more", {label: f"{word} {story.id}" for label, word in labels.menu().items()}),
    )
    return [row, opinions(story.id, labels)]


def opinions(story: str, labels: Labels) -> Block:
    """Useful or not: it counts towards what the channel gets."""
    good, bad = (labels.useful, f"useful {story}"), (labels.not_useful, f"not_useful {story}")
    return b.feedback("opinion", good, bad)


def fallback(story: BriefedStory) -> str:
    """What a notification reads: headline, outlet and the first claim."""
    first = next(iter(story.briefing.points), None)
    parts = (
        story.briefing.headline,
        story.article.outlet and f"({story.article.outlet})",
        first and f"— {line_of(first)}",
    )
    return b.shorten(" ".join(p for p in parts if p), 300)


def _source(story: BriefedStory, seen: BriefingView) -> str:
    return " · ".join(p for p in (seen.source, story.also_in) if p)


def _items(point: PointView) -> Iterator[list[Element]]:
    """The bullet of a point; further bullets only for a text that is too long for one."""
    head: list[Element] = []
    if point.speaker:
        head = [b.text(b.shorten(point.speaker, 200), bold=True)]
        role = f", {b.shorten(point.role, 300)}" if point.role else ""
        head.append(b.text(f"{role}: "))
    if point.foreign:
        head.append(b.text(f"[{point.foreign}] ", italic=True))
    *first, last = split(point.text, BLOCK_CHARACTERS - 600)
    for part in first:
        yield [*head, b.text(part)]
        head = []
    yield [*head, b.text(last), *_tail(point)]


def _tail(point: PointView) -> list[Element]:
    """Evidence marks, the original words, and what could not be verified."""
    tail = [b.text(f"{GLUE}{superscript(point.footnotes)}")] if point.footnotes else []
    if point.quote:
        tail.append(b.text(f" “{b.shorten(point.quote, 400)}”", italic=True))
    if point.unverified:
        tail += [b.text(" "), b.emoji("warning"), b.text(f" {b.shorten(point.unverified, 200)}", italic=True)]
    return tail


def _size(items: list[list[Element]]) -> int:
    return sum(b.size({"elements": item}) for item in items)
