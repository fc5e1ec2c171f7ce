"""A circuit breaker: an endpoint that fails is left alone for a while."""

from __future__ import annotations

from collections.abc import Callable

from summarizer.errors import EndpointError

THRESHOLD = 3
"""Failures in a row before the endpoint is left alone: one may be chance, three are an outage."""
PAUSE = 60.0
"""Seconds for which it is then left alone."""
LASTING_PAUSE = 600.0
"""Seconds after a failure that only a person can mend."""


class LeftAloneError(EndpointError):
    """The endpoint failed before and is not asked for a while."""


class Breaker:
    """Counts failures in a row; open, it refuses without asking. After the pause one call may try.

    Args:
        clock: seconds, monotonic.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._failures = 0
        self._open_until = float("-inf")
        self._cause = ""

    def check(self) -> None:
        """
        Raises:
            LeftAloneError: it is open.
        """
        left = self._open_until - self._clock()
        if left > 0:
            raise LeftAloneError(f"{self._cause}; asking again in {left:.0f} s", retry_after=left)

    def succeeded(self) -> None:
        self._failures = 0

    def failed(self, error: EndpointError) -> None:
        self._failures += 1
        pause = LASTING_PAUSE if error.lasting else error.retry_after
        if pause is None and self._failures >= THRESHOLD:
            pause = PAUSE
        if pause is not None:
            self._open_until = self._clock() + pause
            self._cause = str(error)
