"""What language models answered and cost."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.store import Store
from bot.store.usage import LlmCache
from summarizer.briefing import Tokens
from summarizer.llm.ports import Usage

NOW = datetime(2026, 11, 10, 6, 30, tzinfo=UTC)


async def test_answers_are_kept_until_they_expire(store: Store) -> None:
    """A new answer takes the place of the old one."""
    cache = LlmCache(store.database, now=lambda: NOW)
    assert await cache.get("k") is None
    await cache.put("k", "old")
    await cache.put("k", '{"ö": "\ud800"}')
    assert await cache.get("k") == '{"ö": ""}'
    assert await cache.expire(NOW) == 0
    assert await cache.expire(NOW + timedelta(seconds=1)) == 1
    assert await cache.get("k") is None


async def test_money_is_counted_by_day_and_channel(store: Store) -> None:
    """UTC days."""
    spent = [
        ("a", NOW, 0.5),
        ("b", NOW, 0.25),
        ("a", NOW + timedelta(days=1), 4),
        ("a", NOW - timedelta(hours=7), 8),
    ]
    for channel, at, cost in spent:
        usage = Usage(at=at, article="1", channel=channel, model="m", tokens=Tokens(9, 8, 7), cost_usd=cost)
        await store.llm_ledger.record(usage)
    today = date(2026, 11, 10)
    assert await store.llm_ledger.spent(today) == pytest.approx(0.75)
    assert await store.llm_ledger.spent(today, "a") == pytest.approx(0.5)
    assert await store.llm_ledger.spent(today, "c") == 0
