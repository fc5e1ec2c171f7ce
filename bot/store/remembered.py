"""Small facts to remember between starts, by name: a hash of the commands that a platform was told."""

from __future__ import annotations

import sqlalchemy as sa

from bot.store.database import Database
from bot.store.schema import metadata, upsert

remembered = sa.Table(
    "remembered",
    metadata,
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("value", sa.Text, nullable=False),
)


class Remembered:
    """Facts by name."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self, key: str) -> str | None:
        """What is remembered as `key`; None: nothing."""
        async with self._database.read() as connection:
            value = await connection.scalar(sa.select(remembered.c.value).where(remembered.c.key == key))
            return None if value is None else str(value)

    async def put(self, key: str, value: str) -> None:
        """Remember `value` as `key` from now on."""
        row = {"key": key, "value": value}
        insert = upsert(remembered, self._database.is_sqlite).values(row)
        async with self._database.write() as connection:
            await connection.execute(insert.on_conflict_do_update(index_elements=["key"], set_=row))
