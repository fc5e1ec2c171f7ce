"""What language models answered and cost: the `Cache` and the `Ledger` of `summarizer.llm`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

import sqlalchemy as sa

from bot.store.database import Database
from bot.store.schema import Instant, Number, metadata, storable, upsert
from summarizer.llm.ports import Usage

answers = sa.Table(
    "llm_cache",
    metadata,
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("stored", Instant, nullable=False),
    sa.Index("llm_cache_stored", "stored"),
)

usages = sa.Table(
    "llm_usage",
    metadata,
    sa.Column("id", Number, primary_key=True),
    sa.Column("at", Instant, nullable=False),
    sa.Column("article", sa.Text, nullable=False),
    sa.Column("channel", sa.Text, nullable=False),
    sa.Column("model", sa.Text, nullable=False),
    sa.Column("prompt", sa.Integer, nullable=False),
    sa.Column("completion", sa.Integer, nullable=False),
    sa.Column("cached", sa.Integer, nullable=False),
    sa.Column("cost_usd", sa.Float, nullable=False),
    sa.Index("llm_usage_at", "at"),
    sqlite_autoincrement=True,
)


class LlmCache:
    """Answers by key; all workers share them."""

    def __init__(self, database: Database, *, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now

    async def get(self, key: str) -> str | None:
        """The text kept under `key`."""
        async with self._database.read() as connection:
            found: str | None = await connection.scalar(sa.select(answers.c.text).where(answers.c.key == key))
            return found

    async def put(self, key: str, text: str) -> None:
        """Keep `text`, in place of what was there."""
        put = upsert(answers, self._database.is_sqlite)
        put = put.on_conflict_do_update(
            index_elements=["key"], set_={"text": put.excluded.text, "stored": put.excluded.stored}
        )
        async with self._database.write() as connection:
            await connection.execute(put, {"key": key, "text": storable(text), "stored": self._now()})

    async def expire(self, before: datetime) -> int:
        """Let go of what was kept before `before`; how many that were."""
        async with self._database.write() as connection:
            gone = await connection.execute(sa.delete(answers).where(answers.c.stored < before))
            return gone.rowcount


class LlmLedger:
    """What every call cost; kept for ever, since it is small and somebody will ask."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def record(self, usage: Usage) -> None:
        """Keep one call."""
        row = {
            "at": usage.at,
            "article": usage.article,
            "channel": usage.channel,
            "model": storable(usage.model),
            "prompt": usage.tokens.prompt,
            "completion": usage.tokens.completion,
            "cached": usage.tokens.cached,
            "cost_usd": usage.cost_usd,
        }
        async with self._database.write() as connection:
            await connection.execute(sa.insert(usages), row)

    async def spent(self, day: date, channel: str | None = None) -> float:
        """US dollars spent on `day` (UTC), by one channel or by all."""
        start = datetime.combine(day, time(), UTC)
        query = sa.select(sa.func.coalesce(sa.func.sum(usages.c.cost_usd), 0.0))
        query = query.where(usages.c.at >= start, usages.c.at < start + timedelta(days=1))
        if channel is not None:
            query = query.where(usages.c.channel == channel)
        async with self._database.read() as connection:
            return float((await connection.scalar(query)) or 0.0)
