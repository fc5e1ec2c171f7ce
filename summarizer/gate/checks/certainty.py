"""Certainty: "may", "if" and "plans to" are not lost, "all" and "guaranteed" are not added."""

from __future__ import annotations

from summarizer.briefing import Verdict
from summarizer.gate.case import Case, Finding
from summarizer.gate.lexicon import concepts, covers

HEDGES = frozenset(("condition", "possible", "plan", "doubt"))


def check(case: Case) -> tuple[Finding, ...]:
    if not case.own_words or not covers(case.language):
        return ()
    verdict = Verdict.REJECTED if case.has_english else Verdict.UNVERIFIED
    said, known = case.point_concepts, case.concepts
    if "absolute" in said and "absolute" not in known:
        return (Finding("the point is more certain or more general than the evidence", verdict),)
    hedged = [concepts(s, case.language) & HEDGES for s in case.sentences]
    if hedged and all(hedged) and not said & (HEDGES | {"negation", "negative"}):
        return (Finding("the evidence says it may be so or is planned, the point says that it is", verdict),)
    return ()
