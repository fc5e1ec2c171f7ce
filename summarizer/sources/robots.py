"""robots.txt (RFC 9309) for pages: asked once a day per site. `read_rules` is pure."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import quote, unquote, urlsplit

from summarizer.errors import FetchError, RefusedAddressError

KEPT, RETRIED = timedelta(days=1), timedelta(minutes=10)
"""How long rules are believed, and how soon a site that failed to give them is asked for them again."""
MANY = 2_000


@dataclass(frozen=True, slots=True)
class Rules:
    """What a site lets one program read.

    Attributes:
        lines: patterns of addresses, each with whether it allows them.
    """

    lines: tuple[tuple[str, bool], ...] = ()

    def allow(self, path: str) -> bool:
        """Whether `path`, with its query, may be read: the longest pattern decides, allowing before not."""
        path = _normal(path)
        fitting = [(len(pattern), allowed) for pattern, allowed in self.lines if _fits(pattern, path)]
        return max(fitting, default=(0, True))[1]


def read_rules(text: str, agent: str) -> Rules:
    """The rules in `text` for the program named `agent`; those for everybody where it is not named."""
    groups: dict[str, list[tuple[str, bool]]] = {}
    named: list[str] = []
    is_open = False
    for line in text.removeprefix("\ufeff").splitlines():
        key, _, value = (part.strip() for part in line.partition("#")[0].partition(":"))
        key = key.lower()
        if key == "user-agent":
            named = [*(named if is_open else ()), re.split(r"[\s/]", value.lower(), maxsplit=1)[0]]
            is_open = True
            groups |= {name: groups.get(name, []) for name in named}
        elif key in ("allow", "disallow"):
            is_open = False
            for name in named if value else ():
                groups[name].append((_normal(value), key == "allow"))
    return Rules(tuple(groups.get(agent.lower(), groups.get("*", []))))


def _normal(path: str) -> str:
    """One spelling of what may be written with and without percent signs."""
    return quote(
        unquote(path or "/", errors="surrogateescape"), safe="/*$?=&;:@!,+'()~%", errors="surrogateescape"
    )


def _fits(pattern: str, path: str) -> bool:
    """Whether `path` begins as `pattern` says: * stands for anything, $ at the end for the end."""
    to_end = pattern.endswith("$")
    first, *others = pattern.removesuffix("$").split("*")
    if not path.startswith(first):
        return False
    if not others:
        return not to_end or path == first
    at = len(first)
    *middle, last = others
    for part in middle:
        if (found := path.find(part, at)) < 0:
            return False
        at = found + len(part)
    return path.endswith(last) and len(path) - len(last) >= at if to_end else path.find(last, at) >= 0


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
        self._sites: dict[str, tuple[datetime, Rules | FetchError]] = {}

    async def allows(self, url: str) -> bool:
        """Whether `url` may be read.

        Raises:
            RefusedAddressError: as the fetch does.
            FetchError: nobody knows: the site fails to give its rules, so it allows nothing (2.3.1.4).
        """
        parts = urlsplit(url)
        site = f"{parts.scheme}://{parts.netloc}"
        until, known = self._sites.get(site, (None, None))
        if until is None or self._now() > until:
            if len(self._sites) >= MANY:
                self._sites.clear()
            known = await self._rules(site, known if isinstance(known, Rules) else None)
        if isinstance(known, FetchError):
            cause = f"the site's robots.txt cannot be read, so neither is the page: {known.cause}"
            raise FetchError(url, cause, retry_after=known.retry_after)
        return known is None or known.allow(parts.path + (f"?{parts.query}" if parts.query else ""))

    async def _rules(self, site: str, old: Rules | None) -> Rules | FetchError:
        """The rules of `site`. One without rules allows all; one that fails for now keeps its old ones."""
        kept = KEPT
        found: Rules | FetchError
        try:
            text = (await self._fetch(f"{site}/robots.txt")).decode("utf-8", "replace")
            found = read_rules(text, self._agent)
        except RefusedAddressError:
            raise
        except FetchError as error:
            if error.status is not None and 400 <= error.status < 500 and error.status != 429:
                found = Rules()
            else:
                kept, found = RETRIED, old or error
        self._sites[site] = (self._now() + kept, found)
        return found
