"""Tells the operator's channel what only a person can mend; each thing once.

"Once" is the outbox's doing: a notice's occasion names what happened, and no occasion is planned twice,
by however many workers.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from bot.chat.ports import Renderer
from bot.content import Notice
from bot.logs import get_logger
from bot.outbox.delivery import planned
from bot.store import Store
from bot.subscription import Channel
from summarizer.sources import Source

LATE = timedelta(minutes=10)
"""A delivery that waits longer than that is late; a full minute of a thousand channels is not."""
DOWN = timedelta(minutes=5)
"""A platform that is unreachable for longer than that is down; refreshes take seconds."""
MARK = "operator "
"""How the occasions of these notices begin."""

log = get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Operator:
    """Tells one channel.

    Attributes:
        channel: of the operator.
        store: its outbox takes the notices.
        render: the channel's platform's.
        clock: the time, aware.
        wake: called when there is something to deliver.
    """

    channel: Channel
    store: Store
    render: Renderer
    clock: Callable[[], datetime]
    wake: Callable[[Channel], Awaitable[None]]

    async def tell(self, occasion: str, text: str, fix: str) -> bool:
        """Say `text`, and what to do, unless `occasion` was told; whether it was new."""
        notice = planned(
            self.channel, MARK + occasion, self.render(Notice(text=text, lines=(fix,))), now=self.clock()
        )
        new = await self.store.deliveries.add(notice)
        if new:
            log.warning("operator_told", occasion=occasion, text=text)
            await self.wake(self.channel)
        return new

    async def source_stopped(self, source: Source, reason: str) -> None:
        """A source was given up."""
        name = source.title or source.address
        await self.tell(
            f"source {source.id} {self.clock().date()}",
            f"{name} is no longer read: {reason}",
            "Mend its address or remove it: kurir sources list.",
        )


@dataclass(slots=True)
class Watch:
    """Looks at what can go wrong without anybody noticing.

    Attributes:
        operator: is told.
        problems: why services of this process do not work, by name.
        spent: US dollars spent on a day; None where no language model is asked.
        limit: US dollars a day.
    """

    operator: Operator
    problems: Callable[[], Mapping[str, str]]
    spent: Callable[[date], Awaitable[float]] | None = None
    limit: float = 0.0
    _down: dict[str, datetime] = field(default_factory=dict)

    async def look(self) -> None:
        """Look once; called every minute."""
        now = self.operator.clock()
        await self._platforms(now)
        await self._late(now)
        await self._stopped()
        await self._budget(now.date())

    async def _platforms(self, now: datetime) -> None:
        problems = self.problems()
        self._down = {name: self._down.get(name, now) for name in problems}
        for name, since in self._down.items():
            if now - since >= DOWN:
                await self.operator.tell(
                    f"down {name} {since:%Y-%m-%dT%H:%M}",
                    f"{name} has not worked since {since:%Y-%m-%d %H:%M} UTC: {problems[name]}",
                    "See kurir doctor, and the logs.",
                )

    async def _late(self, now: datetime) -> None:
        waiting = await self.operator.store.deliveries.waiting(now - LATE)
        for channel in sorted({d.channel for d in waiting if not d.occasion.startswith(MARK)}):
            first = next(d for d in waiting if d.channel == channel)
            await self.operator.tell(
                f"late {channel.key} {now.date()}",
                f"Deliveries to {channel.key} are late, the first since {first.created:%H:%M} UTC: "
                f"{first.reason or 'nobody has taken it up'}",
                "See kurir status.",
            )

    async def _stopped(self) -> None:
        """Subscriptions that nobody in a chat made have nobody else who would hear of it."""
        for subscription in await self.operator.store.subscriptions.all():
            if subscription.disabled is not None and subscription.owner is None:
                await self.operator.tell(
                    f"stopped {subscription.id} {subscription.since.isoformat()}",
                    f"The subscription “{subscription.what or 'everything'}” of {subscription.channel.key} "
                    f"has stopped: {subscription.disabled}",
                    "Put it right, then resume it with /brief resume in that channel.",
                )

    async def _budget(self, today: date) -> None:
        if self.spent and self.limit and await self.spent(today) >= self.limit:
            await self.operator.tell(
                f"budget {today}",
                f"The day's budget of {self.limit:g} USD is spent; until midnight UTC the extractive engine "
                "writes.",
                "Raise budget.daily_usd, or brief fewer sources.",
            )
