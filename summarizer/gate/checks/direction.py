"""Direction: rise and fall, accept and reject, above and below are not turned round."""

from __future__ import annotations

from summarizer.gate.case import ENGLISH, Case, Finding
from summarizer.gate.lexicon import lexicon, words

PAIRS = (
    ("rise", "fall"), ("accept", "reject"), ("support", "oppose"), ("confirm", "deny"), ("trust", "doubt"),
    ("allow", "ban"), ("open", "close"), ("begin", "end"), ("win", "lose"), ("better", "worse"),
    ("safe", "danger"), ("cheap", "costly"), ("early", "late"), ("before", "after"),
    ("more", "less"), ("enough", "short"), ("legal", "illegal"), ("guilty", "innocent"),
    ("build", "demolish"), ("buy", "sell"), ("majority", "minority"), ("hire", "fire"), ("keep", "scrap"),
    ("join", "leave"), ("often", "seldom"),
)  # fmt: skip
REACH = 5
"""Words before and behind a negation that it may turn round."""

BOUNDS = (("above", "below"),)


def check(case: Case) -> tuple[Finding, ...]:
    if not case.own_words:
        return ()
    said, known = case.point_concepts, case.concepts
    said_plainly = _plain(case.point.text, ENGLISH)
    known_plainly = frozenset().union(*(_plain(text, language) for text, language in case.pool))
    for a, b in PAIRS:
        for one, other in ((a, b), (b, a)):
            if one in said_plainly and other not in said and other in known_plainly and one not in known:
                return (Finding(f'the point says "{one}", the evidence "{other}"'),)
    return _bounds(case)


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
    hits = [(c, i) for c, i in lexicon(language, "words").find(tokens) if c in ("above", "below")]
    found: dict[str, set[str]] = {}
    for i, token in enumerate(tokens):
        if token.isdigit():
            found.setdefault(token, set()).update(c for c, at in hits if 0 < i - at <= 2)
    return found
