"""Sources, what is known of them, and the entries seen in them: the `SourceStore` of `bot.intake.polling`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.intake.polling import LookRecord
from bot.store.articles import Articles, Change
from bot.store.database import Database
from bot.store.schema import Instant, Json, metadata, storable, upsert
from summarizer.sources import Hints, SeenEntry, Source, SourceKind, SourceState
from summarizer.sources.look import Reading

sources = sa.Table(
    "sources",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("address", sa.Text, nullable=False),
    sa.Column("title", sa.Text),
    sa.Column("topics", Json, nullable=False),
    sa.Column("language", sa.Text),
    sa.Column("owner", sa.Text),
    sa.Column("added", Instant, nullable=False),
    sa.Column("first", sa.Integer, nullable=False),
    sa.Column("etag", sa.Text),
    sa.Column("last_modified", sa.Text),
    sa.Column("body_hash", sa.Text),
    sa.Column("last_checked", Instant),
    sa.Column("last_success", Instant),
    sa.Column("next_due", Instant),
    sa.Column("interval", sa.Integer, nullable=False),
    sa.Column("failures", sa.Integer, nullable=False),
    sa.Column("failing_since", Instant),
    sa.Column("cause", sa.Text),
    sa.Column("disabled", sa.Text),
    sa.Column("untrusted", Json, nullable=False),
    sa.Column("hints", Json),
    sa.Index("sources_next_due", "next_due"),
)

entries = sa.Table(
    "entries",
    metadata,
    sa.Column("source", sa.Text, sa.ForeignKey("sources.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("marks", sa.Text, nullable=False),
    sa.Column("content_hash", sa.Text, nullable=False),
    sa.Column("article_id", sa.Text),
    sa.Column("last_seen", Instant, nullable=False),
    sa.Column("unread", sa.Text),
    sa.Index("entries_article", "article_id"),
)

UNREAD = entries.c.unread.is_not(None)
sa.Index("entries_unread", entries.c.source, sqlite_where=UNREAD, postgresql_where=UNREAD)

AT_ONCE = 100
"""Articles in one statement: the event loop prepares them, for some 0.1 ms each."""

SOURCE_FIELDS = tuple(f.name for f in fields(Source))
STATE_FIELDS = tuple(f.name for f in fields(SourceState))


class Sources:
    """Sources between looks."""

    def __init__(self, database: Database, articles: Articles) -> None:
        self._database = database
        self._articles = articles
        # Made once: to put them together takes longer than to store a look.
        self._put_source = _put(sources, database.is_sqlite, keys=("id",))
        self._put_entry = _put(entries, database.is_sqlite, keys=("source", "key"))

    async def add(self, source: Source) -> bool:
        """Follow `source` from now on; False if it was followed already, which then stays as it is."""
        row = _row(source, SourceState())
        async with self._database.write() as connection:
            insert = upsert(sources, self._database.is_sqlite).on_conflict_do_nothing()
            return await connection.scalar(insert.values(row).returning(sources.c.id)) is not None

    async def revive(self, source_id: str) -> bool:
        """Look at a source again that was given up, from now on; False if it was not."""
        given_up = (sources.c.id == source_id) & sources.c.disabled.is_not(None)
        fresh = {"disabled": None, "cause": None, "failures": 0, "failing_since": None, "next_due": None}
        async with self._database.write() as connection:
            done = await connection.execute(sa.update(sources).where(given_up).values(fresh))
            return bool(done.rowcount)

    async def remove(self, source_id: str) -> bool:
        """Follow it no longer; its articles and briefings stay. False if there is none."""
        async with self._database.write() as connection:
            gone = await connection.execute(sa.delete(sources).where(sources.c.id == source_id))
            return bool(gone.rowcount)

    async def all(self) -> Sequence[tuple[Source, SourceState]]:
        """Every source, by title and address."""
        order = (sa.func.lower(sa.func.coalesce(sources.c.title, sources.c.address)), sources.c.id)
        return await self._select(sa.select(sources).order_by(*order))

    async def due_sources(
        self, now: datetime, limit: int | None = None
    ) -> Sequence[tuple[Source, SourceState]]:
        """Sources, longest due first, that are not disabled and whose `next_due` is None or past at `now`.

        At most `limit` of them, if one is given.
        """
        due = sources.c.next_due
        enabled = sources.c.disabled.is_(None) & (due.is_(None) | (due <= now))
        query = sa.select(sources).where(enabled).order_by(due.nulls_first(), sources.c.id)
        return await self._select(query.limit(limit))

    async def given_up(self) -> Sequence[tuple[Source, SourceState]]:
        """Sources that are no longer looked at, and whose owner should know."""
        owned = sources.c.disabled.is_not(None) & sources.c.owner.is_not(None)
        return await self._select(sa.select(sources).where(owned).order_by(sources.c.id))

    async def source(self, source_id: str) -> tuple[Source, SourceState] | None:
        """One source, whether due or not; None if there is none."""
        found = await self._select(sa.select(sources).where(sources.c.id == source_id))
        return found[0] if found else None

    async def seen_entries(self, source_id: str) -> Sequence[SeenEntry]:
        """Everything seen in one source."""
        async with self._database.read() as connection:
            rows = await connection.execute(sa.select(entries).where(entries.c.source == source_id))
            return [_entry(r) for r in rows]

    async def unread_sources(self) -> Sequence[Source]:
        """Sources with entries that are to be read."""
        waiting = sa.select(entries.c.source).where(UNREAD)
        return [s for s, _ in await self._select(sa.select(sources).where(sources.c.id.in_(waiting)))]

    async def unread(self, source_id: str, *, after: str, limit: int) -> Sequence[SeenEntry]:
        """The first `limit` unread entries of a source whose keys come after `after`, by key."""
        mine = (entries.c.source == source_id) & (entries.c.key > after)
        query = sa.select(entries).where(mine, UNREAD).order_by(entries.c.key).limit(limit)
        async with self._database.read() as connection:
            return [_entry(row) for row in await connection.execute(query)]

    async def record_looks(self, records: Sequence[LookRecord]) -> None:
        """Store `records` in one transaction.

        A source that was removed meanwhile stays removed: its record is left out.
        """
        async with self._database.write() as connection:
            wanted = sa.select(sources.c.id).where(sources.c.id.in_([r.source.id for r in records]))
            known = set(await connection.scalars(wanted))
            records = [r for r in records if r.source.id in known]
            if not records:
                return
            await connection.execute(self._put_source, [_row(r.source, r.state) for r in records])
            if gone := [{"s": r.source.id, "k": key} for r in records for key in r.forget]:
                left = (entries.c.source == sa.bindparam("s")) & (entries.c.key == sa.bindparam("k"))
                await connection.execute(sa.delete(entries).where(left), gone)
            if seen := [_entry_row(r.source.id, e) for r in records for e in r.seen]:
                await connection.execute(self._put_entry, seen)

    async def record_reading(self, reading: Reading, *, now: datetime) -> Reading:
        """Store articles, and that their entries were read, in one transaction.

        An article whose (id, content hash) exists is left alone, an entry that changed meanwhile unread.

        Returns:
            `reading` with those articles only that were not there, or say now what they never said before.
        """
        async with self._database.write() as connection:
            source = sa.select(sources.c.id).where(sources.c.id == reading.source.id)
            if await connection.scalar(source) is None:
                return replace(reading, new=(), updated=())  # it was removed meanwhile
            found = (*reading.new, *reading.updated)
            changes: list[Change] = []
            for start in range(0, len(found), AT_ONCE):
                changes += await self._articles.add_many(found[start : start + AT_ONCE], now=now)
            if read := [{"k": e.key, "h": e.content_hash, "a": e.article_id} for e in reading.read]:
                same = (entries.c.key == sa.bindparam("k")) & (entries.c.content_hash == sa.bindparam("h"))
                update = sa.update(entries).where(entries.c.source == reading.source.id, same)
                await connection.execute(update.values(article_id=sa.bindparam("a"), unread=sa.null()), read)
        stored = list(zip(found, changes, strict=True))
        return replace(
            reading,
            new=tuple(a for a, change in stored if change is Change.NEW),
            updated=tuple(a for a, change in stored if change is Change.UPDATED),
        )

    async def _select(self, query: sa.Select[Any]) -> list[tuple[Source, SourceState]]:
        async with self._database.read() as connection:
            return [_values(row) for row in (await connection.execute(query)).mappings()]


def _put(table: sa.Table, is_sqlite: bool, *, keys: tuple[str, ...]) -> sa.Insert:
    """An INSERT that replaces what has the same `keys`."""
    put = upsert(table, is_sqlite)
    changed = {c.name: put.excluded[c.name] for c in table.c if c.name not in keys}
    replacing: sa.Insert = put.on_conflict_do_update(index_elements=keys, set_=changed)
    return replacing


def _row(source: Source, state: SourceState) -> dict[str, Any]:
    # Not `asdict`: it copies deeply, which took half of the time of an unchanged look.
    row = {name: getattr(source, name) for name in SOURCE_FIELDS}
    row |= {name: getattr(state, name) for name in STATE_FIELDS}
    return _storable(row | {"kind": source.kind.value, "hints": hints_to_json(state.hints)})


def _values(row: Any) -> tuple[Source, SourceState]:
    source: dict[str, Any] = {name: row[name] for name in SOURCE_FIELDS}
    state: dict[str, Any] = {name: row[name] for name in STATE_FIELDS}
    source |= {"kind": SourceKind(source["kind"]), "topics": tuple(source["topics"])}
    state |= {"untrusted": tuple(state["untrusted"]), "hints": _hints(state["hints"])}
    return Source(**source), SourceState(**state)


def hints_to_json(hints: Hints) -> dict[str, Any] | None:
    """`hints` as JSON; None for those of most feeds, which say nothing."""
    if hints == Hints():
        return None
    return {"ttl": hints.ttl, "hours": sorted(hints.skip_hours), "days": sorted(hints.skip_days)}


def _hints(kept: dict[str, Any] | None) -> Hints:
    if kept is None:
        return Hints()
    hours, days = frozenset(kept["hours"]), frozenset(kept["days"])
    return Hints(ttl=kept["ttl"], skip_hours=hours, skip_days=days)


def _entry_row(source_id: str, entry: SeenEntry) -> dict[str, Any]:
    return {  # hashes and what was packed: all of it storable
        "source": source_id,
        "key": entry.key,
        "marks": " ".join(entry.marks),
        "content_hash": entry.content_hash,
        "article_id": entry.article_id,
        "last_seen": entry.last_seen,
        "unread": entry.unread,
    }


def _entry(row: Any) -> SeenEntry:
    return SeenEntry(
        key=row.key,
        marks=tuple(row.marks.split()),
        content_hash=row.content_hash,
        article_id=row.article_id,
        last_seen=row.last_seen,
        unread=row.unread,
    )


def _storable(row: dict[str, Any]) -> dict[str, Any]:
    """`row` with texts that every database takes: titles, validators and causes come from strangers."""
    return {name: storable(value) if isinstance(value, str) else value for name, value in row.items()}
