"""Subscriptions, and what people thought of the stories that they got."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from functools import cache
from typing import Any

import sqlalchemy as sa
from pydantic import TypeAdapter

from bot.store.database import Database
from bot.store.schema import Instant, Json, metadata, upsert
from bot.subscription import Channel, Subscription

subscriptions = sa.Table(
    "subscriptions",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("channel", sa.Text, nullable=False),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("body", Json, nullable=False),
    sa.UniqueConstraint("channel", "number", name="subscriptions_number"),
)

feedback = sa.Table(
    "feedback",
    metadata,
    sa.Column("channel", sa.Text, primary_key=True),
    sa.Column("briefing", sa.Text, primary_key=True),
    sa.Column("person", sa.Text, primary_key=True),
    sa.Column("outlet", sa.Text),
    sa.Column("useful", sa.Boolean, nullable=False),
    sa.Column("at", Instant, nullable=False),
)


class Subscriptions:
    """Subscriptions by id and channel."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, subscription: Subscription) -> Subscription:
        """Store `subscription` under the next number of its channel; the one with its id if that is there.

        Two that are added at the same moment, by whichever machines, get a number each.
        """
        async with self._database.write() as connection:
            if not self._database.is_sqlite:  # which has one writer
                name = f"kurir numbers {subscription.channel.key}"
                turn = sa.func.pg_advisory_xact_lock(sa.func.hashtextextended(name, 0))
                await connection.execute(sa.select(turn))
            if made := await self.get(subscription.id):
                return made
            highest = sa.select(sa.func.max(subscriptions.c.number))
            highest = highest.where(subscriptions.c.channel == subscription.channel.key)
            numbered = replace(subscription, number=(await connection.scalar(highest) or 0) + 1)
            await self.put(numbered)
            return numbered

    async def put(self, subscription: Subscription) -> None:
        """Replace the subscription with the id of `subscription`, or store it under the number it has."""
        row = {
            "id": subscription.id,
            "channel": subscription.channel.key,
            "number": subscription.number,
            "body": _adapter().dump_python(subscription, mode="json"),
        }
        insert = upsert(subscriptions, self._database.is_sqlite).values(row)
        async with self._database.write() as connection:
            await connection.execute(insert.on_conflict_do_update(index_elements=["id"], set_=row))

    async def remove(self, subscription_id: str) -> bool:
        """Forget one; False if there is none. Its deliveries stay on record."""
        async with self._database.write() as connection:
            gone = await connection.execute(
                sa.delete(subscriptions).where(subscriptions.c.id == subscription_id)
            )
            return bool(gone.rowcount)

    async def get(self, subscription_id: str) -> Subscription | None:
        """One subscription; None if there is none."""
        found = await self._fetch(subscriptions.c.id == subscription_id)
        return found[0] if found else None

    async def all(self) -> list[Subscription]:
        """Every subscription, by channel and number."""
        return await self._fetch(sa.true())

    async def of_channel(self, channel: Channel) -> list[Subscription]:
        """A channel's subscriptions, by number."""
        return await self._fetch(subscriptions.c.channel == channel.key)

    async def stop(self, subscription_id: str, reason: str) -> Subscription | None:
        """Disable one because of `reason`; None if it is gone or was disabled already."""
        async with self._database.write():
            found = await self.get(subscription_id)
            if found is None or found.disabled is not None:
                return None
            stopped = replace(found, disabled=reason)
            await self.put(stopped)
            return stopped

    async def rate(
        self,
        channel: Channel,
        briefing: str,
        person: str,
        *,
        useful: bool,
        outlet: str | None,
        now: datetime,
    ) -> None:
        """Somebody found a briefing useful, or not; the last word of a person counts."""
        row = {
            "channel": channel.key,
            "briefing": briefing,
            "person": person,
            "outlet": outlet,
            "useful": useful,
            "at": now,
        }
        insert = upsert(feedback, self._database.is_sqlite).values(row)
        key = ["channel", "briefing", "person"]
        async with self._database.write() as connection:
            await connection.execute(insert.on_conflict_do_update(index_elements=key, set_=row))

    async def tastes(self) -> dict[str, dict[str, tuple[int, int]]]:
        """By channel key and outlet: how often its stories were found useful, and not useful."""
        useful = sa.func.sum(sa.case((feedback.c.useful, 1), else_=0))
        query = sa.select(feedback.c.channel, feedback.c.outlet, useful, sa.func.count())
        query = query.where(feedback.c.outlet.is_not(None)).group_by(feedback.c.channel, feedback.c.outlet)
        found: dict[str, dict[str, tuple[int, int]]] = {}
        async with self._database.read() as connection:
            for channel, outlet, good, count in await connection.execute(query):
                found.setdefault(channel, {})[outlet] = (int(good), int(count - good))
        return found

    async def _fetch(self, condition: sa.ColumnElement[bool]) -> list[Subscription]:
        query = sa.select(subscriptions.c.body).where(condition)
        query = query.order_by(subscriptions.c.channel, subscriptions.c.number)
        async with self._database.read() as connection:
            return [_adapter().validate_python(row.body) for row in await connection.execute(query)]


@cache
def _adapter() -> TypeAdapter[Any]:
    return TypeAdapter(Subscription)
