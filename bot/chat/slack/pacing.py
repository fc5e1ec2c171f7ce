"""Slack's rate limits: who was told to wait does not ask again before that. No I/O; the clock is an argument.

Slack limits each method, and posting each channel by itself. https://docs.slack.dev/apis/web-api/rate-limits
"""

from __future__ import annotations

from dataclasses import dataclass, field

KEPT = 1_000
"""Limits remembered before those that are over are forgotten."""


@dataclass(slots=True)
class RateLimits:
    """Until when each method may not be called, by itself or for one channel."""

    _until: dict[tuple[str, str], float] = field(default_factory=dict)

    def seconds(self, method: str, channel: str, now: float) -> float:
        """How long a call must still wait."""
        return max(0.0, self._until.get((method, channel), now) - now)

    def learn(self, method: str, channel: str, seconds: float, now: float) -> None:
        """Slack has refused a call, and says how long to wait."""
        if len(self._until) > KEPT:
            self._until = {key: until for key, until in self._until.items() if until > now}
        self._until[method, channel] = now + seconds
