"""One leader at a time for a task that only one process may do: PostgreSQL's advisory locks.

A lock belongs to a connection, so it is free as soon as its holder, or the holder's network, is gone.
SQLite serves one bot process, which leads everything.
"""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.errors import StoreError
from bot.store.database import Database
from bot.store.failures import store_error


class Leader:
    """Holds the lock `name` while it leads."""

    def __init__(self, database: Database, name: str) -> None:
        self._database = database
        self._name = f"kurir {name}"
        self._connection: AsyncConnection | None = None

    async def leads(self) -> bool:
        """Whether this process leads now; it tries to, if nobody does. False if the database is gone."""
        if self._database.is_sqlite:
            return True
        try:
            with store_error(self._database.name):
                return await self._alive() or await self._try()
        except StoreError:
            await self.resign()
            return False

    async def resign(self) -> None:
        """Let somebody else lead."""
        connection, self._connection = self._connection, None
        if connection is not None:
            await connection.invalidate()  # closes it, which frees the lock, also when it is broken
            await connection.close()

    async def _alive(self) -> bool:
        if self._connection is None:
            return False
        await self._connection.execute(sa.text("SELECT 1"))
        return True

    async def _try(self) -> bool:
        connection = await self._database.engine.connect()
        self._connection = await connection.execution_options(isolation_level="AUTOCOMMIT")
        lock = sa.select(sa.func.pg_try_advisory_lock(sa.func.hashtextextended(self._name, 0)))
        if (await self._connection.execute(lock)).scalar_one():
            return True
        await self.resign()
        return False
