"""Polling: due sources → `Looker` → the store. The store's side of it is `SourceStore`."""

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
from summarizer.sources.look import Look, Looker

AT_ONCE = 64
"""Sources looked at at the same time."""

PAGE = 1_000
"""Due sources read at a time: ten thousand at once would hold the event loop."""

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
        articles: articles that are new or changed, to store as new versions by (id, content hash).
        forget: keys of seen entries that left the feed long ago.
    """

    source: Source
    state: SourceState
    seen: tuple[SeenEntry, ...] = ()
    articles: tuple[Article, ...] = ()
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
        """Store `records` in one transaction; an article whose (id, content hash) exists is left alone."""
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
        failures: address and cause of each that failed.
        disabled: sources that were given up with this poll, as they are now, with the sentence why.
        notes: entries that could not be read, one sentence each.
    """

    sources: int
    unchanged: int
    new_articles: int
    updated_articles: int
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
        arrived: called for each look after it is stored: the place to brief new articles, correct
            changed ones, and tell the owner of a source that was given up (`SourceState.disabled`).
    """

    def __init__(
        self,
        store: SourceStore,
        looker: Looker,
        *,
        now: Callable[[], datetime],
        stories: StoryPlacer | None = None,
        arrived: Callable[[Look], Awaitable[None]] | None = None,
    ) -> None:
        self._store = store
        self._looker = looker
        self._now = now
        self._stories = stories
        self._arrived = arrived

    async def poll_source(self, source_id: str) -> Look | None:
        """Look at one source now, due or not; None if there is none or it is disabled."""
        found = await self._store.source(source_id)
        if found is None or found[1].disabled:
            return None
        look = await self._look(*found)
        await self._keep([look])
        return look

    async def poll_due(self) -> PollReport:
        """Look at every source that is due."""
        start, now = perf_counter(), self._now()
        totals, looked = _Totals(), set[str]()
        while due := await self._store.due_sources(now, PAGE):
            # One that is still due after its look (removed and added again) waits for the next poll.
            fresh = [(source, state) for source, state in due if source.id not in looked]
            if not fresh:
                break
            looked |= {source.id for source, _ in fresh}
            await self._poll(fresh, totals)
        return totals.report(len(looked), perf_counter() - start)

    async def _poll(self, due: Sequence[tuple[Source, SourceState]], totals: _Totals) -> None:
        """Look at all of `due`, several at a time, and keep what that brought."""
        waiting = iter(due)
        done: list[Look] = []

        async def work() -> None:
            nonlocal done
            for source, state in waiting:
                look = await self._look(source, state)
                done.append(look)  # not before the await: `done` may be another list by then
                if sum(map(_rows, done)) >= BATCH:
                    batch, done = done, []
                    await self._keep(batch)
                    totals.add(batch)

        await asyncio.gather(*(work() for _ in range(min(AT_ONCE, len(due)))))
        await self._keep(done)
        totals.add(done)

    async def _look(self, source: Source, state: SourceState) -> Look:
        seen = partial(self._store.seen_entries, source.id)
        return await self._looker.look(source, state, seen, now=self._now())

    async def _keep(self, looks: Sequence[Look]) -> None:
        if not looks:
            return
        await self._store.record_looks([_record(look) for look in looks])
        if self._stories:
            found = [a for look in looks for a in (*look.new, *look.updated)]
            await self._stories.place(found, now=self._now())
        if self._arrived:
            for look in looks:
                await self._arrived(look)


class _Totals:
    """Adds looks up as they come, so that nobody keeps all their articles."""

    def __init__(self) -> None:
        self.unchanged = 0
        self.new: set[str] = set()
        self.updated: set[str] = set()
        self.failures: list[tuple[str, str]] = []
        self.disabled: list[tuple[Source, str]] = []
        self.notes: list[str] = []

    def add(self, looks: Sequence[Look]) -> None:
        for look in looks:
            self.unchanged += look.unchanged
            self.new |= {a.id for a in look.new}
            self.updated |= {a.id for a in look.updated}
            self.notes += look.notes
            if look.state.cause:
                self.failures.append((look.source.address, look.state.cause))
            if look.state.disabled:
                self.disabled.append((look.source, look.state.disabled))

    def report(self, sources: int, seconds: float) -> PollReport:
        return PollReport(
            sources=sources,
            unchanged=self.unchanged,
            new_articles=len(self.new),
            updated_articles=len(self.updated),
            seconds=seconds,
            failures=tuple(self.failures),
            disabled=tuple(self.disabled),
            notes=tuple(self.notes),
        )


def _rows(look: Look) -> int:
    """What storing a look costs, in rows of the simplest kind; an article has several and its words."""
    return 5 + len(look.seen) + 3 * (len(look.new) + len(look.updated))


def _record(look: Look) -> LookRecord:
    return LookRecord(
        source=look.source,
        state=look.state,
        seen=look.seen,
        articles=(*look.new, *look.updated),
        forget=look.forget,
    )
