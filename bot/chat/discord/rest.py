"""Discord's REST API: one request a call, every failure told apart by what the caller does next.

discord.py's own HTTP client repeats a POST after a 5xx and after a lost connection, which posts twice; so
what is posted goes this way. https://docs.discord.com/developers/reference
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Protocol

import aiohttp

from bot.chat.discord.pacing import RateLimits, Route
from bot.errors import GiveUp, MaybeSent, TryLater

API = "https://discord.com/api/v10"
TIMEOUT = 20
"""Seconds for one request; below `bot.outbox.delivery.SEND_TIMEOUT`."""
PATIENCE = 2.0
"""Seconds that a call waits itself where Discord asks to; for longer, the caller is told to come later."""
TRIES = 3
"""Requests for one call whose earlier ones were answered with 429: nothing was done then."""
AGENT = "DiscordBot (https://example.com/kurir, 1)"
"""In the form that Discord asks for."""

OVERLOADED = 130_000
TOKEN_REFUSED = "Discord refuses the bot's token: check DISCORD_TOKEN"  # noqa: S105 - a sentence


class Refused(GiveUp):
    """Discord will not do it.

    Attributes:
        status: of HTTP.
        code: Discord's own error code, 0 where it gave none.
        message: Discord's words.
    """

    def __init__(self, status: int, code: int, message: str) -> None:
        super().__init__(f"Discord refused: {message} ({code or status})")
        self.status, self.code, self.message = status, code, message


class Api(Protocol):
    """Asks Discord."""

    async def call(
        self, method: str, path: str, body: Any = None, *, query: Mapping[str, str] | None = None
    ) -> Any:
        """One request; `path` begins with a slash. Returns the JSON of the response, None where it has none.

        Raises:
            Refused: it will never work.
            TryLater: Discord was not reached, or asks to wait; nothing was done.
            MaybeSent: the reply was lost; it may have been done.
        """
        ...

    async def close(self) -> None:
        """Give the connections back; a later call opens new ones."""
        ...


class Rest:
    """The `Api` over HTTP. Keeps to the rate limits that responses tell."""

    def __init__(
        self,
        token: str,
        *,
        api_url: str | None = None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._token = token
        self._base = (api_url or API).rstrip("/")
        self._clock, self._sleep = clock, sleep
        self._limits = RateLimits()
        self._line = asyncio.Lock()  # requests that count towards the bot's limit, first come, first served
        self._session: aiohttp.ClientSession | None = None
        self._dead = False

    async def call(
        self, method: str, path: str, body: Any = None, *, query: Mapping[str, str] | None = None
    ) -> Any:
        if self._dead:  # asking on with a bad token gets the address banned
            raise Refused(401, 0, TOKEN_REFUSED)
        route = Route.of(method, path)
        for _ in range(TRIES):
            await self._turn(route)
            status, data, wait = await self._ask(route, method, path, body, query)
            if wait is None:
                self._dead = status == 401 and route.is_global
                return _told_apart(route, status, data)
        raise TryLater("Discord asks to wait", retry_after=wait)

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def _ask(
        self, route: Route, method: str, path: str, body: Any, query: Mapping[str, str] | None
    ) -> tuple[int, Any, float | None]:
        """One request: status, JSON, and for a 429 the seconds to wait."""
        try:
            async with self._opened().request(
                method,
                self._base + path,
                data=None if body is None else json.dumps(body),
                params=query,
                headers=self._headers(body),
                allow_redirects=False,
            ) as response:
                wait = self._limits.learn(route, response.status, response.headers, self._clock())
                return response.status, await _json(response), wait
        except aiohttp.ClientConnectorError as error:  # no connection: nothing was said yet
            raise TryLater("Discord cannot be reached") from error
        except (TimeoutError, aiohttp.ClientError, ConnectionError) as error:
            raise MaybeSent(f"Discord's answer to {route.kind} was lost") from error

    async def _turn(self, route: Route) -> None:
        """Wait until `route` may be asked. Who must wait for long gives no place in the line away."""
        await self._wait(self._limits.of_route(route, self._clock()))
        if route.is_global:
            async with self._line:
                now = self._clock()
                wait = self._limits.of_bot(now)
                await self._wait(wait)
                self._limits.asks(now + wait)

    async def _wait(self, wait: float) -> None:
        if wait > PATIENCE:
            raise TryLater("Discord asks to wait", retry_after=wait)
        if wait > 0:
            await self._sleep(wait)

    def _headers(self, body: Any) -> dict[str, str]:
        headers = {"Authorization": f"Bot {self._token}", "User-Agent": AGENT}
        return headers if body is None else headers | {"Content-Type": "application/json"}

    def _opened(self) -> aiohttp.ClientSession:
        if self._session is None:
            timeout = aiohttp.ClientTimeout(total=TIMEOUT)
            self._session = aiohttp.ClientSession(timeout=timeout, cookie_jar=aiohttp.DummyCookieJar())
        return self._session


async def _json(response: aiohttp.ClientResponse) -> Any:
    """The body as JSON; None where it is none, as a proxy's error page."""
    text = await response.text(errors="replace")
    try:
        return json.loads(text) if text else None
    except ValueError:
        return None


def _told_apart(route: Route, status: int, data: Any) -> Any:
    said: Mapping[str, Any] = data if isinstance(data, dict) else {}
    code = said.get("code") if isinstance(said.get("code"), int) else 0
    if 200 <= status < 300:
        return data
    if code == OVERLOADED:
        raise TryLater("Discord is overloaded")
    if status >= 500:
        raise MaybeSent(f"Discord answered {route.kind} with {status}")
    if status == 401 and route.is_global:
        raise Refused(status, code or 0, TOKEN_REFUSED)
    raise Refused(status, code or 0, str(said.get("message") or "no reason given")[:200])
