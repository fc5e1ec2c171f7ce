"""Jobs on any number of machines, through PostgreSQL. Only importer of Procrastinate.

A job's row is deleted when it is done. A worker that was killed leaves its jobs marked as being done:
`_take_over` gives them back once its heartbeat has stopped.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import Awaitable, Callable, Mapping

from procrastinate import App, PsycopgConnector
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException, UniqueViolation
from procrastinate.jobs import Status

from bot.jobs import CONCURRENCY, PRIORITY, Job, Task
from bot.logs import get_logger

POLL_SECONDS = 0.5
"""How soon a job behind a lock starts when the lock is free; new jobs are notified of."""
HEARTBEAT_SECONDS = 5.0
DEAD_SECONDS = 20.0
"""A worker that has been silent for so long is dead, and its jobs are taken over."""
RECONNECT_SECONDS = 1.0
RECENT_SECONDS = 2.0
"""Whoever looks for work again puts what is still waiting; this soon it need not be asked."""

log = get_logger(__name__)


class PostgresQueue:
    """The queue of `bot.jobs`, and a worker for it."""

    def __init__(
        self,
        url: str,
        run: Callable[[Job], Awaitable[None]],
        concurrency: Mapping[Task, int] = CONCURRENCY,
    ) -> None:
        self._run = run
        self._concurrency = concurrency
        # One connection for each task's notifications, one for its polls, and some to work with.
        self._app = App(connector=PsycopgConnector(conninfo=url, min_size=2, max_size=12))
        self._tasks = {t: self._app.task(name=t.value, queue=t.value)(self._body(t)) for t in Task}
        self._workers: list[asyncio.Task[None]] = []
        self._put: dict[Job, float] = {}
        self._stopping = False
        logging.getLogger("procrastinate").setLevel(logging.WARNING)

    async def start(self) -> None:
        """Connect, create Procrastinate's own tables where they are not, and work at jobs until `stop`."""
        await self.open()
        self._workers = [asyncio.create_task(self._work(task), name=f"work {task}") for task in Task]
        self._workers.append(asyncio.create_task(self._watch(), name="take over"))

    async def open(self) -> None:
        """Connect; enough for putting jobs."""
        await self._app.open_async()
        row = await self._app.connector.execute_query_one_async(
            "SELECT to_regclass('procrastinate_jobs') AS t"
        )
        if row["t"] is None:
            await self._create_tables()

    async def put(self, job: Job) -> None:
        """See `bot.jobs.Queue.put`. A job that was put just now is not put again: refusals cost most."""
        now = time.monotonic()
        if now - self._put.get(job, -RECENT_SECONDS) < RECENT_SECONDS:
            return
        if len(self._put) > 10_000:
            self._put = {j: at for j, at in self._put.items() if now - at < RECENT_SECONDS}
        self._put[job] = now
        with contextlib.suppress(AlreadyEnqueued):
            await (
                self._tasks[job.task]
                .configure(lock=job.lock, queueing_lock=job.lock, priority=PRIORITY[job.task])
                .defer_async(subject=job.subject)
            )

    async def idle(self) -> None:
        """Wait until no job waits or runs anywhere."""
        while await self._app.job_manager.list_jobs_async():  # noqa: ASYNC110 - other machines do them
            await asyncio.sleep(POLL_SECONDS)

    async def stop(self, seconds: float) -> None:
        """Take no more jobs, let those that run finish for so long, end them, disconnect."""
        self._stopping = True
        for worker in self._workers:
            worker.cancel()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds + 1):
                await asyncio.gather(*self._workers, return_exceptions=True)
        await self._app.close_async()

    def _body(self, task: Task) -> Callable[..., Awaitable[None]]:
        async def body(subject: str) -> None:
            await self._run(Job(task, subject))

        return body

    async def _work(self, task: Task) -> None:
        """One worker for each task, each with its own room; begun again when the database was away."""
        while not self._stopping:
            try:
                await self._app.run_worker_async(
                    queues=[task.value],
                    name=f"kurir {task.value}",
                    concurrency=self._concurrency[task],
                    fetch_job_polling_interval=POLL_SECONDS,
                    abort_job_polling_interval=30.0,
                    shutdown_graceful_timeout=15.0,
                    update_heartbeat_interval=HEARTBEAT_SECONDS,
                    stalled_worker_timeout=DEAD_SECONDS,
                    delete_jobs="always",
                    install_signal_handlers=False,
                )
            except Exception as error:
                log.warning("queue_lost", task=task.value, error=str(error))
                await asyncio.sleep(RECONNECT_SECONDS)

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(HEARTBEAT_SECONDS)
            try:
                await self.take_over()
            except ConnectorException as error:
                log.warning("queue_lost", error=str(error))

    async def take_over(self) -> int:
        """Give the jobs of dead workers back; how many."""
        jobs = self._app.job_manager
        stalled = list(await jobs.get_stalled_jobs(seconds_since_heartbeat=DEAD_SECONDS))
        for job in stalled:
            try:
                await jobs.retry_job(job)
            except UniqueViolation:  # the same work waits already
                await jobs.finish_job_by_id_async(job_id=job.id or 0, status=Status.FAILED, delete_job=True)
        if stalled:
            log.warning("jobs_taken_over", count=len(stalled))
        return len(stalled)

    async def _create_tables(self) -> None:
        try:
            await self._app.schema_manager.apply_schema_async()
        except ConnectorException:
            # Another worker that started at the same moment has made them.
            row = await self._app.connector.execute_query_one_async(
                "SELECT to_regclass('procrastinate_jobs') AS t"
            )
            if row["t"] is None:
                raise
