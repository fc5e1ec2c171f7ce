"""How soon another worker goes on where one on PostgreSQL was ended, by SIGKILL and by SIGTERM.

Each worker is a process with the bot's real queue, outbox and delivery path, with the product's own leases.
One is ended in the middle of long deliveries; a second one runs meanwhile.

    python -m benchmarks.takeover
"""

from __future__ import annotations

import asyncio
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.delivery import postgres, ready
from benchmarks.standin import Running, channel, chats, message, running
from bot import logs
from bot.outbox.delivering import Deliverer, Pace
from bot.outbox.delivery import planned
from bot.queue.jobs import GRACE_SECONDS, Job, Jobs, Task
from bot.queue.procrastinate import PostgresQueue
from bot.store import open_store
from bot.subscription import Channel, Platform

CHANNELS = 20
PARTS = 15
PACE = 1.0


async def work(url: str, standin: str) -> None:
    """A worker that ends on SIGTERM as `bot.queue.worker` does."""
    stopping = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stopping.set)
    async with await open_store(url) as store, chats(standin, 10) as served:
        pace = Pace(PACE, time.monotonic)
        deliverer = Deliverer(
            store.deliveries, served, lambda: datetime.now(UTC), pace, stopping=stopping.is_set
        )

        async def deliver(key: str) -> None:
            await deliverer.deliver(Channel.from_key(key))

        queue = PostgresQueue(url, Jobs({Task.DELIVER: deliver}).run)
        await queue.start()
        print("ready", flush=True)
        await stopping.wait()
        await queue.stop(GRACE_SECONDS)


def start(url: str, standin: Running) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "benchmarks.takeover", "worker", url, standin.url]
    process = subprocess.Popen(command, stdout=subprocess.PIPE)
    assert process.stdout
    assert process.stdout.readline()
    return process


async def look(url: str, until: Callable[[int], Awaitable[bool]]) -> None:
    """Look for work each second, as the leader does, until the number of unfinished deliveries is right."""
    queue = PostgresQueue(url, Jobs({}).run)
    await queue.open()
    async with await open_store(url) as store:
        while not await until(await store.deliveries.unfinished()):
            for to in await store.deliveries.due_channels(datetime.now(UTC)):
                await queue.put(Job(Task.DELIVER, to.key))
            await asyncio.sleep(1)
    await queue.stop(0)


async def plan(url: str, occasion: str) -> None:
    parts = tuple(message(f"part {n}") for n in range(PARTS))
    async with await open_store(url) as store, store.write():
        for number in range(CHANNELS):
            to = channel(Platform.SLACK if number % 2 else Platform.DISCORD, number)
            await store.deliveries.add(planned(to, occasion, parts, now=datetime.now(UTC)))


def wrong(standin: Running) -> int:
    """Channels that did not get each part once, in order."""
    ledger = standin.ledger()
    texts = [[m["text"] for m in messages] for messages in ledger.values()]
    return CHANNELS - sum(t == [f"part {n}" for n in range(PARTS)] for t in texts)


def end_one(url: str, standin: Running, how: signal.Signals) -> bool:
    """End a worker by `how`; whether its work was done by another within a minute, each part once."""
    standin.set(forget=True)
    asyncio.run(plan(url, how.name))
    first = start(url, standin)

    async def begun(_: int) -> bool:
        return standin.counts().get("accepted", 0) >= CHANNELS * 2

    async def done(unfinished: int) -> bool:
        return unfinished == 0

    asyncio.run(look(url, begun))
    second = start(url, standin)
    began = time.monotonic()
    first.send_signal(how)
    first.wait()
    ended = time.monotonic() - began
    asyncio.run(look(url, done))
    passed, bad = time.monotonic() - began, wrong(standin)
    second.kill()
    second.wait()
    print(f"{how.name}: ended in {ended:.1f} s; all posted {passed:.0f} s after; {bad} channels wrong")
    return ended < 20 and passed < 60 and not bad


def main(*options: str) -> int:
    logs.configure(level="ERROR")
    if options[:1] == ("worker",):
        asyncio.run(work(*options[1:]))
        return 0
    with tempfile.TemporaryDirectory() as name, running() as standin:
        Path(name).chmod(0o755)
        with postgres(Path(name)) as server:
            url = server.get_uri()
            asyncio.run(ready(url))
            good = [end_one(url, standin, how) for how in (signal.SIGTERM, signal.SIGKILL)]
    return int(not all(good))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
