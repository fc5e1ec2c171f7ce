"""The operator's channel hears of each trouble once."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.app import build_watch
from bot.chat.terminal import TerminalChat, render
from bot.outbox.delivery import planned
from bot.outbox.watching import Operator, Watch
from bot.settings import OperatorSettings, Settings
from bot.store import Store, open_store
from bot.subscription import Channel, Platform, Subscription
from summarizer.sources import Source, SourceKind

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
OPS = Channel(Platform.TERMINAL, "ops")
NEWS = Channel(Platform.TERMINAL, "news")


class Clock:
    """A time that tests set."""

    now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def store(sqlite_store_url: str) -> AsyncIterator[Store]:
    async with await open_store(sqlite_store_url) as store:
        yield store


@pytest.fixture
def operator(store: Store, clock: Clock) -> Operator:
    async def wake(_channel: Channel) -> None:
        """Nobody delivers here."""

    return Operator(OPS, store, render, clock, wake)


async def told(store: Store) -> list[str]:
    return [d.occasion for d in reversed(await store.deliveries.newest(channel=OPS))]


async def test_a_subscription_without_an_owner_that_stops_is_told_once(
    operator: Operator, store: Store
) -> None:
    """Whoever made one in chat hears of it there."""
    for n, owner in enumerate((None, "U1")):
        made = Subscription(
            id=f"s{n}", number=n, channel=NEWS, what="bridge", owner=owner, since=NOW, disabled="no channel"
        )
        await store.subscriptions.put(made)
    watch = Watch(operator, dict)
    await watch.look()
    await watch.look()
    assert await told(store) == [f"operator stopped s0 {NOW.isoformat()}"]


async def test_a_platform_that_stays_down_is_told_once_a_time(
    operator: Operator, store: Store, clock: Clock
) -> None:
    problems = {"slack": "Socket Mode is not connected"}
    watch = Watch(operator, lambda: problems)
    for minutes in (0, 4, 5, 6, 60):
        clock.now = NOW + timedelta(minutes=minutes)
        await watch.look()
    assert await told(store) == ["operator down slack 2026-11-23T08:00"]
    problems.clear()
    await watch.look()
    problems["slack"] = "Socket Mode is not connected"
    for minutes in (120, 126):
        clock.now = NOW + timedelta(minutes=minutes)
        await watch.look()
    assert await told(store) == [
        "operator down slack 2026-11-23T08:00",
        "operator down slack 2026-11-23T10:00",
    ]


async def test_a_late_channel_is_told_once_a_day_and_its_own_notices_never(
    operator: Operator, store: Store, clock: Clock
) -> None:
    for number in range(2):
        await store.deliveries.add(planned(NEWS, f"story {number}", (), now=NOW))
    watch = Watch(operator, dict)
    await watch.look()
    assert await told(store) == []
    for minutes in (11, 12, 40):
        clock.now = NOW + timedelta(minutes=minutes)
        await watch.look()
    assert await told(store) == ["operator late terminal:news 2026-11-23"]


async def test_a_spent_budget_is_told_once_a_day(operator: Operator, store: Store, clock: Clock) -> None:
    async def spent(day: date) -> float:
        return 1.0 if day.day == 23 else 0.5

    watch = Watch(operator, dict, spent, 1.0)
    await watch.look()
    await watch.look()
    clock.now = NOW + timedelta(days=1)
    await watch.look()
    assert await told(store) == ["operator budget 2026-11-23"]


async def test_a_source_that_was_given_up_is_told_with_its_cause(operator: Operator, store: Store) -> None:
    source = Source(id="s1", kind=SourceKind.FEED, address="https://example.com/feed", added=NOW)
    await operator.source_stopped(source, "the server says that it is gone (410)")
    await operator.source_stopped(source, "the server says that it is gone (410)")
    (notice,) = await store.deliveries.newest(channel=OPS)
    assert "https://example.com/feed" in str(notice.parts[0].payload)
    assert "410" in str(notice.parts[0].payload)


@pytest.mark.parametrize(("channel", "watches"), [("terminal:ops", True), ("slack:C1", False), ("", False)])
def test_the_operator_s_channel_is_watched_for_where_its_platform_is_served(
    store: Store, channel: str, watches: bool
) -> None:
    async def wake(_channel: Channel) -> None:
        """Nobody delivers here."""

    chosen = Settings(operator=OperatorSettings(channel=channel))
    watch = build_watch(chosen, store, {Platform.TERMINAL: TerminalChat()}, wake, dict)
    assert bool(watch) is watches
