"""What a place talks about, and requests that are worked on once; on both databases."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.store import Store
from bot.store.inbox import Waiting

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)


async def test_a_place_talks_about_its_last_briefing(store: Store) -> None:
    await store.conversations.note("slack:C1", "1", now=NOW)
    await store.conversations.note("slack:C1", "2", now=NOW + timedelta(minutes=1))
    assert await store.conversations.last("slack:C1") == ("2", NOW + timedelta(minutes=1))
    assert await store.conversations.last("slack:C2") is None


async def test_a_request_that_comes_twice_is_accepted_once(store: Store) -> None:
    """Slack repeats an event that it saw no acknowledgement for; also after a restart."""
    assert await store.inbox.accept("Ev1", {"text": "brief"}, now=NOW)
    assert not await store.inbox.accept("Ev1", {"text": "brief"}, now=NOW)
    await store.inbox.done("Ev1")
    assert not await store.inbox.accept("Ev1", {"text": "brief"}, now=NOW)


async def test_what_a_crash_left_unanswered_is_found_again(store: Store) -> None:
    await store.inbox.accept("Ev1", {"n": 1}, now=NOW)
    await store.inbox.accept("Ev2", {"n": 2}, now=NOW + timedelta(seconds=1))
    await store.inbox.accept("old", {"n": 0}, now=NOW - timedelta(hours=1))
    await store.inbox.done("Ev1")
    assert await store.inbox.undone(since=NOW) == ["Ev2"]
    assert await store.inbox.waiting("Ev2") == Waiting({"n": 2}, NOW + timedelta(seconds=1))
    assert await store.inbox.waiting("Ev1") is None


async def test_old_requests_are_dropped(store: Store) -> None:
    await store.inbox.accept("old", {}, now=NOW - timedelta(days=8))
    await store.inbox.forget(before=NOW - timedelta(days=7))
    assert await store.inbox.accept("old", {}, now=NOW)
