"""A question → what kind of answer it wants and by which words to look for it. Pure.

Questions are in English, whatever the article's language: the contract's chat grammar is English.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from summarizer.answering.glossary import senses
from summarizer.gate.normalise.units import unit_of

STOP = frozenset(
    """
    a an the of to in on at by for from with and or but not no is are was were be been being has have had do
    does did will would can could may might must shall should it its he she they them their his her this that
    these those there here what which who whom whose when where why how much many long often far old big large
    any some as if than then so about into over under per between after before during since until up down out
    say says said tell told according most more less least other still ever
    another only also yet now today currently present exactly current anyone anybody someone people's new
    get gets got take takes took go goes went come comes came
    make makes made give gives gave happen happens happened kind kinds sort type way name
    share percentage percent proportion number amount sum figure total average
    attend use used need needed involve involved affect affected mean meant plan planned expect expected
    due one two three four five six seven eight nine ten
    consider considered become hold held receive received run set aside put keep kept include
    today tomorrow yesterday next year years month week day days daily time times spring summer autumn winter
    january february march april may june july august september october november december
    monday tuesday wednesday thursday friday saturday sunday
    """.split()  # noqa: SIM905 - a list of words reads better as words
)


class Wanted(StrEnum):
    """What an answer must hold."""

    NUMBER = "number"
    TIME = "time"
    PERSON = "person"
    PLACE = "place"
    NAME = "name"  # of a company, a ship, whatever has one
    OPINION = "opinion"  # what somebody says or thinks
    REASON = "reason"
    ANYTHING = "anything"


class Measure(StrEnum):
    """What the number that is wanted measures."""

    COUNT = "count"
    MONEY = "money"
    SHARE = "share"
    DURATION = "duration"
    EXTENT = "extent"
    WEIGHT = "weight"
    FREQUENCY = "frequency"
    SIZE = "size"  # of whatever kind, but with a unit
    ANYTHING = "anything"


MEASURES = (
    (Measure.MONEY, r"(?<!by )\bhow much .*\b(cost|pay|paid|pays|earn|charge|spend|spent|worth|owe|fined?)"),
    (Measure.MONEY, r"\bhow much (money|compensation|profit|rent|tax|aid|funding)\b"),
    (Measure.MONEY, r"\bwhat .*\b(costs?|pay|earn|charge)\b"),
    (
        Measure.MONEY,
        r"\b(what|which) (is|was|are|were|will be) the .*\b(price|fee|salary|fine|budget|cost)\b",
    ),
    (Measure.MONEY, r"\b(what|which) (price|sum|fee|amount)\b"),
    (Measure.SHARE, r"\b(what|which) (share|percentage|percent|proportion|part)\b|\bhow full\b"),
    (Measure.WEIGHT, r"\bhow (heavy\b|much .*\bweigh)"),
    (Measure.EXTENT, r"\bhow (deep|wide|tall)\b"),
    (Measure.DURATION, r"\bhow (long|old)\b"),
    (Measure.COUNT, r"\bhow many\b|\b(what|which) (is|was) the (number|count)\b"),
    (Measure.SIZE, r"\bhow (large|big|high|fast|low)\b|\b(what|which) (temperature|speed|size|age)\b"),
    (Measure.SIZE, r"\bwhat (is|was) the .*\b(rate|temperature|speed|size|age|turnout)\b"),
    (Measure.FREQUENCY, r"\bhow often\b"),
    (Measure.ANYTHING, r"\bhow (much|far|likely)\b|\bwhat was the vote\b|\bhow did .* vote\b"),
)
"""First match wins."""
OPINION = re.compile(
    r"\bwhat (?:do|does|did|has|have|will|would) (.+?) "
    r"(say|said|think|call|believe|demand|want|propose|recommend|criticise|claim|fear|suggest|promise)\b"
)
"""The first group is whose opinion is wanted."""
COUNTED = re.compile(r"\bhow many (?:more |other |of the |new )?(\w+)")
NAMED = re.compile(r"^\W*(?:to |from |for |in |with |at |by )?which (\w+)\b(?<!is)(?<!are)(?<!was)")
NAMEABLE = frozenset(
    """
    company shop restaurant hotel newspaper bank university school hospital library museum church party team
    authority ship port country city village region island river lake mountain bridge laboratory film book
    group
    """.split()  # noqa: SIM905 - a list of words reads better as words
)
"""Concepts of what has a name, so that "which ship" asks for one."""
OTHERS = (
    (Wanted.TIME, r"\b(when|since when|what (day|date|year|month|time)|which (day|date|year|month))\b"),
    (Wanted.PERSON, r"\b(who|whom|whose)\b"),
    (Wanted.PLACE, r"^\W*(from |to |in )?where\b|\b(in|to|from) (which|what) (city|town|country|place)\b"),
    (Wanted.REASON, r"\bwhy\b|\bwhat (is|was|were|are) the (reason|cause)s?\b"),
    (Wanted.OPINION, OPINION.pattern),
)


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked.

    Attributes:
        text: as asked.
        wanted: what an answer must hold.
        measure: what a wanted number measures.
        unit: the unit that a number is asked in, for "how many hectares".
        words: content words in lower case, names apart.
        names: words that begin with a capital amid the question.
        numbers: digits in the question; an answer has others.
        needed: words that the very sentence must hold: who is to say it, what is to be named, what somebody
            is asked to have done.
        counted: the word for what is counted.
    """

    text: str
    wanted: Wanted
    measure: Measure
    unit: str | None
    words: tuple[str, ...]
    names: tuple[str, ...]
    numbers: tuple[str, ...]
    needed: tuple[str, ...] = ()
    counted: str | None = None

    @property
    def keys(self) -> tuple[str, ...]:
        """All that is looked for."""
        return tuple(dict.fromkeys((*self.names, *self.words, *self.numbers)))


def understand(text: str) -> Question:
    """What `text` asks for."""
    plain = LAST.sub(" ", text.lower())
    measure = next((kind for kind, pattern in MEASURES if re.search(pattern, plain)), None)
    other = next((kind for kind, pattern in OTHERS if re.search(pattern, plain)), Wanted.ANYTHING)
    named = NAMED.search(plain)
    if other is Wanted.ANYTHING and named and senses(named[1], "en") & NAMEABLE:
        other = Wanted.NAME
    wanted = Wanted.NUMBER if measure else other
    counted = COUNTED.search(plain)
    unit = unit_of(counted[1], "en") if counted else None
    tokens = [re.sub(r"['’]s?$", "", t) for t in _TOKEN.findall(LAST.sub(" ", text))]
    names = [t for n, t in enumerate(tokens) if n and t[0].isupper() and t.lower() not in STOP]
    said = OPINION.search(plain) if wanted is Wanted.OPINION else None
    skipped = {*STOP, *(counted.groups() if counted and unit else ()), *([said[2]] if said else ())} - {""}
    rest = [t.lower() for t in tokens if t not in names and not t[0].isdigit()]
    words = tuple(dict.fromkeys(t for t in rest if t not in skipped))
    return Question(
        text,
        wanted,
        measure or Measure.ANYTHING,
        unit,
        words,
        tuple(dict.fromkeys(names)),
        tuple(digits(text)),
        _needed(plain, wanted, said, words),
        counted[1] if counted and not unit else None,
    )


_TOKEN = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
LAST = re.compile(
    r"\b(last|past) "
    r"(?=year|month|week|spring|summer|autumn|winter|night|\w+day\b|\w+ (year|month|week|day)s\b)",
    re.IGNORECASE,
)


def _needed(
    plain: str, wanted: Wanted, said: re.Match[str] | None, words: tuple[str, ...]
) -> tuple[str, ...]:
    if said:
        return tuple(w for w in words if w in re.split(r"\W+", said[1]))
    if named := NAMED.search(plain):
        return (named[1],) if named[1] in words else ()
    if wanted is Wanted.PERSON and words and plain.lstrip().startswith("who "):
        return words[:1]
    return ()


def digits(text: str) -> list[str]:
    """Numbers in `text`, separators of thousands and decimals left out."""
    return [re.sub(r"\D", "", n) for n in re.findall(r"\d+(?:[.,\s\u00a0]\d+)*", text)]
