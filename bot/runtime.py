"""Long-running services of one process: started together, stopped together, failing alone.

A platform, the web server, the poller and the scheduler are each a `Service`. One that cannot start is
tried again, later each time, while the others work.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from bot.logs import get_logger

STOP_SECONDS = 20.0
"""From the signal to the end of the process, at most."""
FIRST_WAIT, LAST_WAIT = 1.0, 300.0
"""Seconds before a service that could not start is tried again; doubles each time."""

log = get_logger(__name__)


class Service(Protocol):
    """Something that runs as long as the bot does."""

    @property
    def name(self) -> str:
        """What logs and `/readyz` call it."""
        ...

    async def start(self) -> None:
        """Begin, and return when it works; it then goes on by itself, also over lost connections.

        Raises:
            Exception: it could not; the message is one sentence. It is tried again later.
        """
        ...

    async def stop(self) -> None:
        """End. Called once after each `start` that succeeded; may take `STOP_SECONDS` in all."""
        ...

    def ready(self) -> str | None:
        """None when it works, else one sentence why not."""
        ...


@dataclass(slots=True)
class Runtime:
    """Runs services until it is told to stop.

    Attributes:
        services: in the order of starting; stopped in the opposite order.
        sleep: waits.
    """

    services: Sequence[Service]
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    _started: list[Service] = field(default_factory=list)
    _failures: dict[str, str] = field(default_factory=dict)

    async def run(self, stop: asyncio.Event) -> None:
        """Start every service, wait for `stop`, end them all."""
        starting = [asyncio.create_task(self._start(s), name=s.name) for s in self.services]
        try:
            await stop.wait()
        finally:
            for task in starting:
                task.cancel()
            await asyncio.gather(*starting, return_exceptions=True)
            await self._stop()

    def problems(self) -> dict[str, str]:
        """Why services do not work, by name; empty when all do."""
        found = {}
        for service in self.services:
            up = service in self._started
            why = service.ready() if up else self._failures.get(service.name, "is starting")
            if why is not None:
                found[service.name] = why
        return found

    async def _start(self, service: Service) -> None:
        wait = FIRST_WAIT
        while True:
            try:
                await service.start()
            except Exception as error:
                self._failures[service.name] = str(error)
                log.error("service_failed", service=service.name, error=str(error), again_in=wait)
                await self.sleep(wait)
                wait = min(wait * 2, LAST_WAIT)
            else:
                self._started.append(service)
                log.info("service_started", service=service.name)
                return

    async def _stop(self) -> None:
        """One after the other, within `STOP_SECONDS` in all; one that fails does not keep the next."""
        try:
            async with asyncio.timeout(STOP_SECONDS):
                for service in reversed(self._started):
                    try:
                        await service.stop()
                    except Exception as error:
                        log.error("service_stop_failed", service=service.name, error=str(error))
                    else:
                        log.info("service_stopped", service=service.name)
        except TimeoutError:
            log.error("stop_took_too_long", seconds=STOP_SECONDS)
