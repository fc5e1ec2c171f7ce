"""Numbers: each number of the point is in the evidence, with the same unit."""

from __future__ import annotations

import re

from summarizer.briefing import Verdict
from summarizer.gate.case import Case, Finding
from summarizer.gate.lexicon import covers
from summarizer.gate.normalise.dates import dates
from summarizer.gate.normalise.numbers import Number, durations, numbers, readings

NEAR = 4
"""Sentences before the evidence whose numbers a point may take up ("that figure")."""


def check(case: Case) -> tuple[Finding, ...]:
    if case.is_verbatim:
        return ()
    if not covers(case.language, "numbers"):
        return _figures_only(case)
    years = case.dates.years | _year_of_publication(case) | {v for n in case.numbers for v in n.values}
    counted = tuple(n for n in case.point_numbers if not _is_article(n) and not _is_day(n, case))
    return tuple(f for n in counted if not n.values & years and (f := _find(case, n))) + tuple(
        f for n in case.point_numbers if (f := _unit(case, n))
    )


def _is_day(number: Number, case: Case) -> bool:
    """A day of the month, which the check on dates looks at."""
    digits = number.raw
    if not (digits.isdecimal() and len(digits) <= 2):  # int() refuses very long numbers
        return False
    return int(digits) in {day for _, day in case.point_dates.days}


def _year_of_publication(case: Case) -> frozenset[int]:
    """The year that "this year" and months without a year mean, where the evidence names no other."""
    named = frozenset().union(*(dates(text, language).years for text, language in case.pool))
    return frozenset((case.today.year,)) if case.today and not named else frozenset()


def _figures_only(case: Case) -> tuple[Finding, ...]:
    """For languages whose number words are unknown: digits are compared as digits."""
    known = {v for text, language in case.pool for n in numbers(text, language) for v in n.values}
    figures = {raw: readings(raw) for raw in re.findall(r"\d+(?:[.,]\d+)*", case.point.text)}
    return tuple(Finding(f"{raw} is not in the evidence") for raw, v in figures.items() if not v & known)


def _is_article(number: Number) -> bool:
    """Words that are numbers only now and then: "one", "first", "second", "nil"."""
    if number.values == {0.0}:
        return number.raw[0].isalpha()
    return number.raw[0].isalpha() and number.values <= {1.0, 2.0} and number.raw.casefold() in _LOOSE


_COUNTED = frozenset(("minute", "hour", "day", "week", "month", "percent"))
_PARTS = frozenset(
    [
        "quarter",
        "quarters",
        "third",
        "thirds",
        "fourth",
        "fifth",
        "fifths",
        "sixth",
        "seventh",
        "eighth",
        "ninth",
        "tenth",
        "tenths",
    ]
)
_LOOSE = frozenset(["one", "once", "first", "single", "second", "couple", "pair"])


def _find(case: Case, number: Number) -> Finding | None:
    if any(_same(number, other) for other in case.numbers) or _is_clock(case, number):
        return None
    near = (*case.around(NEAR), (case.article.title, case.language))
    for text, language in near if case.given else case.around(10_000, 10_000):
        if any(number.values & n.values and number.unit == n.unit for n in numbers(text, language)):
            verdict = Verdict.UNVERIFIED
            return Finding(f"{number.raw} is in the article, but not in the evidence", verdict)
    return Finding(f"{number.raw} is not in the evidence")


def _same(number: Number, other: Number) -> bool:
    if number.values & other.values:
        return True
    if number.raw.casefold() in _PARTS and {round(1 / v, 6) for v in number.values if v} & other.values:
        return True
    if durations(number) & durations(other):
        return True
    if number.values == {0.5} and any(v % 1 == 0.5 for v in other.values):  # "an hour and a half"
        return True
    if number.unit == "percent" and {v / 100 for v in number.values} & other.values:
        return True
    if other.unit == "percent" and {round(v * 100, 6) for v in number.values} & other.values:
        return True
    pairs = [(a, b) for a in number.values for b in other.values if b]
    return number.approximate and any(abs(a - b) / b <= 0.03 and _rounder(a, b) for a, b in pairs)


def _rounder(a: float, b: float) -> bool:
    """Whether `a` has fewer digits that count than `b`."""
    return len(f"{a:g}".replace(".", "").strip("0")) < len(f"{b:.10g}".replace(".", "").strip("0"))


def _is_clock(case: Case, number: Number) -> bool:
    """7 pm is 19 o'clock."""
    after = case.point.text[number.start + len(number.raw) :].lstrip().casefold()
    if not after.startswith(("pm", "p.m")):
        return False
    return any(v + 12 == w for v in number.values for n in case.numbers for w in n.values)


def _unit(case: Case, number: Number) -> Finding | None:
    """The same value counts something else in the evidence."""
    if number.unit is None:
        return None
    units = {n.unit for n in case.numbers if n.values & number.values}
    others = {v for n in case.numbers if n.unit == number.unit for v in n.values}
    if units == {None} and others and number.unit in _COUNTED and number.raw[0].isdigit():
        return Finding(f"{number.raw} counts something else than {number.unit} in the evidence")
    if not units or None in units or number.unit in units:
        return None
    return Finding(f"{number.raw} is {_listed(units)} in the evidence, not {number.unit}")


def _listed(units: set[str | None]) -> str:
    return " or ".join(sorted(u for u in units if u))
