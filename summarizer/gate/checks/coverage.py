"""Coverage: every content word of the point is supported by the evidence's English.

Without English there is nothing to compare an own wording with, and the point stays unverified. A word is
supported by the same word in any form, by a word of the same meaning, or, weakly, by the rest of the article.
Verbs and adjectives are what a free paraphrase changes; a thing that the article does not know is invented.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from summarizer.briefing import Verdict
from summarizer.gate.case import ENGLISH, Case, Finding
from summarizer.gate.clauses import Clause, clauses
from summarizer.gate.lexicon import listed
from summarizer.gate.normalise.dates import dates
from summarizer.gate.normalise.english import content_words, stem
from summarizer.gate.normalise.numbers import numbers
from summarizer.gate.normalise.related import Support, is_thing, support
from summarizer.gate.normalise.units import unit_of
from summarizer.gate.opposites import axis, pole_mates

INVENTED = 0.7
"""Share of a clause's content words without support from which a point is rejected."""

ADDED = 0.6
"""The same for a sentence of its own beside others, where what the rest of the article says is no support."""

DOUBTFUL = 0.3
"""Share without support, the article's counting half, from which a clause stays unverified."""

LEAST = 3
"""Content words that must be there to be judged by their share."""

GRAMMAR = listed(
    "negation condition joint possible maybe only expletive some can future before after next last"
)
"""Concepts of words that say how sure, how much or when something is, which is for other checks to judge."""

_SENTENCE = re.compile(r"(?<=[.!?])\s+|;\s+")


def check(case: Case) -> tuple[Finding, ...]:
    if not case.own_words:
        return ()
    if case.translated is None:
        return (
            Finding("there is no English of the evidence to compare the wording with", Verdict.UNVERIFIED),
        )
    rest = _rest(case)
    known = _Known(_support(case.translated), _support(rest), _topics(rest))
    clause_by_clause = (_clause(c, known, case.concepts) for c in clauses(case.point.text, ENGLISH))
    findings = (*_added(case.point.text, known), *clause_by_clause)
    return tuple(f for f in findings if f)


@dataclass(frozen=True, slots=True)
class _Known:
    """What the evidence says, what its article says, and the words that the article comes back to."""

    evidence: Support
    article: Support
    topics: frozenset[str]


def _support(texts: Iterable[str]) -> Support:
    return support(frozenset(w for t in texts for w in content_words(t)))


def _topics(texts: list[str]) -> frozenset[str]:
    """Stems in more than one of `texts`: "it" in the evidence may stand for them."""
    counts = Counter(s for t in texts for s in {stem(w) for w in content_words(t)})
    return frozenset(s for s, n in counts.items() if n > 1)


def _added(text: str, known: _Known) -> Iterable[Finding]:
    """Sentences of a point of several that tell nothing of the evidence."""
    sentences = _SENTENCE.split(text)
    for sentence in sentences if len(sentences) > 1 else ():
        wanted = content_words(sentence)
        missing = [w for w in wanted if not known.evidence.tells(w)]
        if len(wanted) >= LEAST and len(missing) >= ADDED * len(wanted):
            yield Finding(f"the evidence does not say: {', '.join(missing)}")


def _clause(clause: Clause, known: _Known, meant: frozenset[str]) -> Finding | None:
    judged = _judged_elsewhere(clause, meant)
    wanted = tuple(w for w in content_words(clause.text) if w not in judged)
    missing = [w for w in wanted if not known.evidence.tells(w)]
    nowhere = [w for w in missing if not known.article.tells(w)]
    things = [w for w in missing if is_thing(w)]
    new = [w for w in things if stem(w) not in known.topics]
    share = (len(nowhere) + 0.5 * (len(missing) - len(nowhere))) / len(wanted) if wanted else 0.0
    invented = len(wanted) >= LEAST and share >= INVENTED and len(nowhere) > 1
    if set(things) & set(nowhere) or (new and _in_a_row(wanted, missing)) or invented:
        return Finding(f"the evidence does not say: {', '.join(nowhere or missing)}")
    if nowhere or share >= DOUBTFUL:
        return Finding(f"not found in the evidence: {', '.join(nowhere or missing)}", Verdict.UNVERIFIED)
    return None


def _judged_elsewhere(clause: Clause, meant: frozenset[str]) -> frozenset[str]:
    """Words that are for other checks to judge: numbers, units, dates, negations, hedges, opposites."""
    found = {clause.words[i] for c, i in clause.hits if c in GRAMMAR or (axis(c) and pole_mates(c) & meant)}
    return frozenset(found | {w for w in clause.words if _is_measure(w)})


@lru_cache(maxsize=8192)
def _is_measure(word: str) -> bool:
    named = dates(word, ENGLISH)
    return bool(unit_of(word, ENGLISH) or numbers(word, ENGLISH) or named.months or named.weekdays)


def _in_a_row(wanted: tuple[str, ...], missing: list[str]) -> bool:
    """Whether two words that are missing follow one another."""
    return any(a in missing and b in missing for a, b in pairwise(wanted))


def _rest(case: Case) -> list[str]:
    """English of the rest of the article, and what the point says of its speaker."""
    extra = [t for t in (case.point.speaker, case.point.speaker_role, case.article.english_title) if t]
    if case.language == ENGLISH:
        return [s.text for s in case.article.sentences] + extra + [case.article.title]
    return [*case.english.values(), *case.article.english, *extra]
