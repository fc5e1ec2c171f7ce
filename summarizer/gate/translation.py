"""What is wrong with a machine-translated sentence; where anything is, the original stands."""

from __future__ import annotations

from summarizer.article import Article
from summarizer.briefing import DraftPoint, Reason, Section, Verdict
from summarizer.gate.case import Case
from summarizer.gate.checks import dates, names, negation, numbers

COMPARED = (
    ("numbers", numbers.check),
    ("dates", dates.check),
    ("names", names.check),
    ("negation", negation.check),
)
"""The checks that hold a translation against its original."""


def translation_faults(article: Article, index: int, english: str) -> tuple[Reason, ...]:
    """Why `english` may not stand for sentence `index` of `article`; empty where it may.

    A point of one sentence is judged, but only by what translation models get wrong and can be told from
    outside: numbers, dates and names that are not in the original, a "not" gained or lost.
    """
    point = DraftPoint(section=Section.KEY_CLAIMS, text=english, translated=True, evidence=(index,))
    case = Case(article, point, {})
    return tuple(
        Reason(name, finding.detail)
        for name, check in COMPARED
        for finding in check(case)
        if finding.verdict is Verdict.REJECTED
    )
