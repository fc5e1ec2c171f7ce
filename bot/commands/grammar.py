"""The chat grammar: what somebody typed after `/brief` → one command value. Pure.

The words are those of the contract. A word that is a command only counts as one in the form that the
command has (``sources`` alone, ``quote 2``), so that "sources of income" is still a search.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import time
from enum import StrEnum
from typing import Literal
from zoneinfo import available_timezones

from bot.errors import CommandError
from bot.labels import languages

MAX_LENGTH = 2_000
"""Characters of a command; more is a paste, not a question."""

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MOST_STORIES = 50
"""Of a digest."""
FEWEST_WORDS, MOST_WORDS = 20, 1_000
"""Of a briefing that a subscription may ask for."""
DAY_GROUPS = {
    "weekdays": (0, 1, 2, 3, 4),
    "weekends": (5, 6),
    "daily": tuple(range(7)),
    "everyday": tuple(range(7)),
}


class FollowUp(StrEnum):
    """Fixed follow-ups on a briefing that take no argument."""

    SOURCES = "sources"
    LONGER = "longer"
    SHORTER = "shorter"
    SKEPTICS = "skeptics"
    EXPERTS = "experts"


@dataclass(frozen=True, slots=True)
class Newest:
    """The newest briefings for this channel."""


@dataclass(frozen=True, slots=True)
class BriefUrl:
    """That page, now."""

    url: str


@dataclass(frozen=True, slots=True)
class Search:
    """The newest stories that match."""

    words: str


@dataclass(frozen=True, slots=True)
class Ask:
    """A question about the last briefing, or this thread's."""

    question: str


@dataclass(frozen=True, slots=True)
class Quote:
    """Evidence number `number` of the briefing, in the original."""

    number: int


@dataclass(frozen=True, slots=True)
class Who:
    """What the article says of one person."""

    name: str


@dataclass(frozen=True, slots=True)
class Subscribe:
    """What a channel wants, as far as it was said; None or empty: the default.

    Attributes:
        what: sources, topics and keywords with AND, OR, NOT.
        times: local times.
        weekdays: 0 is Monday.
        tz: IANA name.
        mode: a digest at `times`, or alerts as stories come.
        words: most words of each briefing.
        labels: language of section titles and buttons, see `bot.labels`.
        quiet: local hours in which nothing is posted, from and to.
        most: stories of a digest, alerts an hour.
        importance: less important stories are left out.
        when_empty: what a digest without news does.
    """

    what: str
    times: tuple[time, ...] = ()
    weekdays: tuple[int, ...] = ()
    tz: str | None = None
    mode: Literal["digest", "alerts"] | None = None
    words: int | None = None
    labels: str | None = None
    quiet: tuple[time, time] | None = None
    most: int | None = None
    importance: int | None = None
    when_empty: Literal["silent", "say-so"] | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """Make subscription `number` what `to` says; what it leaves open stays as it was."""

    number: int
    to: Subscribe


@dataclass(frozen=True, slots=True)
class Subscriptions:
    """List this channel's subscriptions."""


@dataclass(frozen=True, slots=True)
class Pause:
    """Hold subscription `number`, or all of the channel's."""

    number: int | None = None


@dataclass(frozen=True, slots=True)
class Resume:
    """Go on with subscription `number`, or all of the channel's."""

    number: int | None = None


@dataclass(frozen=True, slots=True)
class Unsubscribe:
    """End subscription `number`."""

    number: int


@dataclass(frozen=True, slots=True)
class ShowSettings:
    """How this channel is set up."""


@dataclass(frozen=True, slots=True)
class Help:
    """What can be asked."""


Command = (
    Newest
    | BriefUrl
    | Search
    | Ask
    | FollowUp
    | Quote
    | Who
    | Subscribe
    | Change
    | Subscriptions
    | Pause
    | Resume
    | Unsubscribe
    | ShowSettings
    | Help
)

HELP = (
    ("/brief", "the newest briefings for this channel"),
    ("/brief URL", "brief that page now"),
    ("/brief WORDS", "the newest stories that match"),
    ("/brief ask QUESTION", "ask about the last briefing"),
    ("/brief sources", "where it comes from"),
    ("/brief quote N", "evidence N in the original"),
    ("/brief who NAME", "what the article says of somebody"),
    ("/brief longer", "the same at more length (also: shorter, skeptics, experts)"),
    (
        "/brief subscribe WHAT [at 08:00,16:30] [on weekdays] [tz Europe/Stockholm] [as digest|alerts]",
        "follow sources, topics or words in this channel (also: [in 80 words] [labels sv] "
        "[quiet 22:00-07:00] [at most 3 stories] [importance 40] [if empty say so])",
    ),
    ("/brief subscriptions", "what this channel follows (then: pause [N], resume [N], unsubscribe N)"),
    ("/brief settings", "how this channel is set up"),
)
"""Every form and what it does, for `/brief help` on every platform."""


def parse(text: str) -> Command:
    """The command in `text`, what was typed after `/brief`.

    Raises:
        CommandError: a command in a form that it does not have; the message says the form.
    """
    text = " ".join(text.split())
    if len(text) > MAX_LENGTH:
        raise CommandError(f"That is longer than {MAX_LENGTH:,} characters. Say it shorter, or give a link.")
    if not text:
        return Newest()
    if is_url(text):
        return BriefUrl(text)
    word, _, rest = text.partition(" ")
    reader = _READERS.get(word.lower())
    return (reader(rest) if reader else None) or Search(text)


def is_url(text: str) -> bool:
    """Whether the whole of `text` is an http(s) address."""
    return re.fullmatch(r"https?://\S+", text, re.IGNORECASE) is not None


def _alone(command: Command) -> Callable[[str], Command | None]:
    return lambda rest: None if rest else command


def _ask(rest: str) -> Command:
    if not rest:
        raise CommandError("Ask what? For example: /brief ask Who doubts it?")
    return Ask(rest)


def _who(rest: str) -> Command:
    if not rest:
        raise CommandError("Who? For example: /brief who Truss")
    return Who(rest)


def _quote(rest: str) -> Command | None:
    if not rest:
        raise CommandError("Which one? For example: /brief quote 2")
    return Quote(int(rest)) if _is_number(rest) else None


def _unsubscribe(rest: str) -> Command:
    if not _is_number(rest):
        raise CommandError(
            "Which one? `/brief subscriptions` numbers them; then for example: /brief unsubscribe 2"
        )
    return Unsubscribe(int(rest))


def _numbered(command: type[Pause] | type[Resume]) -> Callable[[str], Command | None]:
    def read(rest: str) -> Command | None:
        if not rest:
            return command()
        return command(int(rest)) if _is_number(rest) else None

    return read


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10


def _subscribe(rest: str) -> Command:
    """Clauses stand at the end, in any order; a word counts as a clause only with a value that fits it."""
    what, clauses = rest, dict[str, str]()
    while match := _CLAUSE.fullmatch(what):
        name, value = next((k, match[k]) for k in _CLAUSES if match[k])
        if name in clauses:
            raise CommandError(f"«{name}» is there twice. Say it once.")
        clauses[name], what = value, match["what"]
    if not what.strip():
        raise CommandError("Subscribe to what? For example: /brief subscribe ukraine at 08:00 on weekdays")
    mode = clauses.get("as", "").lower()
    empty = clauses.get("empty", "").lower()
    return Subscribe(
        what=what.strip(),
        times=_times(clauses.get("at", "")),
        weekdays=weekdays(clauses.get("on", "")),
        tz=_zone(clauses.get("tz")),
        mode="digest" if mode == "digest" else "alerts" if mode else None,
        words=_words(clauses.get("in")),
        labels=clauses.get("labels", "").lower() or None,
        quiet=_quiet(clauses.get("quiet")),
        most=_between("stories", 1, MOST_STORIES, clauses.get("most")),
        importance=_between("importance", 0, 100, clauses.get("importance")),
        when_empty="silent" if empty == "silent" else "say-so" if empty else None,
    )


def _change(rest: str) -> Command | None:
    number, _, what = rest.partition(" ")
    if not _is_number(number) or not what:
        return None
    asked = _subscribe(what)
    return Change(int(number), asked) if isinstance(asked, Subscribe) else None


_CLAUSES = ("at", "on", "tz", "as", "in", "labels", "quiet", "most", "importance", "empty")
_DAY = rf"(?:{'|'.join((*WEEKDAYS, *(d[:3] for d in WEEKDAYS), *(d + 's' for d in WEEKDAYS), *DAY_GROUPS))})"
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


def _words(text: str | None) -> int | None:
    if text is None:
        return None
    if not FEWEST_WORDS <= int(text) <= MOST_WORDS:
        raise CommandError(f"A briefing has {FEWEST_WORDS} to {MOST_WORDS:,} words, not {text}.")
    return int(text)


def _between(what: str, least: int, most: int, text: str | None) -> int | None:
    if text is None:
        return None
    if not least <= int(text) <= most:
        raise CommandError(f"«{what}» goes from {least} to {most}, {text} is not among that.")
    return int(text)


def _times(text: str) -> tuple[time, ...]:
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


def _quiet(text: str | None) -> tuple[time, time] | None:
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
    return next(i for i, day in enumerate(WEEKDAYS) if day.startswith(word[:3]))


def _zone(name: str | None) -> str | None:
    if name is None:
        return None
    zones = {zone.lower(): zone for zone in available_timezones()}
    if (zone := zones.get(name.lower())) is None:
        raise CommandError(
            f"There is no time zone «{name}». They look like Europe/Stockholm or America/New_York."
        )
    return zone


_READERS: dict[str, Callable[[str], Command | None]] = {
    "ask": _ask,
    "who": _who,
    "quote": _quote,
    "subscribe": _subscribe,
    "change": _change,
    "unsubscribe": _unsubscribe,
    "pause": _numbered(Pause),
    "resume": _numbered(Resume),
    "subscriptions": _alone(Subscriptions()),
    "settings": _alone(ShowSettings()),
    "help": _alone(Help()),
    **{follow_up.value: _alone(follow_up) for follow_up in FollowUp},
}
