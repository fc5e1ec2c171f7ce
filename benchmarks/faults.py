"""Kills the delivery path at every await and counts: nothing lost, nothing twice.

A child process delivers a header and three thread parts; it gets SIGKILL at one moment of its coroutine (each
await has two: as it begins to wait, and as it is about to go on). Then another child goes on, in every
third case killed as well, until one comes through. The child is driven step by step from outside, so the
product's code has no hooks. The clock of each child is two minutes ahead of the one before, so that the
leases of the dead have run out.

    python -m benchmarks.faults            every moment, both platforms, without and with platform faults
    python -m benchmarks.faults --sample   some moments, with platform faults; then again with adapters that
                                           find nothing, which must not come out clean
"""

from __future__ import annotations

import asyncio
import itertools
import json
import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Coroutine, Generator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import coroutine
from typing import Any

from benchmarks.standin import Running, channel, chats, message, running
from bot import logs
from bot.outbox.delivering import Deliverer, Pace
from bot.outbox.delivery import State, planned
from bot.store import open_store, sqlite_url
from bot.subscription import Channel, Platform

PARTS = tuple(message(f"part {n}", in_thread=n > 0, story=str(n)) for n in range(4))
STEP = timedelta(minutes=2)
MOST_RUNS = 40


@dataclass
class Tally:
    """What the harness counted."""

    kills: int = 0
    deliveries: int = 0
    lost: int = 0
    twice: int = 0
    disorder: int = 0
    unfinished: int = 0
    notes: list[str] = field(default_factory=list)

    @property
    def clean(self) -> bool:
        return not (self.lost or self.twice or self.disorder or self.unfinished)

    def __str__(self) -> str:
        return (
            f"{self.kills} kills over {self.deliveries} deliveries: {self.lost} messages lost, "
            f"{self.twice} twice, {self.disorder} out of order, {self.unfinished} deliveries unfinished"
        )


@coroutine
def killed_at(work: Coroutine[Any, Any, object], moment: int) -> Generator[Any, Any, int]:
    """Drive `work`, and end this process at its `moment`-th moment; the number of its moments otherwise."""
    passed = itertools.count()

    def tick() -> None:
        if next(passed) == moment:
            os.kill(os.getpid(), signal.SIGKILL)

    step: Callable[[], Any] = lambda: work.send(None)  # noqa: E731
    while True:
        try:
            waits_for = step()
        except StopIteration:
            return next(passed)
        tick()
        try:
            value = yield waits_for
        except BaseException as error:
            step = _throw(work, error)
        else:
            step = _send(work, value)
        tick()


def _send(work: Coroutine[Any, Any, object], value: object) -> Callable[[], Any]:
    return lambda: work.send(value)


def _throw(work: Coroutine[Any, Any, object], error: BaseException) -> Callable[[], Any]:
    return lambda: work.throw(error)


async def nothing_found(*_: object, **__: object) -> None:
    """What a look-up that does not work finds."""


async def deliver(
    database: str, url: str, channel: Channel, ahead: timedelta, moment: int, *, blind: bool = False
) -> int:
    """Deliver what is due in `channel`; the moments that it took."""
    async with await open_store(database) as store, chats(url) as served:
        if blind:
            for chat in served.values():
                chat.find = nothing_found
        pace = Pace(0.0, time.monotonic)
        deliverer = Deliverer(store.deliveries, served, lambda: datetime.now(UTC) + ahead, pace)
        moments: int = await killed_at(deliverer.deliver(channel), moment)
        return moments


def in_child(work: Callable[[], Coroutine[Any, Any, int]]) -> int | None:
    """Run `work` in a forked process; its result, or None if it was killed."""
    read, write = os.pipe()
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            os.close(read)
            result = asyncio.run(work())
            os.write(write, str(result).encode())
            code = 0
        finally:
            os._exit(code)
    os.close(write)
    with os.fdopen(read) as pipe:
        said = pipe.read()
    _, status = os.waitpid(pid, 0)
    if os.WIFSIGNALED(status):
        return None
    if os.waitstatus_to_exitcode(status):
        raise RuntimeError("the child failed; see above")
    return int(said)


async def _plan(database: str, channels: Sequence[Channel]) -> None:
    async with await open_store(database) as store:
        for channel in channels:
            await store.deliveries.add(planned(channel, "slot", PARTS, now=datetime.now(UTC)))


async def _finished(database: str, channel: Channel) -> bool:
    async with await open_store(database) as store:
        found = await store.deliveries.newest(channel=channel)
        return [d.state for d in found] == [State.SENT]


@dataclass
class Trial:
    """One delivery that is killed, again and again if chance has it, until it is through."""

    database: str
    standin: Running
    channel: Channel
    chance: random.Random
    blind: bool
    kills: int = 0

    def run(self, moment: int) -> None:
        """Kill at `moment`, then go on; in every third case kill the next one too."""
        for attempt in range(MOST_RUNS):
            if self._child(moment, attempt) is None:
                self.kills += 1
                moment = self.chance.randrange(80) if self.chance.random() < 0.33 else -1
            elif asyncio.run(_finished(self.database, self.channel)):
                return
            else:  # a fault of the platform: its retry is due in the next child's time
                moment = -1

    def _child(self, moment: int, attempt: int) -> int | None:
        return in_child(
            lambda: deliver(
                self.database, self.standin.url, self.channel, STEP * attempt, moment, blind=self.blind
            )
        )


def count(tally: Tally, messages: list[dict[str, Any]], where: str) -> None:
    """Hold what a channel got against what it should have got: each part once, in order, in its thread."""
    texts = [m["text"] for m in messages]
    times = Counter(texts)
    lost = sum(p.payload["text"] not in times for p in PARTS)
    twice = sum(n - 1 for n in times.values())
    root = messages[0].get("ts") or messages[0].get("id") if messages else None
    threads = [m["thread_ts"] for m in messages]
    disorder = texts != sorted(texts) or threads != [None, *[root] * (len(messages) - 1)]
    tally.deliveries += 1
    tally.lost += lost
    tally.twice += twice
    tally.disorder += disorder
    if lost or twice or disorder:
        tally.notes.append(f"{where}: {json.dumps(messages)}")


def kill_everywhere(
    folder: Path,
    standin: Running,
    platform: Platform,
    *,
    every: int = 1,
    faults: float = 0.0,
    blind: bool = False,
) -> Tally:
    """Kill one delivery at each `every`-th moment of its path."""
    database = sqlite_url(folder / f"{platform.value}-{faults}-{blind}.db")
    standin.set(rate=0.0, forget=True)
    measure = channel(platform, -1)
    asyncio.run(_plan(database, [measure]))
    moments = in_child(lambda: deliver(database, standin.url, measure, timedelta(), -1))
    assert moments
    standin.set(rate=faults)
    channels = [channel(platform, n) for n in range(0, moments, every)]
    asyncio.run(_plan(database, channels))
    tally, chance = Tally(), random.Random(11)  # noqa: S311 - not a secret
    for moment, to in zip(range(0, moments, every), channels, strict=True):
        trial = Trial(database, standin, to, chance, blind)
        trial.run(moment)
        tally.kills += trial.kills
        tally.unfinished += not asyncio.run(_finished(database, to))
    ledger = standin.ledger()
    for to in (measure, *channels):
        count(tally, ledger.get(to.id, []), to.key)
    return tally


def main(*options: str) -> int:
    """The harness; 1 if anything was lost, doubled or out of order."""
    logs.configure(level="CRITICAL")  # failures are the point
    sample = "--sample" in options
    tallies = []
    with tempfile.TemporaryDirectory() as name, running() as standin:
        folder = Path(name)
        for faults in (0.25,) if sample else (0.0, 0.25):
            for platform in (Platform.SLACK, Platform.DISCORD):
                began = time.monotonic()
                tally = kill_everywhere(folder, standin, platform, every=20 if sample else 1, faults=faults)
                tallies.append(tally)
                print(f"{platform.value}, faults {faults:.0%}: {tally}; {time.monotonic() - began:.0f} s")
                print(f"  platform: {standin.counts()}")
                for note in tally.notes:
                    print(f"  {note}")
        if sample:
            blind = kill_everywhere(folder, standin, Platform.SLACK, every=40, faults=0.5, blind=True)
            print(f"with adapters that find nothing: {blind}")
    clean = all(t.clean for t in tallies)
    print(f"{sum(t.kills for t in tallies)} kills in all, {'clean' if clean else 'NOT CLEAN'}")
    return 0 if clean else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
