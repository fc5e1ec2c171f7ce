"""What goes wrong with a database: one sentence, nothing lost; and how it is brought up to date."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from builders import article

from bot.errors import StoreError
from bot.store import Store, database, migrate, open_store, sqlite_url
from bot.store.database import Database
from bot.store.schema import metadata
from summarizer.codec import article_to_json
from summarizer.sources import Hints

NOW = datetime(2026, 11, 10, 6, 30, tzinfo=UTC)


async def test_the_migrations_make_the_tables_that_the_code_uses(store: Store) -> None:
    """Alembic finds no difference between the database and the tables of the repositories."""

    def differences(connection: sa.Connection) -> list[object]:
        ours = {"include_name": lambda name, kind, _: kind != "table" or name in metadata.tables}
        return list(compare_metadata(MigrationContext.configure(connection, opts=ours), metadata))

    async with store.database.read() as connection:
        assert await connection.run_sync(differences) == []


async def test_opening_twice_changes_nothing(store: Store, store_url: str) -> None:
    """A second start finds the schema as it should be."""
    await store.articles.add(article(), now=NOW)
    async with await open_store(store_url) as again:
        assert await again.articles.get("a1")


async def test_workers_may_start_at_once(postgres: str) -> None:
    """Workers that start together do not migrate against each other."""
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute("CREATE DATABASE workers TEMPLATE template0")
    url = postgres.replace("/postgres?", "/workers?")
    for store in await asyncio.gather(*(open_store(url) for _ in range(3))):
        await store.articles.add(article(), now=NOW)
        await store.close()


async def test_a_newer_schema_is_left_alone(store: Store, store_url: str) -> None:
    """An older Kurir says so, and touches nothing."""
    async with store.write() as connection:
        await connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreError, match="made by a newer Kurir"):
        await open_store(store_url)
    async with store.write() as connection:
        assert (
            await connection.execute(sa.text("SELECT version_num FROM alembic_version"))
        ).scalar() == "9999"


async def test_an_older_file_is_copied_before_its_upgrade(
    sqlite_store_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The copy holds all that was committed, and a failed upgrade leaves the file as it was."""
    async with await open_store(sqlite_store_url) as store:
        await store.articles.add(article(), now=NOW)

    def fail(_: object) -> None:
        raise sqlite3.OperationalError("disk is full")

    newest = migrate.newest()
    monkeypatch.setattr(migrate, "newest", lambda: "9998")
    monkeypatch.setattr(migrate, "_migrate", fail)
    with pytest.raises(sqlite3.OperationalError):
        await open_store(sqlite_store_url)
    monkeypatch.undo()
    for file in ("kurir.db", "kurir.db.before-9998"):
        async with await open_store(sqlite_url(tmp_path / file)) as store:
            assert await store.articles.get("a1")
    assert (tmp_path / "kurir.db.before-9998").stat().st_mode & 0o077 == 0
    assert newest == migrate.newest()


async def test_an_older_schema_is_brought_up_to_date(tmp_path: Path) -> None:
    """What was there is there, also in the copy, which is still of the older schema."""
    file, url = tmp_path / "kurir.db", sqlite_url(tmp_path / "kurir.db")
    config = Config()
    config.set_main_option("script_location", str(migrate.SCRIPTS))
    config.set_main_option("path_separator", "os")
    old = Database(url)
    async with old.write() as connection:

        def to_older(plain: sa.Connection) -> None:
            config.attributes["connection"] = plain
            command.upgrade(config, "0005")

        await connection.run_sync(to_older)
        columns = '"id", "kind", "address", "topics", "added", "first", "interval", "failures", "untrusted"'
        values = "'s', 'feed', 'http://a.test/', '[]', '2026-11-10 06:30:00', 0, 3600, 0, '[]'"
        await connection.execute(sa.text(f"INSERT INTO sources ({columns}) VALUES ({values})"))  # noqa: S608
        row = "'s', 'k', 'id:1 lt:2', 'h', NULL, '2026-11-10 06:30:00'"
        await connection.execute(sa.text(f"INSERT INTO entries VALUES ({row})"))  # noqa: S608
        row = "1, 'a1', 1, 'h', 'en', NULL, NULL, 'Bridge', NULL, '2026-11-10 06:30:00'"
        await connection.execute(sa.text(f"INSERT INTO articles VALUES ({row})"))  # noqa: S608
        text = {"body": json.dumps(article_to_json(article()))}
        row = "'a1', 1, 'h', '2026-11-10 06:30:00', 0, :body"
        await connection.execute(sa.text(f"INSERT INTO article_versions VALUES ({row})"), text)  # noqa: S608
    await old.close()
    async with await open_store(url) as store:
        (source, state) = (await store.sources.all())[0]
        assert (source.address, state.hints) == ("http://a.test/", Hints())
        (entry,) = await store.sources.seen_entries("s")
        assert (entry.key, entry.marks, entry.unread) == ("k", ("id:1", "lt:2"), None)
        (kept,) = await store.articles.versions("a1")
        assert (kept.article, kept.version) == (article(), 1)
        assert await migrate.revision(store.database) == migrate.newest()
    with sqlite3.connect(f"{file}.before-{migrate.newest()}") as copy:
        assert copy.execute("SELECT version_num FROM alembic_version").fetchone() == ("0005",)
        assert copy.execute("SELECT address FROM sources").fetchone() == ("http://a.test/",)


async def test_a_damaged_file_is_said_to_be(tmp_path: Path) -> None:
    """A file that is no database is not touched."""
    file = tmp_path / "kurir.db"
    file.write_bytes(b"Dear diary, " * 500)
    with pytest.raises(StoreError, match=r"is damaged or no database"):
        await open_store(sqlite_url(file))
    assert file.read_bytes() == b"Dear diary, " * 500


async def test_damage_inside_a_file_is_said_when_it_is_met(sqlite_store_url: str, tmp_path: Path) -> None:
    """Half of the pages are overwritten while Kurir does not run."""
    async with await open_store(sqlite_store_url) as store:
        await store.articles.add_many([article("x " * 900, id=f"a{n}") for n in range(99)], now=NOW)
    file = tmp_path / "kurir.db"
    size = file.stat().st_size
    with file.open("r+b") as out:
        out.seek(size // 2)
        out.write(b"\xff" * (size // 2))
    with pytest.raises(StoreError, match=r"is damaged"):
        async with await open_store(sqlite_store_url) as store:
            assert len([a async for a in store.articles.each()]) == 99


async def test_a_server_that_restarts_is_reached_again(postgres: str, postgres_store_url: str) -> None:
    """What was going on fails with one sentence; what comes next works."""
    end = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'kurir'"
    async with await open_store(postgres_store_url) as store:

        async def interrupted() -> None:
            async with store.write():
                await store.articles.add(article(), now=NOW)
                with psycopg.connect(postgres, autocommit=True) as connection:
                    connection.execute(end)
                await store.articles.add(article(id="b"), now=NOW)

        with pytest.raises(StoreError, match=r"cannot be reached or broke the connection"):
            await interrupted()
        assert await store.articles.get("a1") is None
        await store.articles.add(article(), now=NOW)


async def test_a_locked_file_is_said_to_be(
    sqlite_store_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another program that holds the write lock for too long; what is there can still be read."""
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.01)
    other = sqlite3.connect(tmp_path / "kurir.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    async with await open_store(sqlite_store_url) as store:
        with pytest.raises(StoreError, match=r"is locked by another program"):
            await store.articles.add(article(), now=NOW)
        assert await store.articles.get("a1") is None
    other.close()


async def test_a_full_disk_loses_nothing(sqlite_store_url: str) -> None:
    """What does not fit is refused whole; what was there is there."""
    async with await open_store(sqlite_store_url) as store:
        await store.articles.add(article(), now=NOW)
        async with store.write() as connection:
            pages = (await connection.execute(sa.text("PRAGMA page_count"))).scalar_one()
            await connection.execute(sa.text(f"PRAGMA max_page_count = {pages + 2}"))
        with pytest.raises(StoreError, match=r"no room left on its disk"):
            await store.articles.add_many([article("x " * 9000, id=f"b{n}") for n in range(9)], now=NOW)
        assert [a.article.id async for a in store.articles.each()] == ["a1"]


async def test_a_file_that_cannot_be_made(tmp_path: Path) -> None:
    """The folder is a file."""
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match=r"cannot be created"):
        await open_store(sqlite_url(tmp_path / "file" / "kurir.db"))


async def test_a_new_file_is_for_its_owner_only(tmp_path: Path) -> None:
    """What a team reads is nobody else's business."""
    file = tmp_path / "new" / "kurir.db"
    await (await open_store(sqlite_url(file))).close()
    assert file.stat().st_mode & 0o077 == file.parent.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("url", ["mysql://root:secret@host/db", "sqlite://", "nonsense:secret"])
async def test_another_address_is_refused_without_its_password(url: str) -> None:
    with pytest.raises(StoreError) as error:
        await open_store(url)
    assert "secret" not in str(error.value)


async def test_an_unreachable_server_is_said_without_its_password(tmp_path: Path) -> None:
    """What connects where is said; the password is not."""
    with pytest.raises(StoreError, match=r"127\.0\.0\.1/news cannot be reached") as error:
        await open_store("postgresql://kurir:secret@127.0.0.1:9/news")
    assert "secret" not in str(error.value)


async def test_another_task_does_not_join_a_transaction(sqlite_store_url: str) -> None:
    """A task started inside a transaction does not write through it: its reads see what is committed."""
    async with await open_store(sqlite_store_url) as store, store.write():
        await store.articles.add(article(), now=NOW)
        assert await store.articles.get("a1")
        assert await asyncio.create_task(store.articles.get("a1")) is None


async def test_writers_wait_for_each_other(store: Store) -> None:
    """Many writers at once all get their turn."""
    await asyncio.gather(*(store.articles.add(article(id=f"a{n}"), now=NOW) for n in range(20)))
    assert len(await store.articles.since(NOW)) == 20
