"""Quotes: a quotation is verbatim in the evidence, or marked as a translation of it.

A quotation in English that is not marked but says what a quotation of the evidence says, as far as the
concepts tell that Kurir knows in both languages, is left open.
"""

from __future__ import annotations

import re

from summarizer.briefing import Verdict
from summarizer.gate.case import ENGLISH, Case, Finding
from summarizer.gate.lexicon import lexicon, listed, words
from summarizer.gate.normalise.names import fold
from summarizer.gate.normalise.numbers import numbers

_QUOTED = re.compile(r"[\"“”„«»]([^\"“”„«»]{2,})[\"“”„«»]|(?<!\w)[‘']([^‘’']{2,}?)[’'](?!\w)")
_MARKED = re.compile(r"\b(translat\w+|in translation)\b", re.I)
SHORT = 3
"""Words up to which quotation marks may only set a term apart."""
ALIKE = 4
"""Letters that words of two languages share at their beginning where they may be the same."""


def check(case: Case) -> tuple[Finding, ...]:
    found = []
    if case.point.quote and not _is_verbatim(case.point.quote, case):
        found.append(Finding("the quote is not verbatim in the evidence"))
    if case.is_verbatim or case.point.translated or _MARKED.search(case.point.text):
        return tuple(found)
    for match in _QUOTED.finditer(case.point.text):
        quoted = (match.group(1) or match.group(2)).strip()
        if _is_verbatim(quoted, case):
            continue
        if case.language == ENGLISH or _is_altered(quoted, case):
            found.append(Finding(f'"{quoted}" is not a quotation from the evidence'))
        elif (len(words(quoted)) <= SHORT and _has_term(quoted, case)) or _is_told(quoted, case):
            found.append(Finding(f'"{quoted}" is not marked as a translation', Verdict.UNVERIFIED))
        else:
            found.append(Finding(f'"{quoted}" is not a quotation from the evidence'))
    return tuple(found)


def _is_verbatim(quote: str, case: Case) -> bool:
    wanted = words(quote)
    return any(_within(wanted, words(text)) for text in (" ".join(case.sentences),))


def _within(part: tuple[str, ...], whole: tuple[str, ...]) -> bool:
    return f" {' '.join(part)} " in f" {' '.join(whole)} "


def _has_term(quote: str, case: Case) -> bool:
    """Whether the evidence sets a term apart, or quotes somebody with a word that `quote` has, too."""
    marked = [a or b for text in case.sentences for a, b in _QUOTED.findall(text)]
    if any(len(words(passage)) <= SHORT + 2 for passage in marked):
        return True
    if not marked and not any(re.search(r"[\"“”„«»]|^\s*[–—-]\s|''", s) for s in case.sentences):
        return False
    said = frozenset().union(*_things(quote, ENGLISH))
    meant = frozenset().union(*(w for text in case.sentences for w in _things(text, case.language)))
    alike = {_beginning(w) for text in case.sentences for w in words(text) if len(w) >= ALIKE}
    return bool(said & meant) or any(_beginning(w) in alike for w in words(quote) if len(w) >= ALIKE)


def _beginning(word: str) -> str:
    """The first letters of `word`, double ones once."""
    return re.sub(r"(.)\1", r"\1", fold(word))[:ALIKE]


def _is_altered(quote: str, case: Case) -> bool:
    """Whether `quote` is in the article's own language, with words of the evidence but not verbatim."""
    tokens, known = words(quote), frozenset(w for s in case.sentences for w in words(s))
    return len(tokens) > 1 and 2 * sum(w in known for w in tokens) > len(tokens)


_VAGUE = listed(
    "have person denial negative joint possible plan absolute strict expletive condition only future"
)
"""Concepts that say too little to tell one sentence from another."""


def _is_told(quote: str, case: Case) -> bool:
    """Whether a quotation of the evidence is of the length of `quote` and has its concepts and numbers."""
    return any(_tells(quote, passage, case.language) for passage in _passages(case))


def _passages(case: Case) -> list[str]:
    """Direct speech of the evidence, whole and between its commas."""
    speech = [case.attributions.sentences[i].speech for i in case.evidence]
    whole = [s for s in speech if s] + [a or b for t in case.sentences for a, b in _QUOTED.findall(t)]
    return whole + [part for passage in whole for part in re.split(r"(?<=[,.;:!?])\s", passage)]


def _tells(quote: str, passage: str, language: str) -> bool:
    length = len(words(quote)) / max(1, len(words(passage)))
    said, meant = _things(quote, ENGLISH), _things(passage, language)
    mine = {v for n in numbers(quote, ENGLISH) for v in n.values if v > 2}
    theirs = {v for n in numbers(passage, language) for v in n.values if v > 2}
    if (
        not 0.6 <= length <= 1.7
        or mine - theirs
        or any("negation" in w for w in said) != any("negation" in w for w in meant)
    ):
        return False
    known = frozenset().union(*meant)
    shared = sum(bool(w & known) for w in said)
    missing = len(said) - shared
    return 2 * missing <= shared if shared > 1 else shared == 1 and not missing and 0.8 <= length <= 1.25


def _things(text: str, language: str) -> list[frozenset[str]]:
    """The concepts of each word of `text` that has any."""
    tokens = words(text)
    found: dict[int, set[str]] = {}
    for name in ("things", "words"):
        for concept, i in lexicon(language, name).find(tokens):
            if concept not in _VAGUE:
                found.setdefault(i, set()).add(concept)
    return [frozenset(c) for c in found.values()]
