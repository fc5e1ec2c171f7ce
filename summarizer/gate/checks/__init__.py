"""The checks of the gate, in the order in which their reasons are shown.

A check is a module with a function ``check(case) -> tuple[Finding, ...]``, empty when nothing is wrong.
To add one: write the module, put it in `CHECKS`, and give it a table of cases in ``tests/summarizer/gate``.
"""

from __future__ import annotations

from collections.abc import Callable

from summarizer.gate.case import Case, Finding
from summarizer.gate.checks import (
    certainty,
    coverage,
    dates,
    direction,
    evidence,
    language,
    markup,
    names,
    negation,
    numbers,
    quotes,
    role,
    speaker,
)

Check = Callable[[Case], tuple[Finding, ...]]

CHECKS: tuple[tuple[str, Check], ...] = (
    ("evidence", evidence.check),
    ("speaker", speaker.check),
    ("numbers", numbers.check),
    ("dates", dates.check),
    ("names", names.check),
    ("quotes", quotes.check),
    ("negation", negation.check),
    ("direction", direction.check),
    ("certainty", certainty.check),
    ("role", role.check),
    ("language", language.check),
    ("markup", markup.check),
    ("coverage", coverage.check),
)
