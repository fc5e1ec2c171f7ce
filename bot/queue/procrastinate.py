"""Jobs on any number of machines, through PostgreSQL. Only importer of Procrastinate.

A job's row is deleted when it is done. A worker that was killed leaves its jobs marked as being done, and
so does one that the database was away from when they ended: `take_over` gives them back.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from procrastinate import App, JobContext, PsycopgConnector
from procrastinate.exceptions import ConnectorException, UniqueViolation
from procrastinate.jobs import Status

from bot.logs import get_logger
from bot.queue.jobs import CONCURRENCY, CUT_SHORT, GRACE_SECONDS, PRIORITY, Job, Task

POLL_SECONDS = 0.5
"""How soon a job behind a lock starts when the lock is free; new jobs are notified of."""
HEARTBEAT_SECONDS = 5.0
DEAD_SECONDS = 20.0
"""A worker that has been silent for so long is dead, and its jobs are taken over."""
RECONNECT_SECONDS = 1.0

PUT = """
WITH turn AS MATERIALIZED (SELECT pg_advisory_xact_lock(hashtext('kurir put')))
INSERT INTO procrastinate_jobs (queue_name, task_name, priority, lock, queueing_lock, args)
SELECT task, task, priority, lock, lock, jsonb_build_object('subject', subject)
FROM turn, unnest(%(tasks)s::text[], %(priorities)s::int[], %(locks)s::text[], %(subjects)s::text[])
    WITH ORDINALITY AS job (task, priority, lock, subject, place)
ORDER BY place
ON CONFLICT (queueing_lock) WHERE status = 'todo' DO NOTHING
"""
"""Procrastinate's own way to put many fails as a whole when one of them waits already. Puts take turns:
two that put the same jobs in different orders would wait for each other."""

LOCK_INDEX = """
CREATE INDEX IF NOT EXISTS kurir_jobs_lock ON procrastinate_jobs (lock) WHERE status IN ('todo', 'doing')
"""
"""Each fetch asks whether the job's lock is free. Procrastinate's index on (id, lock) is read from end to end
for that: with a thousand jobs waiting a fetch took up to 30 ms."""

SESSION = (
    # A job that is lost is found again, so nobody waits for the disk: some 4 ms for each fetch.
    "SET synchronous_commit = off",
    # Statistics say that the table is empty, as it mostly is. Then a fetch would look at every job and sort
    # them, where the index gives the first.
    "SET enable_sort = off",
)

log = get_logger(__name__)


class PostgresQueue:
    """The queue of `bot.queue.jobs`, and a worker for it."""

    def __init__(
        self,
        url: str,
        run: Callable[[Job], Awaitable[None]],
        concurrency: Mapping[Task, int] = CONCURRENCY,
    ) -> None:
        self._run = run
        self._concurrency = concurrency
        # One connection for each task's notifications, one for its polls, and some to work with.
        connector = PsycopgConnector(conninfo=url, min_size=2, max_size=12, configure=_configure)
        self._app = App(connector=connector)
        for task in Task:
            self._app.task(name=task.value, queue=task.value, pass_context=True)(self._body(task))
        self._workers: list[asyncio.Task[None]] = []
        self._ids: set[int] = set()  # of this process's workers
        self._running: set[int] = set()
        self._ended: set[int] = set()  # jobs that run nowhere, as far as this process knows
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
        with contextlib.suppress(ConnectorException):  # another process makes it; without it all is slower
            await self._app.connector.execute_query_async(LOCK_INDEX)

    async def put(self, *jobs: Job) -> None:
        """See `bot.queue.jobs.Queue.put`. After `stop` nothing is taken any more."""
        if jobs and not self._stopping:
            await self._app.connector.execute_query_async(
                PUT,
                tasks=[j.task.value for j in jobs],
                priorities=[PRIORITY[j.task] for j in jobs],
                locks=[j.lock for j in jobs],
                subjects=[j.subject for j in jobs],
            )

    async def idle(self) -> None:
        """Wait until no job waits or runs anywhere."""
        while await self._app.job_manager.list_jobs_async():  # noqa: ASYNC110 - other machines do them
            await asyncio.sleep(POLL_SECONDS)

    async def stop(self, seconds: float) -> None:
        """Take no more jobs, let those that run finish for so long, `CUT_SHORT` end at once, disconnect."""
        self._stopping = True
        for worker in self._workers:
            worker.cancel()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds + 1):
                await asyncio.gather(*self._workers, return_exceptions=True)
        await self._app.close_async()

    def _body(self, task: Task) -> Callable[..., Awaitable[None]]:
        async def body(context: JobContext, subject: str) -> None:
            job = context.job
            self._ids.add(job.worker_id or 0)
            self._running.add(job.id or 0)
            try:
                await self._run(Job(task, subject))
            finally:
                self._running.discard(job.id or 0)

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
                    shutdown_graceful_timeout=0.0 if task in CUT_SHORT else GRACE_SECONDS,
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
        """Give the jobs of dead workers back, and our own that ended unnoticed; how many."""
        manager = self._app.job_manager
        stalled = list(await manager.get_stalled_jobs(seconds_since_heartbeat=DEAD_SECONDS))
        given_back = 0
        for job_id in {job.id or 0 for job in stalled} | await self._ended_unnoticed():
            try:
                await manager.retry_job_by_id_async(job_id=job_id, retry_at=datetime.now(UTC))
            except UniqueViolation:  # the same work waits already
                await manager.finish_job_by_id_async(job_id=job_id, status=Status.FAILED, delete_job=True)
            except (
                ConnectorException
            ):  # its end was recorded meanwhile; or the database is away: see `_watch`
                continue
            given_back += 1
        if given_back:
            log.warning("jobs_taken_over", count=given_back)
        return given_back

    async def _ended_unnoticed(self) -> set[int]:
        """Jobs that we are said to do and do not: the database was away when they ended.

        Seen twice: between fetching and beginning, and between the end and its record, there are moments.
        """
        rows = await self._app.connector.execute_query_all_async(
            "SELECT id FROM procrastinate_jobs WHERE status = 'doing' AND worker_id = ANY(%(ids)s)",
            ids=list(self._ids),
        )
        ended = {row["id"] for row in rows} - self._running
        twice, self._ended = ended & self._ended, ended
        return twice

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


async def _configure(connection: Any) -> None:
    await connection.set_autocommit(True)  # each query stands for itself: two round trips less
    for setting in SESSION:
        await connection.execute(setting)
