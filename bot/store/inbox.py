"""Requests that came in from a platform: each is worked on once, also if it comes twice or we crash."""

from __future__ import annotations

from collections.abc import Mapping
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

    async def done(self, key: str) -> None:
        """It was answered; its body is no longer needed."""
        update = sa.update(inbox).where(inbox.c.key == key).values(done=True, body={})
        async with self._database.write() as connection:
            await connection.execute(update)

    async def undone(self, *, since: datetime) -> list[tuple[str, dict[str, Any]]]:
        """Requests since then that a crash left unanswered, oldest first."""
        query = sa.select(inbox.c.key, inbox.c.body).where(sa.not_(inbox.c.done), inbox.c.at >= since)
        async with self._database.read() as connection:
            return [(r.key, r.body) for r in await connection.execute(query.order_by(inbox.c.at))]

    async def forget(self, *, before: datetime) -> None:
        """Drop requests older than any platform repeats them."""
        async with self._database.write() as connection:
            await connection.execute(sa.delete(inbox).where(inbox.c.at < before))
