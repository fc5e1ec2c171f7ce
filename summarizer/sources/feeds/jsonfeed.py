"""JSON Feed 1.0 and 1.1 (https://www.jsonfeed.org/version/1.1/), leniently. Pure."""

from __future__ import annotations

import html
import json
from datetime import datetime
from typing import Any

from summarizer.errors import UnreadableError
from summarizer.reading.dates import parse_time
from summarizer.sources import Entry, Hints, ParsedFeed
from summarizer.sources.feeds.normalise import make_entry, plain


def read_json_feed(body: bytes, *, url: str, now: datetime) -> ParsedFeed:
    """The feed in `body`.

    Raises:
        UnreadableError: not JSON, or not a JSON Feed.
    """
    try:
        data = json.loads(body)
    except (ValueError, RecursionError):
        raise UnreadableError(url, "the document is neither XML nor valid JSON") from None
    if not isinstance(data, dict) or not isinstance(data.get("items"), list):
        raise UnreadableError(url, "the document is JSON, but not a JSON Feed")
    return ParsedFeed(
        entries=tuple(_entry(item, url, now) for item in data["items"] if isinstance(item, dict)),
        title=plain(_text(data.get("title"))) or None,
        language=_text(data.get("language")),
        hints=Hints(),
    )


def _entry(item: dict[str, Any], url: str, now: datetime) -> Entry:
    content = _text(item.get("content_html")) or _as_html(_text(item.get("content_text")))
    authors = item.get("authors")
    author = item.get("author") or (authors[0] if isinstance(authors, list) and authors else None)
    return make_entry(
        base=url,
        now=now,
        native_id=_text(item.get("id")),
        url=_text(item.get("url")) or _text(item.get("external_url")),
        title=_text(item.get("title")),
        published=_time(item.get("date_published")),
        updated=_time(item.get("date_modified")),
        author=_text(author.get("name") if isinstance(author, dict) else author),
        texts=(_as_html(_text(item.get("summary"))), content),
        language=_text(item.get("language")),
    )


def _text(value: object) -> str | None:
    """A string, or a number as one: ids are often numbers."""
    return str(value) if isinstance(value, str | int | float) and value != "" else None


def _as_html(text: str | None) -> str:
    return "".join(f"<p>{html.escape(p)}</p>" for p in text.splitlines() if p.strip()) if text else ""


def _time(value: object) -> datetime | None:
    """RFC 3339, as it should be, or as RSS writes it."""
    return parse_time(value)[0] if isinstance(value, str) else None
