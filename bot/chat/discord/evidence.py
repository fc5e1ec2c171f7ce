"""The evidence of a briefing: each point with its sentences, translated, and what the checks found. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from bot.chat.discord import components as c
from bot.chat.discord.briefing import accent, blocks, headline, said, small
from bot.chat.discord.components import Component
from bot.chat.discord.escape import pieces, safe_url, shortened
from bot.chat.discord.render import parts, quotation
from bot.content import BriefedStory
from bot.outbox.delivery import Part
from bot.view import BriefingView, PointView, view


def evidence(story: BriefedStory) -> tuple[Part, ...]:
    """What each line of `story` rests on, in messages."""
    seen = view(story.article, story.briefing)
    points = [p for section in seen.sections for p in section.points]
    body: list[Component] = [c.text(headline(seen), "-# Evidence: what each line rests on")]
    for point in points:
        body += [c.separator(), *blocks(_point(point, seen))]
    if story.briefing.dropped:
        lines = (
            small(f"Dropped: {d.text} — {'; '.join(r.detail for r in d.reasons)}")
            for d in story.briefing.dropped
        )
        body += [c.separator(), *blocks(lines)]
    url = safe_url(story.article.url)
    closing = [c.row(c.link_button("Read the original", url))] if url else []
    return tuple(parts(body, accent(story), closing, story=story.id))


def _point(point: PointView, seen: BriefingView) -> Iterator[str]:
    first, *more = pieces(point.text, 1_200)
    yield f"{said(point)}{first}"
    yield from more
    notes = {n.number: n for n in seen.footnotes}
    for note in (notes[n] for n in point.footnotes):
        yield from quotation(str(note.number), note.original, note.english)
    doubt = f"⚠️ Not verified: {point.unverified}" if point.unverified else "✓ Every check passed."
    yield f"-# {shortened(doubt, 500)}"
