"""The gate: every point of every engine passes these checks before anyone sees it.

Pure and deterministic: article, draft and translations in, a `Briefing` out. Each check is one module
of `summarizer.gate.checks`. This is the only code that turns a `Draft` into a `Briefing`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields

from summarizer.article import Article
from summarizer.briefing import Briefing, Draft, DraftPoint, Point, Reason, Verdict


def judge(article: Article, point: DraftPoint, english: Mapping[int, str]) -> Point:
    """`point` with its verdict and the reasons for it.

    Args:
        article: what the point must be supported by.
        point: what an engine proposes.
        english: English of sentences of `article`, by index, where there is any; what is missing
            cannot be compared with.
    """
    bad = [i for i in point.evidence if not 0 <= i < len(article.sentences)]
    reasons = tuple(Reason("evidence", f"there is no sentence {i}") for i in bad)
    verdict = Verdict.REJECTED if reasons else Verdict.SUPPORTED
    return Point(**{f.name: getattr(point, f.name) for f in fields(point)}, verdict=verdict, reasons=reasons)


def pass_gate(
    article: Article, draft: Draft, english: Mapping[int, str], *, seconds: float = 0.0
) -> Briefing:
    """The briefing made of the points of `draft` that may be shown; the others are in `dropped`."""
    points = [judge(article, p, english) for p in draft.points]
    return Briefing(
        headline=draft.headline,
        points=tuple(p for p in points if p.verdict is not Verdict.REJECTED),
        dropped=tuple(p for p in points if p.verdict is Verdict.REJECTED),
        engine=draft.engine,
        model=draft.model,
        notes=draft.notes,
        tokens=draft.tokens,
        cost_usd=draft.cost_usd,
        seconds=seconds,
    )
