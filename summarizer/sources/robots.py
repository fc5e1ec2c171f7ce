"""robots.txt (RFC 9309) for pages: asked once a day per site, parsed by the standard library."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

from summarizer.errors import FetchError, RefusedAddressError

KEPT = timedelta(days=1)
MANY = 2_000


class Robots:
    """Remembers what each site allows.

    Args:
        fetch: gives the text at an address, or raises FetchError.
        agent: the product name that a site's rules address.
        now: the clock.
    """

    def __init__(
        self, fetch: Callable[[str], Awaitable[bytes]], *, agent: str, now: Callable[[], datetime]
    ) -> None:
        self._fetch = fetch
        self._agent = agent
        self._now = now
        self._sites: dict[str, tuple[datetime, RobotFileParser]] = {}

    async def allows(self, url: str) -> bool:
        """Whether `url` may be read. Raises RefusedAddressError as the fetch does."""
        parts = urlsplit(url)
        site = f"{parts.scheme}://{parts.netloc}"
        known = self._sites.get(site)
        if known is None or self._now() - known[0] > KEPT:
            if len(self._sites) >= MANY:
                self._sites.clear()
            known = self._sites[site] = (self._now(), await self._rules(site + "/robots.txt"))
        return known[1].can_fetch(self._agent, url)

    async def _rules(self, url: str) -> RobotFileParser:
        """The rules at `url`. A site without rules allows all; one that fails allows nothing (2.3.1.4)."""
        rules = RobotFileParser()
        try:
            rules.parse((await self._fetch(url)).decode("utf-8", "replace").splitlines())
        except RefusedAddressError:
            raise
        except FetchError as error:
            absent = error.status is not None and 400 <= error.status < 500 and error.status != 429
            rules.parse([] if absent else ["User-agent: *", "Disallow: /"])
        return rules
