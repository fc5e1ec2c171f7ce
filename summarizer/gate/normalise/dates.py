"""Days, weekdays, months, years and seasons of a text, comparable over languages and notations.

Names of months and weekdays come from CLDR (Babel). "On Monday" and "16 November" meet where the article's
local publication date resolves the one to the other.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache

from babel import Locale, UnknownLocaleError

from summarizer.gate.lexicon import concepts, lexicon, listed, plain
from summarizer.gate.normalise.names import COMPOUNDING, INFLECTING

SEASONS = ("spring", "summer", "autumn", "winter")
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
    "november", "december",
)  # fmt: skip
_TOKEN = re.compile(r"\d{4}-\d{2}-\d{2}|\d{1,2}[./]\d{1,2}[./]\d{4}|\d+|[^\W\d_]+|,(?= \d{1,2} )")
_CAPITAL_ONLY = {"may", "march", "sun", "mar", "sat", "wed", "dec", "jan"}
_MONTH_PREPOSITIONS = listed("in since from until by of last next during before after mid early late this to")


@dataclass(frozen=True, slots=True)
class Dates:
    """What a text says of time.

    Attributes:
        days: (month, day).
        weekdays: 0 is Monday.
        months: 1-12, those of `days` included.
        years: four-digit years.
        seasons: of `SEASONS`.
    """

    days: frozenset[tuple[int, int]] = frozenset()
    weekdays: frozenset[int] = frozenset()
    months: frozenset[int] = frozenset()
    years: frozenset[int] = frozenset()
    seasons: frozenset[str] = frozenset()


@lru_cache(maxsize=4096)
def dates(text: str, language: str) -> Dates:
    """Dates that `text` names."""
    tokens = _TOKEN.findall(plain(text))
    days: set[tuple[int, int]] = set()
    months: set[int] = set()
    weekdays: set[int] = set()
    years: set[int] = set()
    for i, token in enumerate(tokens):
        if full := _numeric(token):
            days.add((full.month, full.day))
            years.add(full.year)
        elif token.isdecimal():
            decade = tokens[i + 1 : i + 2] == ["s"] and token.endswith(
                "0"
            )  # the check on numbers looks at it
            if len(token) == 4 and 1800 <= int(token) <= 2199 and not decade:
                years.add(int(token))
        elif month := _month(tokens, i, language):
            months.add(month)
            days.update((month, day) for day in _days_beside(tokens, i))
        elif (weekday := _weekday(token, language)) is not None:
            weekdays.add(weekday)
    said = concepts(text, language)
    weekdays |= {n for n, name in enumerate(WEEKDAYS) if name in said}
    months |= {n for n, name in enumerate(MONTHS, 1) if name in said}
    return Dates(
        frozenset(days),
        frozenset(weekdays),
        frozenset(months | {m for m, _ in days}),
        frozenset(years),
        frozenset(s for s in SEASONS if s in said),
    )


def resolved(found: Dates, said: frozenset[str], today: date | None) -> Dates:
    """`found` with all that it implies on the day of publication: weekdays of days, days of weekdays, years.

    A weekday that stands with its date means no other day.

    Args:
        found: dates of the text.
        said: concepts of the text, for "yesterday", "next", "this_month" and the like.
        today: local publication date; without it nothing is implied.
    """
    if today is None:
        return found
    exact = {d for m, day in found.days if (d := _nearest(m, day, today))}
    exact |= {today + timedelta(days=n) for name, n in _SHIFTS.items() if name in said}
    near = {today + timedelta(days=n) for n in range(-8, 9)}
    loose = found.weekdays - {d.weekday() for d in exact}
    exact_of_weekdays = {d for d in near if d.weekday() in loose}
    both = exact | exact_of_weekdays
    years = set(found.years)
    years |= {today.year + n for word, n in (("last", -1), ("next", 1)) if word in said}
    return Dates(
        found.days | {(d.month, d.day) for d in both},
        found.weekdays | {d.weekday() for d in exact},
        found.months
        | {d.month for d in both}
        | {_month_from(today, n) for m, n in _MONTHS.items() if m in said},
        frozenset(years | {d.year for d in exact}),
        found.seasons,
    )


_SHIFTS = {"yesterday": -1, "today": 0, "tomorrow": 1}
_MONTHS = {"last_month": -1, "this_month": 0, "next_month": 1}


def _month_from(today: date, shift: int) -> int:
    return (today.month - 1 + shift) % 12 + 1


def ends(text: str, language: str) -> frozenset[tuple[int, int]]:
    """Last days of the months whose end `text` names: "by the end of March"."""
    tokens = _TOKEN.findall(plain(text))
    known = lexicon(language, "time")
    at = [i for i, token in enumerate(tokens) if "end" in known.of_word(token.casefold())]
    months = (
        m for i in at for n in (1, 2, 3) if i + n < len(tokens) and (m := _month(tokens, i + n, language))
    )
    before = (m for i in at if i and (m := _month(tokens, i - 1, language)))  # "maaliskuun lopussa"
    return frozenset(
        (m, day) for m in (*months, *before) for day in (monthrange(2001, m)[1], monthrange(2000, m)[1])
    )


def _numeric(token: str) -> date | None:
    if len(token) > len("2026-11-23"):  # int() refuses very long numbers
        return None
    parts = [int(p) for p in re.findall(r"\d+", token)]
    if len(parts) != 3:
        return None
    year, month, day = parts if parts[0] > 31 else reversed(parts)
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _nearest(month: int, day: int, today: date) -> date | None:
    options = []
    for year in (today.year - 1, today.year, today.year + 1):
        try:
            options.append(date(year, month, day))
        except ValueError:
            continue
    return min(options, key=lambda d: abs(d - today)) if options else None


def _days_beside(tokens: list[str], i: int) -> set[int]:
    """Days of the month that stand before ("21 och 22 november") or behind ("December 14") a month's name."""
    days: set[int] = set()
    j = i - 1
    while j >= 0 and j >= i - 6:
        token = tokens[j]
        if _is_day(token):
            days.add(int(token))
        elif token.isdecimal() or not _between_days(token):
            break
        j -= 1
    if not days and i + 1 < len(tokens) and _is_day(tokens[i + 1]):
        days.add(int(tokens[i + 1]))
    return days


def _between_days(token: str) -> bool:
    return token.casefold() in _BETWEEN


_BETWEEN = listed(
    "and och og und et y e ed i та й ja en to through till til t o m tom bis zum tot met au jusqu al fino "
    "hasta ao até do aż по до de del den der die das le la el the a à er ere ste st nd rd th"
)


@cache
def _locale(language: str) -> Locale | None:
    try:
        return Locale.parse({"no": "nb"}.get(language, language))
    except (UnknownLocaleError, ValueError):
        return None


@cache
def _names(language: str, kind: str) -> tuple[dict[str, int], frozenset[str]]:
    """Names of months or weekdays, each with its number, and which of them are abbreviations."""
    locale = _locale(language)
    names: dict[str, int] = {}
    short: set[str] = set()
    if locale is None:
        return names, frozenset()
    table = locale.months if kind == "months" else locale.days
    for context in ("format", "stand-alone"):
        for width in ("wide", "abbreviated"):
            for number, name in table[context][width].items():
                word = name.casefold().rstrip(".").replace("’", "").replace("'", "").replace("ʼ", "")
                if word.isalpha() and word not in names:
                    names[word] = number
                    if width == "abbreviated":
                        short.add(word)
                elif width == "wide":
                    short.discard(word)
    return names, frozenset(short)


def _is_day(token: str) -> bool:
    return len(token) <= 2 and token.isdecimal() and 1 <= int(token) <= 31


def _month(tokens: list[str], i: int, language: str) -> int | None:
    token = tokens[i]
    number, short = _named(token.casefold(), language, "months")
    if number is None:
        return None
    beside_digit = any(0 <= j < len(tokens) and tokens[j].isdecimal() for j in (i - 1, i + 1))
    if short and not beside_digit:
        return None
    if language == "en" and token.casefold() in _CAPITAL_ONLY:
        before = tokens[i - 1].casefold() if i else ""
        if not token[0].isupper() or not (beside_digit or before in _MONTH_PREPOSITIONS):
            return None
    return number


def _weekday(token: str, language: str) -> int | None:
    number, short = _named(token.casefold(), language, "days")
    return None if short else number


@lru_cache(maxsize=8192)
def _named(word: str, language: str, kind: str) -> tuple[int | None, bool]:
    """Number of the month or weekday that `word` names, and whether it is an abbreviation."""
    names, short = _names(language, kind)
    if word in names:
        return names[word], word in short
    if len(word) < 5 or language == "en":
        stems = (word[:-1], word[:-2]) if language in INFLECTING else (word[:-1],) if word[-1:] == "s" else ()
        return next(((names[w], False) for w in stems if w in names and w not in short), (None, False))
    for name, number in names.items():  # declined: "maanantaina", "понеділка", "mandagens"
        stem = name if language not in ("uk", "pl", "ru", "fi") else name[: max(4, len(name) - 2)]
        longest = 8 if language in COMPOUNDING else 5  # "måndagskväll"
        if name not in short and word.startswith(stem) and len(word) - len(name) <= longest:
            return number, False
    return None, False
