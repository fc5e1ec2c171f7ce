"""What people ask on a platform: taken in by the process that hears it, answered as a job by any worker.

A request is kept in the inbox before anything is done about it, so a restart loses none, and what a
platform sends twice is answered once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from bot.errors import StoreError
from bot.logs import get_logger
from bot.queue.jobs import Job, Queue, Task
from bot.runtime.scheduler import Wake
from bot.store.inbox import Inbox
from bot.subscription import Platform

FORGET = timedelta(days=2)
"""Slack repeats events for an hour at most; ids are kept a little longer."""

log = get_logger(__name__)


class Handler(Protocol):
    """Answers one platform's requests, with nothing but what stands in them."""

    @property
    def window(self) -> timedelta:
        """How long after the request the platform takes an answer."""
        ...

    async def answer(self, request: Mapping[str, Any]) -> None:
        """Answer a request, as it was taken in; a failure is told to the one who asked."""
        ...


@dataclass(frozen=True, slots=True)
class Requests:
    """Has requests answered.

    Attributes:
        inbox: where they stand.
        queue: has them answered.
        handlers: of the platforms that this process serves.
        clock: the time, aware.
    """

    inbox: Inbox
    queue: Queue
    handlers: Mapping[Platform, Handler]
    clock: Callable[[], datetime]

    def wakes(self) -> tuple[Wake, ...]:
        """What one process looks for on behalf of all."""
        return Wake("requests", self.look, every=5), Wake("old requests", self.forget, every=86_400)

    async def take(self, platform: Platform, key: str, request: Mapping[str, Any]) -> None:
        """Keep a request and have it answered, once, however often the platform sends it."""
        body = {"platform": platform.value, "request": dict(request)}
        if await self.inbox.accept(key, body, now=self.clock()):
            await self.queue.put(Job(Task.ANSWER, key))

    async def answer(self, key: str) -> None:
        """The job: answer the request with that key, if it still waits.

        Another process must answer for a platform that this one does not serve: `look` has it tried again.
        """
        waiting = await self.inbox.waiting(key)
        handler = self.handlers.get(Platform(waiting.body["platform"])) if waiting else None
        if waiting is None or handler is None:
            return
        if self.clock() - waiting.at > handler.window:
            log.warning("request_too_old", key=key)
        else:
            try:
                await handler.answer(waiting.body["request"])
            except StoreError:  # nothing can be recorded now: it is found again
                raise
            except Exception:  # neither the answer nor that there is none could be said
                log.exception("request_failed", key=key)
        await self.inbox.done(key)

    async def look(self) -> None:
        """Have answered what a worker that ended left, or a queue lost."""
        longest = max((h.window for h in self.handlers.values()), default=timedelta())
        undone = await self.inbox.undone(since=self.clock() - longest)
        await self.queue.put(*(Job(Task.ANSWER, key) for key in undone))

    async def forget(self) -> None:
        """Drop what no platform repeats any more."""
        await self.inbox.forget(before=self.clock() - FORGET)
