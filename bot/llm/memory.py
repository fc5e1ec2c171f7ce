"""What the `llm` engine remembers between runs: replies and what they cost, in one SQLite file.

A file of its own, so that `kurir brief` needs no store, and so that deleting it loses nothing but money.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from bot.errors import StoreError
from bot.settings import Settings
from summarizer.llm.ports import Usage

KEPT = timedelta(days=30)
"""Replies older than this are let go: news that old is not briefed again."""

SCHEMA = """
CREATE TABLE IF NOT EXISTS replies (key TEXT PRIMARY KEY, text TEXT NOT NULL, at TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS usage (
    day TEXT NOT NULL, at TEXT NOT NULL, article TEXT NOT NULL, channel TEXT NOT NULL, model TEXT NOT NULL,
    prompt INTEGER NOT NULL, completion INTEGER NOT NULL, cached INTEGER NOT NULL, cost_usd REAL NOT NULL
);
CREATE INDEX IF NOT EXISTS usage_of_a_day ON usage (day, channel);
"""


class LLMMemory:
    """A `Cache` and a `Ledger` in the SQLite file at `path` (``:memory:`` for tests)."""

    def __init__(self, path: Path | str) -> None:
        """Open or create it.

        Raises:
            StoreError: it cannot be used.
        """
        if isinstance(path, Path):
            path.parent.mkdir(parents=True, exist_ok=True)
        try:
            self._db = sqlite3.connect(path, timeout=10, isolation_level=None)
            self._db.executescript("PRAGMA journal_mode = WAL;" + SCHEMA)
            self._db.execute("DELETE FROM replies WHERE at < ?", ((datetime.now(UTC) - KEPT).isoformat(),))
        except sqlite3.Error as error:
            raise StoreError(
                f"the replies of language models in {path} cannot be used ({error}); if its disk has room, "
                "delete that file: nothing is lost but money"
            ) from error

    def close(self) -> None:
        self._db.close()

    def forget(self) -> None:
        """Let go of all replies: they hold words of articles, and nobody knows of which."""
        self._db.execute("DELETE FROM replies")

    async def get(self, key: str) -> str | None:
        row = self._db.execute("SELECT text FROM replies WHERE key = ?", (key,)).fetchone()
        return row[0] if row else None

    async def put(self, key: str, text: str) -> None:
        values = (key, text, datetime.now(UTC).isoformat())
        self._db.execute("INSERT OR REPLACE INTO replies VALUES (?, ?, ?)", values)

    async def record(self, usage: Usage) -> None:
        at, tokens = usage.at.astimezone(UTC), usage.tokens
        who = (at.date().isoformat(), at.isoformat(), usage.article, usage.channel, usage.model)
        values = (*who, tokens.prompt, tokens.completion, tokens.cached, usage.cost_usd)
        self._db.execute("INSERT INTO usage VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", values)

    async def spent(self, day: date, channel: str | None = None) -> float:
        total = "SELECT TOTAL(cost_usd) FROM usage WHERE day = ? AND (? IS NULL OR channel = ?)"
        return float(self._db.execute(total, (day.isoformat(), channel, channel)).fetchone()[0])


def spent_of(settings: Settings) -> Callable[[date], Awaitable[float]] | None:
    """What tells the US dollars that models cost on a day; None where none is asked."""
    return LLMMemory(settings.data / "llm.db").spent if settings.secrets.has_endpoint else None
