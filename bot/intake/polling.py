"""Polling: due sources → look → the store, unread entries → read → the store. Its side is `SourceStore`.

What a look brought is stored before anything of it is read, so a page that fails, or a bot that is stopped
among a hundred pages, costs no look and no article: what is unread is read the next time.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from time import perf_counter
from typing import Protocol

from summarizer import Article
from summarizer.sources import SeenEntry, Source, SourceState
from summarizer.sources.look import Look, Looker, Reading

AT_ONCE = 64
"""Sources looked at at the same time."""

PAGE = 1_000
"""Due sources read at a time: ten thousand at once would hold the event loop."""

READING = 16
"""Sources of which entries are read at the same time: of more, texts would only wait for the children."""

READ_AT_ONCE = 30
"""Entries of one source that are read before their articles are stored."""

BATCH = 500
"""Rows stored in one transaction: one for each look costs more than an unchanged look, and too many at once
hold the event loop, on which the database's library prepares them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LookRecord:
    """All that one look at a source changes; it is stored whole or not at all.

    Attributes:
        source: the source as it is now (its address or title may have changed).
        state: its new state.
        seen: entries that are new or changed since the last look, to insert or replace by (source, key).
        forget: keys of seen entries that left the feed long ago.
    """

    source: Source
    state: SourceState
    seen: tuple[SeenEntry, ...] = ()
    forget: tuple[str, ...] = ()


class SourceStore(Protocol):
    """Keeps sources between looks."""

    async def due_sources(
        self, now: datetime, limit: int | None = None
    ) -> Sequence[tuple[Source, SourceState]]:
        """Sources, longest due first, that are not disabled and whose `next_due` is None or past at `now`.

        At most `limit` of them, if one is given.
        """
        ...

    async def source(self, source_id: str) -> tuple[Source, SourceState] | None:
        """One source, whether due or not; None if there is none."""
        ...

    async def seen_entries(self, source_id: str) -> Sequence[SeenEntry]:
        """Everything seen in one source."""
        ...

    async def record_looks(self, records: Sequence[LookRecord]) -> None:
        """Store `records` in one transaction."""
        ...

    async def unread_sources(self) -> Sequence[Source]:
        """Sources with entries that are to be read."""
        ...

    async def unread(self, source_id: str, *, after: str, limit: int) -> Sequence[SeenEntry]:
        """The first `limit` unread entries of a source whose keys come after `after`, by key."""
        ...

    async def record_reading(self, reading: Reading, *, now: datetime) -> Reading:
        """Store articles, and that their entries were read, in one transaction.

        Returns:
            `reading` with those articles only that were not there, or say now what they never said before.
        """
        ...


class StoryPlacer(Protocol):
    """Puts stored articles into stories."""

    async def place(self, articles: Sequence[Article], *, now: datetime) -> dict[str, int]:
        """The story of each article, by its id."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class PollReport:
    """What polling all due sources brought.

    Attributes:
        sources: how many were due.
        looking: seconds until all looks, and the entries that they brought, were stored; of `seconds` in all.
        failures: address and cause of each that failed.
        disabled: sources that were given up with this poll, as they are now, with the sentence why.
        notes: entries that could not be read, one sentence each.
    """

    sources: int
    unchanged: int
    new_articles: int
    updated_articles: int
    looking: float
    seconds: float
    failures: tuple[tuple[str, str], ...] = ()
    disabled: tuple[tuple[Source, str], ...] = ()
    notes: tuple[str, ...] = ()


class Poller:
    """Looks at sources and stores what they brought.

    Args:
        store: keeps sources.
        looker: looks.
        now: the clock.
        stories: puts new articles into stories before `arrived` hears of them.
        looked: called for each look after it is stored: the place to tell the owner of a source that was
            given up (`SourceState.disabled`).
        arrived: called with articles after they are stored: the place to brief new ones and correct changed
            ones.
    """

    def __init__(
        self,
        store: SourceStore,
        looker: Looker,
        *,
        now: Callable[[], datetime],
        stories: StoryPlacer | None = None,
        looked: Callable[[Look], Awaitable[None]] | None = None,
        arrived: Callable[[Reading], Awaitable[None]] | None = None,
    ) -> None:
        self._store = store
        self._looker = looker
        self._now = now
        self._stories = stories
        self._looked = looked
        self._arrived = arrived

    async def poll_source(self, source_id: str) -> Look | None:
        """Look at one source now, due or not, and read what is new; None: there is none or it is disabled."""
        found = await self._store.source(source_id)
        if found is None or found[1].disabled:
            return None
        look = await self._look(*found)
        await self._keep([look])
        await self._read(look.source)
        return look

    async def poll_due(self) -> PollReport:
        """Look at every source that is due, then read what is new."""
        start, now = perf_counter(), self._now()
        totals, looked = _Totals(), set[str]()
        while due := await self._store.due_sources(now, PAGE):
            # One that is still due after its look (removed and added again) waits for the next poll.
            fresh = [(source, state) for source, state in due if source.id not in looked]
            if not fresh:
                break
            looked |= {source.id for source, _ in fresh}
            await self._look_at(fresh, totals)
        looking = perf_counter() - start
        unread = iter([s for s in await self._store.unread_sources() if s.id in looked])

        async def work() -> None:
            for source in unread:
                await self._read(source, totals)

        await asyncio.gather(*(work() for _ in range(READING)))
        return totals.report(len(looked), looking, perf_counter() - start)

    async def _look_at(self, due: Sequence[tuple[Source, SourceState]], totals: _Totals) -> None:
        """Look at all of `due`, several at a time, and keep what that brought."""
        waiting = iter(due)
        done: list[Look] = []
        rows = 0
        keeping = asyncio.Lock()  # who looks waits for who stores, or what was found would pile up

        async def work() -> None:
            nonlocal rows
            for source, state in waiting:
                look = await self._look(source, state)
                async with keeping:
                    done.append(look)
                    rows += _rows(look)
                    if rows >= BATCH:
                        await keep()

        async def keep() -> None:
            nonlocal rows
            await self._keep(done)
            totals.add(done)
            done.clear()
            rows = 0

        await asyncio.gather(*(work() for _ in range(min(AT_ONCE, len(due)))))
        await keep()

    async def _look(self, source: Source, state: SourceState) -> Look:
        seen = partial(self._store.seen_entries, source.id)
        return await self._looker.look(source, state, seen, now=self._now())

    async def _keep(self, looks: Sequence[Look]) -> None:
        if not looks:
            return
        await self._store.record_looks([_record(look) for look in looks])
        if self._looked:
            for look in looks:
                await self._looked(look)

    async def _read(self, source: Source, totals: _Totals | None = None) -> None:
        """Read what is unread of a source, each entry once: what fails for now waits for the next poll."""
        after = ""
        while unread := await self._store.unread(source.id, after=after, limit=READ_AT_ONCE):
            after = unread[-1].key
            reading = await self._looker.read(source, unread)
            reading = await self._store.record_reading(reading, now=self._now())
            if self._stories:
                await self._stories.place((*reading.new, *reading.updated), now=self._now())
            if self._arrived:
                await self._arrived(reading)
            if totals:
                totals.read(reading)


class _Totals:
    """Adds looks up as they come, so that nobody keeps all their articles."""

    def __init__(self) -> None:
        self.unchanged = 0
        self.new = self.updated = 0
        self.failures: list[tuple[str, str]] = []
        self.disabled: list[tuple[Source, str]] = []
        self.notes: list[str] = []

    def add(self, looks: Sequence[Look]) -> None:
        for look in looks:
            self.unchanged += look.unchanged
            self.notes += look.notes
            if look.state.cause:
                self.failures.append((look.source.address, look.state.cause))
            if look.state.disabled:
                self.disabled.append((look.source, look.state.disabled))

    def read(self, reading: Reading) -> None:
        self.new += len(reading.new)
        self.updated += len(reading.updated)
        self.notes += reading.notes

    def report(self, sources: int, looking: float, seconds: float) -> PollReport:
        return PollReport(
            sources=sources,
            unchanged=self.unchanged,
            new_articles=self.new,
            updated_articles=self.updated,
            looking=looking,
            seconds=seconds,
            failures=tuple(self.failures),
            disabled=tuple(self.disabled),
            notes=tuple(self.notes),
        )


def _rows(look: Look) -> int:
    """What storing a look costs, in rows of the simplest kind."""
    return 5 + len(look.seen)


def _record(look: Look) -> LookRecord:
    return LookRecord(
        source=look.source,
        state=look.state,
        seen=look.seen,
        forget=look.forget,
    )
