"""Which briefing is talked about in a place: what "it" means in a follow-up question."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from bot.store.database import Database
from bot.store.schema import Instant, metadata, upsert

conversations = sa.Table(
    "conversations",
    metadata,
    sa.Column("place", sa.Text, primary_key=True),
    sa.Column("briefing", sa.Text, nullable=False),
    sa.Column("at", Instant, nullable=False),
)


class Conversations:
    """The last briefing of each place: a channel, a thread, or one person's private answers in a channel."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def note(self, place: str, briefing: str, *, now: datetime) -> None:
        """From now on `place` talks about `briefing`."""
        row = {"place": place, "briefing": briefing, "at": now}
        insert = upsert(conversations, self._database.is_sqlite).values(row)
        async with self._database.write() as connection:
            await connection.execute(insert.on_conflict_do_update(index_elements=["place"], set_=row))

    async def last(self, place: str) -> tuple[str, datetime] | None:
        """The briefing that `place` talks about, and since when; None if it has talked about none."""
        query = sa.select(conversations.c.briefing, conversations.c.at)
        async with self._database.read() as connection:
            row = (await connection.execute(query.where(conversations.c.place == place))).one_or_none()
            return (row.briefing, row.at) if row else None
