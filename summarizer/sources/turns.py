"""Politeness: how many requests one host gets at a time, and how soon after each other."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from summarizer.errors import FetchError

MANY = 10_000
"""Hosts remembered before idle ones are forgotten."""


@dataclass(slots=True)
class _Host:
    gate: asyncio.Semaphore
    next_start: float = 0.0
    held_until: float = 0.0
    users: int = field(default=0)


class Turns:
    """Hands out turns per host.

    Attributes:
        per_host: turns at the same time.
        delay: seconds between the starts of two.
    """

    def __init__(self, *, per_host: int, delay: float) -> None:
        self.per_host = per_host
        self.delay = delay
        self._hosts: dict[str, _Host] = {}

    @asynccontextmanager
    async def turn(self, host: str, url: str) -> AsyncIterator[None]:
        """Wait for a turn at `host`, and hold it.

        Raises:
            FetchError: the host asked for a pause that is not over; `url` names the request in it.
        """
        at = self._host(host)
        at.users += 1
        try:
            async with at.gate:
                loop = asyncio.get_running_loop()
                if (wait := at.held_until - loop.time()) > 0:
                    raise FetchError(url, "its server asked for a pause that is not over", retry_after=wait)
                start = max(loop.time(), at.next_start)
                at.next_start = start + self.delay
                if start > loop.time():
                    await asyncio.sleep(start - loop.time())
                yield
        finally:
            at.users -= 1

    def hold(self, host: str, seconds: float) -> None:
        """Give nobody a turn at `host` for `seconds`: it sent a Retry-After."""
        at = self._host(host)
        at.held_until = max(at.held_until, asyncio.get_running_loop().time() + seconds)

    def _host(self, host: str) -> _Host:
        if host not in self._hosts:
            if len(self._hosts) >= MANY:
                self._forget_idle()
            self._hosts[host] = _Host(asyncio.Semaphore(self.per_host))
        return self._hosts[host]

    def _forget_idle(self) -> None:
        now = asyncio.get_running_loop().time()
        self._hosts = {
            k: h for k, h in self._hosts.items() if h.users or max(h.next_start, h.held_until) > now
        }
