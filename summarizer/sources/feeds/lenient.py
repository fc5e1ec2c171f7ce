"""Feeds that are broken or unusual. Only importer of feedparser."""

from __future__ import annotations

import warnings
from calendar import timegm
from datetime import UTC, datetime
from io import BytesIO
from time import struct_time
from typing import Any

import feedparser  # type: ignore[import-untyped]

from summarizer.errors import UnreadableError
from summarizer.sources import ParsedFeed
from summarizer.sources.feeds.normalise import make_entry, plain


def read_lenient(body: bytes, *, url: str, now: datetime) -> ParsedFeed:
    """Whatever can be read out of `body`.

    Raises:
        UnreadableError: nothing that looks like a feed.
    """
    # Else it would make addresses out of plain ids.
    headers = {"content-location": url} if b"xml:base" in body else {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns of markup that looks like a path: that is what we expect
        try:
            # A stream, never the bytes themselves: it would look for a file of that name.
            found: Any = feedparser.parse(
                BytesIO(body), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
            )
        except Exception as error:
            raise UnreadableError(url, "the document cannot be read as a feed") from error
    if not found.get("version") and not found.entries:
        raise UnreadableError(url, "the document is no feed (neither RSS nor Atom nor JSON Feed)")
    return ParsedFeed(
        entries=tuple(
            make_entry(
                base=url,
                now=now,
                native_id=e.get("id"),
                url=e.get("link"),
                title=e.get("title"),
                published=_time(e.get("published_parsed")),
                updated=_time(dict.get(e, "updated_parsed")),  # e.get() falls back to published, and warns
                author=e.get("author"),
                texts=(e.get("summary") or "", *(c.get("value") or "" for c in e.get("content") or ())),
            )
            for e in found.entries
        ),
        title=plain(found.feed.get("title")) or None,
        language=found.feed.get("language"),
    )


def _time(value: struct_time | None) -> datetime | None:
    try:
        return datetime.fromtimestamp(timegm(value), UTC) if value else None
    except (ValueError, OverflowError, OSError):
        return None
