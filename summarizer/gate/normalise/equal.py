"""When two numbers say the same in other words: shares, durations, roundings; and what follows from two."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations, pairwise

from summarizer.gate.normalise.numbers import Number

_PARTS = {
    "third": 3, "thirds": 3, "quarter": 4, "quarters": 4, "fourth": 4, "fifth": 5, "fifths": 5, "sixth": 6,
    "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10, "tenths": 10,
}  # fmt: skip
CLOSE = 30
"""Characters between two numbers that make a share together: "three of the four"."""
_WHOLE = 10_000
_UNDER = frozenset(("under", "less", "fewer", "nearly", "almost", "close", "below", "up", "most", "just"))
_OVER = frozenset(("over", "more", "least", "above"))


_AMOUNTS = {
    "minutes": {"minute": 1.0, "hour": 60.0, "day": 1440.0, "week": 10080.0},
    "months": {"month": 1.0, "year": 12.0, "decade": 120.0, "century": 1200.0},
    "metres": {"centimetre": 0.01, "metre": 1.0, "kilometre": 1000.0, "scandinavian mile": 10_000.0},
    "kilograms": {"gram": 0.001, "kilogram": 1.0, "tonne": 1000.0},
}
"""What the units of one kind are worth."""


def amounts(number: Number) -> frozenset[tuple[str, float]]:
    """The times, lengths or weights that `number` may stand for: 18 months are a year and a half."""
    if number.unit == "day" and number.values == {15.0}:  # "quinze jours" are two weeks
        return frozenset((("minutes", 21600.0), ("minutes", 20160.0)))
    factors = ((kind, units.get(number.unit or "")) for kind, units in _AMOUNTS.items())
    return frozenset(
        (kind, round(v * factor, 3)) for kind, factor in factors if factor for v in number.values
    )


def same(number: Number, other: Number) -> bool:
    """Whether `number` of a point may stand for `other` of its evidence."""
    if number.values & other.values or amounts(number) & amounts(other):
        return True
    if number.unit != other.unit and number.approximate and _is_about_as_long(number, other):
        return True
    if number.raw.casefold() in _PARTS and {round(1 / v, 6) for v in number.values if v} & other.values:
        return True
    if (
        number.values == {0.5} and number.raw[0].isalpha() and any(v % 1 == 0.5 for v in other.values)
    ):  # "an hour and a half"
        return True
    if number.unit == "percent" and {round(v / 100, 6) for v in number.values} & other.values:
        return True
    if other.unit == "percent" and {round(v * 100, 6) for v in number.values} & other.values:
        return True
    return any(_rounded(a, b, number) for a in number.values for b in other.values if b)


LONGER = 0.3
"""By what share a time may be off that is told in another unit: "less than two weeks" for eleven days."""


def _is_about_as_long(number: Number, other: Number) -> bool:
    for kind, said in amounts(number):
        for of, meant in amounts(other):
            off = (meant - said) / said if said and kind == of else 1.0
            if (number.before & _OVER and 0 <= off <= LONGER) or (
                number.before & _UNDER and -LONGER <= off <= 0
            ):
                return True
    return False


def _rounded(a: float, b: float, number: Number) -> bool:
    """Whether `a` is `b` rounded as far as the words before it allow."""
    if not _is_rounder(a, b):
        return False
    off = (b - a) / b
    if not number.approximate:
        return abs(off) <= 0.005
    if number.before & _OVER and 0 < off <= 0.1:
        return True
    if number.before & _UNDER and -0.1 <= off < 0:
        return True
    return abs(off) <= 0.05


def _is_rounder(a: float, b: float) -> bool:
    """Whether `a` has fewer digits that count than `b`."""
    return len(f"{a:.12g}".replace(".", "").strip("0")) < len(f"{b:.12g}".replace(".", "").strip("0"))


def shares(found: Sequence[Number], *, percent: bool = True) -> frozenset[float]:
    """Shares of a whole that the numbers of one text express: percent, fractions, "three of four"."""
    values: set[float] = set()
    for number in found:
        for v in number.values:
            if number.unit == "percent":
                values |= {v / 100} if percent else set()
            elif 0 < v < 1:
                values.add(v)
            elif number.each and 2 <= v <= 100:  # "every twentieth"
                values.add(1 / v)
    values |= {share for a, b in pairwise(found) if (share := ratio(a, b))}
    return frozenset(values)


def ratio(a: Number, b: Number) -> float | None:
    """The share that two neighbouring numbers make: "four of five" is 0.8."""
    if b.start - a.start - len(a.raw) > CLOSE or len(a.values) > 1 or len(b.values) > 1:
        return None
    (x,), (y,) = a.values, b.values
    fits = 0 < x < y <= _WHOLE and x % 1 == 0 and y % 1 == 0 and a.unit in (None, b.unit)
    return x / y if fits else None


def is_share(value: float, of: frozenset[float]) -> bool:
    """Whether the share `value` is one of these, rounded to a hundredth."""
    return any(abs(value - share) <= min(0.005, 0.1 * share) + 1e-9 for share in of)


def is_about(value: float, of: frozenset[float], before: frozenset[str]) -> bool:
    """Whether one of these shares is near `value`, on the side that the words `before` it allow.

    "More than half" may be five of nine, "nearly two thirds" 62 of 95.
    """
    over = 0.15 if before & _OVER else 0.02
    under = 0.15 if before & _FAR_UNDER else 0.04
    return any(-under <= share - value <= over for share in of)


_FAR_UNDER = frozenset(("under", "less", "fewer", "below"))


def derived(found: Sequence[Number]) -> frozenset[float]:
    """What two numbers of one text make together: the rest of a whole, a sum, a difference; or halves."""
    plain = [(v, n.unit) for n in found for v in n.values if v > 1]
    pairs = list(combinations(plain, 2))
    values = {abs(a - b) for (a, u), (b, w) in pairs if u == w or None in (u, w)}
    values |= {a + b for (a, u), (b, w) in pairs if u == w and a + b >= 20}
    values |= {100 - v for v, unit in plain if unit == "percent"}
    values |= {2.0 if v == 0.5 else 0.5 for n in found for v in n.values if v in (0.5, 2.0)}
    values |= {v - 1 for v, unit in plain if unit is None and v <= 12 and any(1.0 in n.values for n in found)}
    return frozenset(round(v, 6) for v in values)


def changes(found: Sequence[Number]) -> frozenset[float]:
    """By what share one number of a text is above or below another of the same unit."""
    plain = [(v, n.unit) for n in found for v in n.values if v > 2]
    return frozenset(abs(a - b) / c for a, u in plain for b, w in plain if u == w and a != b for c in (a, b))
