"""Keeps people's App Home: gathers what it shows, and publishes it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date

from bot.chat.slack import home
from bot.chat.slack.home import Followed, Home
from bot.chat.slack.people import People
from bot.commands.desk import Desk
from bot.commands.subscribing import understood
from bot.subscription import Platform, Subscription

RECENT = 5
"""Newest briefings that are shown."""


@dataclass(frozen=True, slots=True)
class AppHome:
    """The App Home of each person.

    Attributes:
        desk: knows subscriptions, briefings and sources.
        people: knows who may see what.
        spent: US dollars that the language model cost on a day; None where none is asked.
        daily_usd: what it may cost a day; None: there is no budget.
    """

    desk: Desk
    people: People
    spent: Callable[[date], Awaitable[float]] | None = None
    daily_usd: float | None = None

    async def show(self, user: str) -> None:
        """Publish this person's."""
        store = self.desk.store
        every = [s for s in await store.subscriptions.all() if s.channel.platform is Platform.SLACK]
        channels = {s.channel.id for s in every if s.owner != user and s.channel.user is None}
        seen = {channel for channel in sorted(channels) if await self.people.may_see(channel, user)}
        view = home.view(
            Home(
                mine=[self._followed(s) for s in every if s.owner == user],
                others=[self._followed(s) for s in every if s.owner != user and s.channel.id in seen],
                recent=[await self.desk.story(str(r.id)) for r in await store.briefings.newest(limit=RECENT)],
                health=await self._health(),
                budget=await self._budget(),
            )
        )
        await self.people.chat.patiently("views.publish", {"user_id": user, "view": view})

    def _followed(self, subscription: Subscription) -> Followed:
        return Followed(subscription, understood(subscription, self.desk.now()))

    async def _health(self) -> list[str]:
        sources = await self.desk.store.sources.all()
        broken = [(s.title or s.address, state.disabled or state.cause) for s, state in sources]
        lines = [f"{name}: {why}" for name, why in broken if why]
        works = f"{len(sources) - len(lines)} of {len(sources)} sources work."
        return [works, *lines] if sources else []

    async def _budget(self) -> str:
        if self.spent is None:
            return "No language model is asked, so nothing is spent."
        spent = await self.spent(self.desk.now().date())
        if self.daily_usd is None:
            return f"The language model has cost ${spent:.2f} today; there is no budget."
        return f"The language model has cost ${spent:.2f} of today's ${self.daily_usd:.2f}."
