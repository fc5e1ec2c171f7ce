"""Claim, send, record: exactly once, in order, whatever the platform answers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from fakes.chat import Clock, LedgerChat, failing

from bot.errors import GiveUp, MaybeSent, TryLater
from bot.outbox.delivering import Deliverer, Pace
from bot.outbox.delivery import LAST_RETRY, LEASE, Delivery, Part, Receipt, State, planned, retry_at
from bot.store import Store
from bot.subscription import Channel, Platform, Subscription

CHANNEL = Channel(Platform.SLACK, "C1")
OTHER = Channel(Platform.SLACK, "C2")


@dataclass
class Office:
    """A worker with its database, its clock and its platform."""

    store: Store
    clock: Clock
    chat: LedgerChat
    deliverer: Deliverer

    async def plan(
        self, *texts: str, channel: Channel = CHANNEL, occasion: str = "o", **fields: object
    ) -> Delivery:
        parts = tuple(Part(payload={"text": t}, in_thread=n > 0, story=f"b{n}") for n, t in enumerate(texts))
        delivery = replace(planned(channel, occasion, parts, now=self.clock()), **fields)  # type: ignore[arg-type]
        assert await self.store.deliveries.add(delivery)
        return delivery

    async def state(self, delivery: Delivery) -> State:
        found = await self.store.deliveries.get(delivery.id)
        assert found
        return found.state

    async def work(self, channel: Channel = CHANNEL) -> int:
        return await self.deliverer.deliver(channel)

    async def subscribe(self) -> Subscription:
        s = Subscription(id="s1", number=1, channel=CHANNEL, what="ukraine", owner="U1", since=self.clock())
        await self.store.subscriptions.put(s)
        return s


def deliverer(store: Store, clock: Clock, chat: LedgerChat, **fields: object) -> Deliverer:
    async def no_sleep(seconds: float) -> None:
        pass

    pace = Pace(1.0, clock=lambda: 0.0, sleep=no_sleep)
    return Deliverer(store.deliveries, {Platform.SLACK: chat}, clock, pace, **fields)  # type: ignore[arg-type]


@pytest.fixture
async def office(store: Store) -> Office:
    clock, chat = Clock(), LedgerChat()
    return Office(store, clock, chat, deliverer(store, clock, chat))


async def test_a_delivery_is_posted_once_with_its_thread(office: Office) -> None:
    d = await office.plan("header", "one", "two")
    assert await office.work() == 1
    assert [(m.text, m.reply_to) for m in office.chat.messages] == [
        ("header", None),
        ("one", "m0"),
        ("two", "m0"),
    ]
    assert await office.state(d) is State.SENT
    assert await office.work() == 0
    assert office.chat.lookups == []


async def test_the_same_occasion_is_planned_once(office: Office) -> None:
    d = await office.plan("a")
    assert not await office.store.deliveries.add(replace(d, parts=()))
    assert not await office.store.deliveries.add(replace(d, state=State.MISSED))


async def test_a_missed_slot_can_become_due_after_all(office: Office) -> None:
    d = await office.plan("a", state=State.MISSED)
    assert await office.work() == 0
    assert await office.store.deliveries.add(replace(d, state=State.PENDING))
    assert await office.work() == 1


async def test_a_channel_s_deliveries_go_out_in_order_past_a_failure(office: Office) -> None:
    """The one that waits holds those behind it, not other channels."""
    await office.plan("first", occasion="1")
    await office.plan("second", occasion="2")
    await office.plan("elsewhere", occasion="3", channel=OTHER)
    office.chat.before = failing(TryLater("busy", retry_after=30))
    await office.work()
    await office.work(OTHER)
    assert office.chat.texts == ["elsewhere"]
    assert await office.store.deliveries.due_channels(office.clock()) == []
    office.clock.forward(seconds=30)
    assert await office.store.deliveries.due_channels(office.clock()) == [CHANNEL]
    await office.work()
    assert office.chat.texts == ["elsewhere", "first", "second"]
    assert office.chat.lookups == []


async def test_what_a_platform_asks_of_one_worker_every_worker_keeps_to(office: Office) -> None:
    """Retry-After stands in the database, for the whole channel."""
    await office.plan("first", occasion="1")
    await office.plan("second", occasion="2")
    office.chat.before = failing(TryLater("busy", retry_after=30))
    await office.work()
    other_chat = LedgerChat()
    other = deliverer(office.store, office.clock, other_chat)
    office.clock.forward(seconds=29)
    assert await other.deliver(CHANNEL) == 0
    office.clock.forward(seconds=1)
    assert await other.deliver(CHANNEL) == 2
    assert (office.chat.texts, other_chat.texts) == ([], ["first", "second"])


async def test_a_lost_reply_is_looked_up_before_anything_is_sent_again(office: Office) -> None:
    d = await office.plan("header", "one")
    office.chat.after = failing(None, MaybeSent("no answer"))
    await office.work()
    assert office.chat.texts == ["header", "one"]
    assert await office.state(d) is State.SENDING
    office.clock.forward(minutes=1)
    await office.work()
    assert office.chat.texts == ["header", "one"]
    assert office.chat.lookups == [d.key(1)]
    assert await office.state(d) is State.SENT


async def test_what_was_never_accepted_is_sent_after_the_lookup(office: Office) -> None:
    d = await office.plan("a")
    office.chat.before = failing(MaybeSent("no answer"))
    await office.work()
    office.clock.forward(minutes=1)
    await office.work()
    assert (office.chat.texts, office.chat.lookups) == (["a"], [d.key(0)])


async def test_doubt_outlives_a_lookup_that_fails(office: Office) -> None:
    """A lookup that is refused tells nothing: the next attempt looks again."""
    await office.plan("a")
    office.chat.after = failing(MaybeSent("no answer"))
    await office.work()
    office.chat.before = failing(TryLater("busy"))
    for _ in range(2):
        office.clock.forward(minutes=1)
        await office.work()
    assert office.chat.texts == ["a"]


async def test_a_platform_that_never_answers_is_a_lost_reply(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    d = await office.plan("a")
    monkeypatch.setattr("bot.outbox.delivering.SEND_TIMEOUT", timedelta())
    office.chat.silent = True
    await office.work()
    assert await office.state(d) is State.SENDING
    assert office.chat.texts == []


async def test_a_worker_that_died_is_replaced_when_its_lease_is_over(office: Office) -> None:
    """It may have posted the second part: that one is looked up, the first is not."""
    d = await office.plan("header", "one")
    claimed = await office.store.deliveries.claim(CHANNEL, office.clock())
    assert claimed
    message = await office.chat.send(CHANNEL, d.parts[0], key=d.key(0), reply_to=None)
    await office.store.deliveries.record(claimed.delivery, Receipt(0, message, office.clock()))
    await office.chat.send(CHANNEL, d.parts[1], key=d.key(1), reply_to=message)
    assert await office.work() == 0
    office.clock.forward(seconds=LEASE.total_seconds())
    assert await office.work() == 1
    assert (office.chat.texts, office.chat.lookups) == (["header", "one"], [d.key(1)])


async def test_a_channel_is_asked_for_more_only_where_more_waits(office: Office) -> None:
    """What is planned later brings a wake-up of its own."""
    for occasion in ("1", "2"):
        await office.plan("header", occasion=occasion)
    first = await office.store.deliveries.claim(CHANNEL, office.clock())
    assert first
    assert first.more
    await office.store.deliveries.finish(first.delivery, State.SENT)
    second = await office.store.deliveries.claim(CHANNEL, office.clock())
    assert second
    assert not second.more


async def test_a_worker_that_was_replaced_sends_nothing_more(office: Office) -> None:
    d = await office.plan("header", "one")

    def taken_over() -> None:
        office.chat.after = lambda: None
        office.clock.forward(minutes=2)

    office.chat.after = taken_over
    other = deliverer(office.store, office.clock, LedgerChat())
    claimed = await office.store.deliveries.claim(CHANNEL, office.clock())
    assert claimed
    office.clock.forward(minutes=2)
    await other.deliver(CHANNEL)
    assert not await office.store.deliveries.hold(claimed.delivery, office.clock())
    await office.store.deliveries.finish(claimed.delivery, State.FAILED, "I am late")
    assert await office.state(d) is State.SENT


async def test_a_permanent_error_stops_the_subscription_and_tells_its_owner_once(office: Office) -> None:
    s = await office.subscribe()
    first = await office.plan("first", occasion="1", subscription=s.id)
    second = await office.plan("second", occasion="2", subscription=s.id)
    office.chat.before = failing(GiveUp("the channel is archived"))
    await office.work()
    assert [await office.state(d) for d in (first, second)] == [State.FAILED, State.FAILED]
    stopped = await office.store.subscriptions.get(s.id)
    assert stopped
    assert stopped.disabled == "the channel is archived"
    assert await office.store.deliveries.due_channels(office.clock()) == [
        Channel.direct(Platform.SLACK, "U1")
    ]
    await office.work(Channel.direct(Platform.SLACK, "U1"))
    await office.plan("third", occasion="3", subscription=s.id)
    office.chat.before = failing(GiveUp("the channel is archived"))
    await office.work()
    assert await office.store.deliveries.due_channels(office.clock()) == []
    assert office.chat.texts == ["The subscription “ukraine” in C1 has stopped: the channel is archived"]


async def test_an_owner_who_cannot_be_told_is_not_told_for_ever(office: Office) -> None:
    s = await office.subscribe()
    await office.plan("a", subscription=s.id)
    office.chat.before = failing(GiveUp("token revoked"), GiveUp("token revoked"))
    await office.work()
    await office.work(Channel.direct(Platform.SLACK, "U1"))
    assert await office.store.deliveries.unfinished() == 0


async def test_a_delivery_that_is_refused_for_a_day_is_given_up(office: Office) -> None:
    d = await office.plan("a")
    while await office.state(d) is not State.FAILED:
        office.chat.before = failing(TryLater("busy"))
        await office.work()
        office.clock.forward(hours=5)
    failed = await office.store.deliveries.get(d.id)
    assert failed
    assert (failed.attempt, failed.reason) == (6, "given up after a day: busy")


async def test_an_edit_replaces_a_message_and_may_be_repeated(office: Office) -> None:
    d = await office.plan("new words", edits="m7", reply_to="m1")
    office.chat.before = failing(MaybeSent("no answer"))
    await office.work()
    office.clock.forward(minutes=1)
    await office.work()
    assert (office.chat.edits, office.chat.texts, office.chat.lookups) == ([("m7", "new words")], [], [])
    assert await office.state(d) is State.SENT


async def test_a_correction_goes_into_the_thread_of_what_it_corrects(office: Office) -> None:
    await office.plan("corrected", reply_to="m1")
    await office.work()
    assert office.chat.messages[0].reply_to == "m1"


async def test_a_worker_that_stops_hands_the_rest_back(office: Office) -> None:
    """What is not yet sent goes on at once elsewhere, without a lookup."""
    d = await office.plan("header", "one")
    stopping = deliverer(office.store, office.clock, office.chat, stopping=lambda: bool(office.chat.messages))
    await stopping.deliver(CHANNEL)
    assert office.chat.texts == ["header"]
    assert await office.state(d) is State.PENDING
    await office.work()
    assert (office.chat.texts, office.chat.lookups) == (["header", "one"], [])


async def test_a_reply_finds_the_briefing_of_its_message(office: Office) -> None:
    """A message shows its own briefing; a digest's header those in its thread."""
    await office.plan("one", occasion="1")
    header = (Part(payload={"text": "header"}), Part(payload={"text": "a"}, in_thread=True, story="b8"))
    await office.plan(occasion="2", parts=(*header, replace(header[1], story="b9")))
    await office.work()
    at = office.store.deliveries.briefings_at
    assert [await at(CHANNEL, m) for m in ("m0", "m1", "m3", "m9")] == [("b0",), ("b8", "b9"), ("b9",), ()]
    posts = await office.store.deliveries.posts_of(["b9"])
    assert [(p.channel, p.message, p.thread) for p in posts] == [(CHANNEL, "m3", "m1")]


def test_retries_wait_longer_each_time_but_not_for_ever() -> None:
    now = Clock()()
    waits = [(retry_at(n, now, None) - now).total_seconds() for n in range(1, 12)]
    assert waits[:4] == [2, 4, 8, 16]
    assert max(waits) == LAST_RETRY.total_seconds()
    assert retry_at(9, now, 1.5) - now == timedelta(seconds=1.5)


async def test_messages_to_one_channel_keep_their_distance() -> None:
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    pace = Pace(1.0, clock=lambda: 100.0, sleep=sleep)
    for channel in (CHANNEL, OTHER, CHANNEL, CHANNEL):
        await pace.wait(channel)
    assert slept == [1.0, 2.0]
