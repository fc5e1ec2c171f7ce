"""One look at a source, whatever its kind: fetch → parse → decide; and the reading of what it brought.

Stores nothing: what a look says is stored first, with the entries that are to be read; then they are read.
What is decided stands in ``identity`` and ``schedule``; here is only the order of things and what happens
when one of them fails.
"""

from __future__ import annotations

import asyncio
import hashlib
import html
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from stat import S_ISREG

from summarizer.article import Article
from summarizer.errors import FetchError, SummarizerError, UnreadableError
from summarizer.reading import SUFFIXES, read_file
from summarizer.sources import (
    Entry,
    FetchResult,
    FetchStatus,
    ParsedFeed,
    SeenEntry,
    Source,
    SourceKind,
    SourceState,
)
from summarizer.sources.fulltext import PARTIAL, explain, read_entries
from summarizer.sources.http import Fetcher
from summarizer.sources.news import News, news, news_of_feed, news_of_page
from summarizer.sources.packing import unpack
from summarizer.sources.page import article_of
from summarizer.sources.schedule import Pace, failed, gone, succeeded
from summarizer.workers import Workers

MOST_FILES = 1_000
FOLDER_SECONDS = 60
"""Between two looks at a folder, which cost nobody anything."""

Memory = Callable[[], Awaitable[Sequence[SeenEntry]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What one look at a source found.

    Attributes:
        source: as it is now: its address may have moved, its title become known.
        state: its new state; `SourceState.cause` says why a look failed.
        seen: entries to remember, new or changed; those with `SeenEntry.unread` are to be read.
        forget: keys of seen entries to let go.
        unchanged: the document is the one of the last look.
        notes: what was odd about the document, one sentence each.
    """

    source: Source
    state: SourceState
    seen: tuple[SeenEntry, ...] = ()
    forget: tuple[str, ...] = ()
    unchanged: bool = False
    notes: tuple[str, ...] = ()

    @property
    def failed(self) -> bool:
        """Whether the source could not be read."""
        return self.state.cause is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What unread entries of a source say.

    Attributes:
        source: whose they are.
        read: those that need not be read again, with the ids of their articles.
        new: articles that were not there before.
        updated: articles that were there and now say something else; same ids.
        notes: entries that could not be read, one sentence each.
    """

    source: Source
    read: tuple[SeenEntry, ...] = ()
    new: tuple[Article, ...] = ()
    updated: tuple[Article, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Read:
    """An entry's article, or why there is none and whether to try again."""

    seen: SeenEntry
    article: Article | None = None
    note: str | None = None
    again: bool = False

    @property
    def done(self) -> SeenEntry:
        known = self.seen.article_id or (self.article.id if self.article else None)
        return replace(self.seen, article_id=known, unread=None)


class Looker:
    """Looks at sources.

    Args:
        fetcher: open.
        workers: open; parse what is hostile.
        pace: bounds of the schedule.
        chance: numbers in [0, 1) that spread looks.
    """

    def __init__(
        self,
        fetcher: Fetcher,
        workers: Workers,
        *,
        pace: Pace = Pace(),  # noqa: B008 - frozen
        chance: Callable[[], float],
    ) -> None:
        self._fetcher = fetcher
        self._workers = workers
        self._pace = pace
        self._chance = chance

    async def look(self, source: Source, state: SourceState, seen: Memory, *, now: datetime) -> Look:
        """What is new at `source`; a failure is a `Look` too, never raised.

        `seen` gives all that is remembered of the source; asked only when its document has changed.
        """
        try:
            if source.kind is SourceKind.FOLDER:
                files = await asyncio.to_thread(_files, source)
                found = await _news(source, state, files, seen, now)
                pace = replace(self._pace, shortest=FOLDER_SECONDS, longest=FOLDER_SECONDS)
                return _look(source, succeeded(state, now=now, news=found.fresh, pace=pace), found)
            return await self._document(source, state, seen, now)
        except SummarizerError as error:
            wait = error.retry_after if isinstance(error, FetchError) else None
            chance = self._chance()
            state = failed(state, explain(error), now=now, retry_after=wait, pace=self._pace, chance=chance)
            return Look(source=source, state=state)

    async def _document(self, source: Source, state: SourceState, seen: Memory, now: datetime) -> Look:
        fetch = self._fetcher.fetch if source.kind is SourceKind.FEED else self._fetcher.fetch_page
        result = await fetch(source.address, etag=state.etag, last_modified=state.last_modified)
        if result.status is FetchStatus.GONE:
            return Look(source=source, state=gone(state, now=now))
        source = replace(source, address=result.moved_to or source.address)
        body_hash = hashlib.sha256(result.body).hexdigest()
        if result.status is FetchStatus.UNCHANGED or body_hash == state.body_hash:
            state = self._good(state, now, rest=_rest(result))
            return Look(source=source, state=state, unchanged=True)
        found = await self._news(source, state, result, seen, now)
        state = self._good(state, now, found, rest=_rest(result))
        state = replace(state, etag=result.etag, last_modified=result.last_modified, body_hash=body_hash)
        return _look(replace(source, title=source.title or found.title), state, found)

    def _good(
        self, state: SourceState, now: datetime, found: News | None = None, *, rest: float
    ) -> SourceState:
        return succeeded(
            state,
            now=now,
            news=found is not None and found.fresh,
            hints=found.hints if found else None,
            rest=rest,
            pace=self._pace,
            chance=self._chance(),
        )

    async def _news(
        self, source: Source, state: SourceState, result: FetchResult, seen: Memory, now: datetime
    ) -> News:
        if source.kind is SourceKind.FEED:
            kind = f"{result.content_type}; charset={result.charset}" if result.charset else None
            known = await _known(state, seen)
            return await self._workers.run(
                news_of_feed, result.body, source, state, known, url=result.url, content_type=kind, now=now
            )
        if source.kind is SourceKind.PAGE:
            known = await _known(state, seen)
            return await self._workers.run(
                news_of_page, result.body, source, state, known, url=result.url, now=now
            )
        article = await article_of(result)
        text = "".join(f"<p>{html.escape(article.text([i]))}</p>" for i in article.evidence)
        entry = Entry(
            native_id=source.id,
            url=article.url,
            title=article.title,
            published=max(article.published or now, source.added + timedelta(seconds=1)),
            author=article.author,
            html=text,
            language=article.language,
        )
        return await _news(source, state, ParsedFeed(entries=(entry,), title=article.outlet), seen, now)

    async def read(self, source: Source, unread: Sequence[SeenEntry]) -> Reading:
        """The articles of entries: by their own text where that is whole, else of their pages."""
        reads = await self._read(source, [(seen, seen.unread) for seen in unread if seen.unread])
        return Reading(
            source=source,
            read=tuple(r.done for r in reads if not r.again),
            new=tuple(r.article for r in reads if r.article and not r.seen.article_id),
            updated=tuple(
                replace(r.article, id=r.seen.article_id) for r in reads if r.article and r.seen.article_id
            ),
            notes=tuple(r.note for r in reads if r.note),
        )

    async def _read(self, source: Source, unread: Sequence[tuple[SeenEntry, str]]) -> list[_Read]:
        if source.kind is SourceKind.FOLDER:
            return [await asyncio.to_thread(_read_file, seen, unpack(packed)) for seen, packed in unread]
        own = await self._workers.run(read_entries, source, [packed for _, packed in unread])

        async def one(seen: SeenEntry, article: Article | None, entry: Entry | None) -> _Read:
            if entry is None:
                return _Read(seen, article)
            return await self._read_linked(source, seen, entry, article)

        return await asyncio.gather(*(one(seen, *both) for (seen, _), both in zip(unread, own, strict=True)))

    async def _read_linked(
        self, source: Source, seen: SeenEntry, entry: Entry, summary: Article | None
    ) -> _Read:
        """The article on the page of an entry, or as much as the feed gives of it."""
        if not entry.url:
            return _Read(seen, note=f"{entry.title or 'an entry'}: it has neither a text nor an address")
        try:
            result = await self._fetcher.fetch_page(entry.url)
            if result.status is FetchStatus.GONE:
                raise FetchError(entry.url, "it is gone (410)", status=410)
            article = await article_of(result, entry)
        except SummarizerError as error:
            temporary = isinstance(error, FetchError) and error.is_temporary
            if summary is None:
                return _Read(seen, note=str(error), again=temporary)
            note = f"{PARTIAL}: {explain(error)}"
            return _Read(seen, replace(summary, notes=(*summary.notes, note)), note=str(error))
        return _Read(seen, replace(article, outlet=article.outlet or source.title))


async def _known(state: SourceState, seen: Memory) -> Sequence[SeenEntry]:
    """What is remembered; before the first good look that is nothing."""
    return () if state.last_success is None else await seen()


async def _news(source: Source, state: SourceState, parsed: ParsedFeed, seen: Memory, now: datetime) -> News:
    """What the entries that were found here mean; in a thread, for a folder has many."""
    return await asyncio.to_thread(news, parsed, source, state, await _known(state, seen), now=now)


def _look(source: Source, state: SourceState, found: News) -> Look:
    return Look(
        source=source,
        state=replace(state, untrusted=found.untrusted),
        seen=found.seen,
        forget=found.forget,
        notes=tuple(f"{source.title or source.address}: {note}" for note in found.notes),
    )


def _rest(result: FetchResult) -> float:
    return max(result.max_age or 0, result.retry_after or 0)


def _files(source: Source) -> ParsedFeed:
    """A watched folder's article files, as entries; their time and size stand for their content."""
    try:
        paths = [p for p in Path(source.address).iterdir() if p.suffix.lower() in SUFFIXES]
    except OSError as error:
        raise UnreadableError(
            source.address, f"the folder cannot be read ({error.strerror or 'bad name'})"
        ) from None
    entries = [e for p in sorted(paths) if not p.name.startswith(".") and (e := _file(p))]
    if len(entries) <= MOST_FILES:
        return ParsedFeed(entries=tuple(entries))
    newest = sorted(entries, key=lambda e: e.published or source.added, reverse=True)[:MOST_FILES]
    note = f"it has {len(entries):,} files; the newest {MOST_FILES:,} are read"
    return ParsedFeed(entries=tuple(newest), notes=(note,))


def _file(path: Path) -> Entry | None:
    """The entry of a file; None if it is none, or has just been taken away."""
    try:
        stat = path.stat()
    except OSError:
        return None
    if not S_ISREG(stat.st_mode):
        return None
    changed = datetime.fromtimestamp(int(stat.st_mtime), UTC)
    return Entry(
        native_id=str(path), title=path.name, published=changed, html=f"{stat.st_mtime_ns} {stat.st_size}"
    )


def _read_file(seen: SeenEntry, entry: Entry) -> _Read:
    path = Path(entry.native_id or "")
    try:
        article = read_file(path)
    except UnreadableError as error:
        return _Read(seen, note=str(error))
    if _file(path) != entry:  # somebody is writing to it: the next look reads all of it
        return _Read(seen, note=f"{path}: it is being written", again=True)
    return _Read(seen, article)
