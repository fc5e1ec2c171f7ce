"""What takes the place of lines that the gate refused. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from summarizer.article import Article
from summarizer.briefing import Draft, DraftPoint, Point, Section, Verdict
from summarizer.gate import judge


def substituted(draft: Draft, rejected: Sequence[Point], spare: Draft) -> Draft:
    """`draft` without the `rejected` points; each gives way to the point of `spare` on the same evidence.

    Where no point of `draft` is left, `spare` as it is.
    """
    wrong = {(p.section, p.evidence) for p in rejected}
    kept = [p for p in draft.points if (p.section, p.evidence) not in wrong]
    if not kept:
        note = f"Written by the {spare.engine} engine: nothing that {draft.engine} wrote passed the checks."
        return replace(spare, notes=(*draft.notes, note), tokens=draft.tokens, cost_usd=draft.cost_usd)
    used = {i for p in kept for i in p.evidence}
    for point in rejected:
        best = max(spare.points, key=lambda p: len(set(p.evidence) & set(point.evidence)), default=None)
        if best and set(best.evidence) & set(point.evidence) and not used & set(best.evidence):
            kept.append(best)
            used |= set(best.evidence)
    order = list(Section)
    kept.sort(key=lambda p: order.index(p.section))
    return replace(draft, points=tuple(kept))


def checked_headline(article: Article, draft: Draft, english: Mapping[int, str]) -> Draft:
    """`draft` under the article's own title if the gate rejects its headline, held against the whole text."""
    if draft.headline == article.title or not article.evidence:
        return draft
    line = DraftPoint(section=Section.KEY_CLAIMS, text=draft.headline, evidence=article.evidence)
    refused = judge(article, line, english).verdict is Verdict.REJECTED
    return replace(draft, headline=article.title) if refused else draft
