"""Services start and stop together and fail alone; one leads; the scheduler wakes them."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from fakes.chat import Clock

from bot.runtime.leading import OnlyLeader
from bot.runtime.scheduler import Scheduler, Wake
from bot.runtime.services import Runtime


@dataclass
class Recorded:
    """A service that writes down what happens to it."""

    name: str
    events: list[str]
    errors: list[Exception] = field(default_factory=list)
    stop_error: Exception | None = None

    async def start(self) -> None:
        if self.errors:
            raise self.errors.pop(0)
        self.events.append(f"{self.name} started")

    async def stop(self) -> None:
        self.events.append(f"{self.name} stopped")
        if self.stop_error:
            raise self.stop_error

    def ready(self) -> str | None:
        return None


async def no_sleep(seconds: float) -> None:
    await asyncio.sleep(0)


async def run(runtime: Runtime, until: int, events: list[str]) -> dict[str, str]:
    """Run until so many events happened; the problems just before the end."""
    stop = asyncio.Event()
    task = asyncio.create_task(runtime.run(stop))
    while len(events) < until:  # noqa: ASYNC110 - the events are plain data
        await asyncio.sleep(0)
    await asyncio.sleep(0)
    problems = runtime.problems()
    stop.set()
    await task
    return problems


async def test_services_stop_in_the_opposite_order() -> None:
    events: list[str] = []
    runtime = Runtime([Recorded("a", events), Recorded("b", events)])
    assert await run(runtime, 2, events) == {}
    assert events == ["a started", "b started", "b stopped", "a stopped"]


async def test_a_platform_that_fails_never_stops_the_other() -> None:
    """It is tried again while the other works, and is not stopped if it never started."""
    events: list[str] = []
    broken = Recorded("slack", events, errors=[OSError("down")] * 10_000)
    problems = await run(Runtime([broken, Recorded("discord", events)], no_sleep), 1, events)
    assert problems == {"slack": "down"}
    assert events == ["discord started", "discord stopped"]
    events.clear()
    mended = Recorded("slack", events, errors=[OSError("down")] * 3)
    assert await run(Runtime([mended], no_sleep), 1, events) == {}


async def test_a_service_that_cannot_stop_does_not_keep_the_next() -> None:
    events: list[str] = []
    stuck = Recorded("b", events, stop_error=OSError("stuck"))
    await run(Runtime([Recorded("a", events), stuck]), 2, events)
    assert events[-2:] == ["b stopped", "a stopped"]


async def test_services_stop_at_the_same_time() -> None:
    """One that waits for another's end is not waited for by that other."""
    ended = asyncio.Event()

    class First(Recorded):
        async def stop(self) -> None:
            ended.set()

    class Last(Recorded):
        async def stop(self) -> None:
            await ended.wait()
            self.events.append("both stopped")

    events: list[str] = []
    await asyncio.wait_for(run(Runtime([First("a", events), Last("b", events)]), 2, events), 10)
    assert events[-1] == "both stopped"


def test_a_process_that_hangs_ends_and_says_so() -> None:
    wanted = "import threading; from bot.runtime.services import end_within"
    hangs = f"{wanted}; end_within(0, 3); threading.Event().wait()"
    ended = subprocess.run([sys.executable, "-c", hangs], capture_output=True, text=True, timeout=60)
    assert ended.returncode == 3
    assert "ended_by_force" in ended.stdout + ended.stderr
    assert "MainThread" in ended.stdout + ended.stderr


@dataclass
class Flag:
    """A lock that is given and taken by hand."""

    mine: bool = False

    async def leads(self) -> bool:
        return self.mine

    async def resign(self) -> None:
        self.mine = False


async def test_a_service_of_the_leader_runs_while_it_leads() -> None:
    events: list[str] = []
    lock = Flag()
    leader = OnlyLeader(Recorded("gateway", events), lock, every=3600)
    await leader.start()
    assert (events, leader.ready()) == ([], None)
    lock.mine = True
    await leader.look()
    await leader.look()
    assert events == ["gateway started"]
    lock.mine = False
    await leader.look()
    assert events == ["gateway started", "gateway stopped"]
    lock.mine = True
    await leader.look()
    await leader.stop()
    assert events[2:] == ["gateway started", "gateway stopped"]
    assert not lock.mine


async def test_a_leader_whose_service_does_not_start_says_so_and_tries_again() -> None:
    events: list[str] = []
    lock = Flag()
    lock.mine = True
    leader = OnlyLeader(Recorded("gateway", events, [OSError("no network")]), lock, every=3600)
    with pytest.raises(OSError, match="no network"):
        await leader.start()
    assert leader.ready() == "does not start: no network"
    await leader.look()
    assert (events, leader.ready()) == (["gateway started"], None)
    await leader.stop()


async def test_the_scheduler_wakes_at_once_and_again_and_survives_errors() -> None:
    calls: list[str] = []
    again = asyncio.Event()

    async def work() -> None:
        calls.append("work")
        if len(calls) > 2:
            again.set()

    async def fail() -> None:
        calls.append("fail")
        raise OSError("down")

    scheduler = Scheduler([Wake("fail", fail, on_the_minute=True), Wake("work", work, every=0.01)])
    await scheduler.start()
    assert calls == ["fail", "work"]
    assert scheduler.ready() is None
    await asyncio.wait_for(again.wait(), 10)
    await scheduler.stop()


async def test_a_clock_that_is_put_back_keeps_nobody_asleep() -> None:
    """A machine starts an hour fast, and is put right: what is due is still looked for at once."""
    clock, called = Clock(datetime.now(UTC) + timedelta(hours=1)), asyncio.Event()

    async def work() -> None:
        called.set()

    scheduler = Scheduler([Wake("work", work, every=1e6)], clock=clock, look=0.01)
    await scheduler.start()
    called.clear()
    clock.forward(hours=-1)
    await asyncio.wait_for(called.wait(), 10)
    await scheduler.stop()
