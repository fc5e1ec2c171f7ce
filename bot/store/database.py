"""The database: one engine, and transactions that repositories join.

``async with database.write()`` is one transaction, all or nothing; a repository called inside it (by the
same task) takes part in it. Nothing else in Kurir opens a connection.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bot.errors import StoreError
from bot.store.failures import store_error

BUSY_SECONDS = 10
"""How long a writer waits for another process's write before it is told that the file is locked."""

WRITE = "kurir_write"

_Joined = tuple["Database", "asyncio.Task[Any] | None", AsyncConnection]
_current: ContextVar[_Joined | None] = ContextVar("kurir_transaction", default=None)


class Database:
    """An engine with the rules of its dialect. Make it with `bot.store.open_store`.

    Attributes:
        engine: SQLAlchemy's.
        path: the SQLite file, None on PostgreSQL.
        name: what errors call it; without credentials.
    """

    def __init__(self, url: str) -> None:
        """Prepare for `url`, ``sqlite:///…`` or ``postgresql://…``; nothing is opened yet.

        Raises:
            StoreError: `url` is none of those, or its driver is not installed.
        """
        parsed = _parse(url)
        self.path = Path(parsed.database or "") if parsed.get_backend_name() == "sqlite" else None
        self.name = str(self.path) if self.path else f"{parsed.host or 'socket'}/{parsed.database}"
        self.engine = _engine(parsed)
        # SQLite has one writer: waiting in line here is fair and needs no polling of the file lock.
        self._writer: contextlib.AbstractAsyncContextManager[Any] = (
            asyncio.Lock() if self.path else contextlib.nullcontext()
        )

    @property
    def is_sqlite(self) -> bool:
        """Whether this is SQLite; PostgreSQL otherwise."""
        return self.path is not None

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        """A consistent view for reading; inside `write` it is that transaction.

        Raises:
            StoreError: the database cannot be used.
        """
        if joined := self._joined():
            yield joined
            return
        with store_error(self.name):
            async with self.engine.begin() as connection:
                yield connection

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncConnection]:
        """A transaction: committed at the end, undone by any exception; inside another one it joins that.

        Raises:
            StoreError: the database cannot be used; nothing of the transaction was kept.
        """
        if joined := self._joined():
            yield joined
            return
        with store_error(self.name):
            async with self._writer, self.engine.connect() as plain:
                connection = await plain.execution_options(**{WRITE: True})
                async with connection.begin():
                    token = _current.set((self, asyncio.current_task(), connection))
                    try:
                        yield connection
                    finally:
                        _current.reset(token)

    async def close(self) -> None:
        """Give all connections back."""
        await self.engine.dispose()

    def _joined(self) -> AsyncConnection | None:
        """The transaction of this very task, if it is in one: another task must not use its connection."""
        current = _current.get()
        if current and current[0] is self and current[1] is asyncio.current_task():
            return current[2]
        return None


def _parse(url: str) -> sa.URL:
    try:
        parsed = sa.make_url(url)
    except ArgumentError:
        parsed = None
    backend = parsed.get_backend_name() if parsed else ""
    if parsed is None or backend not in {"sqlite", "postgresql"}:
        raise StoreError(
            "the database URL must start with sqlite:/// or postgresql://; see KURIR_DATABASE_URL"
        )
    if backend == "sqlite" and parsed.database in {None, "", ":memory:"}:
        raise StoreError("the database URL must name a file, for example sqlite:////var/lib/kurir/kurir.db")
    return parsed.set(drivername="sqlite+aiosqlite" if backend == "sqlite" else "postgresql+psycopg")


def _engine(url: sa.URL) -> AsyncEngine:
    if url.get_backend_name() == "sqlite":
        engine = create_async_engine(url, connect_args={"timeout": BUSY_SECONDS})
        event.listen(engine.sync_engine, "connect", _sqlite_connect)
        event.listen(engine.sync_engine, "begin", _sqlite_begin)
        return engine
    try:
        return create_async_engine(url, pool_pre_ping=True)
    except ModuleNotFoundError as error:
        raise StoreError(
            "PostgreSQL needs its driver: in Kurir's folder, pip install -e '.[postgres]'"
        ) from error


def _sqlite_connect(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # `_sqlite_begin` begins, not the driver
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode = WAL")  # readers never wait for the writer
    cursor.execute(
        "PRAGMA synchronous = NORMAL"
    )  # safe in WAL: a power cut loses no more than the last moments
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute("PRAGMA cache_size = -2000")  # 2 MB for each of up to 15 connections
    cursor.close()


def _sqlite_begin(connection: sa.Connection) -> None:
    # A writer takes the lock at once: one that read first and then wants to write would get
    # "locked" without waiting when somebody else wrote in between.
    writes = connection.get_execution_options().get(WRITE, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
