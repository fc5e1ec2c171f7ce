"""Claims and records that many workers make at one moment; on both databases. See also `test_delivering`."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime

from bot.outbox.delivery import LEASE, Part, Receipt, State, planned
from bot.store import Store, open_store
from bot.subscription import Channel, Platform

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
CHANNELS = tuple(Channel(Platform.SLACK, f"C{n}") for n in range(20))
PARTS = (Part(payload={"text": "header"}), Part(payload={"text": "story"}, in_thread=True, story="7"))


async def plan(store: Store, *occasions: str) -> None:
    for occasion in occasions:
        for channel in CHANNELS:
            await store.deliveries.add(planned(channel, occasion, PARTS, now=NOW))


async def claimed(stores: Sequence[Store], now: datetime = NOW) -> list[tuple[Channel, str, bool]]:
    """What all stores get that ask at one moment: channel, occasion, and whether more waits behind it."""
    asking = [store.deliveries.claim(channel, now) for channel in CHANNELS for store in stores]
    claims = [claim for claim in await asyncio.gather(*asking) if claim]
    return [(c.delivery.channel, c.delivery.occasion, c.more) for c in claims]


async def test_each_delivery_is_claimed_by_one_of_many_and_the_oldest_first(store_url: str) -> None:
    async with await open_store(store_url) as one, await open_store(store_url) as other:
        await plan(one, "first", "second")
        assert sorted(await claimed((one, other)), key=str) == sorted(
            ((channel, "first", True) for channel in CHANNELS), key=str
        )
        assert await claimed((one, other)) == []  # nobody gets the second before the first is at its end


async def test_what_is_recorded_at_one_moment_is_each_delivery_s_own(store: Store) -> None:
    await plan(store, "first")
    claims = await asyncio.gather(*(store.deliveries.claim(channel, NOW) for channel in CHANNELS))
    mine = [claim.delivery for claim in claims if claim]
    for part in range(len(PARTS)):
        receipts = [(d, Receipt(part, f"{d.channel.id}-{part}", NOW)) for d in mine]
        await asyncio.gather(*(store.deliveries.record(*receipt) for receipt in receipts))
    found = await store.deliveries.newest()
    assert {d.state for d in found} == {State.SENT}
    assert all([r.message for r in d.receipts] == [f"{d.channel.id}-0", f"{d.channel.id}-1"] for d in found)


async def test_a_record_that_comes_too_late_ends_nothing_that_another_worker_has(store: Store) -> None:
    await store.deliveries.add(planned(CHANNELS[0], "first", PARTS[:1], now=NOW))
    late = await store.deliveries.claim(CHANNELS[0], NOW)
    other = await store.deliveries.claim(CHANNELS[0], NOW + LEASE)
    assert late
    assert other
    assert other.in_doubt
    await store.deliveries.record(late.delivery, Receipt(0, "1", NOW))
    (found,) = await store.deliveries.newest()
    assert found.state is State.SENDING
