"""What is due: a pure function of (subscription, what is recorded, now). See ``docs/schedules.md``.

A slot is its local date and time. On the day that a local time repeats (clocks go back) the slot is its
first occurrence; on the day that it is skipped (clocks go forward) it is the first valid minute after it.
Because a slot is recorded under its local name, neither a clock that jumps, nor a subscription that moves
to another time zone, nor a new release of the tz database can make it due twice.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.outbox.delivery import State
from bot.subscription import Mode, QuietHours, Schedule, Subscription

CATCH_UP = timedelta(hours=6)
"""A slot that is late by more than this is recorded as missed and not posted."""
LOOK_BACK = timedelta(days=31)
"""How far back missed slots are still looked for after a downtime."""
LONGEST_GAP = timedelta(days=1)
"""Most that local time ever skipped at once (Samoa, 30 December 2011)."""
MINUTE = timedelta(minutes=1)
SLOT = "slot "
"""How the occasion of a digest starts."""


@dataclass(frozen=True, slots=True)
class Slot:
    """One due time of a digest.

    Attributes:
        local: its naive local date and time as the schedule says it: its identity.
        at: its moment, in UTC.
    """

    local: datetime
    at: datetime

    @property
    def key(self) -> str:
        """``2026-11-23T08:00``: what it is recorded under."""
        return self.local.isoformat(timespec="minutes")

    @property
    def occasion(self) -> str:
        """The occasion of its delivery."""
        return SLOT + self.key


@dataclass(frozen=True, slots=True)
class Due:
    """A slot that needs something done now.

    Attributes:
        slot: which.
        missed: it is too late to post it: record that.
    """

    slot: Slot
    missed: bool


def due(
    subscription: Subscription,
    recorded: Mapping[str, State],
    now: datetime,
    *,
    catch_up: timedelta = CATCH_UP,
    look_back: timedelta = LOOK_BACK,
) -> tuple[Due, ...]:
    """The slots of `subscription` that are due at `now` and not recorded, oldest first.

    Args:
        subscription: a paused, disabled or alerts subscription has none.
        recorded: state of each slot already in the outbox, by `Slot.key`. A slot recorded as missed that
            is within `catch_up` after all (the clock was wrong, and was put right) counts as not recorded.
        now: aware.
        catch_up: how late a slot may be and still be posted.
        look_back: how far back to look.
    """
    if not subscription.active or subscription.mode is not Mode.DIGEST:
        return ()
    found = []
    for slot in slots(subscription.schedule, max(subscription.since, now - look_back), now):
        released = released_at(slot.at, subscription.quiet, subscription.schedule.zone)
        missed = now - released > catch_up
        state = recorded.get(slot.key)
        if released <= now and (state is None or (state is State.MISSED and not missed)):
            found.append(Due(slot, missed))
    return tuple(found)


def slots(schedule: Schedule, after: datetime, until: datetime) -> Iterator[Slot]:
    """Slots with `after` < at ≤ `until`, by local time."""
    zone = schedule.zone
    day = (after.astimezone(zone) - LONGEST_GAP).date()
    last = until.astimezone(zone).date()
    while day <= last:
        if day.weekday() in schedule.weekdays:
            for at_time in schedule.times:
                local = datetime.combine(day, at_time)
                at = moment(local, zone)
                if after < at <= until:
                    yield Slot(local, at)
        day += timedelta(days=1)


def slot_of(occasion: str, schedule: Schedule) -> Slot | None:
    """The slot that a delivery with `occasion` is for; None if it is none of a digest."""
    if not occasion.startswith(SLOT):
        return None
    local = datetime.fromisoformat(occasion.removeprefix(SLOT))
    return Slot(local, moment(local, schedule.zone))


def next_slot(schedule: Schedule, after: datetime) -> Slot:
    """The first slot after `after`."""
    return next(slots(schedule, after, after + timedelta(days=9)))


def moment(local: datetime, zone: ZoneInfo) -> datetime:
    """The UTC moment of naive `local` in `zone`: its first occurrence, or the first valid minute after it."""
    at = local.replace(tzinfo=zone).astimezone(UTC)
    if at.astimezone(zone).replace(tzinfo=None) == local:
        return at
    return _after_gap(local, zone)


def _after_gap(local: datetime, zone: ZoneInfo) -> datetime:
    """The first minute whose local time is past the skipped `local`: bisects the change of the clocks.

    PEP 495: in a gap, fold=1 takes the offset after the change and so gives a moment before it, and
    fold=0 the other way round; the change lies between.
    """
    early = local.replace(tzinfo=zone, fold=1).astimezone(UTC)
    minutes = int((local.replace(tzinfo=zone).astimezone(UTC) - early) / MINUTE)
    low, high = 0, minutes
    while low < high:
        middle = (low + high) // 2
        if (early + middle * MINUTE).astimezone(zone).replace(tzinfo=None) > local:
            high = middle
        else:
            low = middle + 1
    return early + low * MINUTE


def released_at(at: datetime, quiet: QuietHours | None, zone: ZoneInfo) -> datetime:
    """`at`, or the end of the quiet hours that it falls into; UTC."""
    if quiet is None or not is_quiet(at, quiet, zone):
        return at.astimezone(UTC)
    local = at.astimezone(zone)
    end = datetime.combine(local.date(), quiet.end)
    if quiet.end <= local.time():
        end += timedelta(days=1)
    return max(moment(end, zone), at.astimezone(UTC))


def is_quiet(at: datetime, quiet: QuietHours, zone: ZoneInfo) -> bool:
    """Whether `at` is within the quiet hours: start included, end not."""
    now = at.astimezone(zone).time()
    return _between(now, quiet.start, quiet.end)


def _between(now: time, start: time, end: time) -> bool:
    return start <= now < end if start < end else (now >= start or now < end) and start != end
