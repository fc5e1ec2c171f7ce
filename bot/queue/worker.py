"""The part of the bot that works: does jobs, and finds in the database what is to be done."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from bot.outbox.planning import Planner
from bot.queue.jobs import GRACE_SECONDS, Job, Queue, Task
from bot.runtime.scheduler import Wake
from bot.store import Store
from summarizer.sources.look import Look, Reading

UNBRIEFED = timedelta(days=2)
"""How far back articles are looked for that a crash left without a briefing."""


class RunningQueue(Queue, Protocol):
    """A queue with its worker: `LocalQueue` or `PostgresQueue`."""

    async def start(self) -> None: ...

    async def idle(self) -> None: ...

    async def stop(self, seconds: float) -> None: ...


@dataclass(slots=True)
class Worker:
    """The service that does the work.

    Attributes:
        store: where the work stands.
        queue: does the jobs.
        planner: turns due slots into deliveries.
        clock: the time, aware.
        stopping: set when the bot stops: deliveries then hand back what they have not sent.
    """

    store: Store
    queue: RunningQueue
    planner: Planner
    clock: Callable[[], datetime]
    stopping: asyncio.Event
    name: str = "worker"
    _started: bool = field(default=False)

    async def start(self) -> None:
        await self.queue.start()
        self._started = True

    async def stop(self) -> None:
        self.stopping.set()
        self._started = False
        await self.queue.stop(GRACE_SECONDS)

    def ready(self) -> str | None:
        return None if self._started else "has stopped"

    def wakes(self) -> tuple[Wake, ...]:
        """What one worker looks for on behalf of all."""
        return (
            Wake("outbox", self.deliver_due, every=1),
            Wake("articles", self.brief_new, every=15),
            Wake("slots", self.planner.slots, on_the_minute=True),
            Wake("alerts held back", self.planner.alerts, every=300),
            Wake("sources", self.poll_due, every=10),
            Wake("sources given up", self.planner.sources_stopped, every=300),
        )

    async def deliver_due(self) -> None:
        """Have everything delivered that is due: new, to be tried again, or left by a dead worker."""
        due = await self.store.deliveries.due_channels(self.clock())
        await self.queue.put(*(Job(Task.DELIVER, channel.key) for channel in due))

    async def brief_new(self) -> int:
        """Have every article briefed that has no briefing; how many."""
        found = await self.store.briefings.unbriefed(since=self.clock() - UNBRIEFED)
        await self.queue.put(*(Job(Task.BRIEF, article.id) for article, _ in found))
        return len(found)

    async def poll_due(self) -> None:
        """Have every source polled that is due."""
        due = await self.store.sources.due_sources(self.clock())
        await self.queue.put(*(Job(Task.POLL, source.id) for source, _ in due))

    async def arrived(self, reading: Reading) -> None:
        """Have articles briefed."""
        await self.queue.put(*(Job(Task.BRIEF, a.id) for a in (*reading.new, *reading.updated)))

    async def looked(self, look: Look) -> None:
        """Tell the owner of a source that was given up."""
        if look.state.disabled and look.source.owner:
            await self.planner.source_stopped(look.source, look.state)

    async def once(self) -> None:
        """One full cycle: poll, brief, plan, deliver; returns when nothing is left to do now."""
        await self.queue.start()
        await self.poll_due()
        await self.queue.idle()
        while await self.brief_new():
            await self.queue.idle()
        await self.planner.slots()
        await self.planner.alerts()
        await self.deliver_due()
        await self.queue.idle()
