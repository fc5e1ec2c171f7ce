"""Subscriptions that stand in the configuration file, brought in line with the database at start."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.commands.clauses import weekdays
from bot.errors import CommandError, SettingsError
from bot.query import parse_query
from bot.settings import Settings, SubscriptionSettings
from bot.store import Store
from bot.subscription import (
    EVERY_DAY,
    Channel,
    Mode,
    QuietHours,
    Schedule,
    Subscription,
    WhenEmpty,
)
from summarizer.article import digest

OURS = "config-"
"""Ids of subscriptions from the file begin so."""


async def bring_in_line(store: Store, wanted: Sequence[Subscription]) -> None:
    """Add, change and remove until the database holds exactly these from the file."""
    async with store.write():
        known = {s.id: s for s in await store.subscriptions.all()}
        for gone in known.keys() - {s.id for s in wanted}:
            if gone.startswith(OURS):
                await store.subscriptions.remove(gone)
        for new in wanted:
            if old := known.get(new.id):
                await store.subscriptions.put(merge(old, new))
            else:
                await store.subscriptions.add(new)


def merge(old: Subscription, new: Subscription) -> Subscription:
    """`new` as it goes on from `old`: pauses stay, and slots before a change of times do not count."""
    same = (old.schedule, old.mode, old.quiet) == (new.schedule, new.mode, new.quiet)
    since = old.since if same else new.since
    return replace(new, number=old.number, paused=old.paused, disabled=old.disabled, since=since)


def from_settings(settings: Settings, now: datetime) -> tuple[Subscription, ...]:
    """The subscriptions of the file.

    Raises:
        SettingsError: one or more cannot be understood.
    """
    found: list[Subscription] = []
    problems = []
    alike: Counter[str] = Counter()
    for number, section in enumerate(settings.subscriptions, 1):
        try:
            new = _subscription(section, settings, now)
            # Two that differ in their times only, such as one for weekdays and one for weekends.
            found.append(replace(new, id=f"{new.id}-{alike[new.id]}") if alike[new.id] else new)
            alike[new.id] += 1
        except (CommandError, ValueError) as error:
            problems.append(f"subscriptions.{number}: {error}")
    if problems:
        raise SettingsError(tuple(problems))
    return tuple(found)


def _subscription(section: SubscriptionSettings, settings: Settings, now: datetime) -> Subscription:
    parse_query(section.what)
    channel = Channel.from_key(section.channel)
    return Subscription(
        id=OURS + digest(section.channel, section.what, section.mode)[:16],
        channel=channel,
        what=section.what,
        mode=Mode(section.mode),
        schedule=Schedule(
            tuple(sorted(set(section.times))),
            _weekdays(section.weekdays),
            section.tz or settings.schedule.tz,
        ),
        words=section.words or settings.briefing.words,
        labels=section.labels,
        quiet=QuietHours(*section.quiet) if section.quiet else None,
        max_stories=section.max_stories,
        min_importance=section.min_importance,
        when_empty=WhenEmpty(section.when_empty),
        since=now,
    )


def _weekdays(text: str) -> tuple[int, ...]:
    try:
        return weekdays(text) or EVERY_DAY
    except StopIteration:
        raise ValueError(f"weekdays: “{text}” names no days; try weekdays, mon-fri or tue,thu") from None
