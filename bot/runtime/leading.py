"""A service that runs in one process at a time, whichever leads: Discord's gateway, planning."""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import dataclass, field
from typing import Protocol

from bot.logs import get_logger
from bot.runtime.services import Service

ASK_SECONDS = 5.0
"""How often the lock is asked for, and the leader's own connection looked at."""

log = get_logger(__name__)


class Lock(Protocol):
    """What only one process holds: `bot.store.leader.Leader`."""

    async def leads(self) -> bool: ...

    async def resign(self) -> None: ...


@dataclass(slots=True)
class OnlyLeader:
    """Runs `service` while this process leads, stops it when it no longer does."""

    service: Service
    lock: Lock
    every: float = ASK_SECONDS
    _running: bool = False
    _problem: str | None = None
    _watch: asyncio.Task[None] | None = field(default=None)

    @property
    def name(self) -> str:
        return self.service.name

    async def start(self) -> None:
        await self.look()
        self._watch = asyncio.create_task(self._watching(), name=f"lead {self.name}")

    async def stop(self) -> None:
        if self._watch is not None:
            self._watch.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._watch
        if self._running:
            await self.service.stop()
        await self.lock.resign()

    def ready(self) -> str | None:
        return self.service.ready() if self._running else self._problem

    async def look(self) -> None:
        """Start or stop the service, as the lock says."""
        leads = await self.lock.leads()
        self._problem = self._problem if leads else None  # it is the new leader's now
        if leads and not self._running:
            try:
                await self.service.start()
            except Exception as error:
                self._problem = f"does not start: {error}"
                raise
            self._running, self._problem = True, None
            log.info("leads", service=self.name)
        elif self._running and not leads:
            self._running = False
            log.warning("leads_no_more", service=self.name)
            await self.service.stop()

    async def _watching(self) -> None:
        while True:
            await asyncio.sleep(self.every)
            try:
                await self.look()
            except Exception as error:
                log.error("service_failed", service=self.name, error=str(error))
