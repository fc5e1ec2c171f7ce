"""Direction: rise and fall, accept and reject, above and below are not turned round."""

from __future__ import annotations

from summarizer.gate.case import ENGLISH, Case, Finding
from summarizer.gate.clauses import SURE
from summarizer.gate.lexicon import lexicon, words
from summarizer.gate.opposites import DENIALS, OPPOSITES, are_opposite

REACH = 6
"""Words before and behind a negation that it may turn round."""

NEAR = 1.0
"""Score that a pair of opposites alone may give two clauses."""

BOUNDS = (("above", "below"),)


def check(case: Case) -> tuple[Finding, ...]:
    if not case.own_words:
        return ()
    said, known = case.point_concepts, case.concepts
    said_plainly = _plain(case.point.text, ENGLISH)
    known_plainly = frozenset().union(*(_plain(text, language) for text, language in case.pool))
    for a, b in OPPOSITES:
        for one, other in ((a, b), (b, a)):
            if one in said_plainly and other not in said and other in known_plainly and one not in known:
                return (Finding(f'the point says "{one}", the evidence "{other}"'),)
    return _clauses(case) or _bounds(case)


def _clauses(case: Case) -> tuple[Finding, ...]:
    """Opposites within a clause that is otherwise about the same, neither side of it negated."""
    for pair in case.aligned.pairs:
        said, meant = pair.said.concepts, pair.meant.concepts
        if pair.score <= NEAR or "negation" in said | meant:
            continue
        for one in said - case.concepts if pair.score < SURE else said - meant:
            for other in meant - said:
                if are_opposite(one, other) and not (said | meant - {one, other}) & DENIALS - {one, other}:
                    return (Finding(f'the point says "{one}" where the evidence says "{other}"'),)
    return ()


def _plain(text: str, language: str) -> frozenset[str]:
    """Concepts of `text` that no negation stands near: "does not believe" and "doubts" say the same."""
    found = lexicon(language, "words").find(words(text))
    negated = [i for concept, i in found if concept == "negation"]
    return frozenset(c for c, i in found if not any(-REACH <= at - i <= REACH for at in negated))


def _bounds(case: Case) -> tuple[Finding, ...]:
    here = _bounded(case.point.text, ENGLISH)
    there: dict[str, set[str]] = {}
    for text, language in case.pool:
        for figure, bounds in _bounded(text, language).items():
            there.setdefault(figure, set()).update(bounds)
    for figure, bounds in here.items():
        for one, other in (*BOUNDS, *((b, a) for a, b in BOUNDS)):
            known = there.get(figure, set())
            if one in bounds and other not in bounds and other in known and one not in known:
                return (Finding(f'the point says "{one} {figure}", the evidence "{other}"'),)
    return ()


def _bounded(text: str, language: str) -> dict[str, set[str]]:
    """Figure → bounds ("above", "below") that stand up to two words before it."""
    tokens = words(text)
    every = lexicon(language, "words").find(tokens)
    hits = [(c, i) for c, i in every if c in ("above", "below")]
    found: dict[str, set[str]] = {}
    for i, token in enumerate(tokens):
        if token.isdigit():
            negated = any(c == "negation" and 0 < i - at <= 3 for c, at in every)
            if not negated:  # "no fewer than 120" is at least 120
                found.setdefault(token, set()).update(c for c, at in hits if 0 < i - at <= 2)
    return found
