"""When to look at a source again, and when to give up. Pure: the clock and chance are arguments."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from summarizer.sources import Hints, SourceState

FASTER, SLOWER = 0.6, 1.3
"""How an interval changes after a look that brought something new, or nothing."""

MANY_SKIPPED = 24 * 8
"""Hours; a feed that skips every hour of every day is looked at nevertheless."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """Bounds of looking; all in seconds.

    Attributes:
        shortest: no source is asked more often.
        longest: no source is asked less often, whatever it says.
        disable_after: failing this long, and `failures_before` times, disables a source.
        failures_before: see `disable_after`; a machine that slept for a week does not disable anything.
    """

    shortest: int = 600
    longest: int = 86_400
    disable_after: int = 7 * 86_400
    failures_before: int = 10


def succeeded(
    state: SourceState,
    *,
    now: datetime,
    news: bool,
    hints: Hints | None = None,
    rest: float | None = None,
    pace: Pace = Pace(),
    chance: float = 0.0,
) -> SourceState:
    """The state after a look that worked.

    Args:
        state: before the look, with the validators of the new document already put in.
        now: when the look ended.
        news: whether it brought anything new.
        hints: what the feed says about its rhythm; None: nothing new, the document has not changed.
        rest: seconds for which the server does not want to be asked again.
        pace: bounds.
        chance: in [0, 1); spreads sources that were added together.
    """
    hints = state.hints if hints is None else hints
    interval = round(min(max(state.interval * (FASTER if news else SLOWER), pace.shortest), pace.longest))
    wait = min(max(interval, hints.ttl or 0, rest or 0), pace.longest)
    due = after_skipped(now + timedelta(seconds=wait * (1 + chance / 10)), hints)
    return replace(
        state,
        last_checked=now,
        last_success=now,
        interval=interval,
        next_due=due,
        hints=hints,
        failures=0,
        failing_since=None,
        cause=None,
    )


def failed(
    state: SourceState,
    cause: str,
    *,
    now: datetime,
    retry_after: float | None = None,
    pace: Pace = Pace(),
    chance: float = 0.0,
) -> SourceState:
    """The state after a look that failed: asked ever more rarely, at last no more.

    `chance` in [0, 1) moves the next look by up to a fifth either way, so that sources which failed
    together do not come back together.
    """
    failures, since = state.failures + 1, state.failing_since or now
    back_off = min(pace.shortest * 2 ** min(failures - 1, 20), pace.longest)
    wait = max(back_off * (0.8 + 0.4 * chance), retry_after or 0)
    lost = (now - since).total_seconds() >= pace.disable_after and failures >= pace.failures_before
    days = (now - since).days
    return replace(
        state,
        last_checked=now,
        next_due=after_skipped(now + timedelta(seconds=wait), state.hints),
        failures=failures,
        failing_since=since,
        cause=cause,
        disabled=f"It has failed for {days} days and is no longer read; last cause: {cause}."
        if lost
        else None,
    )


def gone(state: SourceState, *, now: datetime) -> SourceState:
    """The state after a 410: the publisher ended it."""
    cause = "its publisher has ended it for good (410)"
    return replace(
        state, last_checked=now, cause=cause, disabled="Its publisher has ended it for good (410)."
    )


def after_skipped(due: datetime, hints: Hints) -> datetime:
    """`due`, or the first full hour after it that the feed does not skip."""
    for _ in range(MANY_SKIPPED):
        utc = due.utctimetuple()
        if utc.tm_hour not in hints.skip_hours and utc.tm_wday not in hints.skip_days:
            break
        due = (due + timedelta(hours=1)).replace(minute=0, second=0, microsecond=0)
    return due
