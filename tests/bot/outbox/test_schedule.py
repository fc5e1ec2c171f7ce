"""Each slot exactly once, whatever clocks, time zones and downtimes do."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.outbox.delivery import State
from bot.outbox.schedule import Due, Slot, due, is_quiet, moment, next_slot, released_at, slots
from bot.subscription import Channel, Mode, Platform, QuietHours, Schedule, Subscription

HOUR = timedelta(hours=1)
START, END = datetime(2025, 6, 1, tzinfo=UTC), datetime(2027, 6, 1, tzinfo=UTC)

ZONES = [
    "Africa/Cairo",
    "Africa/Casablanca",
    "Africa/Johannesburg",
    "Africa/Lagos",
    "America/Anchorage",
    "America/Argentina/Buenos_Aires",
    "America/Asuncion",
    "America/Bogota",
    "America/Chicago",
    "America/Denver",
    "America/Halifax",
    "America/Havana",
    "America/Los_Angeles",
    "America/Mexico_City",
    "America/New_York",
    "America/Nuuk",
    "America/Phoenix",
    "America/Santiago",
    "America/Sao_Paulo",
    "America/St_Johns",
    "Antarctica/Troll",
    "Asia/Almaty",
    "Asia/Beirut",
    "Asia/Dubai",
    "Asia/Gaza",
    "Asia/Jerusalem",
    "Asia/Kabul",
    "Asia/Kathmandu",
    "Asia/Kolkata",
    "Asia/Shanghai",
    "Asia/Singapore",
    "Asia/Tehran",
    "Asia/Tokyo",
    "Atlantic/Azores",
    "Atlantic/Reykjavik",
    "Australia/Adelaide",
    "Australia/Brisbane",
    "Australia/Lord_Howe",
    "Australia/Sydney",
    "Europe/Dublin",
    "Europe/Istanbul",
    "Europe/Kyiv",
    "Europe/London",
    "Europe/Moscow",
    "Europe/Stockholm",
    "Pacific/Apia",
    "Pacific/Auckland",
    "Pacific/Chatham",
    "Pacific/Easter",
    "Pacific/Kiritimati",
]
assert len(set(ZONES)) == 50


def subscription(schedule: Schedule, **fields: object) -> Subscription:
    plain = Subscription(id="s", channel=Channel(Platform.SLACK, "C1"), schedule=schedule, since=START)
    return replace(plain, **fields)  # type: ignore[arg-type]


def stockholm(*times: str, **fields: object) -> Subscription:
    return subscription(Schedule(tuple(map(time.fromisoformat, times)), tz="Europe/Stockholm"), **fields)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def local(text: str) -> datetime:
    return datetime.fromisoformat(text)


def keys(found: tuple[Due, ...]) -> list[str]:
    return [d.slot.key for d in found]


@pytest.mark.parametrize("zone", ZONES)
def test_two_years_of_slots_come_exactly_once(zone: str) -> None:
    """Woken at any moments, less than the catch-up window apart, no slot is lost, doubled or early."""
    chance = random.Random(zone)  # noqa: S311 - not a secret
    times = (time(0, 0), time(2, 30), time(chance.randrange(3, 24), chance.randrange(60)))
    s = subscription(Schedule(tuple(sorted(set(times))), tz=zone))
    recorded: dict[str, State] = {}
    count: Counter[str] = Counter()
    now = START
    while now < END:
        now += timedelta(minutes=chance.choice((1, 60, chance.randrange(1, 36 * 60))))
        for d in due(s, recorded, now, catch_up=48 * HOUR, look_back=48 * HOUR):
            assert not d.missed
            assert now - 36 * HOUR <= d.slot.at <= now
            recorded[d.slot.key] = State.SENT
            count[d.slot.key] += 1
    first, last = START.astimezone(s.schedule.zone).date(), now.astimezone(s.schedule.zone).date()
    days = [first + timedelta(days=n) for n in range(1, (last - first).days)]
    assert all(count[datetime.combine(d, t).isoformat(timespec="minutes")] == 1 for d in days for t in times)
    assert max(count.values()) == 1


@pytest.mark.parametrize("zone", ZONES)
def test_a_slot_is_the_first_minute_that_shows_its_time_or_a_later_one(zone: str) -> None:
    """Held against a clock that is read at every minute of the days on which the offset changes."""
    tz = ZoneInfo(zone)
    changes = [
        t
        for n in range(2 * 365)
        if (t := START + timedelta(days=n)).astimezone(tz).utcoffset()
        != (t + timedelta(days=1)).astimezone(tz).utcoffset()
    ]
    for change in changes:
        shown: dict[datetime, datetime] = {}
        highest = datetime.min  # noqa: DTZ901 - local times are naive here
        for minute in range(-1440, 2 * 1440):
            at = change + timedelta(minutes=minute)
            here = at.astimezone(tz).replace(tzinfo=None)
            while highest < here:  # also what the clock jumps over
                highest = max(here - timedelta(hours=3), highest) + timedelta(minutes=1)
                shown.setdefault(highest, at)
        for wanted in (
            datetime.combine(change.astimezone(tz).date(), time(h, m)) for h in range(24) for m in (0, 15, 59)
        ):
            assert moment(wanted, tz) == shown[wanted]


def test_on_the_day_that_repeats_it_is_the_first_occurrence() -> None:
    assert moment(local("2026-10-25T02:30"), ZoneInfo("Europe/Stockholm")) == utc("2026-10-25T00:30")
    s = stockholm("02:30")
    assert keys(due(s, {}, utc("2026-10-25T00:31"), look_back=HOUR)) == ["2026-10-25T02:30"]
    assert due(s, {"2026-10-25T02:30": State.SENT}, utc("2026-10-25T01:31"), look_back=2 * HOUR) == ()


def test_on_the_day_that_is_skipped_it_is_the_first_valid_minute() -> None:
    """02:30 does not exist on 29 March 2026 in Stockholm: the clock goes from 01:59 to 03:00."""
    assert moment(local("2026-03-29T02:30"), ZoneInfo("Europe/Stockholm")) == utc("2026-03-29T01:00")


def test_a_whole_day_that_is_skipped_ends_at_midnight() -> None:
    """Samoa had no 30 December 2011."""
    apia = ZoneInfo("Pacific/Apia")
    assert moment(local("2011-12-30T08:00"), apia) == moment(local("2011-12-31T00:00"), apia)


@pytest.mark.parametrize(
    ("downtime", "made_up", "missed"),
    [
        (timedelta(minutes=5), ["2026-11-23T08:00"], []),
        (5 * HOUR, ["2026-11-23T08:00"], []),
        (timedelta(days=5), [], [f"2026-11-{d}T08:00" for d in (23, 24, 25, 26, 27)]),
    ],
)
def test_what_was_missed_while_down_is_made_up_once_or_recorded(
    downtime: timedelta, made_up: list[str], missed: list[str]
) -> None:
    """Down from just before 08:00; the default catch-up window is six hours."""
    s = stockholm("08:00", since=utc("2026-11-23T06:59"))
    now = utc("2026-11-23T07:00") + downtime
    if downtime > timedelta(days=1):
        now += 8 * HOUR
        missed = [*missed, "2026-11-28T08:00"]
    found = due(s, {}, now)
    assert [d.slot.key for d in found if not d.missed] == made_up
    assert [d.slot.key for d in found if d.missed] == missed
    recorded = {d.slot.key: State.MISSED if d.missed else State.SENT for d in found}
    assert due(s, recorded, now + timedelta(minutes=1)) == ()


def test_a_clock_that_jumps_back_repeats_nothing() -> None:
    s = stockholm("08:00", since=utc("2026-11-20T00:00"))
    recorded = dict.fromkeys(keys(due(s, {}, utc("2026-11-23T07:01"))), State.SENT)
    assert due(s, recorded, utc("2026-11-23T06:30")) == ()
    assert due(s, recorded, utc("2026-11-23T07:00")) == ()


def test_slots_that_a_wrong_clock_recorded_as_missed_come_when_their_time_does() -> None:
    """The clock jumped three days ahead and was put right."""
    s = stockholm("08:00", since=utc("2026-11-23T06:00"))
    wrong = due(s, {}, utc("2026-11-26T20:00"))
    recorded = {d.slot.key: State.MISSED for d in wrong}
    assert len(wrong) == 4
    assert keys(due(s, recorded, utc("2026-11-23T07:00"))) == ["2026-11-23T08:00"]


def test_a_subscription_that_moves_to_another_zone_gets_a_day_s_slot_once() -> None:
    s = stockholm("08:00", since=utc("2026-11-23T00:00"))
    now = utc("2026-11-23T07:00")
    recorded = dict.fromkeys(keys(due(s, {}, now)), State.SENT)
    moved = replace(s, schedule=replace(s.schedule, tz="America/New_York"), since=now)
    assert due(moved, recorded, utc("2026-11-23T13:00")) == ()
    assert keys(due(moved, recorded, utc("2026-11-24T13:00"))) == ["2026-11-24T08:00"]


def test_a_new_tz_database_repeats_and_loses_nothing() -> None:
    """A zone whose offset changes by law while a slot is behind (or ahead): like two zones of one name."""
    before, after = "Etc/GMT-2", "Etc/GMT-1"
    s = subscription(Schedule((time(8),), tz=before), since=utc("2026-11-23T00:00"))
    recorded = dict.fromkeys(keys(due(s, {}, utc("2026-11-23T06:00"))), State.SENT)
    later = replace(s, schedule=replace(s.schedule, tz=after))
    assert due(later, recorded, utc("2026-11-23T07:00")) == ()
    earlier = replace(s, schedule=replace(s.schedule, tz="Etc/GMT-3"))
    assert keys(due(earlier, {}, utc("2026-11-23T05:30"))) == ["2026-11-23T08:00"]


def test_slots_before_the_subscription_do_not_count() -> None:
    assert due(stockholm("08:00", since=utc("2026-11-23T07:00")), {}, utc("2026-11-23T08:00")) == ()


@pytest.mark.parametrize("change", [{"paused": True}, {"disabled": "gone"}, {"mode": Mode.ALERTS}])
def test_paused_stopped_and_alerts_subscriptions_have_no_slots(change: dict[str, object]) -> None:
    assert due(stockholm("08:00", **change), {}, utc("2026-11-23T08:00")) == ()


def test_only_the_chosen_weekdays_count() -> None:
    schedule = Schedule((time(8),), (0, 4), "UTC")
    found = slots(schedule, utc("2026-11-22T00:00"), utc("2026-11-29T00:00"))
    assert [s.key for s in found] == ["2026-11-23T08:00", "2026-11-27T08:00"]
    assert next_slot(schedule, utc("2026-11-23T08:00")) == Slot(
        local("2026-11-27T08:00"), utc("2026-11-27T08:00")
    )


def test_quiet_hours_hold_a_slot_and_release_it_at_their_end() -> None:
    s = stockholm("06:00", quiet=QuietHours(time(22), time(7)), since=utc("2026-11-22T12:00"))
    assert due(s, {}, utc("2026-11-23T05:59")) == ()
    assert due(s, {}, utc("2026-11-23T06:00")) == (
        Due(Slot(local("2026-11-23T06:00"), utc("2026-11-23T05:00")), missed=False),
    )


@pytest.mark.parametrize(
    ("at", "quiet", "released"),
    [
        ("2026-11-23T23:30", ("22:00", "07:00"), "2026-11-24T07:00"),
        ("2026-11-24T06:59", ("22:00", "07:00"), "2026-11-24T07:00"),
        ("2026-11-24T07:00", ("22:00", "07:00"), "2026-11-24T07:00"),
        ("2026-11-24T12:30", ("12:00", "13:00"), "2026-11-24T13:00"),
        ("2026-11-24T11:59", ("12:00", "13:00"), "2026-11-24T11:59"),
        ("2026-11-24T11:59", ("12:00", "12:00"), "2026-11-24T11:59"),
    ],
)
def test_quiet_hours_may_cross_midnight(at: str, quiet: tuple[str, str], released: str) -> None:
    hours = QuietHours(time.fromisoformat(quiet[0]), time.fromisoformat(quiet[1]))
    zone = ZoneInfo("UTC")
    assert released_at(utc(at), hours, zone) == utc(released)
    assert is_quiet(utc(at), hours, zone) is (at != released)


def test_a_year_of_days_is_a_year_of_slots() -> None:
    schedule = Schedule((time(8),), tz="Europe/Stockholm")
    year = list(slots(schedule, utc("2026-01-01T00:00"), utc("2027-01-01T00:00")))
    assert [s.local.date() for s in year] == [date(2026, 1, 1) + timedelta(days=n) for n in range(365)]
