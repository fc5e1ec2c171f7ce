"""The one fetcher: every request of Kurir for news passes through `Fetcher`.

It asks conditionally, waits its turn per host, follows redirects one checked hop at a time, and never
holds more of a document than its cap. What it knows about a server it forgets with the process; what
must outlive it is in the `FetchResult`.
"""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from types import TracebackType
from typing import Self
from urllib.parse import urljoin

import aiohttp
from aiohttp import ClientResponse, ClientTimeout, DummyCookieJar, ThreadedResolver
from aiohttp.abc import AbstractResolver

from summarizer.errors import FetchError, RefusedAddressError
from summarizer.sources import FetchResult, FetchStatus
from summarizer.sources.body import Body, BodyError, read_body
from summarizer.sources.guard import GuardedResolver, Policy, check_url, guarded_connector
from summarizer.sources.headers import max_age, media_type, retry_after
from summarizer.sources.robots import Robots
from summarizer.sources.turns import Turns

USER_AGENT = "Kurir/0.1 (news briefings for a team; +{contact})"
FEED_TYPES = (
    "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, */*;q=0.5"
)
PAGE_TYPES = "text/html, application/xhtml+xml, */*;q=0.5"
ROBOTS_BYTES = 512_000
"""Of a robots.txt; the rest counts for nothing (RFC 9309, 2.5)."""
PERMANENT = (301, 308)
REDIRECTS = (301, 302, 303, 307, 308)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much a fetch may take. Times are seconds.

    Attributes:
        total: for one hop, from the turn to the last byte.
        connect: for one connection.
        read: between two pieces of an answer.
        max_bytes: of a document after decompression.
        max_redirects: hops followed.
        per_host: requests to one host at the same time.
        delay: between the starts of two requests to one host.
        connections: at the same time in all.
    """

    total: float = 30.0
    connect: float = 10.0
    read: float = 15.0
    max_bytes: int = 10_000_000
    max_redirects: int = 5
    per_host: int = 2
    delay: float = 0.5
    connections: int = 64


class Fetcher:
    """Fetches feeds and pages. Use it as an async context manager."""

    def __init__(
        self,
        *,
        limits: Limits = Limits(),
        policy: Policy = Policy(),  # noqa: B008 - frozen
        contact: str = "https://example.com/kurir",
        resolver: AbstractResolver | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._limits = limits
        self._policy = policy
        self._agent = USER_AGENT.format(contact=contact)
        self._resolver = resolver
        self._now = now
        self._turns = Turns(per_host=limits.per_host, delay=limits.delay)
        self._robots = Robots(self._robots_text, agent="Kurir", now=now)

    async def __aenter__(self) -> Self:
        limits = self._limits
        resolver = GuardedResolver(self._resolver or ThreadedResolver(), self._policy)
        self._session = aiohttp.ClientSession(
            connector=guarded_connector(resolver, limit=limits.connections, limit_per_host=limits.per_host),
            cookie_jar=DummyCookieJar(),
            headers={"User-Agent": self._agent, "Accept-Encoding": "gzip, deflate"},
            timeout=ClientTimeout(total=limits.total, sock_connect=limits.connect, sock_read=limits.read),
            auto_decompress=False,  # `read_body` does it, under the cap
            trust_env=False,  # a proxy would connect to what the guard has not seen
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._session.close()

    async def fetch(
        self, url: str, *, etag: str | None = None, last_modified: str | None = None
    ) -> FetchResult:
        """The document at `url`, or that it did not change since it had the given validators.

        Raises:
            RefusedAddressError: the address, or one it redirects to, is never connected to.
            FetchError: no document; the cause says why.
        """
        return await self._follow(url, _headers(FEED_TYPES, etag, last_modified))

    async def fetch_page(
        self, url: str, *, etag: str | None = None, last_modified: str | None = None
    ) -> FetchResult:
        """The web page at `url`, if the site's robots.txt lets Kurir read it, as that of each site that it
        redirects to. Raises as `fetch`."""
        return await self._follow(url, _headers(PAGE_TYPES, etag, last_modified), is_page=True)

    async def _follow(
        self, url: str, headers: Mapping[str, str], *, is_page: bool = False, is_robots: bool = False
    ) -> FetchResult:
        here, moved_to = url, url
        for _ in range(self._limits.max_redirects + 1):
            if is_page:
                await self._ask_robots(here)
            answer = await self._request(here, headers, is_robots=is_robots)
            if isinstance(answer, FetchResult):
                moved = moved_to != url and answer.status is not FetchStatus.GONE
                return replace(answer, moved_to=moved_to) if moved else answer
            permanent, there = answer
            if (
                permanent
                and moved_to == here
                and not (here.startswith("https:") > there.startswith("https:"))
            ):
                moved_to = there
            here = there
        raise FetchError(url, f"it redirects more than {self._limits.max_redirects} times")

    async def _ask_robots(self, url: str) -> None:
        target = str(check_url(url, self._policy))
        if not await self._robots.allows(target):
            cause = "the site's robots.txt asks programs not to read this page"
            raise FetchError(target, cause, status=403)

    async def _request(
        self, url: str, headers: Mapping[str, str], *, is_robots: bool
    ) -> FetchResult | tuple[bool, str]:
        """One hop: a result, or where it redirects to and whether for good."""
        target = check_url(url, self._policy)
        async with self._turns.turn(f"{target.raw_host}:{target.port}", url):
            try:
                async with self._session.get(target, headers=headers, allow_redirects=False) as response:
                    return await self._read(response, str(target), is_robots)
            except RefusedAddressError as error:
                raise RefusedAddressError(str(target), error.cause) from None
            except (aiohttp.ClientError, OSError, TimeoutError, BodyError, ValueError) as error:
                raise FetchError(str(target), _cause(error, self._limits)) from error

    async def _read(
        self, response: ClientResponse, url: str, is_robots: bool
    ) -> FetchResult | tuple[bool, str]:
        status, headers = response.status, response.headers
        wait = retry_after(headers.get("Retry-After"), self._now())
        if status in REDIRECTS and (location := headers.get("Location")):
            return status in PERMANENT, urljoin(url, location.strip())
        if status not in (200, 203, 304, 410):
            if wait and status in (429, 503):
                self._turns.hold(f"{response.url.raw_host}:{response.url.port}", wait)
            raise FetchError(url, _status_cause(status), retry_after=wait, status=status)
        kind = {304: FetchStatus.UNCHANGED, 410: FetchStatus.GONE}.get(status, FetchStatus.FRESH)
        body = Body(b"")
        if kind is FetchStatus.FRESH:
            cap = ROBOTS_BYTES if is_robots else self._limits.max_bytes
            body = await read_body(response, cap, cut=is_robots)
        return FetchResult(
            status=kind,
            url=url,
            body=body.data,
            content_type=media_type(headers.get("Content-Type")),
            charset=response.charset if kind is FetchStatus.FRESH else None,
            # Who has a part of a document must not say that it is known.
            etag=headers.get("ETag") if body.whole else None,
            last_modified=headers.get("Last-Modified") if body.whole else None,
            max_age=max_age(headers.get("Cache-Control")),
            retry_after=wait,
        )

    async def _robots_text(self, url: str) -> bytes:
        return (await self._follow(url, {"Accept": "text/plain, */*;q=0.5"}, is_robots=True)).body


def _headers(accept: str, etag: str | None, last_modified: str | None) -> Mapping[str, str]:
    headers = {"Accept": accept}
    if etag:
        headers["If-None-Match"] = etag
    if last_modified:
        headers["If-Modified-Since"] = last_modified
    return headers


def _status_cause(status: int) -> str:
    causes = {
        401: "it wants a login (401)",
        403: "the server refuses to give it to Kurir (403)",
        404: "there is nothing at this address (404)",
        429: "the server says Kurir asks too often (429)",
    }
    if status >= 500:
        return f"the server has a problem of its own ({status})"
    return causes.get(status, f"the server answered with status {status}")


def _cause(error: BaseException, limits: Limits) -> str:
    """A clause for a person; the exception's own text may hold anything, so it is not used."""
    match error:
        case BodyError():
            return str(error)
        case aiohttp.ConnectionTimeoutError():
            return f"no connection within {limits.connect:g} s"
        case TimeoutError():
            return f"no whole answer within {limits.total:g} s"
        case aiohttp.ClientConnectorDNSError() | socket.gaierror():
            return "its host name cannot be found"
        case aiohttp.ClientConnectorCertificateError() | aiohttp.ClientConnectorSSLError() | ssl.SSLError():
            return "its certificate or encryption cannot be trusted"
        case aiohttp.ClientConnectorError():
            return "the server does not take connections"
        case aiohttp.ServerDisconnectedError() | aiohttp.ClientPayloadError() | ConnectionError():
            return "the server broke the answer off"
        case asyncio.IncompleteReadError():
            return "the server broke the answer off"
    return "the server's answer is not valid HTTP"
