"""The work of the bot as jobs: poll a source, brief an article, deliver to a channel, answer a person.

The same bodies run in this process (`bot.queue.local`, on SQLite) and on any number of machines
(`bot.queue.procrastinate`, on PostgreSQL). A job only says that there is work: what is to be done stands
in the database, so a job that is lost or comes twice loses and doubles nothing.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from bot.logs import get_logger

log = get_logger(__name__)


class Task(StrEnum):
    """What a job does."""

    ANSWER = "answer"
    DELIVER = "deliver"
    BRIEF = "brief"
    POLL = "poll"


CONCURRENCY: Mapping[Task, int] = {Task.ANSWER: 20, Task.DELIVER: 250, Task.BRIEF: 4, Task.POLL: 20}
"""Jobs at once in one process. Each task has its own room, so that a person who waits for an answer never
stands behind polling. Deliveries mostly wait for their channel's rate, hence many: so many, with a message a
second each, keep a processor half busy."""

GRACE_SECONDS = 14.0
"""How long running jobs may take to end when the bot stops."""

CUT_SHORT = frozenset({Task.POLL})
"""Tasks that a stop ends at once: a feed that hangs would take all the grace, and a look that was not stored
is simply due again."""

PRIORITY: Mapping[Task, int] = {Task.ANSWER: 30, Task.DELIVER: 20, Task.BRIEF: 10, Task.POLL: 0}
"""Who goes first where jobs do share room; higher is sooner."""


@dataclass(frozen=True, slots=True)
class Job:
    """A piece of work.

    Attributes:
        task: what to do.
        subject: with what: a source's id, an article's id, a `Channel.key`, a request as JSON.
    """

    task: Task
    subject: str

    @property
    def lock(self) -> str:
        """Jobs of one lock run one at a time: one per source, article and channel."""
        return f"{self.task.value}:{self.subject}"


class Queue(Protocol):
    """Has jobs done."""

    async def put(self, *jobs: Job) -> None:
        """Have `jobs` done soon. One that waits already is not doubled."""
        ...


Body = Callable[[str], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class Jobs:
    """Runs jobs.

    Attributes:
        bodies: what each task does with a job's subject.
    """

    bodies: Mapping[Task, Body]

    async def run(self, job: Job) -> None:
        """Do `job`. An error is logged and ends it: what is left is found again in the database."""
        body = self.bodies.get(job.task)
        if body is None:
            return
        try:
            await body(job.subject)
        except Exception as error:
            log.error(
                "job_failed", task=job.task.value, subject=job.subject[:80], error=str(error), exc_info=True
            )
