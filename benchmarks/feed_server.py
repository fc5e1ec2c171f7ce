"""Serves any number of feeds of 30 entries on loopback, as fast as Python can, in a process of its own."""

from __future__ import annotations

import asyncio
import random
import sys
from functools import lru_cache

ENTRIES = 30
STEMS = ("harbour", "mayor", "bridge", "report", "winter", "council", "ferry", "summer", "price", "water")
WORDS = [stem + end for stem in STEMS for end in ("s", "er", "ing", "ed", "ly")]


@lru_cache(maxsize=20_000)
def feed(number: int) -> bytes:
    """A well-formed RSS document of 30 whole articles of about 130 words."""
    pick = random.Random(number)  # noqa: S311 - the same feed every time
    items = []
    for n in range(ENTRIES):
        text = ". ".join(" ".join(pick.choices(WORDS, k=13)).capitalize() for _ in range(10))
        items.append(
            f"<item><guid isPermaLink='false'>{number}-{n}</guid>"
            f"<title>{' '.join(pick.choices(WORDS, k=7))}</title>"
            f"<link>http://news{number}.example.com/{n}</link>"
            f"<pubDate>Mon, 23 Nov 2026 {n % 24:02}:00:00 GMT</pubDate>"
            f"<description>&lt;p&gt;{text}.&lt;/p&gt;</description></item>"
        )
    head = f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Feed {number}</title>'
    return f"{head}<link>http://news{number}.example.com/</link>{''.join(items)}</channel></rss>".encode()


class Server(asyncio.Protocol):
    """HTTP/1.1 with keep-alive and ETags, and nothing else."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport
        self.rest = b""

    def data_received(self, data: bytes) -> None:
        *requests, self.rest = (self.rest + data).split(b"\r\n\r\n")
        for request in requests:
            number = int(request.split(b" ", 2)[1].rpartition(b"/")[2] or 0)
            tag = b'"%d"' % number
            if tag in request:
                answer = b"HTTP/1.1 304 Not Modified\r\nETag: %s\r\n\r\n" % tag
            else:
                body = feed(number)
                answer = (
                    b"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\n"
                    b"ETag: %s\r\nContent-Length: %d\r\n\r\n%s" % (tag, len(body), body)
                )
            self.transport.write(answer)  # type: ignore[attr-defined]


async def serve(feeds: int) -> None:
    """Say the port on standard output, then serve until killed."""
    for number in range(feeds):
        feed(number)
    server = await asyncio.get_running_loop().create_server(Server, "127.0.0.1", 0, backlog=1024)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1])))
