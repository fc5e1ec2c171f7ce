"""A document of a source → what is new in it: parsing and deciding in one go. Pure.

A child process does it (`summarizer.workers`): then the texts of a thousand entries that nobody wants stay
there, and only their marks come back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from summarizer.sources import Hints, ParsedFeed, SeenEntry, Source, SourceState
from summarizer.sources.discovery import article_links
from summarizer.sources.feeds import read_feed
from summarizer.sources.identity import Found, decide
from summarizer.sources.packing import pack


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """What one document brings.

    Attributes:
        seen: entries to remember, new or changed; with their texts those that are to be read.
        fresh: whether one of those is new.
        forget: keys of seen entries to let go.
        untrusted: as in `SourceState`.
        title: what the document calls itself; `hints` and `notes` as in `ParsedFeed`.
    """

    seen: tuple[SeenEntry, ...]
    fresh: bool
    forget: tuple[str, ...]
    untrusted: tuple[str, ...]
    title: str | None
    hints: Hints
    notes: tuple[str, ...]


def news_of_feed(
    body: bytes,
    source: Source,
    state: SourceState,
    seen: Sequence[SeenEntry],
    *,
    url: str,
    content_type: str | None,
    now: datetime,
) -> News:
    """The news of a feed document; see `read_feed` and `news`."""
    parsed = read_feed(body, url=url, content_type=content_type, now=now)
    return news(parsed, source, state, seen, now=now)


def news_of_page(
    body: bytes, source: Source, state: SourceState, seen: Sequence[SeenEntry], *, url: str, now: datetime
) -> News:
    """The news of a page with links to articles; see `article_links` and `news`."""
    return news(ParsedFeed(entries=article_links(body, url=url)), source, state, seen, now=now)


def news(
    parsed: ParsedFeed, source: Source, state: SourceState, seen: Sequence[SeenEntry], *, now: datetime
) -> News:
    """What is new in a document, given what was `seen` before."""
    first = state.last_success is None
    decision = decide(source, parsed.entries, seen, untrusted=state.untrusted, first_look=first, now=now)

    def unread(found: Found) -> SeenEntry:
        entry = found.entry
        if parsed.language and not entry.language:
            entry = replace(entry, language=parsed.language)
        return replace(found.seen, unread=pack(entry))

    return News(
        seen=(*decision.seen, *map(unread, decision.new), *map(unread, decision.changed)),
        fresh=bool(decision.new),
        forget=decision.forget,
        untrusted=decision.untrusted,
        title=parsed.title,
        hints=parsed.hints,
        notes=parsed.notes,
    )
