"""Polling 1,000 feeds of 30 entries: against lemon24 reader and against bare GETs, in one run.

    python -m benchmarks.feeds [FEEDS]

Every contestant runs in a process of its own against the same server process. "First" is the first look at
every feed, until all of it is stored so that nothing is ever taken for new again: in "stored" every entry
with its title, address, dates and text, as reader stores it, in "remembered" only its identity, as Kurir
does with what is older than the subscription. "Reading", which reader does not do, makes searchable articles
of what was stored: language, numbered sentences, index. "Unchanged" is the next pass, when every answer is a
304. CPU counts children too. The event loop's longest block is measured twice: on the clock, which on a busy
machine counts other programs' time too, and in processor time of its thread.
"""

from __future__ import annotations

import asyncio
import gc
import json
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psutil  # type: ignore[import-untyped]

Figures = dict[str, float]
NOW = datetime(2026, 11, 24, tzinfo=UTC)


class Watch:
    """Measures how long the event loop does not come round, and how much memory all of us take."""

    def __init__(self) -> None:
        self.clock = self.cpu = self.memory = 0.0

    async def __aenter__(self) -> Watch:
        self._task = asyncio.create_task(self._watch())
        return self

    async def __aexit__(self, *_: object) -> None:
        self._task.cancel()

    async def _watch(self) -> None:
        me, ticks = psutil.Process(), 0
        while True:
            clock, cpu = time.perf_counter(), time.thread_time()
            await asyncio.sleep(0.002)
            self.clock = max(self.clock, time.perf_counter() - clock - 0.002)
            self.cpu = max(self.cpu, time.thread_time() - cpu)
            ticks += 1
            if ticks % 100 == 0:
                family = [me, *me.children(recursive=True)]
                self.memory = max(self.memory, sum(_own_memory(p) for p in family) / 1e6)


def _own_memory(process: psutil.Process) -> float:
    try:
        return float(process.memory_full_info().pss)
    except (psutil.Error, AttributeError):
        return 0.0


def cpu_seconds() -> float:
    """Of this process and of its children that ended."""
    times = psutil.Process().cpu_times()
    alive: float = sum(sum(p.cpu_times()[:2]) for p in psutil.Process().children(recursive=True))
    return float(times.user + times.system + times.children_user + times.children_system) + alive


async def kurir(port: int, feeds: int, first: int) -> Figures:
    """First and unchanged pass of Kurir; `first` entries of each feed are stored and become articles."""
    from bot.intake.polling import Poller
    from bot.store import open_store, sqlite_url
    from summarizer.sources import Source, source_id
    from summarizer.sources.guard import Policy
    from summarizer.sources.http import Fetcher, Limits
    from summarizer.sources.look import Looker
    from summarizer.workers import Workers

    limits = Limits(per_host=64, delay=0, connections=64)
    policy = Policy.parse((f"127.0.0.1:{port}",))
    with tempfile.TemporaryDirectory() as folder:
        async with (
            await open_store(sqlite_url(Path(folder) / "k.db")) as store,
            Fetcher(limits=limits, policy=policy) as fetcher,
            Workers(size=2) as workers,
        ):
            async with store.write():
                for n in range(feeds):
                    address = f"http://127.0.0.1:{port}/{n}"
                    source = Source(id=source_id(address), address=address, added=NOW, first=first)
                    await store.sources.add(source)
            now = NOW
            poller = Poller(store.sources, Looker(fetcher, workers, chance=lambda: 0.5), now=lambda: now)
            figures: Figures = {}
            gc.freeze()  # as `bot.app.open_poller` does
            async with Watch() as watch:
                for name in ("first", "unchanged"):
                    cpu, start = cpu_seconds(), time.perf_counter()
                    report = await poller.poll_due()
                    whole = time.perf_counter() - start
                    figures |= {name: report.looking, f"{name}_cpu": cpu_seconds() - cpu}
                    if name == "first":
                        figures["reading"] = whole - report.looking
                    assert not report.failures, report.failures[:3]
                    expected = feeds * first if name == "first" else 0
                    assert report.new_articles == expected, report
                    assert report.unchanged == (0 if name == "first" else feeds), report
                    now += timedelta(days=2)
            return figures | {
                "block_ms": watch.clock * 1000,
                "block_cpu_ms": watch.cpu * 1000,
                "memory_mb": watch.memory,
            }


async def bare(port: int, feeds: int) -> Figures:
    """GETs answered by 304, nothing parsed, nothing stored."""
    import aiohttp

    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=64)) as session:
        numbers = iter(range(feeds))

        async def work() -> None:
            for n in numbers:
                headers = {"If-None-Match": f'"{n}"'}
                async with session.get(f"http://127.0.0.1:{port}/{n}", headers=headers) as response:
                    await response.read()
                    assert response.status == 304

        start = time.perf_counter()
        await asyncio.gather(*(work() for _ in range(64)))
        return {"unchanged": time.perf_counter() - start}


def reader(port: int, feeds: int) -> Figures:
    """lemon24 reader, the same two passes."""
    from reader import make_reader

    with tempfile.TemporaryDirectory() as folder:
        library = make_reader(str(Path(folder) / "r.db"))
        for n in range(feeds):
            library.add_feed(f"http://127.0.0.1:{port}/{n}")
        figures: Figures = {}
        for name in ("first", "unchanged"):
            start = time.perf_counter()
            library.update_feeds(scheduled=False)
            figures[name] = time.perf_counter() - start
        assert library.get_entry_counts().total == feeds * 30
        library.close()
        return figures


def contest(name: str, port: int, feeds: int) -> Figures:
    """Run one contestant here."""
    if name == "reader":
        return reader(port, feeds)
    if name == "bare":
        return asyncio.run(bare(port, feeds))
    return asyncio.run(kurir(port, feeds, first=30 if name == "stored" else 0))


def run(name: str, port: int, feeds: int) -> Figures:
    """Run one contestant in a process of its own."""
    command = [sys.executable, "-W", "ignore", "-m", __spec__.name, "--contest", name, str(port), str(feeds)]
    output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    figures: Figures = json.loads(output.splitlines()[-1])
    shown = ", ".join(f"{k} {v:,.2f}" for k, v in figures.items())
    print(f"{name:>10} × {feeds:,}: {shown}", flush=True)
    return figures


def main(feeds: int) -> int:
    """Print the figures and the ratios that the issue asks for; 1 if one is missed."""
    many = feeds * 10
    server = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.feed_server", str(many)], stdout=subprocess.PIPE, text=True
    )
    try:
        assert server.stdout is not None
        port = int(server.stdout.readline())
        get = run("bare", port, feeds)
        ours = run("remembered", port, feeds)
        stored = run("stored", port, feeds)
        theirs = run("reader", port, feeds)
        large = run("remembered", port, many)
    finally:
        server.kill()
    growth = (large["first_cpu"] + large["unchanged_cpu"]) / (ours["first_cpu"] + ours["unchanged_cpu"])
    checks = [
        ("first pass, all entries stored, × reader", theirs["first"] / stored["first"], 5, True),
        ("first pass, remembered, × reader", theirs["first"] / ours["first"], 5, True),
        ("unchanged pass, × reader", theirs["unchanged"] / ours["unchanged"], 3, True),
        ("unchanged pass, × bare GETs", get["unchanged"] / ours["unchanged"], 0.25, True),
        ("memory, MB", max(ours["memory_mb"], stored["memory_mb"]), 200, False),
        ("longest block, ms of its thread", max(ours["block_cpu_ms"], stored["block_cpu_ms"]), 50, False),
        ("CPU of ten times the feeds, ×", growth, 11, False),
    ]
    both = stored["first"] + stored["reading"]
    print(f"     first pass and reading all entries into articles, × reader: {theirs['first'] / both:.2f}")
    for what, value, bound, at_least in checks:
        good = value >= bound if at_least else value <= bound
        print(f"{'ok  ' if good else 'MISS'} {what}: {value:.2f} ({'≥' if at_least else '≤'} {bound})")
    return int(not all((v >= b) if at_least else (v <= b) for _, v, b, at_least in checks))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--contest"]:
        print(json.dumps(contest(sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))))
        sys.exit(0)
    sys.exit(main(int(sys.argv[1]) if sys.argv[1:] else 1_000))
