"""A question → what kind of answer it wants and by which words to look for it. Pure.

Questions are in English, whatever the article's language: the contract's chat grammar is English.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

STOP = frozenset(
    """
    a an the of to in on at by for from with and or but not no is are was were be been being has have had do
    does did will would can could may might must shall should it its he she they them their his her this that
    these those there here what which who whom whose when where why how much many long often far old big large
    any some as if than then so about into over under per between after before during since until up down out
    say says said tell told think thinks thought article according most more less least other
    another only also
    get gets got take takes took
    make makes made give gives gave happen happens happened kind sort way exactly
    """.split()  # noqa: SIM905 - a list of words reads better as words
)


ENDINGS = tuple("ingly edly ations ation ments ment ings ing ies ied ers ed es er ly s e y".split())  # noqa: SIM905


class Wanted(StrEnum):
    """What an answer must hold."""

    NUMBER = "number"
    TIME = "time"
    PERSON = "person"
    ANYTHING = "anything"


WANTED = (
    (
        Wanted.NUMBER,
        r"\bhow (much|many|often|far|long|old|large|big|high|tall|fast)\b|\bhow (low|wide|deep|heavy)\b",
    ),
    (
        Wanted.NUMBER,
        r"\b(what|which) (share|percentage|percent|number|amount|proportion|temperature|price|sum|fee)\b",
    ),
    (Wanted.NUMBER, r"\bwhat (does|do|did|will|would) .*\b(cost|pay|earn|charge)\b|\bhow did .* vote\b"),
    (Wanted.TIME, r"\b(when|since when|what (day|date|year|month|time)|which (day|date|year|month))\b"),
    (Wanted.PERSON, r"\b(who|whom|whose)\b"),
)


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked.

    Attributes:
        text: as asked.
        wanted: what an answer must hold.
        words: stems of the content words, names apart.
        names: folded words that begin with a capital amid the question.
        numbers: digits in the question; an answer has others.
    """

    text: str
    wanted: Wanted
    words: tuple[str, ...]
    names: tuple[str, ...]
    numbers: tuple[str, ...]


def understand(text: str) -> Question:
    """What `text` asks for."""
    plain = text.lower()
    wanted = next((kind for kind, pattern in WANTED if re.search(pattern, plain)), Wanted.ANYTHING)
    tokens = re.findall(r"[^\W_]+(?:[-'’][^\W_]+)*", text)
    names = [t for n, t in enumerate(tokens) if n and t[0].isupper()]
    rest = [t for t in tokens if t not in names and t.lower() not in STOP and not t[0].isdigit()]
    return Question(
        text,
        wanted,
        tuple(dict.fromkeys(stem(fold(t)) for t in rest)),
        tuple(dict.fromkeys(fold(re.sub(r"['’]s$", "", t)) for t in names)),
        tuple(digits(text)),
    )


def digits(text: str) -> list[str]:
    """Numbers in `text`, separators of thousands and decimals left out."""
    return [re.sub(r"\D", "", n) for n in re.findall(r"\d+(?:[.,\s\u00a0]\d+)*", text)]


@cache
def fold(word: str) -> str:
    """`word` in lower case without accents, so that "Dubček" is "dubcek"."""
    word = word.translate(str.maketrans("øØæÆłŁđßŒœ", "oOaAlLdsOo"))
    decomposed = unicodedata.normalize("NFKD", word.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c))


@cache
def stem(word: str) -> str:
    """An English word without its commonest endings; light, since both sides are treated alike."""
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word
