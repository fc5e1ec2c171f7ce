"""A document of a source → what is new in it: parsing and deciding in one go. Pure.

A child process does it (`summarizer.workers`): then the texts of a thousand entries that nobody wants stay
there, and only their marks come back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from summarizer.sources import ParsedFeed, SeenEntry, Source, SourceState
from summarizer.sources.discovery import article_links
from summarizer.sources.feeds import read_feed
from summarizer.sources.identity import Decision, decide


def news_of_feed(
    body: bytes,
    source: Source,
    state: SourceState,
    seen: Sequence[SeenEntry],
    *,
    url: str,
    content_type: str | None,
    now: datetime,
) -> tuple[ParsedFeed, Decision]:
    """The news of a feed document; see `read_feed` and `news`."""
    parsed = read_feed(body, url=url, content_type=content_type, now=now)
    return news(parsed, source, state, seen, now=now)


def news_of_page(
    body: bytes, source: Source, state: SourceState, seen: Sequence[SeenEntry], *, url: str, now: datetime
) -> tuple[ParsedFeed, Decision]:
    """The news of a page with links to articles; see `article_links` and `news`."""
    return news(ParsedFeed(entries=article_links(body, url=url)), source, state, seen, now=now)


def news(
    parsed: ParsedFeed, source: Source, state: SourceState, seen: Sequence[SeenEntry], *, now: datetime
) -> tuple[ParsedFeed, Decision]:
    """What a document says of itself, and what is new in it, given what was `seen` before.

    The document comes back without its entries: those that matter are in the decision.
    """
    first = state.last_success is None
    decision = decide(source, parsed.entries, seen, untrusted=state.untrusted, first_look=first, now=now)
    return replace(parsed, entries=()), decision
