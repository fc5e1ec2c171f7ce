"""Which stories a channel gets, and in which order. Pure: briefed stories and a channel's wishes in.

Importance is 0 to 100: how many outlets report a story (40), how new it is (20), whether it holds the
channel's own words (25) and what the channel thought of earlier stories of its outlets (15).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.outbox.candidate import Candidate
from bot.outbox.developing import developed
from bot.outbox.schedule import is_quiet
from bot.query import Facts, Query, Words, words_of
from bot.subscription import Subscription

OUTLETS, NOVELTY, WORDS, TASTE = 40, 20, 25, 15
"""Points of importance that each part can give."""
MANY_OUTLETS = 8
"""So many outlets give all points; each doubling from one on gives as much as the one before."""
HALF_LIFE = timedelta(hours=12)
"""After which a story is worth half its points for novelty."""
DOUBT = 2
"""Votes that each outlet starts with, evenly split, so that one click does not decide."""
ALERT_WINDOW = timedelta(hours=6)
"""A story older than that is no alert: after a downtime, quiet hours or an hour that was full."""
HOUR = timedelta(hours=1)

Votes = Mapping[str, tuple[int, int]]
"""By outlet: how often the channel found its stories useful, and not useful."""

Seen = Mapping[str, datetime]
"""By key of a story: when the channel was last shown it."""


@dataclass(frozen=True, slots=True)
class Selection:
    """What a digest holds.

    Attributes:
        chosen: most important first.
        more: how many matching stories the maximum left out.
    """

    chosen: tuple[Candidate, ...]
    more: int


def digest(
    subscription: Subscription,
    candidates: Iterable[Candidate],
    *,
    since: datetime,
    seen: Seen,
    votes: Votes,
    now: datetime,
) -> Selection:
    """The digest of `subscription` at `now`.

    Args:
        subscription: whose.
        candidates: briefed stories.
        since: stories briefed before that were there for the digest before.
        seen: the stories that the channel was shown.
        votes: the channel's feedback.
        now: when.
    """
    told = (developed(c, seen.get(c.key)) for c in candidates)
    ranked = _ranked(subscription, [c for c in told if c and c.briefed >= since], votes, now)
    most = subscription.max_stories
    return Selection(tuple(ranked[:most]), len(ranked[most:]))


def alerts(
    subscription: Subscription,
    candidates: Iterable[Candidate],
    *,
    posted: Sequence[datetime],
    seen: Seen,
    votes: Votes,
    now: datetime,
) -> tuple[Candidate, ...]:
    """The stories that `subscription` is alerted to at `now`, within its hour's limit.

    What quiet hours or the limit hold back is offered again until it is too old.

    Args:
        subscription: whose.
        candidates: briefed stories.
        posted: when its earlier alerts were planned.
        seen: the stories that the channel was shown.
        votes: the channel's feedback.
        now: when.
    """
    quiet = subscription.quiet
    if not subscription.active or (quiet and is_quiet(now, quiet, subscription.schedule.zone)):
        return ()
    window = ALERT_WINDOW if quiet is None else ALERT_WINDOW + timedelta(hours=24)
    oldest = max(subscription.since, now - window)
    fresh = [c for c in candidates if c.briefed > oldest and c.key not in seen]
    room = subscription.max_stories - sum(1 for at in posted if now - HOUR < at <= now)
    return tuple(_ranked(subscription, fresh, votes, now)[: max(room, 0)])


def importance(candidate: Candidate, query: Query, votes: Votes, now: datetime) -> int:
    """How much `candidate` matters to a channel, 0 to 100."""
    return round(
        OUTLETS * outlets_part(len(candidate.story.outlets))
        + NOVELTY * novelty_part(now - candidate.started)
        + WORDS * words_part(words_of(query), candidate)
        + TASTE * taste_part(candidate.story.outlets, votes)
    )


def outlets_part(count: int) -> float:
    """0 for one outlet, 1 for `MANY_OUTLETS`, by doublings."""
    return min(1.0, math.log2(max(count, 1)) / math.log2(MANY_OUTLETS))


def novelty_part(age: timedelta) -> float:
    """1 for a story that has just begun, half of it after each `HALF_LIFE`."""
    return float(0.5 ** (max(age, timedelta()) / HALF_LIFE))


def words_part(words: Sequence[str], candidate: Candidate) -> float:
    """The share of the channel's words in the story; a word in the headline counts full, elsewhere half."""
    if not words:
        return 0.0
    headline = Facts(candidate.story.briefing.headline)
    found = (
        1.0 if Words(w).matches(headline) else 0.5 if Words(w).matches(candidate.facts) else 0.0
        for w in words
    )
    # One of several alternatives says all: “ukraine, climate” is about either.
    return min(1.0, sum(found))


def taste_part(outlets: Iterable[str], votes: Votes) -> float:
    """The share of useful votes for these outlets; a half where nobody voted."""
    good = sum(votes.get(o, (0, 0))[0] for o in outlets)
    bad = sum(votes.get(o, (0, 0))[1] for o in outlets)
    return (good + DOUBT / 2) / (good + bad + DOUBT)


def _ranked(
    subscription: Subscription,
    candidates: Iterable[Candidate],
    votes: Votes,
    now: datetime,
) -> list[Candidate]:
    """Matching stories that matter enough, most important first."""
    query = subscription.query
    scored = [(importance(c, query, votes, now), c) for c in candidates if query.matches(c.facts)]
    wanted = [(score, c) for score, c in scored if score >= subscription.min_importance]
    wanted.sort(key=lambda pair: (-pair[0], -pair[1].briefed.timestamp(), pair[1].key))
    return [c for _, c in wanted]
