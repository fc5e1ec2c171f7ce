"""Numbers and dates, as keys that are the same in every language. Pure; words from CLDR.

Small whole numbers say little and years say nothing of an event, so neither is a fact.
"""

from __future__ import annotations

import re
from functools import lru_cache

from babel import Locale, UnknownLocaleError

from summarizer.languages import known

_NUMBER = re.compile(
    r"(?<![\w.,])(\d{1,3}(?:[.,   '’]\d{3})+|\d+)([.,]\d{1,2})?(?![\d])\s?(%|‰)?(?:\s?([^\W\d_]{2,}\.?))?"
)
_DAY_MONTH = re.compile(r"(?<!\d)(\d{1,2})(?:\.|º|er|st|nd|rd|th)?\s+(?:de\s+|di\s+|of\s+)?([^\W\d_]{3,})\.?")
_MONTH_DAY = re.compile(r"([^\W\d_]{3,})\.?\s+(\d{1,2})(?:st|nd|rd|th)?(?!\d|[.,]\d|\s?%)")
SMALLEST = 13
"""The smallest whole number that is a fact; below, newspapers write words."""


def facts(text: str) -> frozenset[str]:
    """Keys of the numbers (``n22000``, ``n2.5``, ``n40%``) and dates (``d11-12``) in `text`."""
    dates = {f"d{months()[m]:02}-{int(d):02}" for d, m in _dates(text) if 1 <= int(d) <= 31}
    days = {int(d) for d, _ in _dates(text)}
    found = set(dates)
    for match in _NUMBER.finditer(text):
        whole, fraction, percent, word = match.groups()
        value = float(re.sub(r"\D", "", whole) + (fraction or "").replace(",", "."))
        value *= scales().get((word or "").casefold().rstrip("."), 1)
        if value in days and not percent and not fraction:
            continue
        is_year = value.is_integer() and 1900 <= value <= 2100 and len(whole) == 4
        if percent or (fraction and value) or (value >= SMALLEST and not is_year):
            found.add(f"n{value:g}{'%' if percent else ''}" if value < 1e6 else f"n{value:.3g}")
    return frozenset(found)


def _dates(text: str) -> list[tuple[str, str]]:
    named = months()
    found = [(d, m.casefold()) for d, m in _DAY_MONTH.findall(text)]
    found += [(d, m.casefold()) for m, d in _MONTH_DAY.findall(text)]
    return [(d, m) for d, m in found if m in named]


@lru_cache(maxsize=1)
def months() -> dict[str, int]:
    """Numbers of the months by their names in every language that Kurir knows."""
    found: dict[str, int] = {}
    for locale in _locales():
        for context in ("format", "stand-alone"):
            for number, name in locale.months[context]["wide"].items():
                found.setdefault(str(name).casefold(), number)
    return found


@lru_cache(maxsize=1)
def scales() -> dict[str, float]:
    """What "million", "miljarder", "тисяч" multiply by. A billion of the long scale is CLDR's business."""
    found: dict[str, float] = {}
    for locale in _locales():
        for forms in locale.compact_decimal_formats["long"].values():
            for size in ("1000", "1000000", "1000000000"):
                word = re.sub(r"[0\s. ]", "", getattr(forms.get(size), "pattern", ""))
                if len(word) > 2 and word.isalpha():
                    found.setdefault(word.casefold(), float(size))
    return found


def _locales() -> list[Locale]:
    locales = []
    for language in ("en", *known()):
        try:
            locales.append(Locale.parse(language))
        except (UnknownLocaleError, ValueError):
            continue
    return locales
