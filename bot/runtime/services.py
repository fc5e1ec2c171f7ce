"""Long-running services of one process: started together, stopped together, failing alone.

A platform, the web server, the poller and the scheduler are each a `Service`. One that cannot start is
tried again, later each time, while the others work.

A stop has one deadline, counted from the signal: jobs get `bot.queue.jobs.GRACE_SECONDS` to finish, services
`STOP_SECONDS`, the process `END_SECONDS`, each a little more than what it waits for.
"""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from bot.logs import get_logger

STOP_SECONDS = 16.0
"""For all services together to stop."""
END_SECONDS = 18.0
"""From the signal to the end of the process, whatever hangs."""
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
        """End. Called once after each `start` that succeeded; cancelled after `STOP_SECONDS`."""
        ...

    def ready(self) -> str | None:
        """None when it works, else one sentence why not."""
        ...


@dataclass(slots=True)
class Runtime:
    """Runs services until it is told to stop.

    Attributes:
        services: in the order of starting; told to stop in the opposite order.
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
            await self._stop(starting)

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

    async def _stop(self, starting: Sequence[asyncio.Task[None]]) -> None:
        """All at the same time, since the slowest of them may need all of `STOP_SECONDS`."""
        try:
            async with asyncio.timeout(STOP_SECONDS):
                for task in starting:
                    task.cancel()
                await asyncio.gather(*starting, return_exceptions=True)
                await asyncio.gather(*map(_stop, reversed(self._started)))
        except TimeoutError:
            log.error("stop_took_too_long", seconds=STOP_SECONDS)


async def _stop(service: Service) -> None:
    """Stop `service`; that it fails does not keep the others."""
    try:
        await service.stop()
    except Exception as error:
        log.error("service_stop_failed", service=service.name, error=str(error))
    else:
        log.info("service_stopped", service=service.name)


def end_within(seconds: float, code: int) -> None:
    """Have this process end after so many seconds at the latest, with exit code `code`.

    The event loop and the interpreter wait for their threads for as long as those take: a name server that
    does not answer, a model at work on texts that nobody wants any more.
    """
    timer = threading.Timer(seconds, _end, (code,))
    timer.daemon = True
    timer.start()


def _end(code: int) -> None:
    threads = [t.name for t in threading.enumerate() if not t.daemon]
    saying = threading.Thread(target=log.warning, args=("ended_by_force",), kwargs={"threads": threads})
    saying.daemon = True
    saying.start()
    saying.join(0.5)  # a reader of our log who does not read must not keep us either
    os._exit(code)
