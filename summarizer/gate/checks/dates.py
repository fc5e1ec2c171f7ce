"""Dates: days, weekdays, months, years and seasons of the point are in the evidence or follow from it."""

from __future__ import annotations

import re

from summarizer.briefing import Verdict
from summarizer.gate.case import Case, Finding
from summarizer.gate.lexicon import concepts, covers
from summarizer.gate.normalise.dates import MONTHS, WEEKDAYS, Dates, dates


def check(case: Case) -> tuple[Finding, ...]:
    if case.is_verbatim:
        return ()
    missing = _missing(case.point_dates, case.dates, covers(case.language))
    missing += [what for what in _weekdays_replaced(case) if what not in missing]
    missing = [what for what in missing if not (what.isdigit() and int(what) in case.years_meant)]
    if missing and not case.given:
        everywhere = case.dates_of(case.around(10_000, 10_000))
        missing = _missing(case.point_dates, everywhere, covers(case.language))
    near = case.dates_of(case.around(3)) if missing else Dates()
    soft = set(missing) - set(_missing(case.point_dates, near, covers(case.language))) if missing else set()
    findings = [
        Finding(f"{what} is near the evidence, but not in it", Verdict.UNVERIFIED)
        if (what in soft and _is_soft(what) and not _replaced(what, case)) or _is_next(what, case)
        else Finding(f"{what} is not in the evidence")
        for what in missing
    ]
    return (*findings, *_direction(case), *_other_time(case))


def _is_soft(what: str) -> bool:
    return what.isdigit() or what in ("spring", "summer", "autumn", "winter")


_NIGHT = re.compile(r"\b(?:midnight|overnight|night)\b", re.I)


def _is_next(what: str, case: Case) -> bool:
    """Whether the point counts a night to another day, or says "before" a month for the end of the last."""
    name = what.casefold()
    if name in WEEKDAYS and _NIGHT.search(case.point.text):
        day = WEEKDAYS.index(name)
        return bool(case.dates.weekdays & {(day + 1) % 7, (day - 1) % 7})
    if name in MONTHS and re.search(rf"\bbefore {name}\b", case.point.text, re.I):
        return (MONTHS.index(name) or 12) in case.dates.months
    return False


def _weekdays_replaced(case: Case) -> list[str]:
    """Weekdays of the point that only dates of its evidence have, which names others that the point omits."""
    if not case.given:
        return []
    named = frozenset().union(*(dates(text, language).weekdays for text, language in case.pool))
    said = dates(case.point.text, case.point.language).weekdays
    return [WEEKDAYS[d].capitalize() for d in sorted(said - named)] if named - said else []


def _replaced(what: str, case: Case) -> bool:
    """Whether the evidence names another year that the point leaves out: the one in whose place it is."""
    if not what.isdigit() or not case.given:
        return False
    named = frozenset().union(*(dates(text, language).years for text, language in case.pool))
    return bool(named - case.point_dates.years)


def _missing(said: Dates, evidence: Dates, seasons_known: bool) -> list[str]:
    days = [f"{d} {MONTHS[m - 1].capitalize()}" for m, d in sorted(said.days - evidence.days)]
    days += [WEEKDAYS[d].capitalize() for d in sorted(said.weekdays - evidence.weekdays)]
    named = {m for m, _ in said.days}
    days += [MONTHS[m - 1].capitalize() for m in sorted(said.months - evidence.months - named)]
    days += [str(y) for y in sorted(said.years - evidence.years) if evidence.years]
    return days + (sorted(said.seasons - evidence.seasons) if seasons_known else [])


def _direction(case: Case) -> tuple[Finding, ...]:
    """ "Next" for "last" and the other way round, "yesterday" for "tomorrow"."""
    said, known = case.point_concepts, case.concepts
    for a, b in (("next", "last"), ("yesterday", "tomorrow"), ("today", "tomorrow"), ("today", "yesterday")):
        for one, other in ((a, b), (b, a)):
            if one in said and other not in said and other in known and one not in known:
                return (Finding(f'the evidence says "{other}" where the point says "{one}"'),)
    return ()


_YEARS = frozenset(("last_year", "this_year", "next_year"))
_FEASTS = frozenset(("new_year", "easter", "midsummer", "christmas", "year_end"))


def _other_time(case: Case) -> tuple[Finding, ...]:
    """ "This year" for "next year", Easter for Christmas: one that the evidence lacks replaces one it has."""
    said = concepts(case.point.text, case.point.language, "time")
    known = frozenset().union(*(concepts(text, language, "time") for text, language in case.pool))
    said_feasts, known_feasts = (
        s & _FEASTS | d.seasons for s, d in ((said, case.point_dates), (known, case.dates))
    )
    for mine, theirs in ((said & _YEARS, known & _YEARS), (said_feasts, known_feasts)):
        if mine - theirs and theirs - mine and not mine & theirs:
            return (Finding(f"the evidence says {_words(theirs)}, the point {_words(mine)}"),)
    return ()


def _words(concepts_: frozenset[str]) -> str:
    return " or ".join(sorted(concepts_)).replace("_", " ")
