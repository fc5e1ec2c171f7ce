"""When a source is looked at again."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.sources import Hints, SourceState
from summarizer.sources.schedule import Pace, after_skipped, failed, gone, succeeded

NOW = datetime(2026, 11, 23, 12, 30, tzinfo=UTC)  # a Monday
PACE = Pace(shortest=600, longest=86_400)


def wait(state: SourceState) -> float:
    assert state.next_due
    return (state.next_due - NOW).total_seconds()


def test_the_interval_follows_the_source_between_the_bounds() -> None:
    """News shortens it, silence lengthens it."""
    lively = quiet = SourceState()
    for _ in range(30):
        lively = succeeded(lively, now=NOW, news=True, pace=PACE)
        quiet = succeeded(quiet, now=NOW, news=False, pace=PACE)
    assert (wait(lively), wait(quiet)) == (600, 86_400)
    assert wait(succeeded(quiet, now=NOW, news=True, pace=PACE)) < 86_400


@pytest.mark.parametrize(
    ("hints", "max_age", "seconds"),
    [
        (Hints(ttl=7200), None, 7200),
        (Hints(), 9000, 9000),
        (Hints(ttl=10**9), None, 86_400),
        (Hints(ttl=1), 1, 2160),
    ],
)
def test_a_source_that_wants_to_be_asked_less_is(hints: Hints, max_age: int | None, seconds: int) -> None:
    """Its ttl and its Cache-Control lengthen the wait, up to the longest, and never shorten it."""
    state = succeeded(SourceState(), now=NOW, news=True, hints=hints, rest=max_age, pace=PACE)
    assert wait(state) == seconds


def test_what_a_feed_said_counts_until_it_says_otherwise() -> None:
    """Also where it is unchanged, and so was not read again, and where it fails."""
    hints = Hints(ttl=7200, skip_hours=frozenset({14}))
    state = succeeded(SourceState(interval=600), now=NOW, news=True, hints=hints)
    assert state.next_due == NOW.replace(hour=15, minute=0)
    unchanged = succeeded(state, now=NOW, news=False)
    assert unchanged.next_due == NOW.replace(hour=15, minute=0)
    broken = failed(replace(unchanged, failures=3), "x", now=NOW, chance=0.5)
    assert broken.next_due == NOW + timedelta(seconds=4800)
    assert failed(state, "x", now=NOW, retry_after=6000).next_due == NOW.replace(hour=15, minute=0)
    assert wait(succeeded(unchanged, now=NOW, news=False, hints=Hints())) < 7200


def test_skipped_hours_and_days_are_skipped() -> None:
    assert after_skipped(NOW, Hints(skip_hours=frozenset({12, 13}))) == NOW.replace(hour=14, minute=0)
    assert after_skipped(NOW, Hints(skip_days=frozenset({0, 1}))) == datetime(2026, 11, 25, tzinfo=UTC)
    assert after_skipped(NOW, Hints(skip_hours=frozenset(range(24)))) > NOW


def test_failures_back_off_and_success_forgives() -> None:
    state, waits = SourceState(), []
    for _ in range(10):
        state = failed(state, "x", now=NOW, pace=PACE, chance=0.5)
        waits.append(wait(state))
    assert waits[:3] == [600, 1200, 2400]
    assert waits[-1] == 86_400
    assert state.failures == 10
    state = succeeded(state, now=NOW, news=False)
    assert (state.failures, state.failing_since, state.cause) == (0, None, None)


def test_retry_after_is_obeyed() -> None:
    assert wait(failed(SourceState(), "x", now=NOW, retry_after=200_000)) == 200_000


def test_a_source_is_disabled_after_failing_long_and_often() -> None:
    """Not because this machine slept: that is one failure, however late."""
    state = failed(SourceState(), "x", now=NOW)
    assert failed(state, "x", now=NOW + timedelta(days=30)).disabled is None
    for day in range(9):
        assert state.disabled is None
        state = failed(state, "no connection", now=NOW + timedelta(days=day))
    assert state.disabled == "It has failed for 8 days and is no longer read; last cause: no connection."


def test_gone_disables_at_once() -> None:
    assert "410" in (gone(SourceState(), now=NOW).disabled or "")


@given(st.integers(1, 10**6), st.floats(0, 0.999), st.booleans(), st.integers(0, 60))
def test_the_next_look_is_always_within_the_bounds(
    interval: int, chance: float, news: bool, failures: int
) -> None:
    state = SourceState(interval=interval, failures=failures)
    good = succeeded(state, now=NOW, news=news, pace=PACE, chance=chance)
    bad = failed(state, "x", now=NOW, pace=PACE, chance=chance)
    assert 600 <= wait(good) <= 86_400 * 1.1
    assert 600 * 0.8 <= wait(bad) <= 86_400 * 1.2
