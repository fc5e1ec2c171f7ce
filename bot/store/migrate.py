"""Brings a database to this version's schema when Kurir starts; forward only, all or nothing.

The migrations are ``migrations/versions/NNNN_*.py``, one chain. A SQLite file is copied before it is
touched, to ``<file>.before-NNNN``.
"""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

import sqlalchemy as sa

from bot.errors import StoreError
from bot.store.database import Database

SCRIPTS = Path(__file__).parent / "migrations"
LOCK = 7262511051  # any number of our own: workers that start together migrate one after the other


def newest() -> str:
    """The revision that this version of Kurir works with."""
    return max(p.name[:4] for p in (SCRIPTS / "versions").glob("[0-9]*.py"))


async def upgrade(database: Database) -> None:
    """Create the tables, or bring those of an older version up to date.

    Raises:
        StoreError: the database is of a newer version, or cannot be used; it is as it was before.
    """
    _prepare_folder(database.path)
    async with database.read() as connection:  # the usual start: nothing to do, and no lock to wait for
        if await connection.run_sync(_revision) == newest():
            return
    async with database.write() as connection:
        if not database.is_sqlite:
            await connection.execute(sa.select(sa.func.pg_advisory_xact_lock(LOCK)))
        found = await connection.run_sync(_revision)
        if found == newest():
            return
        if found > newest():
            raise StoreError(
                f"the database {database.name} was made by a newer Kurir (its schema is {found}, this "
                f"one knows {newest()}); update Kurir, or put back a backup from before"
            )
        if found and database.path:
            back_up(database.path, database.path.with_name(f"{database.path.name}.before-{newest()}"))
        await connection.run_sync(_migrate)


async def revision(database: Database) -> str:
    """The revision that the database has, an empty string for an empty one; nothing is changed.

    Raises:
        StoreError: it cannot be used.
    """
    async with database.read() as connection:
        return await connection.run_sync(_revision)


def back_up(source: Path, target: Path) -> None:
    """Copy the committed content of the SQLite file `source`, also while it is in use.

    Raises:
        StoreError: the copy could not be written, for example because the disk is full.
    """
    part = target.with_name(target.name + ".part")
    try:
        part.unlink(missing_ok=True)
        origin, copy = sqlite3.connect(f"file:{source}?mode=ro", uri=True), sqlite3.connect(part)
        try:
            origin.backup(copy)
        finally:
            origin.close()
            copy.close()
        os.chmod(part, 0o600)
        part.replace(target)
    except (OSError, sqlite3.Error) as error:
        part.unlink(missing_ok=True)
        raise StoreError(
            f"the database {source} could not be backed up to {target} before its upgrade ({error}); "
            "make room there and start again"
        ) from error


def _prepare_folder(path: Path | None) -> None:
    """The folder of a SQLite file, and the file itself, for their owner only."""
    if path is None:
        return
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.touch(mode=0o600)
    except OSError as error:
        raise StoreError(
            f"the database {path} cannot be created ({error.strerror}); check its folder"
        ) from error


def _revision(connection: sa.Connection) -> str:
    """The schema's revision, an empty string for an empty database."""
    if not sa.inspect(connection).has_table("alembic_version"):
        return ""
    return connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar() or ""


def _migrate(connection: sa.Connection) -> None:
    # Imported here: a start that has nothing to migrate need not load it.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
