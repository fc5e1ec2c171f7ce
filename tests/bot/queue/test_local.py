"""Jobs in one process: one at a time of each lock, each task in its own room, a stop that loses nothing."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from bot.queue.jobs import Job, Jobs, Task
from bot.queue.local import LocalQueue


@dataclass
class Gate:
    """Job bodies that wait to be let go."""

    running: list[str] = field(default_factory=list)
    done: list[str] = field(default_factory=list)
    open: asyncio.Event = field(default_factory=asyncio.Event)

    async def body(self, subject: str) -> None:
        self.running.append(subject)
        await self.open.wait()
        self.done.append(subject)


async def settle() -> None:
    for _ in range(10):
        await asyncio.sleep(0)


async def test_jobs_of_one_lock_run_one_at_a_time_and_no_wake_up_is_lost() -> None:
    gate = Gate()
    queue = LocalQueue(Jobs({Task.DELIVER: gate.body}).run)
    job = Job(Task.DELIVER, "slack:C1")
    await queue.put(job)
    await queue.put(job)
    await settle()
    await queue.put(job)
    await queue.put(job)
    await settle()
    assert gate.running == ["slack:C1"]
    gate.open.set()
    await queue.idle()
    assert gate.done == ["slack:C1", "slack:C1"]


async def test_a_person_never_waits_behind_polling() -> None:
    polling, answering = Gate(), Gate()
    answering.open.set()
    queue = LocalQueue(Jobs({Task.POLL: polling.body, Task.ANSWER: answering.body}).run)
    for n in range(100):
        await queue.put(Job(Task.POLL, str(n)))
    await queue.put(Job(Task.ANSWER, "question"))
    await settle()
    assert len(polling.running) == 20
    assert answering.done == ["question"]
    polling.open.set()
    await queue.idle()
    assert len(polling.done) == 100


async def test_a_job_that_fails_ends_nothing_else() -> None:
    async def fail(subject: str) -> None:
        raise OSError("down")

    gate = Gate()
    gate.open.set()
    queue = LocalQueue(Jobs({Task.POLL: fail, Task.BRIEF: gate.body}).run)
    await queue.put(Job(Task.POLL, "a"))
    await queue.put(Job(Task.BRIEF, "b"))
    await queue.idle()
    assert gate.done == ["b"]


async def test_stopping_lets_running_jobs_finish_and_drops_waiting_ones() -> None:
    gate = Gate()
    queue = LocalQueue(Jobs({Task.BRIEF: gate.body}).run)
    for n in range(6):
        await queue.put(Job(Task.BRIEF, str(n)))
    await settle()
    asyncio.get_running_loop().call_soon(gate.open.set)
    await queue.stop(10)
    await queue.put(Job(Task.BRIEF, "late"))
    assert gate.done == ["0", "1", "2", "3"]


async def test_stopping_ends_polls_at_once_and_lets_the_rest_finish() -> None:
    polling, briefing = Gate(), Gate()
    queue = LocalQueue(Jobs({Task.POLL: polling.body, Task.BRIEF: briefing.body}).run)
    await queue.put(Job(Task.POLL, "a feed that hangs"), Job(Task.BRIEF, "an article"))
    await settle()
    asyncio.get_running_loop().call_soon(briefing.open.set)
    await asyncio.wait_for(queue.stop(3600), 10)
    assert (polling.running, polling.done) == (["a feed that hangs"], [])
    assert briefing.done == ["an article"]


async def test_a_job_that_does_not_finish_is_ended() -> None:
    gate = Gate()
    queue = LocalQueue(Jobs({Task.BRIEF: gate.body}).run)
    await queue.put(Job(Task.BRIEF, "a"))
    await settle()
    await queue.stop(0)
    assert (gate.running, gate.done) == (["a"], [])
