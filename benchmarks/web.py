"""The evidence page and search over HTTP, with 100,000 briefings: p95 at most 30 ms and 150 ms.

Run with ``python -m benchmarks.web``. The server runs in a process of its own, as it does for real.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import random
import sys
import tempfile
from collections.abc import Iterator
from multiprocessing.connection import Connection
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter

import aiohttp

from benchmarks.archive import BRIEFINGS, COMMON, RARE, fill
from bot.metrics import Metrics
from bot.settings import load_settings
from bot.store import open_store, sqlite_url
from bot.web.app import create_app
from bot.web.server import WebServer

REQUESTS = 200
PAGE_MS, SEARCH_MS = 30, 150


async def serve(folder: Path, pipe: Connection) -> None:
    """Serve the archive in `folder` until the other end of `pipe` says something."""
    config = folder / "kurir.toml"
    config.write_text('[web]\nlisten = "127.0.0.1:0"\n', "utf-8")
    settings = load_settings(str(config), {"KURIR_DATA": str(folder)})
    store = await open_store(sqlite_url(folder / "kurir.db"))
    async with store:
        server = WebServer(create_app(store, settings, metrics=Metrics()), "127.0.0.1:0")
        await server.start()
        pipe.send(server.port)
        await asyncio.to_thread(pipe.recv)
        await server.stop()


def server(folder: Path, pipe: Connection) -> None:
    asyncio.run(serve(folder, pipe))


def paths(chance: random.Random) -> dict[str, Iterator[str]]:
    """What is asked for, by kind."""

    def forever(*choices: str) -> Iterator[str]:
        while True:
            yield chance.choice(choices).replace("ID", str(chance.randint(1, BRIEFINGS)))

    common, rare = f"/?q={COMMON}", f"/?q={RARE}"
    return {
        "briefing page": forever("/b/ID"),
        "archive": forever("/", "/?before=ID"),
        "search": forever(common, rare, f"{common}+foreign", "/?q=xyzzy", f"{common}&before=ID"),
        "search, ranked": forever(f"{common}&sort=best", f"{rare}&sort=best", f"{common}+foreign&sort=best"),
        "search, filtered": forever(
            f"{common}&language=uk&outlet=Outlet+7", "/?outlet=Outlet+9&verdict=unverified"
        ),
        "feed": forever("/feed.atom", f"/feed.json?q={COMMON}"),
    }


async def measure(port: int) -> bool:
    """Ask, one request at a time, and print how long the answers took."""
    good = True
    async with aiohttp.ClientSession(f"http://127.0.0.1:{port}") as session:
        for name, choices in paths(random.Random(2)).items():  # noqa: S311 - not for secrets
            times = []
            for _ in range(REQUESTS):
                start = perf_counter()
                async with session.get(next(choices)) as response:
                    await response.read()
                    assert response.status == 200, response.url
                times.append((perf_counter() - start) * 1000)
            limit = PAGE_MS if name == "briefing page" else SEARCH_MS
            p95 = quantiles(times, n=20)[-1]
            good &= p95 <= limit
            print(
                f"{name:18} median {median(times):6.1f} ms   p95 {p95:6.1f} ms  (must be at most {limit} ms)"
            )
    return good


async def fill_new(file: Path) -> None:
    async with await open_store(sqlite_url(file)) as store:
        await fill(store)


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        asyncio.run(fill_new(Path(name) / "kurir.db"))
        ours, theirs = multiprocessing.Pipe()
        process = multiprocessing.get_context("spawn").Process(target=server, args=(Path(name), theirs))
        process.start()
        good = asyncio.run(measure(ours.recv()))
        ours.send("stop")
        process.join()
        sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
