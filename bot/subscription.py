"""Subscriptions: which channel gets what, when, and how much. Values only; `bot.commands` has the text."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, time
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.labels import languages
from bot.query import Query, parse_query
from summarizer.briefing import DEFAULT_WORDS

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
EVERY_DAY = (0, 1, 2, 3, 4, 5, 6)
WEEKDAYS = (0, 1, 2, 3, 4)
WEEKEND = (5, 6)
DEFAULT_STORIES, MOST_STORIES = 5, 50
"""Of a digest."""
FEWEST_WORDS, MOST_WORDS = 20, 1_000
"""Of a briefing."""


class Platform(StrEnum):
    """Where people read."""

    SLACK = "slack"
    DISCORD = "discord"
    TERMINAL = "terminal"


@dataclass(frozen=True, slots=True, order=True)
class Channel:
    """A place on a platform that messages go to.

    Attributes:
        platform: which platform.
        id: the platform's own id of the channel, forum or direct message.
        thread: the platform's id of a thread in it, when everything goes into that thread.
    """

    platform: Platform
    id: str
    thread: str | None = None

    @classmethod
    def direct(cls, platform: Platform, user: str) -> Channel:
        """The direct messages with `user`: an id that begins with ``@``."""
        return cls(platform, f"@{user}")

    @property
    def user(self) -> str | None:
        """Whom these are the direct messages with; None for other channels."""
        return self.id[1:] if self.id.startswith("@") else None

    @property
    def key(self) -> str:
        """One string for it: what locks, queues and database rows use."""
        return f"{self.platform.value}:{self.id}" + (f"/{self.thread}" if self.thread else "")

    @classmethod
    def from_key(cls, key: str) -> Channel:
        """The channel of a `key`.

        Raises:
            ValueError: it is not one.
        """
        platform, _, rest = key.partition(":")
        channel, _, thread = rest.partition("/")
        if not channel:
            raise ValueError(f"{key!r} is not PLATFORM:CHANNEL")
        return cls(Platform(platform), channel, thread or None)


class Mode(StrEnum):
    """How stories arrive."""

    DIGEST = "digest"  # grouped, at the schedule's times
    ALERTS = "alerts"  # each story as soon as it is briefed


class WhenEmpty(StrEnum):
    """What a digest without news does."""

    SILENT = "silent"
    SAY_SO = "say-so"  # one line


@dataclass(frozen=True, slots=True)
class Schedule:
    """Local times of a digest.

    Attributes:
        times: whole minutes, ascending, without time zone.
        weekdays: 0 is Monday; ascending.
        tz: IANA name of the zone that the times are meant in.
    """

    times: tuple[time, ...] = (time(8),)
    weekdays: tuple[int, ...] = EVERY_DAY
    tz: str = "UTC"

    def __post_init__(self) -> None:
        if list(self.times) != sorted(set(self.times)) or any(t.tzinfo or t.second for t in self.times):
            raise ValueError("times must be naive whole minutes, ascending, each once")
        if not self.weekdays or list(self.weekdays) != sorted(set(self.weekdays) & set(EVERY_DAY)):
            raise ValueError("weekdays must be some of 0 to 6, ascending, each once")

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.tz)


@dataclass(frozen=True, slots=True)
class QuietHours:
    """Local hours in which nothing is posted; what falls due waits for the end. May cross midnight."""

    start: time
    end: time


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """What a channel wants.

    Attributes:
        id: stable, unique; names it in the database.
        number: what people call it by in their channel: 1, 2, 3…
        channel: where the stories go.
        what: the query as it was written, see `bot.query`; empty means everything.
        mode: digest or alerts.
        schedule: times of a digest, and the time zone of both modes.
        words: most words of each briefing.
        labels: language of what Kurir itself says around the briefings, see `bot.labels`.
        quiet: hours that hold what falls due and deliver it later.
        max_stories: most stories in a digest, and most alerts in an hour.
        min_importance: stories below it are left out, 0 to 100, see `bot.outbox.digest`.
        when_empty: what a digest without news does.
        paused: nothing is posted, and nothing is made up for afterwards.
        disabled: why Kurir itself stopped it (channel gone, token revoked), None while it works.
        owner: the platform's id of who made it; is told when it stops working.
        since: when it was made, resumed or its times last changed; earlier slots do not count.
    """

    id: str
    number: int = 0
    channel: Channel
    what: str = ""
    mode: Mode = Mode.DIGEST
    schedule: Schedule = field(default_factory=Schedule)
    words: int = DEFAULT_WORDS
    labels: str = "en"
    quiet: QuietHours | None = None
    max_stories: int = DEFAULT_STORIES
    min_importance: int = 0
    when_empty: WhenEmpty = WhenEmpty.SILENT
    paused: bool = False
    disabled: str | None = None
    owner: str | None = None
    since: datetime

    def __post_init__(self) -> None:
        if self.since.tzinfo is None:
            raise ValueError("since must be aware")
        if self.labels not in languages():
            raise ValueError(f"there are no labels in “{self.labels}”, only in {', '.join(languages())}")

    @property
    def query(self) -> Query:
        """What `what` means."""
        return parse_query(self.what)

    @property
    def active(self) -> bool:
        """Whether it posts at all."""
        return not self.paused and self.disabled is None
