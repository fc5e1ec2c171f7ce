"""Search in an archive of 100,000 briefings: newest ten below 20 ms, ranked below 200 ms.

Run with ``python -m benchmarks.store`` (SQLite), ``--postgres`` (a server from the test dependencies) or
``postgresql://…``.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter

from benchmarks.archive import BRIEFINGS, COMMON, RARE, fill
from benchmarks.delivery import postgres
from bot.store import Store, open_store, sqlite_url
from bot.store.briefings import Filter
from summarizer import Verdict

RUNS = 40
NEWEST_MS, RANKED_MS = 20, 200


async def milliseconds(what: Callable[[], Awaitable[object]]) -> list[float]:
    """How long `what` takes, `RUNS` times."""
    times = []
    for _ in range(RUNS):
        start = perf_counter()
        await what()
        times.append((perf_counter() - start) * 1000)
    return times


async def measure(store: Store) -> dict[str, list[float]]:
    """Times of each kind of look at the archive."""
    b = store.briefings
    both = f"{COMMON} foreign"
    return {
        "newest ten": await milliseconds(b.newest),
        "newest ten, common word": await milliseconds(lambda: b.search(COMMON)),
        "newest ten, two common words": await milliseconds(lambda: b.search(both)),
        "newest ten, phrase": await milliseconds(lambda: b.search('"foreign affairs"')),
        "newest ten, rare word": await milliseconds(lambda: b.search(RARE)),
        "newest ten, no match": await milliseconds(lambda: b.search("xyzzy")),
        "newest ten, common word, outlet": await milliseconds(
            lambda: b.search(COMMON, where=Filter(outlet="Outlet 7", verdict=Verdict.UNVERIFIED))
        ),
        "newest ten, language and outlet": await milliseconds(
            lambda: b.newest(where=Filter(language="uk", outlet="Outlet 7"))
        ),
        "ranked, common word": await milliseconds(lambda: b.search(COMMON, ranked=True)),
        "ranked, two common words": await milliseconds(lambda: b.search(both, ranked=True)),
        "ranked, rare word": await milliseconds(lambda: b.search(RARE, ranked=True)),
        "facets": await milliseconds(b.facets),
    }


async def run(url: str) -> bool:
    async with await open_store(url) as store:
        start = perf_counter()
        await fill(store)
        print(f"{BRIEFINGS} articles and briefings stored in {perf_counter() - start:.0f} s")
        good = True
        for name, times in (await measure(store)).items():
            p95 = quantiles(times, n=20)[-1]
            limit = RANKED_MS if name.startswith("ranked") else NEWEST_MS
            searched = name != "facets"
            good &= p95 < limit or not searched
            wanted = f"  (must be below {limit} ms)" if searched else ""
            print(f"{name:34} median {median(times):7.2f} ms   p95 {p95:7.2f} ms{wanted}")
    return good


def main(where: str = "") -> int:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if where == "--postgres":
            folder.chmod(0o755)
            with postgres(folder) as server:
                return int(not asyncio.run(run(server.get_uri())))
        return int(not asyncio.run(run(where or sqlite_url(folder / "kurir.db"))))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
