"""The store: everything that Kurir remembers, on SQLite or PostgreSQL.

`open_store` gives a `Store`: one small repository for each noun, all on one `Database`. What must happen
together goes into ``async with store.write():``; repositories called inside take part in it.
"""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from bot.store.articles import Articles
from bot.store.briefings import Briefings
from bot.store.candidates import Candidates
from bot.store.conversations import Conversations
from bot.store.database import Database
from bot.store.deliveries import Deliveries
from bot.store.inbox import Inbox
from bot.store.migrate import upgrade
from bot.store.remembered import Remembered
from bot.store.retention import Retention
from bot.store.sources import Sources
from bot.store.stories import Stories
from bot.store.subscriptions import Subscriptions


class Store:
    """What Kurir remembers. Make it with `open_store`."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.articles = Articles(database)
        self.sources = Sources(database, self.articles)
        self.briefings = Briefings(database)
        self.stories = Stories(database)
        self.candidates = Candidates(database)
        self.subscriptions = Subscriptions(database)
        self.deliveries = Deliveries(database, self.subscriptions)
        self.conversations = Conversations(database)
        self.inbox = Inbox(database)
        self.remembered = Remembered(database)
        self.retention = Retention(database, self.articles.index, self.briefings)

    def write(self) -> AbstractAsyncContextManager[Any]:
        """A transaction over several repositories: all that is done inside is kept, or nothing."""
        return self.database.write()

    async def ping(self) -> None:
        """Return if the database answers.

        Raises:
            StoreError: it does not.
        """
        async with self.database.read() as connection:
            await connection.execute(sa.text("SELECT 1"))

    async def close(self) -> None:
        """Give all connections back."""
        await self.database.close()

    async def __aenter__(self) -> Store:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()


async def open_store(url: str) -> Store:
    """The store at `url`, ``sqlite:///…`` or ``postgresql://…``, created or brought up to date.

    Raises:
        StoreError: it cannot be used; one sentence that says what to do. Nothing was lost.
    """
    database = Database(url)
    try:
        await upgrade(database)
    except BaseException:
        await database.close()
        raise
    return Store(database)


def sqlite_url(file: Path) -> str:
    """The URL of the SQLite database in `file`."""
    return f"sqlite:///{file}"
