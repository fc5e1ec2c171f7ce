"""Posts what is in the outbox: claim, send, record; and what to do when that fails.

One delivery is in one worker's hands at a time (its lease), and one channel's deliveries go out in the
order in which they were planned. After a crash or a lost reply the platform is asked whether the message
is there before it is sent again.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Protocol

from bot.chat.ports import Chat
from bot.content import Notice
from bot.errors import GiveUp, MaybeSent, TryLater
from bot.logs import get_logger
from bot.outbox.delivery import (
    LEASE,
    SEND_TIMEOUT,
    Claim,
    Delivery,
    Receipt,
    State,
    planned,
    retry_at,
    with_receipt,
)
from bot.subscription import Channel, Platform, Subscription

GIVE_UP_AFTER = timedelta(days=1)
"""A delivery that a platform keeps refusing is given up a day after it was due."""
SPARE = timedelta(seconds=5)
"""What a lease must last longer than one call to a platform."""
CLOCKS_DIFFER = timedelta(minutes=2)
"""How far a platform's clock may be behind ours when we look for what we sent."""

log = get_logger(__name__)


class Outbox(Protocol):
    """The deliveries in the database. Every method is one transaction."""

    async def add(self, delivery: Delivery) -> bool:
        """Put `delivery` in, unless one with its id is there already (or is missed, and this is not)."""
        ...

    async def claim(self, channel: Channel, now: datetime) -> Claim | None:
        """Take the channel's oldest unfinished delivery, if it is due and nobody holds it."""
        ...

    async def hold(self, delivery: Delivery, now: datetime) -> bool:
        """Renew the lease; False if another worker has taken the delivery over."""
        ...

    async def record(self, delivery: Delivery, receipt: Receipt) -> None:
        """A part was posted; with the last one the delivery is sent."""
        ...

    async def finish(self, delivery: Delivery, state: State, reason: str | None = None) -> None:
        """The delivery is at an end."""
        ...

    async def postpone(self, delivery: Delivery, due: datetime, reason: str, *, in_doubt: bool) -> None:
        """Give the delivery back, to be claimed again at `due`."""
        ...

    async def stop_subscription(self, subscription: str, reason: str) -> Subscription | None:
        """Disable it and fail its unfinished deliveries; None if that was done already or it is gone."""
        ...


class LeaseLostError(Exception):
    """Another worker has taken the delivery over."""


class StoppingError(Exception):
    """This worker is about to end."""


@dataclass(slots=True)
class Pace:
    """Keeps messages to one channel apart.

    Attributes:
        seconds: between two messages to one channel.
        sleep: waits.
        clock: seconds that only go up.
    """

    seconds: float
    clock: Callable[[], float]
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    _next: dict[Channel, float] = field(default_factory=dict)

    async def wait(self, channel: Channel) -> None:
        """Wait until `channel` may get another message."""
        now = self.clock()
        at = max(now, self._next.get(channel, now))
        if len(self._next) > 10_000:
            self._next = {c: t for c, t in self._next.items() if t > now}
        self._next[channel] = at + self.seconds
        if at > now:
            await self.sleep(at - now)

    def posted(self, channel: Channel) -> None:
        """Count from now: the message may have waited on its way, for a limit of the whole bot."""
        self._next[channel] = self.clock() + self.seconds


@dataclass(frozen=True, slots=True)
class Deliverer:
    """Delivers.

    Attributes:
        outbox: the deliveries.
        chats: one adapter a platform.
        clock: the time, aware.
        pace: keeps to each channel's rate.
        stopping: whether this worker is about to end: it then sends no further part.
        ended: told of each delivery that came to its end here, for the figures.
    """

    outbox: Outbox
    chats: Mapping[Platform, Chat]
    clock: Callable[[], datetime]
    pace: Pace
    stopping: Callable[[], bool] = lambda: False
    ended: Callable[[Delivery, State], None] = lambda _delivery, _state: None

    async def deliver(self, channel: Channel) -> int:
        """Post everything that is due in `channel`, in order; the number of deliveries that were claimed."""
        count = 0
        chat = self.chats.get(channel.platform)
        while chat and not self.stopping() and (claimed := await self.outbox.claim(channel, self.clock())):
            await self._post(chat, claimed.delivery, claimed.in_doubt)
            count += 1
            if not claimed.more:
                break
        return count

    async def _post(self, chat: Chat, delivery: Delivery, in_doubt: bool) -> None:
        sending = _Sending(self, chat, delivery, in_doubt)
        try:
            await sending.all_parts()
        except TryLater as error:
            await self._later(sending.delivery, str(error), error.retry_after, in_doubt=False)
        except MaybeSent as error:
            await self._later(sending.delivery, str(error), error.retry_after, in_doubt=True)
        except GiveUp as error:
            await self._give_up(sending.delivery, str(error))
        except StoppingError:
            now = self.clock()
            await self.outbox.postpone(sending.delivery, now, "handed back", in_doubt=sending.in_doubt)
        except LeaseLostError:
            log.warning("delivery_taken_over", delivery=delivery.id)

    async def _later(self, delivery: Delivery, reason: str, after: float | None, *, in_doubt: bool) -> None:
        now = self.clock()
        if now - delivery.created > GIVE_UP_AFTER:
            await self.outbox.finish(delivery, State.FAILED, f"given up after a day: {reason}")
            self.ended(delivery, State.FAILED)
            log.error("delivery_failed", delivery=delivery.id, reason=reason)
            return
        due = retry_at(delivery.attempt, now, after)
        await self.outbox.postpone(delivery, due, reason, in_doubt=in_doubt)
        log.info("delivery_postponed", delivery=delivery.id, due=due.isoformat(), reason=reason)

    async def _give_up(self, delivery: Delivery, reason: str) -> None:
        await self.outbox.finish(delivery, State.FAILED, reason)
        self.ended(delivery, State.FAILED)
        log.error("delivery_failed", delivery=delivery.id, reason=reason)
        stopped = delivery.subscription and await self.outbox.stop_subscription(delivery.subscription, reason)
        if stopped and stopped.owner:
            await self._tell_owner(stopped, reason)

    async def _tell_owner(self, stopped: Subscription, reason: str) -> None:
        """Once: the notice's occasion is the same until somebody resumes the subscription."""
        chat = self.chats[stopped.channel.platform]
        what = stopped.what or "everything"
        text = f"The subscription “{what}” in {stopped.channel.id} has stopped: {reason}"
        notice = Notice(
            text=text, lines=("Put it right, then resume it with /brief resume in that channel.",)
        )
        await self.outbox.add(
            planned(
                Channel.direct(stopped.channel.platform, stopped.owner or ""),
                f"stopped {stopped.id} {stopped.since.isoformat()}",
                chat.render(notice),
                now=self.clock(),
            )
        )


@dataclass(slots=True)
class _Sending:
    """One claimed delivery on its way; `delivery` grows a receipt with each part."""

    deliverer: Deliverer
    chat: Chat
    delivery: Delivery
    in_doubt: bool

    async def all_parts(self) -> None:
        outbox = self.deliverer.outbox
        for number in range(len(self.delivery.receipts), len(self.delivery.parts)):
            await self.deliverer.pace.wait(self.delivery.channel)
            if self.deliverer.stopping():
                raise StoppingError
            await self._hold()
            message = await self._message(number)
            self.deliverer.pace.posted(self.delivery.channel)
            receipt = Receipt(number, message, self.deliverer.clock())
            await outbox.record(self.delivery, receipt)
            self.delivery = with_receipt(self.delivery, receipt)
            self.in_doubt = False
        self.deliverer.ended(self.delivery, State.SENT)

    async def _hold(self) -> None:
        """Renew the lease, unless it lasts for what comes next anyway."""
        now, lease = self.deliverer.clock(), self.delivery.lease
        if lease is not None and lease - now > SEND_TIMEOUT + SPARE:
            return
        if not await self.deliverer.outbox.hold(self.delivery, now):
            raise LeaseLostError
        self.delivery = replace(self.delivery, lease=now + LEASE)

    async def _message(self, number: int) -> str:
        """The id of the part's message: of the one that is there, if it is in doubt, else of a new one."""
        try:
            async with asyncio.timeout(SEND_TIMEOUT.total_seconds()):
                return (self.in_doubt and await self._found(number)) or await self._sent(number)
        except TimeoutError as error:
            raise MaybeSent("the platform did not answer in time") from error

    async def _found(self, number: int) -> str | None:
        d = self.delivery
        if d.edits:
            return None  # an edit may be repeated
        since = d.created - CLOCKS_DIFFER
        try:
            return await self.chat.find(
                d.channel, d.parts[number], key=d.key(number), reply_to=self._thread(number), since=since
            )
        except TryLater as error:  # nothing was learned: what was in doubt still is
            raise MaybeSent(str(error), retry_after=error.retry_after) from error

    async def _sent(self, number: int) -> str:
        d, thread = self.delivery, self._thread(number)
        part = d.parts[number]
        if d.edits:
            await self.chat.edit(d.channel, part, message=d.edits, reply_to=thread)
            return d.edits
        return await self.chat.send(d.channel, part, key=d.key(number), reply_to=thread)

    def _thread(self, number: int) -> str | None:
        d = self.delivery
        return d.root if d.reply_to or d.parts[number].in_thread else None
