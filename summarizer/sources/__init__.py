"""Where articles come from: the values that fetching, parsing and deciding hand to each other.

The flow: ``http`` (address → `FetchResult`, every connection passes ``guard``) → ``feeds`` (bytes →
`ParsedFeed`) → ``identity`` (`Entry` + `SeenEntry` → what is new) → ``fulltext`` (`Entry` → article),
and ``schedule`` (`SourceState` → the next one). Only ``http`` connects to anything; nothing here
stores anything: whoever calls keeps `Source`, `SourceState` and `SeenEntry`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cached_property

from summarizer.article import digest


class SourceKind(StrEnum):
    """What stands at a source's address."""

    FEED = "feed"  # RSS, Atom or JSON Feed
    PAGE = "page"  # a web page with a list of links to articles
    FOLDER = "folder"  # a folder of article files
    ARTICLE = "article"  # one web page, watched for changes


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """What a user follows.

    Attributes:
        id: stable, 16 hex digits; made by `source_id` from the address it was added with.
        kind: what stands there.
        address: http(s) URL, or the path of a folder; changes when the server says "moved permanently".
        title: what the source calls itself, once known.
        topics: OPML folders it is filed under.
        language: BCP 47 subtag that the user declared, for sources that are hard to detect.
        owner: who hears of it when it is disabled; opaque here (a channel's key in the bot).
        added: aware; the first look brings only what is newer than this…
        first: …and, whatever their dates, this many of the newest entries.
    """

    id: str
    kind: SourceKind = SourceKind.FEED
    address: str
    title: str | None = None
    topics: tuple[str, ...] = ()
    language: str | None = None
    owner: str | None = None
    added: datetime
    first: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Hints:
    """What a feed says about when to look again.

    Attributes:
        ttl: seconds, from ``<ttl>`` or ``sy:updatePeriod`` and ``sy:updateFrequency``.
        skip_hours: hours of the day in UTC, 0-23, at which nothing comes.
        skip_days: days of the week in UTC, 0 = Monday, on which nothing comes.
    """

    ttl: int | None = None
    skip_hours: frozenset[int] = frozenset()
    skip_days: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceState:
    """What is known from earlier looks at a source. A new source has `SourceState()`.

    Attributes:
        etag: validators of the last document, to ask whether it changed.
        last_modified: see `etag`; verbatim.
        body_hash: SHA-256 (hex) of the last document, for servers that ignore validators.
        last_checked: when the last look ended, aware; None before the first look.
        last_success: when a look last gave a document or "unchanged".
        next_due: when to look again; None means now.
        interval: seconds between looks, adapted to how often something new comes.
        failures: failed looks in a row.
        failing_since: time of the first of those.
        cause: why the last look failed, a clause for the user; None when it did not.
        disabled: why it is no longer looked at, a sentence for the user; None while it is.
        untrusted: kinds of entry identity that repeat or change in this feed (see ``identity``).
        hints: what the last document said about its rhythm.
    """

    etag: str | None = None
    last_modified: str | None = None
    body_hash: str | None = None
    last_checked: datetime | None = None
    last_success: datetime | None = None
    next_due: datetime | None = None
    interval: int = 3600
    failures: int = 0
    failing_since: datetime | None = None
    cause: str | None = None
    disabled: str | None = None
    untrusted: tuple[str, ...] = ()
    hints: Hints = Hints()


@dataclass(frozen=True, kw_only=True)  # no slots: with them it takes three times as long to pickle
class Entry:
    """One item of a feed, as the feed gives it; all text is untrusted.

    Attributes:
        native_id: the feed's own id (guid), verbatim.
        url: absolute http(s) address of the article.
        title: plain text, white space folded; empty if there is none.
        published: aware; None if the feed gives none or one that cannot be read.
        updated: aware, as `published`.
        author: byline.
        html: the fullest text the feed gives, HTML, unsanitised; never shown, only read.
        summary: the shorter text beside it, HTML, if there are two.
        language: BCP 47 tag the feed declares.
    """

    native_id: str | None = None
    url: str | None = None
    title: str = ""
    published: datetime | None = None
    updated: datetime | None = None
    author: str | None = None
    html: str = ""
    summary: str = ""
    language: str | None = None

    @property
    def dated(self) -> datetime | None:
        """When it came, as far as the feed says: many Atom feeds give no other time than that of a change."""
        return self.published or self.updated

    @cached_property
    def content_hash(self) -> str:
        """Hash (16 hex) of what the entry says; the same hash means nothing to do."""
        return digest(self.title, self.html, self.summary)[:16]


@dataclass(frozen=True, kw_only=True)  # no slots: with them it takes three times as long to pickle
class SeenEntry:
    """What is remembered of an entry so that it is never taken for new again.

    Attributes:
        key: identity within its source: the first mark it was seen with.
        marks: its identities by kind, for example ``id:9f86d081884c7d65`` (see ``identity``).
        content_hash: `Entry.content_hash` when last seen.
        article_id: the article made of it, if one was.
        last_seen: when it last stood in the feed, aware.
        unread: the entry itself, packed (see ``packing``), while somebody wants it and no article was made of
            it yet.
    """

    key: str
    marks: tuple[str, ...]
    content_hash: str
    article_id: str | None = None
    last_seen: datetime
    unread: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedFeed:
    """A feed document, normalised.

    Attributes:
        entries: at most the cap of entries, in the document's order.
        title: what the feed calls itself.
        language: BCP 47 tag it declares for all of it.
        hints: when to look again.
        notes: what was odd, for the source's health (cut at 1,000 entries, not well-formed…).
    """

    entries: tuple[Entry, ...] = ()
    title: str | None = None
    language: str | None = None
    hints: Hints = Hints()
    notes: tuple[str, ...] = ()


class FetchStatus(StrEnum):
    """How a fetch ended; failures are `summarizer.errors.FetchError` instead."""

    FRESH = "fresh"
    UNCHANGED = "unchanged"  # 304
    GONE = "gone"  # 410: never ask again


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchResult:
    """What an address gave.

    Attributes:
        status: see `FetchStatus`.
        url: where the document came from, after redirects.
        moved_to: where it lives from now on, if every redirect on the way was permanent (301, 308).
        body: the document after decompression; empty unless fresh.
        content_type: media type in lower case without parameters, None if undeclared.
        charset: encoding the server declares.
        etag: validators for the next conditional request.
        last_modified: see `etag`; verbatim.
        max_age: seconds for which the server says the document stays fresh.
        retry_after: seconds after which the server wants to be asked again.
    """

    status: FetchStatus
    url: str
    moved_to: str | None = None
    body: bytes = b""
    content_type: str | None = None
    charset: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    max_age: int | None = None
    retry_after: float | None = None


def source_id(address: str) -> str:
    """The id of a source added with `address`."""
    return digest("source", address)[:16]
