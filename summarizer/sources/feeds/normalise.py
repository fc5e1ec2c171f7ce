"""What a parser found → `Entry`. Everything here came from strangers: strip, bound, resolve. Pure."""

from __future__ import annotations

import html
import re
from datetime import UTC, datetime, timedelta
from urllib.parse import urljoin, urlsplit

from summarizer.sources import Entry

TITLE, TEXT, URL = 500, 200_000, 2_000
"""Longest title, text and address kept, in characters."""

EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
"""Dates before the web are mistakes, most of them a clock at zero."""

_TAG = re.compile(r"</?[a-zA-Z!?][^<>]*>")
_ABSOLUTE = re.compile(r"https?://[a-z0-9.-]*[a-z0-9]/[^?#;\s]*")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")


def make_entry(
    *,
    base: str,
    now: datetime,
    native_id: str | None = None,
    url: str | None = None,
    title: str | None = None,
    published: datetime | None = None,
    updated: datetime | None = None,
    author: str | None = None,
    texts: tuple[str, ...] = (),
    language: str | None = None,
) -> Entry:
    """An entry with plain title, absolute address and believable dates.

    `texts` are the texts given for it, HTML; the longest is the entry's `html`, another its `summary`.
    """
    given = sorted((t for t in dict.fromkeys(_clean(t)[:TEXT] for t in texts) if t.strip()), key=len)
    return Entry(
        native_id=_folded(native_id)[:URL] or None,
        url=absolute(url, base),
        title=plain(title),
        published=believable(published, now),
        updated=believable(updated, now),
        author=plain(author) or None,
        html=given[-1] if given else "",
        summary=given[0] if len(given) > 1 else "",
        language=language,
    )


def plain(text: str | None) -> str:
    """Text without tags and entities, white space folded."""
    if not text:
        return ""
    if "<" in text or "&" in text:
        text = html.unescape(_TAG.sub(" ", text))
        if "<" in text:
            text = _TAG.sub(" ", text)
    return _folded(_clean(text))[:TITLE]


def absolute(url: str | None, base: str) -> str | None:
    """`url` made absolute against `base`; None unless it is http(s)."""
    if not url or len(url) > URL:
        return None
    if _ABSOLUTE.fullmatch(url):  # most are, and to take them apart and join them again gives the same
        return url
    url = _folded(url).replace(" ", "%20")
    try:
        url = urljoin(base, url)
        return url if urlsplit(url).scheme in ("http", "https") and urlsplit(url).hostname else None
    except ValueError:
        return None


def believable(time: datetime | None, now: datetime) -> datetime | None:
    """`time`, aware, to the second, unless it is before the web or more than a day from now."""
    if time is None:
        return None
    time = time.replace(microsecond=0, tzinfo=time.tzinfo or UTC)
    return time if EARLIEST <= time <= now + timedelta(days=1) else None


def _clean(text: str) -> str:
    if text.isprintable():  # no control characters, no halves of surrogate pairs
        return text
    return _CONTROL.sub("", text).encode("utf-8", "replace").decode()


def _folded(text: str | None) -> str:
    return " ".join(text.split()) if text else ""
