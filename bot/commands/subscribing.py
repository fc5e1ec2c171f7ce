"""From what somebody asked for to a subscription, and back to the sentence that says what is understood."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime, time
from typing import Any

from babel.dates import format_datetime

from bot.commands.grammar import Subscribe
from bot.outbox.schedule import next_slot, released_at
from bot.query import parse_query
from bot.subscription import (
    DAYS,
    DEFAULT_STORIES,
    EVERY_DAY,
    WEEKDAYS,
    WEEKEND,
    Channel,
    Mode,
    QuietHours,
    Schedule,
    Subscription,
    WhenEmpty,
)
from bot.view import language_name
from summarizer.briefing import DEFAULT_WORDS

MAX_TIMES = 24
"""Digests a day at most."""


def subscription_from(
    request: Subscribe,
    channel: Channel,
    *,
    new_id: Callable[[], str],
    owner: str | None,
    default_tz: str,
    words: int,
    now: datetime,
) -> Subscription:
    """The subscription that `request` asks for in `channel`; it gets its number when it is added.

    Args:
        request: what was asked; what it leaves open gets the defaults.
        channel: where it goes.
        new_id: makes an id that nobody has.
        owner: the platform's id of who asks.
        default_tz: the time zone of who asks, else the configured one.
        words: word budget of a briefing.
        now: from when it counts.

    Raises:
        CommandError: its query cannot be understood.
    """
    parse_query(request.what)
    schedule = Schedule(
        times=(request.times or Schedule().times)[:MAX_TIMES],
        weekdays=request.weekdays or EVERY_DAY,
        tz=request.tz or default_tz,
    )
    subscription = Subscription(
        id=new_id(),
        channel=channel,
        what=request.what,
        mode=Mode(request.mode or "digest"),
        schedule=schedule,
        words=request.words or words,
        labels=request.labels or "en",
        owner=owner,
        since=now,
    )
    return replace(subscription, **_bounds(request))


def changed(subscription: Subscription, request: Subscribe, now: datetime) -> Subscription:
    """`subscription` as `request` wants it from `now` on; what it leaves open stays as it was.

    Raises:
        CommandError: its query cannot be understood.
    """
    parse_query(request.what)
    old = subscription.schedule
    schedule = Schedule(
        times=(request.times or old.times)[:MAX_TIMES],
        weekdays=request.weekdays or old.weekdays,
        tz=request.tz or old.tz,
    )
    return replace(
        subscription,
        what=request.what,
        mode=Mode(request.mode or subscription.mode),
        schedule=schedule,
        words=request.words or subscription.words,
        labels=request.labels or subscription.labels,
        since=now,
        **_bounds(request),
    )


def _bounds(request: Subscribe) -> dict[str, Any]:
    """What `request` says of quiet hours, of how many stories come and which."""
    said: dict[str, Any] = {
        "max_stories": request.most,
        "min_importance": request.importance,
        "when_empty": WhenEmpty(request.when_empty) if request.when_empty else None,
        "quiet": QuietHours(*request.quiet) if request.quiet else None,
    }
    return {name: value for name, value in said.items() if value is not None}


def paused(subscription: Subscription, now: datetime, *, pause: bool) -> Subscription:
    """`subscription` held, or going on: what fell due meanwhile is not made up for.

    Resuming also clears why Kurir had disabled it.
    """
    return replace(subscription, paused=pause, disabled=None, since=now)


def understood(subscription: Subscription, now: datetime) -> str:
    """What was understood: "Weekdays at 08:00 Europe/Stockholm; next: Monday 23 November 08:00"."""
    if subscription.disabled is not None:
        return f"{when(subscription)}; stopped: {subscription.disabled}"
    if subscription.paused:
        return f"{when(subscription)}; paused"
    if subscription.mode is Mode.ALERTS:
        return f"{when(subscription)}; from now on"
    zone = subscription.schedule.zone
    at = released_at(next_slot(subscription.schedule, now).at, subscription.quiet, zone).astimezone(zone)
    return f"{when(subscription)}; next: {format_datetime(at, 'EEEE d MMMM HH:mm', locale='en')}"


def when(subscription: Subscription) -> str:
    """When it posts: "Weekdays at 08:00 and 16:30 Europe/Stockholm, quiet 22:00 to 07:00"."""
    schedule, quiet = subscription.schedule, subscription.quiet
    if subscription.mode is Mode.ALERTS:
        text = f"As soon as a story is briefed, at most {subscription.max_stories} an hour"
    else:
        text = f"{days(schedule.weekdays)} at {_listed(map(_clock, schedule.times))} {schedule.tz}"
    if quiet is not None:
        zone = f" {schedule.tz}" if subscription.mode is Mode.ALERTS else ""
        text += f", quiet {_clock(quiet.start)} to {_clock(quiet.end)}{zone}"
    if subscription.mode is Mode.DIGEST and subscription.max_stories != DEFAULT_STORIES:
        text += f", at most {subscription.max_stories} stories"
    if subscription.min_importance:
        text += f", importance from {subscription.min_importance}"
    if subscription.mode is Mode.DIGEST and subscription.when_empty is WhenEmpty.SAY_SO:
        text += ", says so when there is nothing new"
    if subscription.words != DEFAULT_WORDS:
        text += f", at most {subscription.words} words a story"
    if subscription.labels != "en":
        text += f", labels in {language_name(subscription.labels)}"
    return text


def summary(subscription: Subscription, now: datetime) -> str:
    """One line of a list: number, what, and what is understood."""
    return f"{subscription.number}. {subscription.what or 'everything'} — {understood(subscription, now)}"


def days(weekdays: tuple[int, ...]) -> str:
    """(0, 1, 2, 3, 4) → "Weekdays"."""
    named = {EVERY_DAY: "Every day", WEEKDAYS: "Weekdays", WEEKEND: "Weekends"}
    return named.get(weekdays) or _listed(DAYS[d].capitalize() for d in weekdays)


def _clock(at: time) -> str:
    return at.strftime("%H:%M")


def _listed(words: Iterable[str]) -> str:
    *most, last = words
    return f"{', '.join(most)} and {last}" if most else last
