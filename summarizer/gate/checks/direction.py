"""Direction: rise and fall, accept and reject, above and below are not turned round."""

from __future__ import annotations

from summarizer.gate.case import ENGLISH, Case, Finding
from summarizer.gate.clauses import NEAR, SHARE, SURE, Alignment, Clause
from summarizer.gate.lexicon import introducing, lexicon, words
from summarizer.gate.opposites import DENIALS, OPPOSITES, are_opposite, axis

REACH = 6
"""Words before and behind a negation that it may turn round."""

BEHIND = 2
"""Words behind which English has its negation at most: "accepts no criticism"."""

BOUNDS = (("above", "below"),)

KIN = {
    "more": "rise", "less": "fall", "rise": "more", "fall": "less", "larger": "rise", "smaller": "fall",
}  # fmt: skip
"""What says the same in another construction: what falls is less than before."""

_BOTH_WAYS = tuple(pair for a, b in OPPOSITES for pair in ((a, b), (b, a)))


def check(case: Case) -> tuple[Finding, ...]:
    if not case.own_words:
        return ()
    return _turned(case) or _clauses(case) or _bounds(case)


def _turned(case: Case) -> tuple[Finding, ...]:
    """One end of a pair in a clause of the point, the other in what it tells, neither negated."""
    aligned = case.aligned
    known = case.concepts
    for said in aligned.said:
        plainly = _plain(said)
        for one, other in _BOTH_WAYS:
            if one not in plainly or other in said.concepts or known & {one, KIN.get(one)}:
                continue
            if any(other in _plain(meant) for meant in _told(said, aligned, f"={axis(one)}")):
                return (Finding(f'the point says "{one}", the evidence "{other}"'),)
    return ()


def _told(said: Clause, aligned: Alignment, anchor: str) -> tuple[Clause, ...]:
    """Clauses of the evidence that share most with `said` besides `anchor`, all where none shares any.

    So is one that shares little, but with no other clause of the point more; and one beside them that nothing
    of the point is like, "the mayor, who is 50,".
    """
    meant = aligned.meant
    scores = aligned.scores[aligned.said.index(said)]
    shared = [s - (anchor in said.anchors & m.anchors) for s, m in zip(scores, meant, strict=True)]
    best = max(shared, default=0.0)
    if best <= 0:
        return meant
    told = {
        j
        for j, score in enumerate(shared)
        if score >= SHARE * best or (score > 0 and all(s[j] <= scores[j] for s in aligned.scores))
    }
    lonely = {j for j, m in enumerate(meant) if all(s[j] <= (anchor in m.anchors) for s in aligned.scores)}
    return tuple(m for j, m in enumerate(meant) if j in told or (j in lonely and {j - 1, j + 1} & told))


def _clauses(case: Case) -> tuple[Finding, ...]:
    """Opposites within a clause that is otherwise about the same, neither side of it denied."""
    aligned = case.aligned
    for pair in (*aligned.pairs, *filter(None, map(aligned.source, aligned.said))):
        said, meant = pair.said.concepts, pair.meant.concepts
        if ("negation" in said) != ("negation" in meant):
            continue
        for one in sorted(said - case.concepts if pair.score < SURE else said - meant):
            for other in sorted(c for c in meant - said if are_opposite(one, c)):
                pole = f"={axis(one)}"
                alike = pair.score - (pole in pair.said.anchors & pair.meant.anchors)
                is_plain = one in _plain(pair.said) and other in _plain(pair.meant)
                denied = (
                    ("negation" in said and not is_plain)
                    or _denies_beside(pair.said, one, pair.meant)
                    or _denies_beside(pair.meant, other, pair.said)
                )
                told = KIN.get(one) in meant - said
                close = alike >= NEAR or aligned.beside(pair)
                if close and not denied and not told:
                    return (Finding(f'the point says "{one}" where the evidence says "{other}"'),)
    return ()


def _denies_beside(clause: Clause, concept: str, other: Clause) -> bool:
    """Whether another word of `clause` than that for `concept` denies, as no word of `other` does."""
    own = {i for c, i in clause.hits if c == concept}
    return any(c in DENIALS - other.concepts and i not in own for c, i in clause.hits)


def _plain(clause: Clause) -> frozenset[str]:
    """Concepts of `clause` that no negation stands near: "does not believe" and "doubts" say the same."""
    without = {i for concept, i in clause.hits if concept == "without"}  # denies what follows it alone
    negated = [i for concept, i in clause.hits if concept == "negation" and i not in without]
    behind = BEHIND if clause.language == ENGLISH else REACH
    that = introducing(clause.language)

    def turns(at: int, i: int) -> bool:
        """Whether the negation at `at` may turn word `i` round: what is said of a criticism does not."""
        return -REACH <= at - i <= behind and not (at > i and that & {*clause.words[i + 1 : at]})

    return frozenset(c for c, i in clause.hits if not any(turns(at, i) for at in negated))


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
