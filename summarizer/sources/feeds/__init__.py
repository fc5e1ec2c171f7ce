"""Feed documents → `ParsedFeed`: RSS 0.9x, 1.0 and 2.0, Atom, JSON Feed. Pure.

``fast`` reads well-formed UTF-8, ``lenient`` everything else, ``jsonfeed`` JSON Feed; all three hand what
they find to ``normalise``, so that an entry looks the same whoever read it. Hostile documents make
parsers slow: async code calls `read_feed` through `summarizer.workers`, which can end it.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from xml.parsers import expat

from summarizer.errors import UnreadableError
from summarizer.sources import Entry, ParsedFeed
from summarizer.sources.feeds.hints import read_hints
from summarizer.sources.feeds.jsonfeed import read_json_feed

MAX_ENTRIES = 1_000
"""Entries kept of one document: the newest ones."""

_HTML = re.compile(rb"\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL)
_NOT_FAST = re.compile(rb"<!DOCTYPE|xml:base|<(?:\w+:)?RDF\b", re.IGNORECASE)
_UTF8 = re.compile(rb"\s*<\?xml[^>]*encoding\s*=\s*['\"](?!utf-?8['\"])", re.IGNORECASE)


def read_feed(body: bytes, *, url: str, content_type: str | None = None, now: datetime) -> ParsedFeed:
    """The entries of a feed document.

    Args:
        body: the document, decompressed.
        url: where it came from; relative links are relative to it, and errors name it.
        content_type: full Content-Type that the server declared, with its charset.
        now: entries that claim to come from later than a day after this have no date.

    Raises:
        UnreadableError: it is no feed; the cause says what it is instead.
    """
    if not body.strip():
        raise UnreadableError(url, "the document is empty")
    if body.lstrip()[:1] == b"{":
        return _capped(read_json_feed(body, url=url, now=now))
    if _HTML.match(body[:4096].lstrip(b"\xef\xbb\xbf")):
        raise UnreadableError(url, "this is a web page, not a feed; give the address of its feed")
    return _capped(replace(_read_xml(body, url, content_type, now), hints=read_hints(body)))


def _read_xml(body: bytes, url: str, content_type: str | None, now: datetime) -> ParsedFeed:
    if _is_plain_xml(body, content_type):
        from summarizer.sources.feeds.fast import read_fast

        if (parsed := read_fast(body, url=url, now=now)) is not None:
            return parsed
    from summarizer.sources.feeds.lenient import read_lenient

    return read_lenient(body, url=url, content_type=content_type, now=now)


def _is_plain_xml(body: bytes, content_type: str | None) -> bool:
    """Whether the fast parser gives what feedparser would: well-formed UTF-8 without DTD or xml:base."""
    if _UTF8.match(body[:200]) or _NOT_FAST.search(body):
        return False
    if content_type and "charset" in content_type and not re.search("utf-?8", content_type, re.IGNORECASE):
        return False
    try:
        expat.ParserCreate().Parse(body, True)
    except (expat.ExpatError, ValueError):
        return False
    return True


def _capped(feed: ParsedFeed) -> ParsedFeed:
    if len(feed.entries) <= MAX_ENTRIES:
        return feed
    entries: tuple[Entry, ...] = feed.entries
    if all(e.published for e in entries):
        entries = tuple(sorted(entries, key=_published, reverse=True))
    note = f"it has {len(feed.entries):,} entries; the newest {MAX_ENTRIES:,} are read"
    return replace(feed, entries=entries[:MAX_ENTRIES], notes=(*feed.notes, note))


def _published(entry: Entry) -> datetime:
    return entry.published or datetime.min.replace(tzinfo=UTC)
