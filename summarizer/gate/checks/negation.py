"""Negation: what the evidence denies is not affirmed, and what it affirms is not denied.

Languages deny in many ways (not, un-, without, refuse, fail, too small), so a negation only counts as added
or lost when the other side holds no negative word of any kind.
"""

from __future__ import annotations

import re

from summarizer.gate.case import ENGLISH, Case, Finding
from summarizer.gate.lexicon import concepts, covers, lexicon, listed, words

DENYING = frozenset(("negation", "denial"))
_CLAUSE = re.compile(r";|,? but ")
_RELATIVE = listed("som who which qui wer який яка які joka jotka który która które którzy")


def check(case: Case) -> tuple[Finding, ...]:
    if not case.own_words or not covers(case.language):
        return ()
    said = case.point_concepts
    if negations(case.point.text, ENGLISH) and not any(_negative(t, lang) for t, lang in case.pool):
        return (Finding("the point denies what the evidence does not deny"),)
    if not _denies(case) and _mostly_negated(case, bool(said & {"negative"})):
        return (Finding("the evidence denies this, the point does not"),)
    return _clause_by_clause(case) or _more_negations(case)


def _denies(case: Case) -> bool:
    """Whether the point has a word that may stand for "not"; "only" does not where the evidence has it."""
    found = lexicon(ENGLISH, "words").find(words(case.point.text))
    only = {i for c, i in found if c == "only"} if "only" in case.concepts else set()
    return any(c in DENYING and i not in only for c, i in found)


def _mostly_negated(case: Case, softened: bool) -> bool:
    """All of the evidence holds a "not", or half of it, where the point has no negative word at all."""
    negated = sum(negations(s, case.language) > 0 for s in case.sentences)
    return negated > 0 and (
        negated == len(case.sentences) or (not softened and 2 * negated >= len(case.sentences))
    )


def _clause_by_clause(case: Case) -> tuple[Finding, ...]:
    """Where the point has a clause for each sentence, they are compared in order."""
    clauses = [c for c in _CLAUSE.split(case.point.text) if len(words(c)) > 2]
    negated = sum(negations(s, case.language) > 0 for s in case.sentences)
    if (
        len(clauses) != len(case.sentences)
        or len(clauses) < 2
        or negations(case.point.text, ENGLISH) >= negated
    ):
        return ()
    for clause, sentence in zip(clauses, case.sentences, strict=True):
        if _is_negated_early(sentence, case.language) and not concepts(clause, ENGLISH) & DENYING:
            return (Finding(f'the evidence denies what the point says in "{clause.strip(" .,")}"'),)
    return ()


def _is_negated_early(sentence: str, language: str) -> bool:
    """Whether a "not" belongs to the main clause: late in a long sentence it may not, and be left out."""
    tokens = words(sentence)
    return negations(" ".join(tokens[: max(SHORT, 3 * len(tokens) // 5)]), language) > 0


def _more_negations(case: Case) -> tuple[Finding, ...]:
    """More plain negations than the evidence has negative words at all."""
    here = negations(case.point.text, ENGLISH)
    there = max(
        (
            sum(_negative(t, lang) for t, lang in case.pool if lang == one)
            for one in {lang for _, lang in case.pool}
        ),
        default=0,
    )
    if here > there + 1:  # "neither a nor b" is "no a and no b"
        return (Finding(f"the point has {here} negations, its evidence {there}"),)
    return ()


def negations(text: str, language: str) -> int:
    """How often `text` says "not" in any form, expletive ones ("not only", "доки не") left out."""
    tokens = words(text)
    found = lexicon(language, "words").find(tokens)
    hits = {i for c, i in found if c == "negation"}
    empty = sum(c == "expletive" for c, _ in found)
    return max(0, sum(not _RELATIVE & set(tokens[max(0, i - 1) : i]) for i in hits) - empty)


SHORT = 14
"""Words of a sentence that is taken to have one clause."""
WEAK = listed("fall less below condition end late lose worse danger oppose doubt close cut before")
"""Concepts of words that are negative in tone, but deny nothing."""


def _negative(text: str, language: str) -> int:
    """How many words of `text` may be said with a "not" in another language."""
    hits = lexicon(language, "words").find(words(text))
    weak = {i for c, i in hits if c in WEAK}
    return len(
        {i for c, i in hits if c == "negation"} | {i for c, i in hits if c == "negative" and i not in weak}
    )
