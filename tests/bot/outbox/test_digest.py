"""Which stories a channel gets, and in which order."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest
from builders import article
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.content import BriefedStory
from bot.outbox.candidate import Candidate
from bot.outbox.digest import alerts, digest, importance
from bot.query import Facts, parse_query
from bot.subscription import Channel, Mode, Platform, QuietHours, Schedule, Subscription
from summarizer import Briefing

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def candidate(
    key: str, headline: str = "Bridge", *, outlets: int = 1, age: timedelta = HOUR, **fields: object
) -> Candidate:
    story = BriefedStory(
        id=key,
        article=article(),
        briefing=Briefing(headline=headline, points=(), engine="extractive"),
        outlets=tuple(f"Outlet {n}" for n in range(outlets)),
    )
    plain = Candidate(key, story, Facts(headline), briefed=NOW - age, started=NOW - age)
    return replace(plain, **fields)  # type: ignore[arg-type]


def subscription(**fields: object) -> Subscription:
    plain = Subscription(id="s", channel=Channel(Platform.SLACK, "C1"), since=NOW - timedelta(days=9))
    return replace(plain, **fields)  # type: ignore[arg-type]


def chosen(s: Subscription, *candidates: Candidate, **fields: object) -> list[str]:
    known = {"since": NOW - timedelta(days=1), "seen": {}, "votes": {}, "now": NOW} | fields
    return [c.key for c in digest(s, candidates, **known).chosen]  # type: ignore[arg-type]


def alerted(s: Subscription, *candidates: Candidate, **fields: object) -> list[str]:
    known = {"posted": (), "seen": {}, "votes": {}, "now": NOW} | fields
    return [c.key for c in alerts(s, candidates, **known)]  # type: ignore[arg-type]


def test_more_outlets_newer_and_wanted_words_come_first() -> None:
    a, b = candidate("a"), candidate("b", outlets=3)
    c, d = candidate("c", age=11 * HOUR), candidate("d", "Peace talks")
    s = subscription(what="talks")
    assert chosen(subscription(), a, c, b) == ["b", "a", "c"]
    assert chosen(s, replace(a, facts=Facts("x talks")), d)[0] == "d"


def test_what_the_channel_found_useful_moves_its_outlets_up() -> None:
    liked, other = candidate("liked"), candidate("other")
    liked = replace(liked, story=replace(liked.story, outlets=("Liked",)))
    assert chosen(subscription(), other, liked, votes={"Liked": (3, 0)})[0] == "liked"
    assert chosen(subscription(), liked, other, votes={"Liked": (0, 3)})[0] == "other"


def test_a_channel_gets_what_matches_what_it_has_not_seen_and_what_matters() -> None:
    talks, sport, old = (
        candidate("t", "Talks"),
        candidate("s", "Sport"),
        candidate("o", "Talks", age=30 * HOUR),
    )
    assert chosen(subscription(what="talks"), talks, sport, old) == ["t"]
    assert chosen(subscription(what="talks"), talks, seen={"t": NOW}) == []
    assert chosen(subscription(min_importance=40), talks, candidate("big", outlets=8)) == ["big"]


def test_the_maximum_says_how_many_it_left_out() -> None:
    found = digest(
        subscription(max_stories=2),
        [candidate(str(n)) for n in range(5)],
        since=NOW - 2 * HOUR,
        seen={},
        votes={},
        now=NOW,
    )
    assert (len(found.chosen), found.more) == (2, 3)


def test_alerts_keep_to_their_limit_and_take_up_what_it_held_back() -> None:
    s = subscription(mode=Mode.ALERTS, max_stories=2)
    three = [candidate("a", outlets=4), candidate("b", outlets=2), candidate("c")]
    assert alerted(s, *three) == ["a", "b"]
    posted = [NOW, NOW]
    assert alerted(s, *three, seen={"a": NOW, "b": NOW}, posted=posted) == []
    assert alerted(s, *three, seen={"a": NOW, "b": NOW}, posted=posted, now=NOW + HOUR) == ["c"]
    assert alerted(s, *three, now=NOW + 6 * HOUR) == []


def test_alerts_wait_for_the_end_of_quiet_hours() -> None:
    s = subscription(mode=Mode.ALERTS, quiet=QuietHours(time(11), time(20)), schedule=Schedule(tz="UTC"))
    assert alerted(s, candidate("a")) == []
    assert alerted(s, candidate("a"), now=NOW + 8 * HOUR) == ["a"]


@pytest.mark.parametrize("change", [{"paused": True}, {"disabled": "gone"}, {"since": NOW}])
def test_paused_stopped_and_new_subscriptions_are_not_alerted_to_old_stories(
    change: dict[str, object],
) -> None:
    assert alerted(subscription(mode=Mode.ALERTS, **change), candidate("a")) == []


@given(
    outlets=st.integers(0, 50),
    hours=st.integers(-5, 500),
    votes=st.tuples(st.integers(0, 99), st.integers(0, 99)),
    what=st.sampled_from(["", "bridge", "bridge, talks, sea", "bridge opened -sport"]),
)
@settings(max_examples=60)
def test_importance_is_0_to_100(outlets: int, hours: int, votes: tuple[int, int], what: str) -> None:
    c = candidate("a", "Bridge opened", outlets=outlets, age=hours * HOUR)
    assert 0 <= importance(c, parse_query(what), {"Outlet 0": votes}, NOW) <= 100
