"""Negation: what the evidence denies is not affirmed, and what it affirms is not denied.

Languages deny in many ways (not, un-, without, refuse, fail, too small), so clauses are compared one by one,
and a negation only counts as added or lost when the other side holds no negative word of any kind.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from summarizer.gate.case import ENGLISH, Case, Finding
from summarizer.gate.clauses import NEAR, SURE, Alignment, Clause, Pair, undoes
from summarizer.gate.lexicon import covers, lexicon, listed, words
from summarizer.gate.opposites import DENIALS, are_opposite, axis

_TWICE = listed("unless without until before except")
"""Words that turn a "not" round."""
_LIMITS = listed("until before")
_UNTIL = re.compile(
    r"\b(?:until|before|tills?|innan|før|bis|bevor|vor|tot|voordat|kunnes|saakka|asti|ennen|jusqu\w*|avant|hasta|antes"
    r"|fino|finché|prima|até|dopóki|aż|przed|zanim|доки|поки|до|перш)\b",
    re.I,
)
"""What says "until" or "before" in any language: where both texts do, neither stands for a "not"."""
_SOFT = listed("short absent lose oppose doubt resign end cut close unknown unfair illegal leave scrap")
"""Concepts by which a point may tell a refusal or a lack without a "not"."""
_TURNING = DENIALS - listed("reject deny disagree false")
"""Concepts that a point tells with a negative word, whatever they are said of; a refusal has other words."""
_TOPIC = re.compile(
    r"\b(?:the|a|an|this|that|its|their|his|her|of|s) "
    r"(?:ban|halt|stop|closure|refusal|rejection|cut|fall|decline|end|cancellation|strike|criticism)s?\b"
)
"""Negative nouns that name what is talked about: "affected by the ban" affirms."""


def check(case: Case) -> tuple[Finding, ...]:
    if not case.own_words or not covers(case.language) or not case.sentences:
        return ()
    aligned = case.aligned
    parted = (any("without" in c.concepts for c in side) for side in (aligned.said, aligned.meant))
    lacks = all(parted)  # both have a "without": it stands for no other "not"
    sides = {c: _side(c, lacks=lacks) for c in (*aligned.said, *aligned.meant)}
    return (
        _lost(case, aligned, sides)
        or _added(case, aligned, sides)
        or _crossed(aligned, sides)
        or _doubled(aligned, sides)
        or _turned(aligned, sides)
        or _affirmed(case, aligned, sides)
    )


@dataclass(frozen=True, slots=True)
class _Side:
    """What a clause denies with.

    Attributes:
        nots: how often it says "not".
        words: its other negative words, each as the concepts that it has.
        poles: concepts of it that have an opposite, and `DENIALS`.
        is_even: whether a "not" of it undoes a denial, "does not rule out".
    """

    nots: int
    words: tuple[frozenset[str], ...]
    poles: frozenset[str]
    is_even: bool

    @property
    def is_negative(self) -> bool:
        return bool(self.nots or self.words)

    @property
    def refuses(self) -> frozenset[str]:
        """Concepts of `DENIALS` that it has."""
        return frozenset().union(*self.words) & DENIALS

    def alone(self, other: _Side) -> tuple[frozenset[str], ...]:
        """Negative words that `other` has no word for."""
        return tuple(w for w in self.words if not w & other.poles)


_NOT = listed("not cannot nicht inte ikke niet ei non no não ne pas nie не")
"""Words that deny a verb, even behind a "without"; others only repeat it there: "sin haber firmado jamás"."""


def _side(clause: Clause, *, lacks: bool = False) -> _Side:
    """What `clause` denies with; `lacks` says that its "without" counts for nothing."""
    english = clause.language == ENGLISH
    text = " ".join(clause.words)
    topics = {text[: m.end()].count(" ") for m in _TOPIC.finditer(text)} if english else set()
    plainly = {i for c, i in clause.hits if c == "negation"}
    soft = "denial" if english else "negative"
    negative = {i for c, i in clause.hits if c in (soft, "dissuade") or c in DENIALS} - topics - plainly
    poles = frozenset(c for c, i in clause.hits if i not in plainly and (axis(c) or c in DENIALS))
    words = tuple(frozenset(c for c, at in clause.hits if at == i) for i in sorted(negative))
    nots = negations(clause.text, clause.language)
    without = min((i for c, i in clause.hits if c == "without"), default=None) if lacks else None
    if without is not None:
        nots = max(0, nots - sum(i >= without and clause.words[i] not in _NOT for i in plainly))
    return _Side(nots, words, poles, undoes(clause, DENIALS))


Sides = dict[Clause, _Side]


def _lost(case: Case, aligned: Alignment, sides: Sides) -> tuple[Finding, ...]:
    """A "not" of the evidence that the point lacks."""
    denied = sum(sides[c].nots > 0 for c in aligned.said)
    if denied and denied >= sum(sides[c].nots > 0 for c in aligned.meant):
        return ()
    for pair in aligned.pairs:
        if (
            _loses(pair, sides)
            and not any(_is_free(aligned, sides, c, pair) for c in aligned.said)
            and not _is_corrected(pair.meant, case.meant)
        ):
            return (Finding(f'the evidence denies what the point says in "{pair.said.text}"'),)
    return ()


def _loses(pair: Pair, sides: Sides) -> bool:
    """Whether the evidence has a "not" where the point has no word that could stand for it."""
    here, there = sides[pair.said], sides[pair.meant]
    if pair.score < NEAR or not there.nots or here.nots or here.alone(there):
        return False
    if there.is_even and not here.is_negative:
        return False
    if here.poles & there.poles & {"short", "lack"}:  # "räcker inte"
        return False
    if any(w & (DENIALS | _SOFT) for w in there.alone(here)) or _turns(here, there):
        return False
    if not pair.said.anchors & pair.meant.anchors and (there.words or _TINGED.search(pair.said.text)):
        return False
    return bool(there.words) or not (_turns_round(pair.said, pair.meant) or _INSTEAD.search(pair.said.text))


def _turns_round(said: Clause, *meant: Clause) -> bool:
    """Whether `said` has a word that turns a "not" round which none of `meant` has, too."""
    shared = {"without"} if any("without" in c.concepts for c in meant) else set()
    if any(_UNTIL.search(c.text) for c in meant):
        shared |= _LIMITS
    return bool((_TWICE - shared) & {*said.words})


_RATHER = {
    language: re.compile(rf"[,;–—]?\s(?:{word})\s", re.I)
    for language, word in {
        "sv": "utan", "de": "sondern", "fi": "vaan", "es": "sino", "it": "bensì",
        "en": "but rather|but instead",
    }.items()
} | {
    language: re.compile(rf"\b{no}\s(?:\S+\s){{0,3}}\S+\s?[,–—]\s{but}\s", re.I)
    for language, no, but in (("uk", "не", "а"), ("ru", "не", "а"), ("pl", "nie", "(?:lecz|ale|a)"))
}  # fmt: skip
"""The "but" of "not this but that", where a language has one of its own."""


def _is_corrected(clause: Clause, meant: tuple[tuple[Clause, ...], ...]) -> bool:
    """Whether `clause` denies only to say what is so instead, "not the price but the noise"."""
    but = _RATHER.get(clause.language)
    if but is None:
        return False
    for sentence in meant:
        if clause in sentence:
            at = sentence.index(clause)
            following = "".join(f", {c.text} " for c in sentence[at + 1 : at + 2])
            return bool(but.search(f"{clause.text}{following}"))
    return False


_INSTEAD = re.compile(
    r"\b(?:escap\w*|absen\w+|single|out of|un(?!der|it|ion|iv|til|cle)\w+ed|late|despite|gone)\b", re.I
)
"""Words that stand for a "not" beside whatever they are said of."""


def _crossed(aligned: Alignment, sides: Sides) -> tuple[Finding, ...]:
    """A "not" that has moved: one clause of the point lost it, another has it instead."""
    lost = [p for p in aligned.pairs if p == aligned.source(p.said) and _loses(p, sides)]
    added = [p for c in aligned.said if sides[c].nots and (p := aligned.source(c)) and _gains(p, sides)]
    for one in lost:
        for other in added:
            if one.said is not other.said and one.meant is not other.meant:
                return (Finding(f'the evidence denies what the point says in "{one.said.text}"'),)
    return ()


def _gains(pair: Pair, sides: Sides) -> bool:
    """Whether the point has a "not" where the evidence has no word that could stand for it."""
    here, there = sides[pair.said], sides[pair.meant]
    return pair.score >= NEAR and not there.is_negative and not _turns(here, there)


_TINGED = re.compile(
    r"\b(?:un(?!der|it|ion|iv|til|cle)\w+|in(?:sured|com|cap|suff|valid|elig|adeq|accur|def|eff|just|vis)\w+"
    r"|dis(?:p|m|c|ag|q|l)\w+|\w+less|still|yet|only|just|single|sole|late|later|delay\w*|fail\w*|lack\w*|miss\w*"
    r"|lose\w*|lost|escap\w*|avoid\w*|absen\w+|out|off|hold|halt\w*|stop\w*|end(?:s|ed)?|ke(?:ep|pt)\w*|stay\w*"
    r"|remain\w*|continu\w*|open|exempt\w*|spare\w*|free|empty|clos(?:e|ed|es|ing)|shut|bar(?:s|red)|ban\w*|block\w*"
    r"|forbid\w*|refus\w*|reject\w*|den(?:y|ies|ied)|dismiss\w*|declin\w*|exclu\w*|except|rather|instead|hardly"
    r"|barely|scarcely|rare\w*|seldom|little|few\w*|short|below|under|less|least|far|doubt\w*|disput\w*|oppos\w*"
    r"|premature|illegal\w*|impossib\w*|irregular\w*|wrong|false|mistak\w*|scrap\w*|cancel\w*|suspen\w*|with\w+"
    r"|even|leav\w+|left|skip\w*|ignor\w*|overlook\w*|forg[eo]\w+|vain|alone|zero|nil|non|pending|intact|some|part|partly|half|unanim\w*)\b",
    re.I,
)
"""Words that editors put in the place of a "not"."""


def _affirmed(case: Case, aligned: Alignment, sides: Sides) -> tuple[Finding, ...]:
    """More sentences of the evidence deny than the point does, and nothing in the point could say so else."""
    if any(sides[c].words for c in aligned.said) or _TINGED.search(case.point.text):
        return ()
    here = sum(sides[c].nots for c in aligned.said)
    told = {c for j, c in enumerate(aligned.meant) if any(scores[j] >= NEAR for scores in aligned.scores)}
    there = sum(
        sum(sides[c].nots for c in sentence) == 1
        and any(c in told and sides[c].nots for c in sentence)
        and not any(sides[c].is_even for c in sentence)
        and not any(sides[c].nots and _is_corrected(c, case.meant) for c in sentence)
        for sentence in case.meant
    )
    return (Finding("the evidence denies more than the point"),) if there > here else ()


def _turns(here: _Side, there: _Side) -> bool:
    """Whether one has the opposite of a word of the other: "not open" is "closed"."""
    mine, theirs = here.poles - there.poles, there.poles - here.poles
    return any(are_opposite(a, b) for a in mine for b in theirs)


_OFFERS = listed("promise proposal")
"""What nobody does who refuses: in `[gate.things]`."""


def _is_told(clause: Clause, aligned: Alignment, sides: Sides) -> bool:
    """Whether a negative clause of the point surely tells a negative one of the evidence."""
    source = aligned.source(clause)
    return bool(source and source.score >= SURE and sides[source.meant].is_negative)


def _is_free(aligned: Alignment, sides: Sides, clause: Clause, pair: Pair) -> bool:
    """Whether `clause` is another one of the point whose negative word may be that of `pair`."""
    side = sides[clause]
    source = aligned.source(clause)
    if clause is not pair.said and _has_own(aligned, sides, clause, pair):
        return False
    if clause is not pair.said and source and source.meant is pair.meant and _turns(side, sides[pair.meant]):
        return True
    if clause is pair.said or not side.is_negative:
        return False
    if source is None:
        return bool(side.nots or side.refuses or _turns_round(clause, *aligned.meant))
    if source.score < NEAR or source.meant is pair.meant:
        return True
    return not sides[source.meant].is_negative and bool(side.nots or side.refuses)


def _has_own(aligned: Alignment, sides: Sides, clause: Clause, pair: Pair) -> bool:
    """Whether a "not" of `clause` stands for that of a clause of the evidence that nothing else tells."""
    i = aligned.said.index(clause)
    if not sides[clause].nots or max(aligned.scores[i], default=0.0) >= pair.score:
        return False
    return any(
        sides[c].nots and c is not pair.meant and not any(scores[j] for scores in aligned.scores)
        for j, c in enumerate(aligned.meant)
    )


def _doubled(aligned: Alignment, sides: Sides) -> tuple[Finding, ...]:
    """The evidence rules out, the point does not rule out."""
    for clause in aligned.said:
        source = aligned.source(clause)
        if source is None or source.score < NEAR:
            continue
        there = sides[source.meant]
        nots = {i for c, i in clause.hits if c == "negation"}
        undone = any({i - 1, i - 2} & nots for c, i in clause.hits if c in DENIALS)
        if undone and there.refuses and not there.nots:
            return (Finding(f'the point denies in "{clause.text}" what the evidence does not deny'),)
    return ()


def _added(case: Case, aligned: Alignment, sides: Sides) -> tuple[Finding, ...]:
    """A "not" of the point that the evidence lacks."""
    if not negations(case.point.text, ENGLISH) or _TWICE & set(words(case.point.text)):
        return ()
    if negations(case.point.text, ENGLISH) > sum(_negative(t, lang) for t, lang in case.pool):
        return (Finding("the point denies what the evidence does not deny"),)
    for clause in aligned.said:
        source = aligned.source(clause)
        if source is None or source.score < SURE or not sides[clause].nots:
            continue
        if sides[clause].alone(sides[source.meant]) or sides[source.meant].nots:
            continue
        told = {
            p.meant
            for p in aligned.pairs
            if p.said is not clause
            and (sides[p.said].is_negative or sides[p.said].poles & sides[p.meant].poles)
        }
        spent = source.meant if not sides[source.meant].alone(sides[clause]) else None
        if any(sides[c].is_negative and c not in told and c is not spent for c in aligned.meant):
            continue
        if not _turns(sides[clause], sides[source.meant]):
            return (Finding(f'the point denies in "{clause.text}" what the evidence does not deny'),)
    return ()


def _turned(aligned: Alignment, sides: Sides) -> tuple[Finding, ...]:
    """The evidence lacks, fails or excludes, and the point has no negative word at all."""
    negative = [c for c in aligned.said if sides[c].is_negative or sides[c].poles & _SOFT]
    if not all(_is_told(c, aligned, sides) for c in negative):
        return ()
    for pair in aligned.pairs:
        here, there = sides[pair.said], sides[pair.meant]
        offers = pair.said.anchors & _OFFERS and not pair.meant.anchors & _OFFERS
        if pair.said in negative or (negative and not offers):
            continue
        turning = DENIALS if here.poles & there.poles or offers else _TURNING
        if pair.score >= SURE and not there.nots and any(w & turning for w in there.alone(here)):
            return (Finding(f'the evidence does not say "{pair.said.text}", but denies it'),)
    return ()


_SAYS_NO = DENIALS | {"oppose"}


def negations(text: str, language: str) -> int:
    """How often `text` says "not" in any form, expletive ones ("not only", "доки не") left out."""
    tokens = words(text)
    found = lexicon(language, "words").spans(tokens)
    refusing = {i for c, start, end in found if c in _SAYS_NO and end - start > 1 for i in range(start, end)}
    hits = {i for c, i, _ in found if c == "negation"} - refusing  # "says no" refuses
    empty = sum(c == "expletive" for c, _, _ in found)
    return max(0, len(hits) - empty)


WEAK = listed("fall less below condition late worse danger cut before")
"""Concepts of words that are negative in tone, but deny nothing."""


def _negative(text: str, language: str) -> int:
    """How many words of `text` may be said with a "not" in another language."""
    hits = lexicon(language, "words").find(words(text))
    weak = {i for c, i in hits if c in WEAK}
    return len(
        {i for c, i in hits if c in ("negation", "dissuade", "inevitable", "same") or c in DENIALS}
        | {i for c, i in hits if c == "negative" and i not in weak}
    )
