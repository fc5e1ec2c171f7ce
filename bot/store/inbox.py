"""Requests that came in from a platform: each is worked on once, also if it comes twice or we crash."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.store.database import Database
from bot.store.schema import Instant, Json, metadata, upsert

inbox = sa.Table(
    "inbox",
    metadata,
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("body", Json, nullable=False),
    sa.Column("at", Instant, nullable=False),
    sa.Column("done", sa.Boolean, nullable=False),
    sa.Index("inbox_at", "at"),
)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A request that was not answered yet.

    Attributes:
        body: as it was kept.
        at: when it came in.
    """

    body: Mapping[str, Any]
    at: datetime


class Inbox:
    """Requests by the platform's own id of them (event id, trigger id)."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def accept(self, key: str, body: Mapping[str, Any], *, now: datetime) -> bool:
        """Keep a request; False if it is there already, done or not."""
        row = {"key": key, "body": dict(body), "at": now, "done": False}
        insert = upsert(inbox, self._database.is_sqlite).values(row).on_conflict_do_nothing()
        async with self._database.write() as connection:
            return await connection.scalar(insert.returning(inbox.c.key)) is not None

    async def waiting(self, key: str) -> Waiting | None:
        """The request with that key; None if there is none, or it was answered."""
        query = sa.select(inbox).where(inbox.c.key == key, sa.not_(inbox.c.done))
        async with self._database.read() as connection:
            row = (await connection.execute(query)).one_or_none()
            return Waiting(row.body, row.at) if row else None

    async def done(self, key: str) -> None:
        """It was answered; its body is no longer needed."""
        update = sa.update(inbox).where(inbox.c.key == key).values(done=True, body={})
        async with self._database.write() as connection:
            await connection.execute(update)

    async def undone(self, *, since: datetime) -> list[str]:
        """Keys of the requests since then that were not answered, oldest first."""
        query = sa.select(inbox.c.key).where(sa.not_(inbox.c.done), inbox.c.at >= since)
        async with self._database.read() as connection:
            return list(await connection.scalars(query.order_by(inbox.c.at)))

    async def forget(self, *, before: datetime) -> None:
        """Drop requests older than any platform repeats them."""
        async with self._database.write() as connection:
            await connection.execute(sa.delete(inbox).where(inbox.c.at < before))
