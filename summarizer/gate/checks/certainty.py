"""Certainty: "may", "if" and "plans to" are not lost, "all" and "guaranteed" are not added."""

from __future__ import annotations

import re

from summarizer.briefing import Verdict
from summarizer.gate.case import ENGLISH, Case, Finding
from summarizer.gate.clauses import NEAR, SHORTEST, SURE, Clause, undoes
from summarizer.gate.lexicon import concepts, covers, lexicon, listed, words

_IDLE = re.compile(
    r"\b(?:[Aa]fter|[Aa]bove|[Ii]n) all|\b(?:not|n't) at all\b|(?<=\s)May\b"
    r"|\bthan (?:\w+ )?(?:\w+ )?(?:believed|thought|expected|assumed|likely)\b"
    r"|\b(?:prov|show|demonstrat)\w+ (?:nothing|little)\b|\bprov\w+ (?:to|too|more|less)\b"
    r"|\b[Aa]ll (?:but|two|three|four|five|six|seven|eight|nine|ten|\d+)\b"
)
"""Phrases with "all", "expected" or "prove" that claim nothing, and the month."""

_NOTHING = listed("never none nobody nothing")
"""Words that say no more than a "not" does."""

_NOBODY = listed("no nobody none any anyone single")
"""Words of English evidence that speak of all with a "not"."""

HEDGES = frozenset(("possible", "plan", "doubt", "unlikely", "exclude"))
PARTIAL = frozenset(("some", "can"))
"""Concepts of words that speak of less than all or less than certainty."""

EXCLUDED = frozenset(("exclude",))

LOST = "the evidence says it may be so or is planned, the point says that it is"


def check(case: Case) -> tuple[Finding, ...]:
    if not case.own_words or not covers(case.language):
        return ()
    return (
        _stretched(case)
        or _emptied(case)
        or _unconditional(case)
        or _generalised(case)
        or _lost(case)
        or _condition(case)
    )


def _verdict(case: Case) -> Verdict:
    """How sure a difference is: editors say "all" and "never" where another language has no such word."""
    return Verdict.REJECTED if case.has_english else Verdict.UNVERIFIED


def _generalised(case: Case) -> tuple[Finding, ...]:
    """The point says "all" or "surely", the evidence nothing of the kind."""
    text = _IDLE.sub("", case.point.text)
    if any("negation" in concepts(t, lang) for t, lang in case.pool):
        text = " ".join(w for w in words(text) if w not in _NOTHING)
    said = concepts(text, ENGLISH)
    meant = [c for sentence in case.meant for c in sentence]
    if "absolute" not in said or any("absolute" in c.concepts or _NOBODY & set(c.words) for c in meant):
        return ()
    return (Finding("the point is more certain or more general than the evidence", _verdict(case)),)


def _stretched(case: Case) -> tuple[Finding, ...]:
    """A clause of the point speaks of all or of what will be, what it tells of some or of what may be."""
    for said in case.aligned.said:
        source = case.aligned.source(said)
        if source is None or source.score < NEAR or "negation" in source.meant.concepts:
            continue
        here, there = _hits(said), _hits(source.meant)
        if "absolute" in here and PARTIAL & there and "absolute" not in there and not PARTIAL & here:
            return (Finding("the point speaks of all or of certainty, the evidence of some or of a chance"),)
        foretold = {"future", "negation"} & here == {"future"} and "future" not in there
        # an "if" of the point may stand for a "may" of another language; in English both are there to see
        conditional = "condition" in case.point_concepts and not case.has_english
        unhedged = not _hedged(said.text, HEDGES) and not conditional
        if foretold and unhedged and "can" in there:
            return (Finding(LOST),)
    return ()


_NONE = re.compile(r"\b(?:no(?! longer)|none|nobody|never)\b", re.I)
_NOT_ALL = re.compile(
    r"(?:\bnot|n't) (?:\w+ )?(?:all(?! that)|every(?:one|body|thing|where)?|always|necessarily|entirely)\b",
    re.I,
)


def _emptied(case: Case) -> tuple[Finding, ...]:
    """A clause of the point says "none" or "never", what it tells says "not all" or "not always".

    In English only: in other languages the same words say "none at all" or "at least one".
    """
    for said in case.aligned.said if case.has_english else ():
        source = case.aligned.source(said)
        if source is None or source.score < NEAR or not _NONE.search(said.text):
            continue
        if _NOT_ALL.search(source.meant.text) and not _NONE.search(source.meant.text):
            return (Finding("the evidence says that not all do, the point that none does"),)
    return ()


def _unconditional(case: Case) -> tuple[Finding, ...]:
    """The point says "whatever happens" or "without reservation", the evidence names a condition."""
    if "unconditional" not in case.point_concepts:
        return ()
    meant = [c for sentence in case.meant for c in sentence]
    if any("unconditional" in c.concepts for c in meant):
        return ()
    if any(_at(c, "maybe") & _at(c, "condition") for c in meant):
        return (Finding("the evidence names a condition, the point says that there is none"),)
    return ()


def _hits(clause: Clause) -> frozenset[str]:
    """Concepts of `clause` without idle phrases."""
    text = clause.text if clause.language != ENGLISH else _IDLE.sub("", clause.text)
    return concepts(text, clause.language)


def _lost(case: Case) -> tuple[Finding, ...]:
    """A clause of the evidence is outright uncertain, the clause of the point that tells it is not."""
    for pair in case.aligned.pairs:
        supposed = 0 in _at(pair.said, "maybe")  # "If the reports are true"
        if (
            pair.score >= SURE
            and not supposed
            and _doubts(pair.meant)
            and not _hedged(pair.said.text, HEDGES)
        ):
            return (Finding(LOST),)
    return ()


def _doubts(clause: Clause) -> bool:
    """Whether `clause` says that it may be so, an "if" aside; that it may not be so is no doubt."""
    unsure = _at(clause, "maybe") - _at(clause, "condition")
    return undoes(clause, EXCLUDED) or bool(unsure and not _at(clause, "negation"))


def _at(clause: Clause, concept: str) -> set[int]:
    """Words of `clause` that mean `concept`, the month of May left out."""
    months = {len(words(clause.text[: m.start()])) for m in _IDLE.finditer(clause.text)}
    return {i for c, i in clause.hits if c == concept} - (months if clause.language == ENGLISH else set())


def _hedged(text: str, hedges: frozenset[str]) -> bool:
    """Whether English `text` says with one of `hedges` that it may be so; that it "will" be so does not."""
    found = lexicon(ENGLISH, "words").find(words(_IDLE.sub("", text)))
    firm = {i for c, i in found if c == "future"}
    return any(c in hedges and i not in firm for c, i in found)


def _condition(case: Case) -> tuple[Finding, ...]:
    """A sentence of the evidence has an "if", its main clause is told, and the point has no "if" there."""
    aligned = case.aligned
    told = {p.meant for p in aligned.pairs if p.score >= SURE}
    for sentence in case.meant:
        conditional = {c: min(at) for c in sentence if (at := _at(c, "maybe") & _at(c, "condition"))}
        if not conditional or not any(conditional.get(c, SHORTEST) >= SHORTEST for c in told & {*sentence}):
            continue
        if any("negation" in c.concepts for c in conditional) and any(
            "without" in c.words for c in aligned.said
        ):
            continue
        elsewhere = {p.said for p in map(aligned.source, aligned.said) if p and p.meant not in sentence}
        if not any(_hedged(c.text, HEDGES | {"condition"}) for c in aligned.said if c not in elsewhere):
            return (Finding(LOST, _verdict(case)),)
    return ()
