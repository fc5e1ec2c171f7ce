"""Requests answered in this process, as on SQLite."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from bot.commands.requests import Handler, Requests
from bot.queue.jobs import Body, Jobs, Task
from bot.queue.local import LocalQueue
from bot.store import Store
from bot.subscription import Platform


def answered_here(
    store: Store, handlers: Mapping[Platform, Handler], clock: Callable[[], datetime]
) -> tuple[Requests, LocalQueue]:
    """What takes requests in, and the queue that has them answered."""
    bodies: dict[Task, Body] = {}
    queue = LocalQueue(Jobs(bodies).run)
    requests = Requests(store.inbox, queue, handlers, clock)
    bodies[Task.ANSWER] = requests.answer
    return requests, queue
