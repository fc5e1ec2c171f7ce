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

from bot.commands.clauses import between, clauses, quiet, times, weekdays, words, zone
from bot.errors import CommandError
from bot.subscription import MOST_STORIES

MAX_LENGTH = 2_000
"""Characters of a command; more is a paste, not a question."""


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
    what, asked = clauses(rest)
    if not what.strip():
        raise CommandError("Subscribe to what? For example: /brief subscribe ukraine at 08:00 on weekdays")
    mode = asked.get("as", "").lower()
    empty = asked.get("empty", "").lower()
    return Subscribe(
        what=what.strip(),
        times=times(asked.get("at", "")),
        weekdays=weekdays(asked.get("on", "")),
        tz=zone(asked.get("tz")),
        mode="digest" if mode == "digest" else "alerts" if mode else None,
        words=words(asked.get("in")),
        labels=asked.get("labels", "").lower() or None,
        quiet=quiet(asked.get("quiet")),
        most=between("stories", 1, MOST_STORIES, asked.get("most")),
        importance=between("importance", 0, 100, asked.get("importance")),
        when_empty="silent" if empty == "silent" else "say-so" if empty else None,
    )


def _change(rest: str) -> Command | None:
    number, _, what = rest.partition(" ")
    if not _is_number(number) or not what:
        return None
    asked = _subscribe(what)
    return Change(int(number), asked) if isinstance(asked, Subscribe) else None


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
