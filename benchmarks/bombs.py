"""Documents made to explode: what each costs in time and memory, in a process of its own.

    python -m benchmarks.bombs

Each must take under 2 s of processor time and add under 100 MB. Compressed ones are fetched from a
server on loopback, the others are parsed as the workers parse them.
"""

from __future__ import annotations

import asyncio
import resource
import subprocess
import sys
import time
import zlib
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial

from summarizer.errors import SummarizerError
from summarizer.sources.feeds import read_feed
from summarizer.sources.guard import Policy
from summarizer.sources.http import Fetcher

NOW = datetime(2026, 11, 23, tzinfo=UTC)


def compressed(wbits: int) -> bytes:
    """500 MB of zeros."""
    pack = zlib.compressobj(9, wbits=wbits)
    return b"".join(pack.compress(bytes(5_000_000)) for _ in range(100)) + pack.flush()


async def fetched(body: bytes, encoding: str) -> None:
    """Fetch `body` as a server labels it."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        head = f"HTTP/1.1 200 OK\r\nContent-Encoding: {encoding}\r\nContent-Length: {len(body)}\r\n\r\n"
        writer.write(head.encode() + body)
        with suppress(ConnectionError):
            await writer.drain()
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with Fetcher(policy=Policy.parse((f"127.0.0.1:{port}",))) as fetcher:
        with suppress(SummarizerError):
            await fetcher.fetch(f"http://127.0.0.1:{port}/")
    server.close()


def parsed(body: str) -> None:
    """Read `body` as a feed."""
    with suppress(SummarizerError):
        read_feed(body.encode(), url="http://a.test/", now=NOW)


def rss(items: str, start: str = "") -> str:
    """A feed around `items`."""
    return f'{start}<rss version="2.0"><channel><title>T</title>{items}</channel></rss>'


ENTITIES = "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
ITEM = "<item><title>T</title><link>/a</link><guid>{0}</guid><pubDate>the {0} day</pubDate></item>"
BOMBS: dict[str, Callable[[], Callable[[], object]]] = {
    "gzip": lambda: partial(asyncio.run, fetched(compressed(31), "gzip")),
    "deflate": lambda: partial(asyncio.run, fetched(compressed(15), "deflate")),
    "entities": lambda: (
        lambda: parsed(
            rss("<item><title>&j;</title></item>", f'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">{ENTITIES}]>')
        )
    ),
    "quadratic": lambda: (
        lambda: parsed(
            rss(
                f"<item><title>{'&a;' * 20_000}</title></item>",
                f'<!DOCTYPE x [<!ENTITY a "{"a" * 50_000}">]>',
            )
        )
    ),
    "50,000 items": lambda: lambda: parsed(rss("".join(ITEM.format(n) for n in range(50_000)))),
    "50,000 deep": lambda: lambda: parsed(rss("<item>" + "<a>" * 50_000 + "</a>" * 50_000 + "</item>")),
    "50,000 deep, broken": lambda: lambda: parsed(rss("<item>" + "<a>" * 50_000)),
}


def measure(name: str) -> None:
    """Print seconds and megabytes of one bomb, after a harmless document warmed everything up."""
    parsed(rss(ITEM.format(1)))
    parsed(rss(ITEM.format(1)) + "<broken")
    go = BOMBS[name]()
    before, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    go()
    seconds = time.process_time() - start
    print(seconds, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024)


def main() -> int:
    """Print every bomb's cost; 1 if one is too dear."""
    bad = 0
    for name in BOMBS:
        command = [sys.executable, "-W", "ignore", "-m", "benchmarks.bombs", name]
        output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        seconds, megabytes = map(float, output.split())
        good = seconds < 2 and megabytes < 100
        bad += not good
        print(f"{'ok  ' if good else 'MISS'} {name}: {seconds:.2f} s (< 2), {megabytes:.0f} MB (< 100)")
    return int(bad > 0)


if __name__ == "__main__":
    if sys.argv[1:]:
        measure(sys.argv[1])
    else:
        sys.exit(main())
