"""Certainty: "may", "if" and "plans to" are not lost, "all" and "guaranteed" are not added."""

from __future__ import annotations

import re

from summarizer.briefing import Verdict
from summarizer.gate.case import ENGLISH, Case, Finding
from summarizer.gate.lexicon import concepts, covers, lexicon, words

STRONG = re.compile(
    r"\b(?:may|might|perhaps|possibly|probably|could|suspected|likely|alleged(?:ly)?)\b", re.I
)
"""Words by which English says outright that something is not certain."""

_IDLE = re.compile(r"\b(?:[Aa]fter|[Aa]t|[Aa]bove|[Ii]n) all\b|(?<=\s)May\b")
"""Phrases with "all" that claim nothing, and the month."""

HEDGES = frozenset(("condition", "possible", "plan", "doubt"))


def check(case: Case) -> tuple[Finding, ...]:
    if not case.own_words or not covers(case.language):
        return ()
    said, known = concepts(_IDLE.sub("", case.point.text), ENGLISH), case.concepts
    compared = Verdict.REJECTED if case.has_english else Verdict.UNVERIFIED
    if "absolute" in said and "absolute" not in known:
        verdict = Verdict.REJECTED if "strict" in said else compared
        return (Finding("the point is more certain or more general than the evidence", verdict),)
    if case.translated is not None and _lost_doubt(case):
        return (Finding("the evidence says that it may be so, the point says that it is"),)
    hedged = [concepts(s, case.language) for s in case.sentences]
    lost = "the evidence says it may be so or is planned, the point says that it is"
    if hedged and all("maybe" in h for h in hedged) and not _hedges(case) and "negation" not in said:
        return (Finding(lost),)
    if hedged and all(h & HEDGES for h in hedged) and not said & (HEDGES | {"negation", "negative"}):
        return (Finding(lost, compared),)
    return ()


def _hedges(case: Case) -> bool:
    """Whether the point says anywhere that it may be so; that it "will" be so does not."""
    found = lexicon(ENGLISH, "words").find(words(_IDLE.sub("", case.point.text)))
    firm = {i for c, i in found if c == "future"}
    return any(c in HEDGES and i not in firm for c, i in found)


def _lost_doubt(case: Case) -> bool:
    """The evidence, in English, is outright uncertain in most of its sentences and the point nowhere."""
    doubtful = [bool(STRONG.search(s)) for s in case.translated or ()]
    return 2 * sum(doubtful) >= max(1, len(doubtful)) and "possible" not in case.point_concepts
