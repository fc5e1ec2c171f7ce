"""The outbox: deliveries, the parts of them that were posted, and which stories a channel has seen."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.outbox.delivery import LEASE, Claim, Delivery, Part, Receipt, State
from bot.store.database import Database
from bot.store.schema import Instant, Json, Number, metadata, upsert
from bot.store.subscriptions import Subscriptions
from bot.store.together import Together
from bot.subscription import Channel, Subscription

deliveries = sa.Table(
    "deliveries",
    metadata,
    sa.Column("number", Number, primary_key=True),  # the order in which they were planned
    sa.Column("id", sa.Text, nullable=False, unique=True),
    sa.Column("subscription", sa.Text, nullable=False),
    sa.Column("occasion", sa.Text, nullable=False),
    sa.Column("channel", sa.Text, nullable=False),
    sa.Column("parts", Json, nullable=False),
    sa.Column("edits", sa.Text),
    sa.Column("reply_to", sa.Text),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("due", Instant, nullable=False),
    sa.Column("attempt", sa.Integer, nullable=False),
    sa.Column("lease", Instant),
    sa.Column("reason", sa.Text),
    sa.Column("created", Instant, nullable=False),
    sa.UniqueConstraint("subscription", "occasion", "channel", name="deliveries_once"),
    sa.Index("deliveries_channel", "channel", "state", "number"),
    sa.Index("deliveries_due", "state", "due"),
    sa.Index("deliveries_created", "created"),
    sqlite_autoincrement=True,
)

receipts = sa.Table(
    "receipts",
    metadata,
    sa.Column("delivery", sa.Text, sa.ForeignKey("deliveries.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("part", sa.Integer, primary_key=True),
    sa.Column("channel", sa.Text, nullable=False),
    sa.Column("message", sa.Text, nullable=False),
    sa.Column("briefing", sa.Text),
    sa.Column("at", Instant, nullable=False),
    sa.Index("receipts_message", "channel", "message"),
    sa.Index("receipts_briefing", "briefing"),
)

seen = sa.Table(
    "seen_stories",
    metadata,
    sa.Column("channel", sa.Text, primary_key=True),
    sa.Column("story", sa.Text, primary_key=True),
    sa.Column("at", Instant, nullable=False),
)

UNFINISHED = (State.PENDING, State.SENDING)


@dataclass(frozen=True, slots=True)
class Posted:
    """A message that shows a briefing.

    Attributes:
        thread: the message whose thread it stands in, or itself.
    """

    channel: Channel
    message: str
    thread: str
    briefing: str


class Deliveries:
    """The outbox of `bot.outbox.delivering`, and what planning and follow-ups ask it."""

    def __init__(self, database: Database, subscriptions: Subscriptions) -> None:
        self._database = database
        self._subscriptions = subscriptions
        self._claiming = Together(self._claim_all)
        self._recording = Together(self._record_all)

    async def add(self, delivery: Delivery, stories: Iterable[str] = ()) -> bool:
        """Put `delivery` into the outbox; its channel has then seen `stories`.

        Returns:
            False, and nothing is changed, if it is there already. One that is recorded as missed is
            replaced by one that is not: the clock had been wrong.
        """
        row = _row(delivery)
        insert = upsert(deliveries, self._database.is_sqlite).values(row)
        missed = (deliveries.c.state == State.MISSED) & (insert.excluded.state != State.MISSED)
        put = insert.on_conflict_do_update(index_elements=["id"], set_=row, where=missed)
        put = put.returning(deliveries.c.number)
        async with self._database.write() as connection:
            if (await connection.execute(put)).first() is None:
                return False
            rows = [{"channel": delivery.channel.key, "story": s, "at": delivery.created} for s in stories]
            if rows:
                show = upsert(seen, self._database.is_sqlite)
                again = show.on_conflict_do_update(
                    index_elements=["channel", "story"], set_={"at": show.excluded.at}
                )
                await connection.execute(again, rows)
            return True

    async def claim(self, channel: Channel, now: datetime) -> Claim | None:
        """See `bot.outbox.delivering.Outbox.claim`."""
        return await self._claiming((channel, now))

    async def _claim_all(self, wanted: Sequence[tuple[Channel, datetime]]) -> list[Claim | None]:
        """For each channel its claim."""
        keys, now = {channel.key for channel, _ in wanted}, max(now for _, now in wanted)
        waiting = deliveries.c.channel.in_(keys) & deliveries.c.state.in_(UNFINISHED) & _in_line(now)
        head, behind = sa.func.min(deliveries.c.number).label("head"), (sa.func.count() > 1).label("more")
        heads = sa.select(head, behind).where(waiting).group_by(deliveries.c.channel).subquery()
        free = sa.or_(deliveries.c.lease.is_(None), deliveries.c.lease <= now)
        query = sa.select(deliveries, heads.c.more).join(heads, heads.c.head == deliveries.c.number)
        query = query.where(deliveries.c.state.in_(UNFINISHED), deliveries.c.due <= now, free)
        # What another worker is just claiming is skipped, and what it has claimed since is not found.
        query = query.with_for_update(of=deliveries, skip_locked=True)
        taken = {"state": State.SENDING, "lease": now + LEASE}
        async with self._database.write() as connection:
            rows = (await connection.execute(query)).all()
            if rows:
                mine = deliveries.c.number.in_([row.number for row in rows])
                attempt = deliveries.c.attempt + 1
                await connection.execute(sa.update(deliveries).where(mine).values(attempt=attempt, **taken))
            claims = {}
            for row in rows:
                posted = await _receipts(connection, row.id) if row.attempt else ()
                delivery = _delivery({**row._mapping, **taken, "attempt": row.attempt + 1}, posted)
                claims[row.channel] = Claim(delivery, row.state == State.SENDING, row.more)
        return [claims.pop(channel.key, None) for channel, _ in wanted]

    async def hold(self, delivery: Delivery, now: datetime) -> bool:
        """See `bot.outbox.delivering.Outbox.hold`."""
        return await self._update(delivery, lease=now + LEASE)

    async def record(self, delivery: Delivery, receipt: Receipt) -> None:
        """See `bot.outbox.delivering.Outbox.record`."""
        await self._recording((delivery, receipt))

    async def _record_all(self, posted: Sequence[tuple[Delivery, Receipt]]) -> list[None]:
        rows = [
            {
                "delivery": delivery.id,
                "part": receipt.part,
                "channel": delivery.channel.key,
                "message": receipt.message,
                "briefing": delivery.parts[receipt.part].story,
                "at": receipt.at,
            }
            for delivery, receipt in posted
        ]
        sent = [delivery for delivery, receipt in posted if receipt.part == len(delivery.parts) - 1]
        insert = upsert(receipts, self._database.is_sqlite).on_conflict_do_nothing()
        async with self._database.write() as connection:
            await connection.execute(insert, rows)
            if sent:
                await connection.execute(_in_hands(*sent).values(state=State.SENT, reason=None, lease=None))
        return [None] * len(posted)

    async def finish(self, delivery: Delivery, state: State, reason: str | None = None) -> None:
        """See `bot.outbox.delivering.Outbox.finish`."""
        await self._update(delivery, state=state, reason=reason, lease=None)

    async def postpone(self, delivery: Delivery, due: datetime, reason: str, *, in_doubt: bool) -> None:
        """See `bot.outbox.delivering.Outbox.postpone`."""
        state = State.SENDING if in_doubt else State.PENDING
        await self._update(delivery, state=state, due=due, lease=None, reason=reason)

    async def stop_subscription(self, subscription: str, reason: str) -> Subscription | None:
        """See `bot.outbox.delivering.Outbox.stop_subscription`."""
        waiting = (deliveries.c.subscription == subscription) & (deliveries.c.state == State.PENDING)
        failed = sa.update(deliveries).where(waiting).values(state=State.FAILED, reason=reason)
        async with self._database.write() as connection:
            await connection.execute(failed)
            return await self._subscriptions.stop(subscription, reason)

    async def due_channels(self, now: datetime) -> list[Channel]:
        """Channels with something to deliver at `now`, longest due first."""
        waiting = deliveries.c.state.in_(UNFINISHED) & _in_line(now)
        heads = sa.select(sa.func.min(deliveries.c.number)).where(waiting)
        free = sa.or_(deliveries.c.lease.is_(None), deliveries.c.lease <= now)
        query = sa.select(deliveries.c.channel).where(
            deliveries.c.number.in_(heads.group_by(deliveries.c.channel)), deliveries.c.due <= now, free
        )
        query = query.order_by(deliveries.c.due, deliveries.c.number)
        async with self._database.read() as connection:
            return [Channel.from_key(key) for key in await connection.scalars(query)]

    async def unfinished(self) -> int:
        """How many deliveries are neither sent nor given up."""
        query = sa.select(sa.func.count()).where(deliveries.c.state.in_(UNFINISHED))
        async with self._database.read() as connection:
            return int((await connection.execute(query)).scalar_one())

    async def slots(self, since: datetime) -> dict[str, dict[str, State]]:
        """By subscription: the state of each slot of a local date from `since` on, by `Slot.key`."""
        first = f"slot {since.date().isoformat()}"
        query = sa.select(deliveries.c.subscription, deliveries.c.occasion, deliveries.c.state)
        query = query.where(deliveries.c.occasion >= first, deliveries.c.occasion < "slot A")
        found: dict[str, dict[str, State]] = {}
        async with self._database.read() as connection:
            for subscription, occasion, state in await connection.execute(query):
                found.setdefault(subscription, {})[occasion.removeprefix("slot ")] = State(state)
        return found

    async def last_planned(self) -> dict[str, datetime]:
        """By subscription: when its last digest that was not missed was put together."""
        query = sa.select(
            deliveries.c.subscription, sa.func.max(deliveries.c.created, type_=Instant).label("created")
        )
        query = query.where(deliveries.c.occasion.startswith("slot "), deliveries.c.state != State.MISSED)
        async with self._database.read() as connection:
            rows = await connection.execute(query.group_by(deliveries.c.subscription))
            return {row.subscription: row.created for row in rows}

    async def planned_since(self, since: datetime) -> dict[str, list[datetime]]:
        """By subscription: when its deliveries since `since` were planned."""
        query = sa.select(deliveries.c.subscription, deliveries.c.created)
        found: dict[str, list[datetime]] = {}
        async with self._database.read() as connection:
            for subscription, created in await connection.execute(query.where(deliveries.c.created > since)):
                found.setdefault(subscription, []).append(created)
        return found

    async def seen(self, since: datetime) -> dict[str, dict[str, datetime]]:
        """By channel key: the stories that it has been shown since `since`, and when it last was."""
        query = sa.select(seen.c.channel, seen.c.story, seen.c.at).where(seen.c.at >= since)
        found: dict[str, dict[str, datetime]] = {}
        async with self._database.read() as connection:
            for channel, story, at in await connection.execute(query):
                found.setdefault(channel, {})[story] = at
        return found

    async def briefings_at(self, channel: Channel, message: str) -> tuple[str, ...]:
        """Ids of the briefings that `message` shows; for a digest's header those in its thread, in order."""
        at = sa.select(receipts).where(receipts.c.channel == channel.key, receipts.c.message == message)
        async with self._database.read() as connection:
            row = (await connection.execute(at)).first()
            if row is None:
                return ()
            if row.briefing is not None:
                return (row.briefing,)
            query = sa.select(receipts.c.briefing).where(receipts.c.delivery == row.delivery)
            found = await connection.scalars(query.order_by(receipts.c.part))
            return tuple(dict.fromkeys(b for b in found if b is not None))

    async def posts_of(self, briefings: Sequence[str]) -> list[Posted]:
        """Where any of `briefings` was posted, oldest first."""
        first = receipts.alias()
        root = (first.c.delivery == receipts.c.delivery) & (first.c.part == 0)
        query = (
            sa.select(receipts, first.c.message.label("root"), deliveries.c.reply_to)
            .join(first, root)
            .join(deliveries, deliveries.c.id == receipts.c.delivery)
            .where(receipts.c.briefing.in_(briefings))
            .order_by(receipts.c.at, receipts.c.part)
        )
        async with self._database.read() as connection:
            return [
                Posted(Channel.from_key(r.channel), r.message, r.reply_to or r.root, r.briefing)
                for r in await connection.execute(query)
            ]

    async def take_back(self, briefings: Sequence[str], subscriptions: Collection[str]) -> list[Delivery]:
        """Remove what shows any of `briefings` to one of `subscriptions` and of which nothing was posted or
        may have been; its channels have not seen what it shows."""
        posted = sa.exists().where(receipts.c.delivery == deliveries.c.id)
        idle = (deliveries.c.state == State.PENDING) & deliveries.c.subscription.in_(subscriptions) & ~posted
        parts = sa.type_coerce(deliveries.c.parts, sa.Text)
        shows = sa.or_(*(parts.like(f'%"story":"{briefing}"%') for briefing in briefings))
        gone = sa.delete(deliveries).where(idle, shows).returning(deliveries)
        same = (seen.c.channel == sa.bindparam("c")) & (seen.c.at == sa.bindparam("w"))
        async with self._database.write() as connection:
            taken = [_delivery(row._mapping, ()) for row in await connection.execute(gone)]
            if taken:
                shown = [{"c": d.channel.key, "w": d.created} for d in taken]
                await connection.execute(sa.delete(seen).where(same), shown)
        return taken

    async def get(self, delivery_id: str) -> Delivery | None:
        """One delivery; None if there is none."""
        found = await self._fetch(sa.select(deliveries).where(deliveries.c.id == delivery_id))
        return found[0] if found else None

    async def newest(self, *, limit: int = 20, channel: Channel | None = None) -> list[Delivery]:
        """The last deliveries, of a channel or of all, newest first: what was posted and what was not."""
        query = sa.select(deliveries).order_by(deliveries.c.number.desc()).limit(limit)
        if channel is not None:
            query = query.where(deliveries.c.channel == channel.key)
        return await self._fetch(query)

    async def waiting(self, before: datetime) -> list[Delivery]:
        """Deliveries that were planned before `before` and are not at their end, oldest first; not those that
        were planned for later."""
        late = (deliveries.c.created < before) & _in_line(before)
        query = sa.select(deliveries).where(deliveries.c.state.in_(UNFINISHED), late)
        return await self._fetch(query.order_by(deliveries.c.number).limit(1000))

    async def counts(self) -> dict[State, int]:
        """Number of deliveries by state."""
        query = sa.select(deliveries.c.state, sa.func.count()).group_by(deliveries.c.state)
        async with self._database.read() as connection:
            return {State(state): count for state, count in await connection.execute(query)}

    async def _update(self, delivery: Delivery, **values: object) -> bool:
        """Change `delivery` if it is still in the hands of the attempt that claimed it."""
        async with self._database.write() as connection:
            return bool((await connection.execute(_in_hands(delivery).values(values))).rowcount)

    async def _fetch(self, query: sa.Select[Any]) -> list[Delivery]:
        async with self._database.read() as connection:
            rows = (await connection.execute(query)).all()
            return [_delivery(row._mapping, await _receipts(connection, row.id)) for row in rows]


def _in_hands(*mine: Delivery) -> sa.Update:
    """A change to those of `mine` that are still in the hands of the attempt that claimed them."""
    claimed = sa.tuple_(deliveries.c.id, deliveries.c.attempt).in_([(d.id, d.attempt) for d in mine])
    return sa.update(deliveries).where(claimed, deliveries.c.state == State.SENDING)


def _in_line(now: datetime) -> sa.ColumnElement[bool]:
    """Whether others of its channel wait behind it: not if it was planned for later, for the end of quiet
    hours. One that was tried keeps its place."""
    return (deliveries.c.attempt > 0) | (deliveries.c.due <= now)


async def _receipts(connection: Any, delivery_id: str) -> tuple[Receipt, ...]:
    query = sa.select(receipts).where(receipts.c.delivery == delivery_id).order_by(receipts.c.part)
    return tuple(Receipt(r.part, r.message, r.at) for r in await connection.execute(query))


def _row(delivery: Delivery) -> dict[str, Any]:
    return {
        "id": delivery.id,
        "subscription": delivery.subscription,
        "occasion": delivery.occasion,
        "channel": delivery.channel.key,
        "parts": [_part_row(p) for p in delivery.parts],
        "edits": delivery.edits,
        "reply_to": delivery.reply_to,
        "state": delivery.state,
        "due": delivery.due,
        "attempt": delivery.attempt,
        "lease": delivery.lease,
        "reason": delivery.reason,
        "created": delivery.created,
    }


def _part_row(part: Part) -> dict[str, Any]:
    return {"payload": part.payload, "in_thread": part.in_thread, "story": part.story}


def _delivery(row: Any, posted: tuple[Receipt, ...]) -> Delivery:
    return Delivery(
        id=row["id"],
        subscription=row["subscription"],
        occasion=row["occasion"],
        channel=Channel.from_key(row["channel"]),
        parts=tuple(Part(**p) for p in row["parts"]),
        edits=row["edits"],
        reply_to=row["reply_to"],
        state=State(row["state"]),
        due=row["due"],
        attempt=row["attempt"],
        lease=row["lease"],
        receipts=posted,
        reason=row["reason"],
        created=row["created"],
    )
