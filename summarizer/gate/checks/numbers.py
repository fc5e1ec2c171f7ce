"""Numbers: each number of the point is in the evidence, in these or other words, with the same unit.

What follows from the evidence (a rest, a sum) or stands near it is left open, unless the evidence has another
number in its place.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

from summarizer.briefing import Verdict
from summarizer.gate.case import Case, Finding
from summarizer.gate.lexicon import concepts, covers, words
from summarizer.gate.normalise.dates import dates
from summarizer.gate.normalise.equal import (
    amounts,
    changes,
    derived,
    is_about,
    is_share,
    ratio,
    same,
    shares,
)
from summarizer.gate.normalise.numbers import SCALES, Number, numbers, readings
from summarizer.gate.normalise.units import unit_of

NEAR = 4
"""Sentences before the evidence whose numbers a point may take up ("that figure")."""


def check(case: Case) -> tuple[Finding, ...]:
    if case.is_verbatim:
        return ()
    if not covers(case.language, "numbers"):
        return _figures_only(case)
    missing = _missing(case)
    return tuple(_judged(case, n) for n in missing) + tuple(
        f for n in case.point_numbers if (f := _unit(case, n))
    )


def _missing(case: Case) -> tuple[Number, ...]:
    """Numbers of the point that the evidence does not have in any words."""
    years = case.dates.years | _year_of_publication(case) | case.years_meant
    known = years | {v for n in case.numbers for v in n.values}
    missing = [
        n
        for n in case.point_numbers
        if not (_is_article(n) or _is_day(n, case) or n.values & known or _is_known(n, case))
    ]
    if missing:
        evidence = frozenset().union(*(shares(numbers(t, lang)) for t, lang in case.pool))
        pairs = [
            (a, b) for a, b in pairwise(case.point_numbers) if (r := ratio(a, b)) and is_share(r, evidence)
        ]
        excused = {n for pair in pairs for n in pair}
        fractions = frozenset().union(*(shares(numbers(t, lang), percent=False) for t, lang in case.pool))
        missing = [n for n in missing if n not in excused and not _is_share_of(n, fractions)]
    return tuple(missing)


def _is_known(number: Number, case: Case) -> bool:
    if any(same(number, other) for other in case.numbers) or _is_clock(case, number):
        return True
    if _is_elided(case, number):
        return True
    return (
        _is_decade(case, number)
        or bool(amounts(number) & _bare_durations(case))
        or _is_years_ago(case, number)
    )


def _is_elided(case: Case, number: Number) -> bool:
    """27 million is "27" where it stands behind "118 million"."""
    scale = max((s for s in SCALES if any(v >= s for v in number.values)), default=1e3)
    if scale < 1e6:
        return False
    for text, language in case.pool:
        for before, other in pairwise(numbers(text, language)):
            bare = other.raw.isdecimal() and other.unit in (None, before.unit)
            if bare and any(v >= scale for v in before.values):
                return any(round(v * scale, 6) in number.values for v in other.values)
    return False


def _is_share_of(number: Number, evidence: frozenset[float]) -> bool:
    worded = number.approximate and number.raw[0].isalpha()
    values = (
        [v / 100 for v in number.values]
        if number.unit == "percent"
        else [v for v in number.values if 0 < v < 1]
    )
    return any(is_share(v, evidence) or (worded and is_about(v, evidence, number.before)) for v in values)


def _is_decade(case: Case, number: Number) -> bool:
    """The 1990s are the nineties."""
    if not case.point.text[number.start + len(number.raw) :].startswith(("s", "’s", "'s")):
        return False
    return any(
        v - century in n.values for v in number.values for century in (1800, 1900, 2000) for n in case.numbers
    )


def _bare_durations(case: Case) -> frozenset[tuple[str, float]]:
    """Times that the evidence names without a number: a decade is ten years."""
    units = {unit_of(w, language) for text, language in case.pool for w in words(text)}
    ones = (Number(frozenset((1.0,)), u, False, 0, "1") for u in units if u)
    return frozenset().union(*(amounts(n) for n in ones))


def _is_years_ago(case: Case, number: Number) -> bool:
    """Two years ago is the year that the evidence names."""
    if case.today is None or number.unit != "year":
        return False
    named = frozenset().union(*(dates(text, language).years for text, language in case.pool))
    return any(case.today.year + sign * v in named for v in number.values for sign in (-1, 1))


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
    counts = (number.each and 1.0 not in number.values) or number.unit == "percent"  # "every second"
    return (
        number.raw[0].isalpha()
        and number.values <= {1.0, 2.0}
        and number.raw.casefold() in _LOOSE
        and not counts
    )


_COUNTED = frozenset(("minute", "hour", "day", "week", "month"))
_LOOSE = frozenset(["one", "once", "first", "single", "second", "couple", "pair"])


def _judged(case: Case, number: Number) -> Finding:
    """What is said of a number that the evidence does not have."""
    follows = frozenset().union(*(derived(numbers(t, lang)) for t, lang in case.pool))
    rates = frozenset().union(*(changes(numbers(t, lang)) for t, lang in case.pool))
    if number.values & follows and (_is_other_part(case, number) or _is_other_percent(case, number)):
        return Finding(f"{number.raw} is the other part of what the evidence says")
    rated = _is_share_of(number, rates) and not (number.unit == "percent" and _replaced(case, number))
    if number.values & follows or rated or _is_counted(case, number):
        return Finding(f"{number.raw} is not in the evidence as such", Verdict.UNVERIFIED)
    near = (*case.around(NEAR), (case.article.title, case.language))
    for text, language in near if case.given else case.around(10_000, 10_000):
        if any(number.values & n.values and number.unit == n.unit for n in numbers(text, language)):
            verdict = Verdict.REJECTED if _replaced(case, number) else Verdict.UNVERIFIED
            return Finding(f"{number.raw} is in the article, but not in the evidence", verdict)
    return Finding(f"{number.raw} is not in the evidence")


def _is_other_part(case: Case, number: Number) -> bool:
    """Whether "three of five" stands for "two of five" of the evidence, and both texts deny or neither."""
    for a, b in pairwise(case.point_numbers):
        if a is not number or ratio(a, b) is None:
            continue
        for text, language in case.pool:
            for clause in re.split(r"[:;.!?]\s", text):
                parts = pairwise(numbers(clause, language))
                if any(ratio(c, d) and b.values & d.values for c, d in parts):
                    return _turns(clause, language) == _turns(case.point.text, case.point.language)
    return False


def _is_other_percent(case: Case, number: Number) -> bool:
    """Whether "45 percent" stands for "55 percent", and both texts speak of a rest or neither does."""
    if number.unit != "percent":
        return False
    turns = any(_turns(text, language) for text, language in case.pool)
    return turns == _turns(case.point.text, case.point.language)


def _turns(text: str, language: str) -> bool:
    """Whether `text` denies something, or speaks of what is left: the other part of a share may be meant."""
    return bool(_DENYING & concepts(text, language)) or "rest" in concepts(text, language, "time")


_DENYING = frozenset(
    ("negation", "negative", "only", "lack", "oppose", "reject", "fail", "exclude", "minority")
)


def _is_counted(case: Case, number: Number) -> bool:
    """Whether a small number counts what the evidence lists: "three countries" for their names."""
    if number.unit is not None or not number.values <= _LISTABLE:
        return False
    return any(size in number.values for text, language in case.pool for size in _lists(text, language))


_LISTABLE = frozenset(float(n) for n in range(2, 9))
_AND = {
    "en": "and", "sv": "och", "no": "og", "da": "og", "de": "und", "nl": "en", "fi": "ja", "fr": "et",
    "es": "y|e", "pt": "e", "it": "e|ed", "pl": "i|oraz", "uk": "і|та|й",
}  # fmt: skip
_LONGEST = 4
"""Words of an item of a list, except the first, before which its sentence may stand."""


@lru_cache(maxsize=2048)
def _lists(text: str, language: str) -> frozenset[int]:
    """Lengths of the enumerations in `text`; what "and" joins is a list of two only if it is two names."""
    joint = re.compile(rf",?\s(?:{_AND.get(language, 'and')})\s")
    sizes: set[int] = set()
    for clause in re.split(r"[;:.!?()]\s", text):
        for before, behind in pairwise(joint.split(clause)):
            size = 1
            for item in reversed(before.split(", ")):
                size += 1
                if size > 2 or (behind[:1].isupper() and item.split()[-1:] and item.split()[-1][0].isupper()):
                    sizes.add(size)  # wherever the list begins
                if len(item.split()) > _LONGEST:
                    break
    return frozenset(sizes)


def _replaced(case: Case, number: Number) -> bool:
    """Whether the evidence has a number of the same unit that the point leaves out: the one it replaces."""
    if not case.given:
        return False
    left = (n for n in case.numbers if n.unit == number.unit and not n.values <= {0.0, 1.0})
    return any(not any(same(mine, n) for mine in case.point_numbers) for n in left)


def _is_clock(case: Case, number: Number) -> bool:
    """7 pm is 19 o'clock."""
    after = case.point.text[number.start + len(number.raw) :].lstrip().casefold()
    if not after.startswith(("pm", "p.m")):
        return False
    return any(v + 12 == w for v in number.values for n in case.numbers for w in n.values)


def _unit(case: Case, number: Number) -> Finding | None:
    """The same value counts something else in the evidence."""
    if number.unit is None or any(amounts(number) & amounts(n) for n in case.numbers):
        return None
    units = {n.unit for n in case.numbers if n.values & number.values} | _shared(number, case)
    others = {v for n in case.numbers if n.unit == number.unit for v in n.values}
    if units == {None} and others and number.unit in _COUNTED and number.raw[0].isdigit():
        return Finding(f"{number.raw} counts something else than {number.unit} in the evidence")
    if not units or None in units or number.unit in units:
        return None
    return Finding(f"{number.raw} is {_listed(units)} in the evidence, not {number.unit}")


SHARED = 12
"""Letters between two numbers that may have one unit: "35 instead of 39 hours"."""


def _shared(number: Number, case: Case) -> set[str | None]:
    """Units of what follows the number in the evidence, where it has none of its own."""
    found: set[str | None] = set()
    for text, language in case.pool:
        for one, other in pairwise(numbers(text, language)):
            gap = other.start - one.start - len(one.raw)
            if one.values & number.values and one.unit is None and gap <= SHARED:
                found.add(other.unit)
    return found


def _listed(units: set[str | None]) -> str:
    return " or ".join(sorted(u for u in units if u))
