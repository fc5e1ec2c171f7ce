"""Coverage: every content word of the point is supported by the evidence's English.

Without English there is nothing to compare an own wording with, and the point stays unverified. A word is
supported by the same word in any form, by a synonym (``synonyms.txt``), or, weakly, by the rest of the
article.
"""

from __future__ import annotations

import re

from summarizer.briefing import Verdict
from summarizer.gate.case import ENGLISH, Case, Finding
from summarizer.gate.normalise.english import content_words, supported

INVENTED = 0.4
"""Share of a sentence's content words without support from which a point is rejected."""

LEAST = 3
"""Content words that a sentence must have to be judged by their share."""

_CLAUSE = re.compile(r"(?<=[.!?])\s+|;\s+")


def check(case: Case) -> tuple[Finding, ...]:
    if not case.own_words:
        return ()
    if case.translated is None:
        return (
            Finding("there is no English of the evidence to compare the wording with", Verdict.UNVERIFIED),
        )
    evidence = frozenset(w for t in case.translated for w in content_words(t))
    elsewhere = frozenset(w for t in _rest(case) for w in content_words(t))
    findings = (_clause(clause, evidence, elsewhere) for clause in _CLAUSE.split(case.point.text))
    return tuple(f for f in findings if f)


def _clause(text: str, evidence: frozenset[str], elsewhere: frozenset[str]) -> Finding | None:
    wanted = content_words(text)
    if len(wanted) < LEAST:
        return None
    missing = [w for w in wanted if not supported(w, evidence)]
    nowhere = [w for w in missing if not supported(w, elsewhere)]
    share = (len(nowhere) + 0.5 * (len(missing) - len(nowhere))) / len(wanted)
    if share >= INVENTED:
        return Finding(f"the evidence does not say: {', '.join(nowhere or missing)}")
    if nowhere and share >= INVENTED / 2:
        return Finding(f"not found in the evidence: {', '.join(nowhere)}", Verdict.UNVERIFIED)
    return None


def _rest(case: Case) -> list[str]:
    """English of the rest of the article, and what the point says of its speaker."""
    extra = [t for t in (case.point.speaker, case.point.speaker_role, case.article.english_title) if t]
    if case.language == ENGLISH:
        return [s.text for s in case.article.sentences] + extra + [case.article.title]
    return [*case.english.values(), *case.article.english, *extra]
