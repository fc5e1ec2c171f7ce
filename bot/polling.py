"""One look at a source: fetch → parse → decide → store. The store's side of it is `SourceStore`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from summarizer import Article
from summarizer.sources import SeenEntry, Source, SourceState


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

    async def due_sources(self, now: datetime) -> Sequence[tuple[Source, SourceState]]:
        """Sources, longest due first, that are not disabled and whose `next_due` is None or past at `now`."""
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
