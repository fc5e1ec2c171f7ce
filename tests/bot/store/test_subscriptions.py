"""Numbers of subscriptions; on both databases."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

from bot.store import Store, open_store
from bot.subscription import Channel, Platform, Subscription

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)


def wanted(name: str, channel: str = "C1") -> Subscription:
    return Subscription(id=name, channel=Channel(Platform.SLACK, channel), since=NOW)


async def test_a_subscription_gets_the_next_number_of_its_channel(store: Store) -> None:
    for name in ("a", "b", "c"):
        await store.subscriptions.add(wanted(name))
    await store.subscriptions.remove("b")
    assert (await store.subscriptions.add(wanted("d"))).number == 4
    assert (await store.subscriptions.add(wanted("e", "C2"))).number == 1


async def test_one_that_is_added_again_stays_as_it_is(store: Store) -> None:
    """A crash has a request done twice."""
    first = await store.subscriptions.add(wanted("a"))
    assert await store.subscriptions.add(wanted("a")) == first
    assert await store.subscriptions.all() == [first]


async def test_those_who_subscribe_at_one_moment_get_a_number_each(store_url: str) -> None:
    """On two machines, or in two processes with one file."""
    async with await open_store(store_url) as one, await open_store(store_url) as other:
        adding = [s.subscriptions.add(wanted(f"{id(s)} {n}")) for n in range(5) for s in (one, other)]
        assert sorted([s.number for s in await asyncio.gather(*adding)]) == list(range(1, 11))
