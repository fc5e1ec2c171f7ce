"""Jobs in this process, for SQLite: nothing is stored, since every job's work stands in the database."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping

from bot.queue.jobs import CONCURRENCY, CUT_SHORT, Job, Task


class LocalQueue:
    """Runs jobs as tasks of this event loop, at most so many of each kind, one at a time of each lock."""

    def __init__(
        self, run: Callable[[Job], Awaitable[None]], concurrency: Mapping[Task, int] = CONCURRENCY
    ) -> None:
        self._run = run
        self._room = {task: asyncio.Semaphore(concurrency[task]) for task in Task}
        self._waiting: set[Job] = set()
        self._running: set[Job] = set()
        self._again: set[Job] = set()
        self._tasks: dict[asyncio.Task[None], Job] = {}
        self._open = True

    async def put(self, *jobs: Job) -> None:
        """See `bot.queue.jobs.Queue.put`. After `stop` nothing is taken any more."""
        for job in jobs:
            self._put(job)

    def _put(self, job: Job) -> None:
        if not self._open or job in self._waiting:
            return
        if job in self._running:
            self._again.add(job)  # there may be work that the running one has not seen
            return
        self._waiting.add(job)
        task = asyncio.create_task(self._do(job), name=job.lock)
        self._tasks[task] = job
        task.add_done_callback(self._tasks.pop)

    async def start(self) -> None:
        """Nothing to connect to: jobs run as soon as they are put."""

    async def idle(self) -> None:
        """Wait until nothing waits or runs."""
        while self._tasks:
            await asyncio.wait(self._tasks)

    async def stop(self, seconds: float) -> None:
        """Take no more jobs, let those that run finish for so long, then end them; `CUT_SHORT` at once."""
        self._open = False
        for task, job in self._tasks.items():
            if job in self._waiting or job.task in CUT_SHORT:
                task.cancel()
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=seconds)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _do(self, job: Job) -> None:
        try:
            async with self._room[job.task]:
                self._waiting.discard(job)
                self._running.add(job)
                await self._run(job)
        finally:
            self._waiting.discard(job)
            self._running.discard(job)
        if job in self._again:
            self._again.discard(job)
            self._put(job)
