"""What was asked for, and the sentence that says what is understood."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time

import pytest

from bot.commands.grammar import Subscribe
from bot.commands.grammar import parse as parse_command
from bot.commands.subscribing import paused, subscription_from, summary, understood
from bot.configured import from_settings
from bot.errors import CommandError
from bot.settings import Settings, SubscriptionSettings
from bot.subscription import Channel, Mode, Platform, QuietHours, Schedule, Subscription

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)  # a Saturday
CHANNEL = Channel(Platform.SLACK, "C1")


def asked(text: str) -> Subscription:
    request = parse_command(text)
    assert isinstance(request, Subscribe)
    return subscription_from(
        request,
        CHANNEL,
        new_id=lambda: "s1",
        owner="U1",
        default_tz="Europe/Berlin",
        words=160,
        now=NOW,
    )


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "subscribe ukraine at 08:00 on weekdays tz Europe/Stockholm",
            "Weekdays at 08:00 Europe/Stockholm; next: Monday 23 November 08:00",
        ),
        (
            "subscribe ukraine at 8:00, 16:30",
            "Every day at 08:00 and 16:30 Europe/Berlin; next: Saturday 21 November 16:30",
        ),
        ("subscribe ukraine on mon,wed,fri", "Monday, Wednesday and Friday at 08:00 Europe/Berlin; "
                                             "next: Monday 23 November 08:00"),
        (
            "subscribe ukraine in 80 words labels sv on sat",
            "Saturday at 08:00 Europe/Berlin, at most 80 words a story, labels in Swedish; "
            "next: Saturday 28 November 08:00",
        ),
        (
            "subscribe ukraine quiet 22:00-08:30 at most 3 stories importance 40 if empty say so",
            "Every day at 08:00 Europe/Berlin, quiet 22:00 to 08:30, at most 3 stories, importance from 40, "
            "says so when there is nothing new; next: Sunday 22 November 08:30",
        ),
        ("subscribe ukraine as alerts", "As soon as a story is briefed, at most 5 an hour; from now on"),
    ],
)  # fmt: skip
def test_what_is_understood_is_said(text: str, sentence: str) -> None:
    assert understood(asked(text), NOW) == sentence


def test_a_new_subscription_counts_from_now() -> None:
    s = asked("subscribe ukraine as alerts")
    assert (s.since, s.mode, s.owner) == (NOW, Mode.ALERTS, "U1")


def test_a_query_that_cannot_be_understood_makes_no_subscription() -> None:
    with pytest.raises(CommandError):
        asked("subscribe (ukraine")


def test_quiet_hours_move_the_next_time_that_is_named() -> None:
    s = replace(asked("subscribe ukraine at 06:00 tz UTC"), quiet=QuietHours(time(22), time(7)))
    assert (
        understood(s, NOW) == "Every day at 06:00 UTC, quiet 22:00 to 07:00; next: Sunday 22 November 07:00"
    )


def test_a_pause_is_not_made_up_for() -> None:
    """Resuming counts from the moment of resuming."""
    later = datetime(2026, 12, 1, tzinfo=UTC)
    held = paused(replace(asked("subscribe x"), disabled="gone"), NOW, pause=True)
    assert held.paused
    assert understood(held, NOW).endswith("; paused")
    on = paused(held, later, pause=False)
    assert (on.active, on.since) == (True, later)


def test_a_list_says_the_number_and_what_stopped() -> None:
    s = replace(asked("subscribe ukraine"), number=5, disabled="the channel is gone")
    assert summary(s, NOW) == "5. ukraine — Every day at 08:00 Europe/Berlin; stopped: the channel is gone"


def test_a_channel_s_key_reads_back() -> None:
    for channel in (CHANNEL, Channel(Platform.DISCORD, "12", "34")):
        assert Channel.from_key(channel.key) == channel
    with pytest.raises(ValueError, match="PLATFORM:CHANNEL"):
        Channel.from_key("slack")


@pytest.mark.parametrize("times", [(time(9), time(8)), (time(8), time(8)), (time(8, 0, 30),)])
def test_times_are_whole_minutes_in_order(times: tuple[time, ...]) -> None:
    with pytest.raises(ValueError, match="whole minutes"):
        Schedule(times=times)


def test_two_subscriptions_of_the_file_may_differ_in_their_times_only() -> None:
    """One for weekdays, one for weekends; each keeps its own name in the database."""
    week = SubscriptionSettings(what="x", weekdays="mon-fri")
    found = from_settings(
        Settings(subscriptions=(week, week.model_copy(update={"weekdays": "weekends"}))), NOW
    )
    assert len({s.id for s in found}) == 2
    assert found[0] == from_settings(Settings(subscriptions=(week,)), NOW)[0]
