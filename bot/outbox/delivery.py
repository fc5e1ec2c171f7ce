"""A delivery: content for one channel that is posted exactly once. Values and the pure decisions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from bot.subscription import Channel
from summarizer.article import digest

LEASE = timedelta(seconds=40)
"""How long a worker may work at a delivery before another may take it; renewed at every part."""
SEND_TIMEOUT = timedelta(seconds=25)
"""Limit of one call to a platform; below `LEASE`, so that nobody else works at what is being sent."""
FIRST_RETRY = timedelta(seconds=2)
LAST_RETRY = timedelta(minutes=5)
"""Retries wait twice as long each time, between these two, or as long as the platform says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One message, rendered: a piece of content small enough for the platform.

    Attributes:
        payload: JSON body in the platform's own terms, without token, channel, metadata and nonce.
            It is stored before it is sent, so it must survive `json.dumps`.
        in_thread: goes into the thread below the first part of the same content.
        story: id of the briefing it shows: a reply to this message is a question about it.
    """

    payload: Mapping[str, Any]
    in_thread: bool = False
    story: str | None = None


class State(StrEnum):
    """Where a delivery is: pending → sending → sent, or one of the ends."""

    PENDING = "pending"
    SENDING = "sending"  # a worker holds the lease
    SENT = "sent"
    FAILED = "failed"  # it will never work; see the reason
    MISSED = "missed"  # its slot was over for longer than the catch-up window
    EMPTY = "empty"  # a digest without news, silent by configuration


@dataclass(frozen=True, slots=True)
class Receipt:
    """A part that was posted.

    Attributes:
        part: index of the part.
        message: the platform's id of the message.
        at: when it was recorded.
    """

    part: int
    message: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """Content for one channel, posted exactly once. Unique by (subscription, occasion, channel).

    Attributes:
        id: made of the three by `delivery_id`.
        subscription: id of the subscription; empty for what nobody subscribed (answers, notices).
        occasion: what makes it one: ``slot 2026-11-23T08:00``, ``story ID``, ``correction ID HASH``…
        channel: where it goes.
        parts: what is posted, in order.
        edits: id of the message that the one part replaces, instead of a new message.
        reply_to: id of the message whose thread all parts go into.
        state: where it is.
        due: not before that.
        attempt: how often it was claimed; names the claim that may record.
        lease: until when the worker that claimed it has it.
        receipts: parts that were posted, in order.
        reason: why it failed or waits, one sentence.
        created: when it was planned.
    """

    id: str
    subscription: str
    occasion: str
    channel: Channel
    parts: tuple[Part, ...]
    edits: str | None = None
    reply_to: str | None = None
    state: State = State.PENDING
    due: datetime
    attempt: int = 0
    lease: datetime | None = None
    receipts: tuple[Receipt, ...] = ()
    reason: str | None = None
    created: datetime

    @property
    def root(self) -> str | None:
        """The message whose thread the parts that are `in_thread` go into."""
        return self.reply_to or (self.receipts[0].message if self.receipts else None)

    def key(self, part: int) -> str:
        """What names that part on the platform, the same at every attempt; at most 25 characters."""
        return f"{self.id}-{part}"


@dataclass(frozen=True, slots=True)
class Claim:
    """A delivery in a worker's hands.

    Attributes:
        delivery: what was claimed.
        in_doubt: whoever had it before may have sent its next part.
        more: others wait behind it in its channel. What comes later brings a wake-up of its own.
    """

    delivery: Delivery
    in_doubt: bool
    more: bool


def delivery_id(subscription: str, occasion: str, channel: Channel) -> str:
    """20 hexadecimal digits, the same wherever and whenever the same delivery is planned."""
    return digest("delivery", subscription, occasion, channel.key)[:20]


def planned(
    channel: Channel,
    occasion: str,
    parts: tuple[Part, ...],
    *,
    now: datetime,
    subscription: str = "",
    due: datetime | None = None,
    state: State = State.PENDING,
    edits: str | None = None,
    reply_to: str | None = None,
    reason: str | None = None,
) -> Delivery:
    """A new delivery, to be added to the outbox."""
    return Delivery(
        id=delivery_id(subscription, occasion, channel),
        subscription=subscription,
        occasion=occasion,
        channel=channel,
        parts=parts,
        edits=edits,
        reply_to=reply_to,
        state=state,
        due=due or now,
        reason=reason,
        created=now,
    )


def with_receipt(delivery: Delivery, receipt: Receipt) -> Delivery:
    """`delivery` with one more part posted."""
    return replace(delivery, receipts=(*delivery.receipts, receipt))


def retry_at(attempt: int, now: datetime, retry_after: float | None) -> datetime:
    """When the next attempt is due after `attempt` failed ones: the platform's word, else back-off."""
    if retry_after is not None:
        return now + timedelta(seconds=retry_after)
    doublings = min(max(attempt, 1) - 1, 16)
    return now + min(FIRST_RETRY * (1 << doublings), LAST_RETRY)
