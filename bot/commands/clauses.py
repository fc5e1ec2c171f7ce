"""The clauses of a subscription in chat, "at 08:00 on weekdays in 80 words": what each one means. Pure.

What cannot be meant is a `CommandError`, with a sentence that says why not.
"""

from __future__ import annotations

import re
from datetime import time
from zoneinfo import available_timezones

from bot.errors import CommandError
from bot.labels import languages
from bot.subscription import DAYS, EVERY_DAY, FEWEST_WORDS, MOST_WORDS, WEEKDAYS, WEEKEND

DAY_GROUPS = {"weekdays": WEEKDAYS, "weekends": WEEKEND, "daily": EVERY_DAY, "everyday": EVERY_DAY}

_CLAUSES = ("at", "on", "tz", "as", "in", "labels", "quiet", "most", "importance", "empty")
_DAY = rf"(?:{'|'.join((*DAYS, *(d[:3] for d in DAYS), *(d + 's' for d in DAYS), *DAY_GROUPS))})"
_TIME = r"\d{1,2}(?:[:.]\d{2})?(?:\s?[ap]\.?m\.?)?(?!\w)"
_AND = r"(?:\s*,\s*|\s+and\s+|\s+)"
_CLAUSE = re.compile(
    rf"""(?P<what>.*?)(?:^|\s)(?:
      at\s+(?P<at>{_TIME}(?:{_AND}{_TIME})*)
    | on\s+(?P<on>{_DAY}(?:(?:{_AND}|\s*[-–]\s*){_DAY})*)
    | tz\s+(?P<tz>\S+)
    | as\s+(?P<as>digest|alerts)
    | in\s+(?P<in>\d{{1,4}})\s+words
    | labels\s+(?P<labels>{"|".join(languages())})
    | quiet\s+(?P<quiet>{_TIME}\s*(?:[-–]|to|until)\s*{_TIME})
    | at\s+most\s+(?P<most>\d{{1,4}})(?:\s+(?:stories|an\s+hour))
    | importance\s+(?P<importance>\d{{1,4}})
    | if\s+empty\s+(?P<empty>silent|say\s+so)
    )""",
    re.VERBOSE | re.IGNORECASE,
)


def clauses(text: str) -> tuple[str, dict[str, str]]:
    """What is subscribed to, and the clauses behind it by name.

    They stand at the end, in any order; a word counts as a clause only with a value that fits it.

    Raises:
        CommandError: one is there twice.
    """
    what, found = text, dict[str, str]()
    while match := _CLAUSE.fullmatch(what):
        name, value = next((k, match[k]) for k in _CLAUSES if match[k])
        if name in found:
            raise CommandError(f"«{name}» is there twice. Say it once.")
        found[name], what = value, match["what"]
    return what, found


def words(text: str | None) -> int | None:
    if text is None:
        return None
    if not FEWEST_WORDS <= int(text) <= MOST_WORDS:
        raise CommandError(f"A briefing has {FEWEST_WORDS} to {MOST_WORDS:,} words, not {text}.")
    return int(text)


def between(what: str, least: int, most: int, text: str | None) -> int | None:
    if text is None:
        return None
    if not least <= int(text) <= most:
        raise CommandError(f"«{what}» goes from {least} to {most}, {text} is not among that.")
    return int(text)


def times(text: str) -> tuple[time, ...]:
    return tuple(sorted({_time(*found) for found in _ONE_TIME.findall(text)}))


_ONE_TIME = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?(?:\s?([ap])\.?m)?", re.IGNORECASE)


def _time(hour: str, minute: str, half: str) -> time:
    """``08:00``, ``8``, ``8 pm``."""
    hours, minutes = int(hour), int(minute or 0)
    if minutes > 59 or hours > (12 if half else 23) or (half and not hours):
        raise CommandError(f"{hour}:{minute or '00'} is not a time of day. Times go from 00:00 to 23:59.")
    if half:
        hours = hours % 12 + (12 if half.lower() == "p" else 0)
    return time(hours, minutes)


def quiet(text: str | None) -> tuple[time, time] | None:
    if text is None:
        return None
    start, end = (_time(*found) for found in _ONE_TIME.findall(text))
    if start == end:
        raise CommandError("Quiet hours that end when they begin are none. For example: quiet 22:00-07:00")
    return start, end


def weekdays(text: str) -> tuple[int, ...]:
    """Days named in `text` ("weekdays", "mon-fri", "tuesday and friday"), sorted; 0 is Monday."""
    found: set[int] = set()
    for first, last in re.findall(r"([a-z]+)(?:\s*[-–]\s*([a-z]+))?", text.lower()):
        if first in DAY_GROUPS:
            found |= set(DAY_GROUPS[first])
        elif first != "and":
            start = _day(first)
            end = _day(last) if last else start
            found |= {(start + n) % 7 for n in range((end - start) % 7 + 1)}
    return tuple(sorted(found))


def _day(word: str) -> int:
    return next(i for i, day in enumerate(DAYS) if day.startswith(word[:3]))


def zone(name: str | None) -> str | None:
    if name is None:
        return None
    zones = {zone.lower(): zone for zone in available_timezones()}
    if (zone := zones.get(name.lower())) is None:
        raise CommandError(
            f"There is no time zone «{name}». They look like Europe/Stockholm or America/New_York."
        )
    return zone
