"""Well-formed feeds, fast. Only importer of fastfeedparser."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import fastfeedparser.main  # type: ignore[import-untyped]

from summarizer.sources import ParsedFeed
from summarizer.sources.feeds.normalise import make_entry, plain

# For dates that nothing else reads it tries these, and they take almost anything for a date, the number that
# is an entry's id too: "1" is the first of this month.
fastfeedparser.main._slow_dateutil_parse = lambda _text: None
fastfeedparser.main._slow_dateparser = lambda _text: None


def read_fast(body: bytes, *, url: str, now: datetime) -> ParsedFeed | None:
    """The feed in `body`, which is well-formed UTF-8; None where the lenient parser should try.

    That is where an entry has no title, address, id or date that this parser found: it knows only the
    usual places and forms of them, feedparser knows all.
    """
    try:
        # Bytes, never a string: a string that looks like an address would be fetched.
        found: Any = fastfeedparser.parse(
            body, include_media=False, include_enclosures=False, include_tags=False
        )
    except Exception:  # it promises ValueError and raises others for odd documents
        return None
    items = found.get("entries", ())
    ids = max(body.count(b"<guid"), body.count(b"<id"))
    if not items or not all(e.get("title") and e.get("link") and e.get("published") for e in items):
        return None
    if 0 < ids < len(items):
        return None
    return ParsedFeed(
        entries=tuple(
            make_entry(
                base=url,
                now=now,
                native_id=e.get("id") if ids else None,  # it takes the address for an id where there is none
                url=e.get("link"),
                title=e.get("title"),
                published=_time(e.get("published")),
                updated=_time(e.get("updated")),
                author=e.get("author"),
                texts=(e.get("description") or "", *(c.get("value") or "" for c in e.get("content") or ())),
            )
            for e in items
        ),
        title=plain(found["feed"].get("title")) or None,
        language=found["feed"].get("language"),
    )


def _time(text: str | None) -> datetime | None:
    try:
        return datetime.fromisoformat(text) if text else None
    except ValueError:
        return None
