"""The fetcher against a real server on loopback."""

from __future__ import annotations

import asyncio
import gzip
import zlib
from collections.abc import AsyncIterator, Awaitable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from aiohttp import web
from servers import LoopbackServer

from summarizer.errors import FetchError
from summarizer.sources import FetchResult, FetchStatus
from summarizer.sources.guard import Policy
from summarizer.sources.headers import max_age, retry_after
from summarizer.sources.http import Fetcher, Limits
from summarizer.sources.robots import read_rules
from summarizer.sources.turns import Turns

OPEN = Policy.parse(("127.0.0.0/8",))
QUICK = Limits(total=5, connect=2, read=2, delay=0, max_bytes=1_000_000)
NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


@pytest.fixture
async def server() -> AsyncIterator[LoopbackServer]:
    async with LoopbackServer() as s:
        yield s


@pytest.fixture
async def fetcher() -> AsyncIterator[Fetcher]:
    async with Fetcher(limits=QUICK, policy=OPEN, contact="https://news.example.com/bot") as f:
        yield f


def says(status: int = 200, body: bytes = b"", **headers: str) -> web.Response:
    return web.Response(
        status=status, body=body, headers={k.replace("_", "-"): v for k, v in headers.items()}
    )


async def cause(fetching: Awaitable[FetchResult]) -> str:
    with pytest.raises(FetchError) as caught:
        await fetching
    return caught.value.cause


async def test_an_unchanged_document_is_not_sent_again(server: LoopbackServer, fetcher: Fetcher) -> None:
    """The validators of the first answer make the second one a 304."""

    def feed(request: web.BaseRequest) -> web.Response:
        if request.headers.get("If-None-Match") == '"v1"' and "If-Modified-Since" in request.headers:
            return web.Response(status=304)
        return says(body=b"<rss/>", ETag='"v1"', Last_Modified="yes", Cache_Control="max-age=600")

    server.pages["/feed"] = feed
    first = await fetcher.fetch(server.url("/feed"))
    assert (first.status, first.body, first.etag, first.max_age) == (
        FetchStatus.FRESH,
        b"<rss/>",
        '"v1"',
        600,
    )
    second = await fetcher.fetch(server.url("/feed"), etag=first.etag, last_modified=first.last_modified)
    assert second.status is FetchStatus.UNCHANGED


async def test_kurir_says_who_asks(server: LoopbackServer, fetcher: Fetcher) -> None:
    """The user agent carries a contact, and no cookie is sent back."""
    server.pages["/"] = lambda r: says(Set_Cookie="a=b")
    await fetcher.fetch(server.url())
    await fetcher.fetch(server.url())
    assert "https://news.example.com/bot" in server.seen[1].headers["User-Agent"]
    assert "Cookie" not in server.seen[1].headers


@pytest.mark.parametrize(("status", "moves"), [(301, True), (308, True), (302, False), (307, False)])
async def test_only_a_permanent_redirect_moves_the_source(
    server: LoopbackServer, fetcher: Fetcher, status: int, moves: bool
) -> None:
    server.pages["/old"] = lambda r: says(status, Location="/new")
    server.pages["/new"] = b"here"
    result = await fetcher.fetch(server.url("/old"))
    assert result.body == b"here"
    assert result.moved_to == (server.url("/new") if moves else None)


async def test_a_move_ends_at_the_first_temporary_hop(server: LoopbackServer, fetcher: Fetcher) -> None:
    server.pages["/a"] = lambda r: says(301, Location="/b")
    server.pages["/b"] = lambda r: says(302, Location="/c")
    server.pages["/c"] = lambda r: says(301, Location="/d")
    server.pages["/d"] = b"d"
    result = await fetcher.fetch(server.url("/a"))
    assert (result.url, result.moved_to) == (server.url("/d"), server.url("/b"))


async def test_what_is_broken_off_is_not_taken_for_known(server: LoopbackServer, fetcher: Fetcher) -> None:
    """Half of a document is used, but its validators would say that all of it is there."""
    whole = gzip.compress(bytes(range(256)) * 99)
    server.pages["/"] = lambda r: says(body=whole[: len(whole) // 2], Content_Encoding="gzip", ETag='"v1"')
    result = await fetcher.fetch(server.url())
    assert 0 < len(result.body) < 256 * 99
    assert result.etag is None


@pytest.mark.parametrize("piece", [1, 3, 50])
async def test_it_does_not_matter_how_a_body_comes(fetcher: Fetcher, piece: int) -> None:
    """Not even if the first piece is one byte of what says that the rest is compressed."""
    body = gzip.compress(b"news" * 9)

    async def answer(_: asyncio.StreamReader, w: asyncio.StreamWriter) -> None:
        w.write(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n")
        for start in range(0, len(body), piece):
            w.write(body[start : start + piece])
            await w.drain()
            await asyncio.sleep(0)
        w.close()
        await w.wait_closed()

    slow = await asyncio.start_server(answer, "127.0.0.1", 0)
    result = await fetcher.fetch(f"http://127.0.0.1:{slow.sockets[0].getsockname()[1]}/")
    assert result.body == b"news" * 9
    slow.close()
    await slow.wait_closed()


async def test_redirects_end(server: LoopbackServer, fetcher: Fetcher) -> None:
    server.pages["/loop"] = lambda r: says(302, Location="/loop")
    assert await cause(fetcher.fetch(server.url("/loop"))) == "it redirects more than 5 times"
    assert len(server.seen) == 6


async def test_gone_is_gone(server: LoopbackServer, fetcher: Fetcher) -> None:
    server.pages["/feed"] = lambda r: says(410)
    assert (await fetcher.fetch(server.url("/feed"))).status is FetchStatus.GONE


@pytest.mark.parametrize(
    ("body", "encoding"),
    [
        (gzip.compress(b"news" * 9), "gzip"),
        (gzip.compress(b"news" * 9), ""),
        (gzip.compress(b"news" * 9), "deflate"),
        (b"news" * 9, "gzip"),
        (zlib.compress(b"news" * 9), "deflate"),
        (zlib.compress(b"news" * 9, wbits=-15), "deflate"),
        (gzip.compress(b"news" * 9)[:-8], "gzip"),
        (gzip.compress(b"news" * 4) + gzip.compress(b"news" * 5), "gzip"),
        (gzip.compress(b"news" * 9) + b"rubbish", "gzip"),
    ],
)
async def test_a_body_is_what_it_is_not_what_it_says(
    server: LoopbackServer, fetcher: Fetcher, body: bytes, encoding: str
) -> None:
    """Servers label plain text as gzip, send gzip unlabelled, and mean two things by deflate."""
    server.pages["/"] = lambda r: says(body=body, Content_Encoding=encoding) if encoding else says(body=body)
    assert (await fetcher.fetch(server.url())).body == b"news" * 9


@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
async def test_a_bomb_is_cut_off(server: LoopbackServer, fetcher: Fetcher, encoding: str) -> None:
    """50 MB in 50 kB: reading stops at the cap."""
    wbits = 31 if encoding == "gzip" else 15
    pack = zlib.compressobj(9, wbits=wbits)
    bomb = b"".join(pack.compress(bytes(1_000_000)) for _ in range(50)) + pack.flush()
    server.pages["/"] = lambda r: says(body=bomb, Content_Encoding=encoding)
    assert await cause(fetcher.fetch(server.url())) == "it is larger than the 1 MB that Kurir reads"


async def test_what_cannot_be_unpacked_is_said(server: LoopbackServer, fetcher: Fetcher) -> None:
    server.pages["/br"] = lambda r: says(body=b"x", Content_Encoding="br")
    server.pages["/broken"] = lambda r: says(body=b"\x1f\x8b" + b"no" * 50, Content_Encoding="gzip")
    assert "which Kurir did not ask for" in await cause(fetcher.fetch(server.url("/br")))
    assert await cause(fetcher.fetch(server.url("/broken"))) == "its compressed data is broken"


async def test_a_document_that_announces_too_much_is_not_read(
    server: LoopbackServer, fetcher: Fetcher
) -> None:
    server.pages["/"] = b"x" * 1_000_001
    assert "larger than" in await cause(fetcher.fetch(server.url()))


@pytest.mark.parametrize("status", [400, 401, 403, 404, 429, 500, 503])
async def test_a_status_is_a_sentence(server: LoopbackServer, fetcher: Fetcher, status: int) -> None:
    server.pages["/"] = lambda r: says(status)
    assert str(status) in await cause(fetcher.fetch(server.url()))


async def test_retry_after_holds_the_whole_host(server: LoopbackServer, fetcher: Fetcher) -> None:
    """After a 429 that asks for a pause, other addresses of the host are not asked either."""
    server.pages["/a"] = lambda r: says(429, Retry_After="120")
    server.pages["/b"] = b"b"
    with pytest.raises(FetchError) as caught:
        await fetcher.fetch(server.url("/a"))
    assert caught.value.retry_after == 120
    assert "asked for a pause" in await cause(fetcher.fetch(server.url("/b")))
    assert server.paths == ["/a"]


async def test_a_server_that_never_answers_is_left(server: LoopbackServer) -> None:
    """The read limit ends it."""
    over = asyncio.Event()

    async def stall(_: asyncio.StreamReader, w: asyncio.StreamWriter) -> None:
        await over.wait()
        w.close()
        await w.wait_closed()

    stalled = await asyncio.start_server(stall, "127.0.0.1", 0)
    port = stalled.sockets[0].getsockname()[1]
    async with Fetcher(limits=replace(QUICK, read=0.05), policy=OPEN) as fetcher:
        assert "no whole answer" in await cause(fetcher.fetch(f"http://127.0.0.1:{port}/"))
    over.set()
    stalled.close()
    await stalled.wait_closed()


async def test_a_server_that_never_ends_is_left(server: LoopbackServer) -> None:
    """Each piece comes in time, the whole does not."""

    over = asyncio.Event()

    async def drip(_: asyncio.StreamReader, w: asyncio.StreamWriter) -> None:
        w.write(b"HTTP/1.1 200 OK\r\n\r\n")
        with suppress(ConnectionError):
            while True:
                w.write(b"x")
                await w.drain()
                await asyncio.sleep(0.01)
        w.close()
        with suppress(ConnectionError):
            await w.wait_closed()
        over.set()

    dripping = await asyncio.start_server(drip, "127.0.0.1", 0)
    port = dripping.sockets[0].getsockname()[1]
    async with Fetcher(limits=replace(QUICK, total=0.1, read=5), policy=OPEN) as fetcher:
        assert "no whole answer within 0.1 s" in await cause(fetcher.fetch(f"http://127.0.0.1:{port}/"))
    await over.wait()
    dripping.close()
    await dripping.wait_closed()


async def test_requests_to_one_host_keep_their_distance() -> None:
    """Those to another do not wait."""
    turns, started = Turns(per_host=9, delay=0.02), list[tuple[str, float]]()

    async def ask(host: str) -> None:
        async with turns.turn(host, "http://a.test/"):
            started.append((host, asyncio.get_running_loop().time()))

    await asyncio.gather(*(ask("a:80") for _ in range(3)), ask("b:80"))
    assert [host for host, _ in started] == ["a:80", "b:80", "a:80", "a:80"]
    first, _, second, third = (at for _, at in started)
    assert second - first > 0.0199
    assert third - first > 0.0399


async def test_a_closed_port_and_nonsense_are_causes(server: LoopbackServer, fetcher: Fetcher) -> None:
    async def babble(_: asyncio.StreamReader, w: asyncio.StreamWriter) -> None:
        w.write(b"220 smtp.example.com ready\r\n")
        w.close()
        await w.wait_closed()

    odd = await asyncio.start_server(babble, "127.0.0.1", 0)
    port = odd.sockets[0].getsockname()[1]
    assert await cause(fetcher.fetch(f"http://127.0.0.1:{port}/"))
    odd.close()
    await odd.wait_closed()
    assert await cause(fetcher.fetch(f"http://127.0.0.1:{port}/")) == "the server does not take connections"


async def test_one_host_gets_few_requests_at_a_time(server: LoopbackServer) -> None:
    """The limit per host holds however many addresses of it are due."""
    running, most = 0, 0

    class Slow(web.StreamResponse):
        async def prepare(self, request: web.BaseRequest):  # type: ignore[no-untyped-def]
            nonlocal running, most
            running += 1
            most = max(most, running)
            await asyncio.sleep(0.01)
            running -= 1
            return await super().prepare(request)

    server.pages["/"] = lambda r: Slow()
    async with Fetcher(limits=QUICK, policy=OPEN) as fetcher:
        await asyncio.gather(*(fetcher.fetch(server.url(f"/?{n}")) for n in range(8)))
    assert most == 2


@pytest.mark.parametrize(
    ("robots", "allowed"),
    [
        (b"User-agent: *\nDisallow: /private", True),
        (b"User-agent: Kurir\nDisallow: /", False),
        (b"User-agent: *\nDisallow: /page", False),
        (b"\xff\xfe<html>no robots here", True),
    ],
)
async def test_pages_obey_robots_txt(
    server: LoopbackServer, fetcher: Fetcher, robots: bytes, allowed: bool
) -> None:
    server.pages |= {"/robots.txt": robots, "/page": b"text"}
    if allowed:
        assert (await fetcher.fetch_page(server.url("/page"))).body == b"text"
        await fetcher.fetch_page(server.url("/page"))
        assert server.paths.count("/robots.txt") == 1
    else:
        assert "robots.txt" in await cause(fetcher.fetch_page(server.url("/page")))
        assert "/page" not in server.paths


async def test_a_site_without_robots_txt_is_open(server: LoopbackServer, fetcher: Fetcher) -> None:
    server.pages["/page"] = b"text"
    assert (await fetcher.fetch_page(server.url("/page"))).body == b"text"


async def test_a_site_that_fails_to_give_its_robots_txt_is_closed_for_now(server: LoopbackServer) -> None:
    """It is said as it is, may be tried again, and soon is; rules that were known stay."""
    now, answers = NOW, [says(503), says(body=b"User-agent: *\nDisallow: /no"), says(500)]
    server.pages |= {"/page": b"text", "/no": b"text", "/robots.txt": lambda r: answers.pop(0)}
    async with Fetcher(limits=QUICK, policy=OPEN, now=lambda: now) as fetcher:
        for _ in range(2):
            with pytest.raises(FetchError, match=r"robots.txt cannot be read, .*\(503\)") as caught:
                await fetcher.fetch_page(server.url("/page"))
            assert caught.value.is_temporary
        for after in (timedelta(minutes=11), timedelta(days=2)):
            now += after
            assert (await fetcher.fetch_page(server.url("/page"))).body == b"text"
            assert "asks programs not to" in await cause(fetcher.fetch_page(server.url("/no")))
    assert answers == []


async def test_of_a_huge_robots_txt_the_beginning_counts(server: LoopbackServer, fetcher: Fetcher) -> None:
    rules = b"User-agent: *\nDisallow: /no\n" + b"# nothing\n" * 300_000
    server.pages |= {"/page": b"text", "/no": b"text", "/robots.txt": rules}
    assert (await fetcher.fetch_page(server.url("/page"))).body == b"text"
    assert "robots.txt" in await cause(fetcher.fetch_page(server.url("/no")))


async def test_a_page_that_redirects_obeys_the_robots_txt_there_too(
    server: LoopbackServer, fetcher: Fetcher
) -> None:
    async with LoopbackServer({"/robots.txt": b"User-agent: *\nDisallow: /", "/page": b"text"}) as other:
        server.pages |= {
            "/away": lambda r: says(302, Location=other.url("/page")),
            "/in": lambda r: says(301, Location="/no"),
            "/robots.txt": b"User-agent: *\nDisallow: /no",
        }
        for path in ("/away", "/in"):
            assert "robots.txt" in await cause(fetcher.fetch_page(server.url(path)))
        assert other.paths == ["/robots.txt"]
    assert "/no" not in server.paths


@pytest.mark.parametrize(
    ("rules", "path", "allowed"),
    [
        ("User-agent: *\nDisallow: /a", "/a/b", False),
        ("User-agent: *\nDisallow: /a", "/A", True),
        ("User-agent: *\nDisallow:", "/a", True),
        ("User-agent: *\nDisallow: /\nAllow: /news/", "/news/1", True),
        ("User-agent: *\nAllow: /news/\nDisallow: /news/private", "/news/private/1", False),
        ("User-agent: *\nDisallow: /page\nAllow: /page", "/page", True),
        ("User-agent: *\nDisallow: /*.pdf$", "/a/b.pdf", False),
        ("User-agent: *\nDisallow: /*.pdf$", "/a/b.pdf?x=1", True),
        ("User-agent: *\nDisallow: /*?print", "/a?print=1", False),
        ("User-agent: *\nDisallow: /$", "/", False),
        ("User-agent: *\nDisallow: /$", "/a", True),
        ("User-agent: *\nDisallow: /a*b*c", "/axxbyyc", False),
        ("User-agent: *\nDisallow: /a*b*b$", "/ab", True),
        ("User-agent: *\nDisallow: /%C3%A5", "/å", False),
        ("User-agent: *\nDisallow: /å", "/%c3%a5", False),
        ("user-agent: kurir\ndisallow: /\n\nUser-agent: *\nAllow: /", "/a", False),
        ("User-agent: *\nDisallow: /\n\nUser-agent: Kurir/1.0\nAllow: /", "/a", True),
        ("User-agent: Kurirbot\nDisallow: /", "/a", True),
        ("User-agent: other\nUser-agent: Kurir # us\nDisallow: /", "/a", False),
        (
            "User-agent: Kurir\nDisallow: /a\nUser-agent: x\nDisallow: /\nUser-agent: Kurir\nDisallow: /b",
            "/b",
            False,
        ),
        ("\ufeffUser-agent: *\r\nDisallow: /", "/a", False),
        ("Disallow: /\nSitemap: https://a.test/s.xml", "/a", True),
        ("<html><body>Not found</body></html>", "/a", True),
        ("User-agent: *\nDisallow: /" + "*a" * 2_000 + "$", "/" + "a" * 1_000, True),
    ],
)
def test_the_longest_rule_that_fits_decides(rules: str, path: str, allowed: bool) -> None:
    """RFC 9309, 2.2.2 and 2.2.3; and a pattern made to take for ever does not."""
    assert read_rules(rules, "Kurir").allow(path) == allowed


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120.0),
        ("Mon, 23 Nov 2026 08:01:00 GMT", 60.0),
        ("Mon, 23 Nov 2026 07:00:00 GMT", 0.0),
        ("99999999", 604800.0),
        ("soon", None),
        ("-1", None),
        (None, None),
    ],
)
def test_retry_after(value: str | None, seconds: float | None) -> None:
    assert retry_after(value, NOW) == seconds


@pytest.mark.parametrize(
    ("value", "seconds"),
    [("public, max-age=60", 60), ("max-age=60, no-cache", None), ("s-max-age=9", None), ("", None)],
)
def test_max_age(value: str, seconds: int | None) -> None:
    assert max_age(value) == seconds
