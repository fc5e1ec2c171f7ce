"""A briefing as Block Kit: headline, sections, evidence marks, buttons. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from bot.chat.content import BriefedStory
from bot.chat.slack import blocks as b
from bot.chat.slack.blocks import Block, Element
from bot.chat.splitting import split
from bot.view import BriefingView, PointView, SectionView, superscript, view
from summarizer.briefing import Section

BLOCK_CHARACTERS = 2_500
"""Most characters of one block of ours, so that a message can be divided between blocks."""
ICONS = {
    Section.KEY_CLAIMS: "speech_balloon",
    Section.SKEPTICS: "face_with_raised_eyebrow",
    Section.EXPERT_VIEW: "mortar_board",
}
MORE = {
    "Longer": "longer",
    "Shorter": "shorter",
    "Only the skeptics": "skeptics",
    "Only the experts": "experts",
}


def briefing_blocks(story: BriefedStory) -> list[Block]:
    """All blocks of a briefing, in order, without its buttons; any number of them."""
    seen = view(story.article, story.briefing)
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


def buttons(story: BriefedStory) -> Block:
    """Evidence, Ask, Original, the two opinions and the menu; each carries the story's id."""
    url = story.article.url
    original = [b.button("Original", "original", story.id, url=url)] if url and url.startswith("http") else []
    return b.actions(
        b.button("Evidence", "evidence", story.id),
        b.button("Ask", "ask", story.id),
        *original,
        b.button("👍 Useful", "useful", story.id),
        b.button("👎 Not useful", "not_useful", story.id),
        b.overflow("more", {label: f"{word} {story.id}" for label, word in MORE.items()}),
    )


def fallback(story: BriefedStory) -> str:
    """What a notification reads: headline, outlet and the first claim."""
    first = next((p for p in story.briefing.points), None)
    said = first and (f"{first.speaker}: {first.text}" if first.speaker else first.text)
    parts = (
        story.briefing.headline,
        story.article.outlet and f"({story.article.outlet})",
        said and f"— {said}",
    )
    return b.shorten(" ".join(p for p in parts if p), 300)


def _source(story: BriefedStory, seen: BriefingView) -> str:
    others = [o for o in story.outlets if o != story.article.outlet]
    return f"{seen.source} · also in {', '.join(others)}" if others else seen.source


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
    tail = [b.text(f" {superscript(point.footnotes)}")] if point.footnotes else []
    if point.quote:
        tail.append(b.text(f" “{b.shorten(point.quote, 400)}”", italic=True))
    if point.unverified:
        tail += [b.text(" "), b.emoji("warning"), b.text(f" {b.shorten(point.unverified, 200)}", italic=True)]
    return tail


def _size(items: list[list[Element]]) -> int:
    return sum(b.size({"elements": item}) for item in items)
