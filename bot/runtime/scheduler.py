"""Wakes code at fixed intervals. Only importer of APScheduler, which stores nothing and decides nothing.

What is due is asked of the database by the code that is woken, so a wake-up that comes late, twice or not
at all is harmless: the next one finds the same work.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

from bot.logs import get_logger

CLOCK_SECONDS = 5.0
"""How often the clock is looked at, whether it was put back."""

log = get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Wake:
    """Something to be called again and again.

    Attributes:
        name: for logs.
        call: what is called; an error is logged, and it is called again the next time.
        every: seconds between two calls.
        on_the_minute: call at each full minute instead, which is when slots fall due.
    """

    name: str
    call: Callable[[], Awaitable[object]]
    every: float = 60.0
    on_the_minute: bool = False


@dataclass(slots=True)
class Scheduler:
    """The service that wakes.

    Attributes:
        wakes: what is to be called.
        name: what the service is called.
        clock: the time, aware.
        look: seconds between two looks at the clock.
    """

    wakes: Sequence[Wake]
    name: str = "scheduler"
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    look: float = CLOCK_SECONDS
    _scheduler: Any = field(default=None)
    _looking: asyncio.Task[None] | None = field(default=None)

    async def start(self) -> None:
        # coalesce and misfire_grace_time: a wake-up that is late by however much comes once.
        rules = {"coalesce": True, "misfire_grace_time": None, "max_instances": 1}
        self._scheduler = AsyncIOScheduler(timezone=UTC, job_defaults=rules)
        for wake in self.wakes:
            trigger = (
                CronTrigger(second=0, timezone=UTC)
                if wake.on_the_minute
                else IntervalTrigger(seconds=wake.every)
            )
            self._scheduler.add_job(_quietly, trigger, args=[wake], id=wake.name)
        self._scheduler.start()
        self._looking = asyncio.create_task(self._look_at_the_clock(self.clock()), name=f"{self.name} clock")
        for wake in self.wakes:
            await _quietly(wake)

    async def stop(self) -> None:
        if self._looking is not None:
            self._looking.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._looking
        self._scheduler.shutdown(wait=False)

    def ready(self) -> str | None:
        return None if self._scheduler and self._scheduler.running else "is not running"

    async def _look_at_the_clock(self, last: datetime) -> None:
        """Wake everything when the clock was put back: the next wake-ups would come only when it shows their
        old times, hours later perhaps."""
        while True:
            await asyncio.sleep(self.look)
            now = self.clock()
            if now < last:
                log.warning("clock_put_back", seconds=(last - now).total_seconds())
                for job in self._scheduler.get_jobs():
                    job.modify(next_run_time=now)
            last = now


async def _quietly(wake: Wake) -> None:
    try:
        await wake.call()
    except Exception as error:
        log.error("wake_failed", wake=wake.name, error=str(error))
