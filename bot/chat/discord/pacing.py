"""Discord's rate limits, as its response headers tell them. No I/O; the clock is an argument.

https://docs.discord.com/developers/topics/rate-limits
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

PER_SECOND = 48
"""Requests of the whole bot; Discord allows 50."""
MADE_UP = 2
"""Requests that may follow at once where the bot fell behind: with them it is 50 in any second."""
KEPT = 1_000
"""Buckets remembered before those that have been reset are forgotten."""

_ID = re.compile(r"(?<=/)(?:\d{5,}|@me|@original)(?=/|$)")
_MAJOR = re.compile(r"^/(?:channels|guilds)/(\d+)|^/webhooks/(\d+/[^/]+)|^/interactions/(\d+/[^/]+)")


@dataclass(frozen=True, slots=True)
class Route:
    """What shares a limit: the kind of request, and the channel, server or webhook that it is about."""

    kind: str
    major: str

    @classmethod
    def of(cls, method: str, path: str) -> Route:
        found = _MAJOR.match(path)
        major = next((g for g in found.groups() if g), "") if found else ""
        rest = path.replace(major, "MAJOR", 1) if major else path
        return cls(f"{method} {_ID.sub('ID', rest)}", major)

    @property
    def is_global(self) -> bool:
        """Whether it counts towards the limit of the whole bot; answers to interactions do not."""
        return not self.kind.split()[1].startswith(("/webhooks", "/interactions"))


@dataclass(slots=True)
class RateLimits:
    """How long each request must wait."""

    _buckets: dict[str, str] = field(default_factory=dict)  # kind of request: Discord's name of its bucket
    _until: dict[tuple[str, str], float] = field(default_factory=dict)
    _all_until: float = 0.0
    _last: float = 0.0

    def of_route(self, route: Route, now: float) -> float:
        """Seconds until `route` itself may be asked again."""
        return max(0.0, self._until.get(self._key(route), 0.0) - now)

    def of_bot(self, now: float) -> float:
        """Seconds until the bot may ask for anything that counts towards its own limit."""
        return max(0.0, self._all_until - now, self._last + 1 / PER_SECOND - now)

    def asks(self, at: float) -> None:
        """Count a request that is made `at` that time towards the bot's own limit."""
        self._last = max(at - MADE_UP / PER_SECOND, self._last + 1 / PER_SECOND)

    def learn(self, route: Route, status: int, headers: Mapping[str, str], now: float) -> float | None:
        """Note what a response says; for a 429, the seconds to wait."""
        if bucket := headers.get("X-RateLimit-Bucket"):
            self._buckets[route.kind] = bucket
        if status == 429:
            wait = _seconds(headers, "Retry-After", "X-RateLimit-Reset-After") or 1.0
            if headers.get("X-RateLimit-Global") or headers.get("X-RateLimit-Scope") == "global":
                self._all_until = now + wait
            else:
                self._block(route, now + wait, now)
            return wait
        if headers.get("X-RateLimit-Remaining") == "0":
            self._block(route, now + (_seconds(headers, "X-RateLimit-Reset-After") or 0.0), now)
        return None

    def _key(self, route: Route) -> tuple[str, str]:
        return self._buckets.get(route.kind, route.kind), route.major

    def _block(self, route: Route, until: float, now: float) -> None:
        if len(self._until) > KEPT:
            self._until = {k: t for k, t in self._until.items() if t > now}
        self._until[self._key(route)] = until


def _seconds(headers: Mapping[str, str], *names: str) -> float | None:
    for name in names:
        try:
            return max(0.0, float(headers[name]))
        except (KeyError, ValueError):
            continue
    return None
