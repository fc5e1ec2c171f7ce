"""Feed documents → `ParsedFeed`: RSS 0.9x, 1.0 and 2.0, Atom, JSON Feed. Pure.

``encoding`` makes UTF-8 of everything; ``fast`` reads what is well-formed, ``lenient`` everything else,
``jsonfeed`` JSON Feed; all three hand what they find to ``normalise``, so that an entry looks the same
whoever read it. Hostile documents make
parsers slow: async code calls `read_feed` through `summarizer.workers`, which can end it.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from xml.parsers import expat

from summarizer.errors import UnreadableError
from summarizer.sources import Entry, ParsedFeed
from summarizer.sources.feeds.encoding import as_utf8
from summarizer.sources.feeds.hints import read_hints
from summarizer.sources.feeds.jsonfeed import read_json_feed

MAX_ENTRIES = 1_000
"""Entries kept of one document: the newest ones, or where not all have dates the first and the last ones."""

MAX_ITEMS = 10_000
"""Items of one document that are parsed at all."""

DEEPEST = 200
"""Elements in elements; feeds have about ten."""

_ITEM = re.compile(rb"<(?:item|entry)[\s>]")
_DATE = re.compile(rb"<(?:pubDate|published|updated|dc:date)[\s>]")
_HTML = re.compile(rb"\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL)
_RDF = re.compile(rb"<(?:\w+:)?rdf\b")


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
    body = as_utf8(body, content_type)
    if not body.strip():
        raise UnreadableError(url, "the document is empty")
    if body.lstrip()[:1] == b"{":
        return _capped(read_json_feed(body, url=url, now=now))
    if _HTML.match(body[:4096]):
        raise UnreadableError(url, "this is a web page, not a feed; give the address of its feed")
    body = _shortened(body)
    return _capped(replace(_read_xml(body, url, now), hints=read_hints(body)))


def _read_xml(body: bytes, url: str, now: datetime) -> ParsedFeed:
    well_formed = _is_well_formed(body, url)
    if well_formed and _is_usual(body):
        from summarizer.sources.feeds.fast import read_fast

        if (parsed := read_fast(body, url=url, now=now)) is not None:
            return parsed
    from summarizer.sources.feeds.lenient import read_lenient

    notes = () if well_formed else ("it is not well-formed; what could be read is used",)
    return replace(read_lenient(body, url=url, now=now), notes=notes)


def _is_well_formed(body: bytes, url: str) -> bool:
    """Whether expat accepts the document; it refuses entities that grow too much by itself.

    Raises:
        UnreadableError: elements stand in each other too deeply for the parsers that follow.
    """
    depth = 0

    def start(*_: object) -> None:
        nonlocal depth
        depth += 1
        if depth > DEEPEST:
            raise UnreadableError(url, f"its elements are nested more than {DEEPEST} deep")

    def end(_: str) -> None:
        nonlocal depth
        depth -= 1

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = start, end
    try:
        parser.Parse(body, True)
    except (expat.ExpatError, ValueError, LookupError):
        return False
    return True


def _is_usual(body: bytes) -> bool:
    """Whether the fast parser gives what feedparser would: no DTD, no xml:base, dates everywhere.

    An entry without a date gets one from its id by the fast parser, if the id can be taken for one.
    """
    lower = body.lower()  # a pattern that ignores case is seven times as slow
    if b"<!doctype" in lower or b"xml:base" in lower or _RDF.search(lower):
        return False
    return len(_DATE.findall(body)) >= len(_ITEM.findall(body))


def _shortened(body: bytes) -> bytes:
    """`body` without the items after the first `MAX_ITEMS`: parsers take seconds for 50,000."""
    starts = [m.start() for m, _ in zip(_ITEM.finditer(body), range(MAX_ITEMS + 1), strict=False)]
    ends = max(body.rfind(b"</item>"), body.rfind(b"</entry>"))
    if len(starts) <= MAX_ITEMS or ends < starts[-1]:
        return body[: starts[-1]] if len(starts) > MAX_ITEMS else body
    return body[: starts[-1]] + body[body.find(b">", ends) + 1 :]


def _capped(feed: ParsedFeed) -> ParsedFeed:
    if len(feed.entries) <= MAX_ENTRIES:
        return feed
    if all(e.dated for e in feed.entries):
        kept, which = sorted(feed.entries, key=_dated, reverse=True)[:MAX_ENTRIES], "newest"
    else:  # new ones may stand at either end
        half = MAX_ENTRIES // 2
        kept, which = [*feed.entries[:half], *feed.entries[-half:]], "first and last"
    note = f"it has {len(feed.entries):,} entries; the {which} {MAX_ENTRIES:,} are read"
    return replace(feed, entries=tuple(kept), notes=(*feed.notes, note))


def _dated(entry: Entry) -> datetime:
    return entry.dated or datetime.min.replace(tzinfo=UTC)
