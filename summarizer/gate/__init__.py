"""The gate: every point of every engine passes these checks before anyone sees it.

Pure and deterministic: article, draft and translations in, a `Briefing` out. Each check is one module
of `summarizer.gate.checks`. This is the only code that turns a `Draft` into a `Briefing`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Literal

from summarizer.article import Article
from summarizer.briefing import Briefing, Draft, DraftPoint, Point, Reason, Verdict
from summarizer.gate.case import Case
from summarizer.gate.checks import CHECKS
from summarizer.gate.checks.language import is_english
from summarizer.gate.lookup import find_evidence
from summarizer.gate.translation import translation_faults

__all__ = ["Unverified", "find_evidence", "is_english", "judge", "pass_gate", "translation_faults"]

Unverified = Literal["mark", "quote", "drop"]
"""What becomes of a point that could not be verified: shown with a mark, as its quote alone, or dropped."""


def judge(article: Article, point: DraftPoint, english: Mapping[int, str], *, given: bool = True) -> Point:
    """`point` with its verdict and the reasons for it.

    Args:
        article: what the point must be supported by.
        point: what an engine proposes.
        english: English of sentences of `article`, by index, where there is any; what is missing
            cannot be compared with.
        given: whether the point named its evidence itself; see `find_evidence`.
    """
    case = Case(article, point, english, given)
    findings = [(name, finding) for name, check in CHECKS for finding in check(case)]
    reasons = tuple(Reason(name, finding.detail) for name, finding in findings)
    found = {finding.verdict for _, finding in findings}
    verdict = next((v for v in (Verdict.REJECTED, Verdict.UNVERIFIED) if v in found), Verdict.SUPPORTED)
    return Point(**{f.name: getattr(point, f.name) for f in fields(point)}, verdict=verdict, reasons=reasons)


def pass_gate(
    article: Article,
    draft: Draft,
    english: Mapping[int, str],
    *,
    seconds: float = 0.0,
    unverified: Unverified = "mark",
) -> Briefing:
    """The briefing made of the points of `draft` that may be shown; the others are in `dropped`."""
    return assemble(article, draft, [judge(article, p, english) for p in draft.points], seconds, unverified)


def assemble(
    article: Article, draft: Draft, judged: list[Point], seconds: float, unverified: Unverified
) -> Briefing:
    """The briefing of points that have been judged, by the policy for those that could not be verified."""
    shown = [p for p in judged if _is_shown(p, unverified)]
    if unverified == "quote":
        shown = [_as_quote(article, p) if p.verdict is Verdict.UNVERIFIED else p for p in shown]
    return Briefing(
        headline=draft.headline,
        points=tuple(shown),
        dropped=tuple(p for p in judged if not _is_shown(p, unverified)),
        engine=draft.engine,
        model=draft.model,
        notes=draft.notes,
        tokens=draft.tokens,
        cost_usd=draft.cost_usd,
        seconds=seconds,
    )


def _is_shown(point: Point, unverified: Unverified) -> bool:
    if point.verdict is Verdict.UNVERIFIED:
        return unverified != "drop"
    return point.verdict is Verdict.SUPPORTED


def _as_quote(article: Article, point: Point) -> Point:
    """The point with the original sentences in place of its own wording."""
    text = point.quote or article.text(point.evidence)
    return replace(point, text=text, language=article.language, translated=False)
