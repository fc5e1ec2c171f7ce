"""What all tables share: the metadata, the type of an instant, JSON as text.

Each repository file defines its own tables on `metadata`. A table also needs a migration in
``migrations/versions``; a test compares the two.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Dialect

metadata = sa.MetaData()


class Instant(sa.types.TypeDecorator[datetime]):
    """An aware time, kept in UTC; SQLite has no time zones, so the zone is put back when read."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a stored time must be aware")
        utc = value if value.tzinfo is UTC else value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Json(sa.types.TypeDecorator[Any]):
    """A JSON value as text: the same on both databases, in any script, readable in any tool.

    Plain text rather than a JSON column, because nothing queries inside it and PostgreSQL's refuses
    characters that news texts do contain.
    """

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        return None if value is None else json_text(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        return None if value is None else json.loads(value)


def json_text(value: Any) -> str:
    """What a `Json` column keeps of `value`."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    # Half a surrogate pair is no UTF-8; escaped it survives.
    return text if storable(text) == text else json.dumps(value, separators=(",", ":"))


def storable(text: str) -> str:
    """`text` without what no database keeps in a text column: NUL and halves of surrogate pairs."""
    if text.isascii():
        return text.replace("\0", "")
    return text.replace("\0", "").encode("utf-8", "ignore").decode("utf-8")


Number = sa.BigInteger().with_variant(sa.Integer, "sqlite")
"""The type of a key that the database counts up; SQLite counts only `INTEGER PRIMARY KEY`."""


def upsert(table: sa.Table, is_sqlite: bool) -> Any:
    """An INSERT that can say what to do on a conflict; both dialects have the same methods for it."""
    return sqlite.insert(table) if is_sqlite else postgresql.insert(table)
