"""Speaker: the point's speaker is the one the evidence attributes its sentences to.

Only positive evidence for somebody else rejects: attribution of the evidence to another person, or another
person named in it while the speaker is nowhere near. A body may stand for its spokesperson and the other
way round.
"""

from __future__ import annotations

import re

from summarizer.briefing import Verdict
from summarizer.gate.alike import SCHOLARS, SPECIALISTS, compatible
from summarizer.gate.case import ENGLISH, Case, Finding
from summarizer.gate.checks.affiliation import has_own_body
from summarizer.gate.checks.names import capitalised, is_common, is_generic
from summarizer.gate.lexicon import concepts, listed, words
from summarizer.gate.normalise.names import same_name
from summarizer.gate.people import Person, name_parts, people
from summarizer.gate.roles import STATES, heads, is_body, known_of, roles_in

_SEVERAL = re.compile(r"\s+(?:and|och|und|et|y|og|&|та|i|ja|en|e)\s+|,\s*")


def check(case: Case) -> tuple[Finding, ...]:
    speaker = (case.point.speaker or "").strip()
    if not speaker or not case.evidence:
        return ()
    if not _is_several(speaker):
        return tuple(f for f in (_one(speaker, case),) if f)
    absent = [m for one in _SEVERAL.split(speaker) if (m := _missing_parts(name_parts(one), case))]
    return tuple(Finding(f"{speaker}: {missing} is not in the article") for missing in absent[:1])


def _is_several(speaker: str) -> bool:
    parts = _SEVERAL.split(speaker)
    return len(parts) > 1 and all(_is_person_like(p) for p in parts)


def _is_person_like(name: str) -> bool:
    parts = name.split()
    if {"of", "for"} & {*parts}:  # a body
        return False
    return 2 <= len(parts) <= 4 and parts[-1][:1].isupper() and not any(is_generic(p) for p in parts)


def _one(name: str, case: Case) -> Finding | None:
    parts = name_parts(name)
    if not parts:
        return None
    person = next((p for p in people(case.article) if _is_same(parts, p, case.language)), None)
    if person is None:
        if (called := _called(name, parts, case)) and min(called.named_in) > max(case.evidence):
            return _attributed_elsewhere(name, called, case)
        return _noun(name, case) or _unknown(name, parts, case) or _elsewhere(name, parts, case)
    if missing := _missing_parts(parts, case, is_body=not person.is_person):
        return Finding(f"nobody in the article is called {name}: {missing} is not in it")
    return _attributed_elsewhere(name, person, case)


def _is_same(parts: tuple[str, ...], person: Person, language: str) -> bool:
    if not person.parts:
        return False
    if person.is_person:
        last = person.parts[-1]
        if same_name(parts[-1], last, language) or same_name(last, parts[-1], language):
            return True
        return len(parts) > 1 and all(any(same_name(q, p, language) for p in person.parts) for q in parts)
    shared = [p for p in person.parts if any(same_name(q, p, language) for q in parts)]
    return 2 * len(shared) > len(person.parts)


def _missing_parts(parts: tuple[str, ...], case: Case, *, is_body: bool = False) -> str | None:
    """A part of the name that the article does not have; a body's name may be translated."""
    tokens = _article_tokens(case)
    is_translatable = is_body and case.language != ENGLISH
    for part in parts:
        if is_generic(part) or (is_translatable and (part in _LINKING or is_common(part))):
            continue
        if any(same_name(part, t, case.language) for t in tokens):
            continue
        return part
    return None


_LINKING = listed("of for the and in on at")


def _article_tokens(case: Case) -> frozenset[str]:
    texts = [s.text for s in case.article.sentences] + [case.article.title, case.article.outlet or ""]
    return frozenset(w for t in texts for w in words(t))


def _unknown(name: str, parts: tuple[str, ...], case: Case) -> Finding | None:
    """A speaker who is not in the register: translated bodies pass, invented people do not."""
    tokens = _article_tokens(case)
    proper = [w for w in name.split() if w[:1].isupper() and not is_generic(w.strip(".,"))]
    absent = [
        w for w in proper if not any(same_name(p, t, case.language) for p in name_parts(w) for t in tokens)
    ]
    if _is_person_like(name) and absent:
        return Finding(f"nobody in the article is called {name}")
    if absent and len(absent) == len(proper) and (case.language == ENGLISH or len(parts) == 1):
        return Finding(f"{name} is not in the article", Verdict.UNVERIFIED)
    return None


def _called(name: str, parts: tuple[str, ...], case: Case) -> Person | None:
    """Whoever the article calls `name`, person or body, though what it attributes to them is unknown."""
    at = frozenset(
        i
        for i, s in enumerate(case.article.sentences)
        if f" {' '.join(parts)} " in f" {' '.join(words(s.text))} "
    )
    return Person(parts, at, frozenset(), is_person=False) if at and _is_person_like(name) else None


COLLECTIVE = frozenset(("union", "firefighter", "police", "politician", "member", "official"))
"""Roles whose words also name the body: "Feuerwehr", "Betriebsrat"."""
BODIES = listed(
    "agency committee association government council parliament court company university party hospital bank"
)


def _noun(name: str, case: Case) -> Finding | None:
    """A speaker who is no name but some people, "experts", whom neither evidence nor attribution mention."""
    told = [a.speaker for i in case.evidence if (a := case.attributions.sentences[i]).speaker]
    near = " ".join((*case.sentences, *(f"{s.name} {s.role or ''}" for s in told), *_before(case)))
    tokens, said = words(name), frozenset().union(*heads(name))
    there = roles_in(near, case.language).union(
        *(k.roles for s in told if (k := known_of(case.article, s.name)))
    )
    is_noun = len(tokens) == 1 and _is_noun(tokens[0], case)
    if is_noun:
        said |= roles_in(name, case.language)
    if compatible(said, there) or (said & SCHOLARS and there & SPECIALISTS):
        return None
    if is_noun:
        if said and said <= COLLECTIVE:
            return None
        mentioned = any(same_name(tokens[0], w, case.language) for w in words(near))
        if (
            mentioned
            or concepts(name, case.language, "bodies")
            or concepts(name, case.language, "things") & BODIES
        ):
            return None
        return Finding(f"{name} is no name, and the evidence does not mention them")
    if not said or is_body(name) or not all(is_common(w) for w in name.split()):
        return None
    everywhere = (roles_in(s.text, case.language) for s in case.article.sentences)
    sure = (bool(told) and bool(there)) or any(said & r for r in everywhere)
    return Finding(f"the evidence does not mention {name}", Verdict.REJECTED if sure else Verdict.UNVERIFIED)


def _before(case: Case) -> tuple[str, ...]:
    """The sentence before the evidence."""
    return tuple(text for text, _ in case.around(1))


def _is_noun(word: str, case: Case) -> bool:
    """Whether the article has `word` as a noun like others; German writes them all with a capital."""
    if case.language == "de":
        return bool(roles_in(word, "de"))
    spellings = {
        w for s in case.article.sentences for w in re.findall(r"[^\W_]+", s.text) if w.casefold() == word
    }
    return (
        bool(spellings)
        and not spellings & capitalised(case.article, case.language)
        and not any(w.isupper() and len(w) > 1 for w in spellings)
    )


def _elsewhere(name: str, parts: tuple[str, ...], case: Case) -> Finding | None:
    """A body that the register lacks, named far from evidence that somebody of another body says."""
    proper = [p for p in parts if not is_generic(p)]
    at = {
        i
        for i, s in enumerate(case.article.sentences)
        if any(same_name(p, w, case.language) for p in proper for w in words(s.text))
    }
    told = [a.speaker for i in case.evidence if (a := case.attributions.sentences[i]).speaker]
    if not at or at & set(case.evidence):
        return None
    for speaker in told:
        known = known_of(case.article, speaker.name)
        if known and not known.named_in & at and has_own_body(known, proper, case):
            return Finding(f"the evidence attributes this to {speaker.name}, not to {name}")
    return None


def _attributed_elsewhere(name: str, person: Person, case: Case) -> Finding | None:
    """Somebody else says what the evidence says."""
    if any(i in person.attributed or i in person.named_in for i in case.evidence):
        return None
    others = [
        p
        for p in people(case.article)
        if p is not person and p.is_person and p.parts and p.parts[-1] not in person.parts
    ]
    saying = [p for p in others if any(i in p.attributed for i in case.evidence)]
    if saying and _is_meant(name, saying[0], case):
        return None
    if saying and (
        person.is_person or not (_speaks_for(saying[0], person, case) or _by_kind(saying[0], case))
    ):
        away = _may_be_meant(person, saying[0], case) and not _names_another(person, others, case)
        verdict = Verdict.UNVERIFIED if away else Verdict.REJECTED
        return Finding(f"the evidence attributes this to {_title(saying[0])}, not to {name}", verdict)
    named = [p for p in others if any(i in p.named_in for i in case.evidence)]
    if named and (person.is_person or not _speaks_for(named[0], person, case)):
        return Finding(f"the evidence names {_title(named[0])}, not {name}")
    return _nearest_is_other(name, person, others, case)


NEAR = 2
"""Sentences before the evidence in which a "she" of it may have been named."""


def _may_be_meant(person: Person, other: Person, case: Case) -> bool:
    """Whether the evidence, which says no more than "she", may as well mean `person`, who was named near."""
    if any(i in other.named_in for i in case.evidence):
        return False
    first = min(case.evidence)
    return any(i in person.named_in for i in range(first - NEAR, first))


def _names_another(person: Person, others: list[Person], case: Case) -> bool:
    """Whether the evidence names somebody by name, who is not `person`."""
    return person.is_person and any(i in p.named_in for p in others for i in case.evidence)


def _is_meant(name: str, other: Person, case: Case) -> bool:
    """Whether the evidence means `name` after all: by the role alone, or as the voice of the body `other`."""
    known, theirs = known_of(case.article, name), known_of(case.article, " ".join(other.parts))
    if known is None:
        return False
    if other.parts[-1] in words(known.phrase):
        return True
    if any(i in other.named_in for i in case.evidence):
        return False
    roles = frozenset().union(*(concepts(s, case.language, "roles") for s in case.sentences)) & known.close
    roles -= STATES
    return bool(roles) and not (theirs and roles & theirs.roles)


def _by_kind(other: Person, case: Case) -> bool:
    """Whether the evidence speaks of a body by its kind, "the company", and does not name `other`."""
    if any(i in other.named_in for i in case.evidence):
        return False
    return any(concepts(s, case.language, "bodies") for s in case.sentences)


def _speaks_for(person: Person, body: Person, case: Case) -> bool:
    """Whether the article presents `person` in one sentence with `body`, or names nobody else nearby."""
    return bool(person.named_in & body.named_in) or not body.parts


def _nearest_is_other(name: str, person: Person, others: list[Person], case: Case) -> Finding | None:
    """No name in the evidence: the pronouns mean whoever was named last before it, else first after it."""
    if not person.is_person or _is_described(name, case):
        return None
    first, last = min(case.evidence), max(case.evidence)
    before = range(first - 1, -1, -1)
    after = range(last + 1, len(case.article.sentences))
    for i in (*before, *after):
        if i in person.named_in:
            return None
        if any(i in p.named_in for p in others):
            return Finding(f"the evidence does not name {name}, and somebody else is named beside it")
    return None


def _is_described(name: str, case: Case) -> bool:
    """Whether the evidence calls somebody by a role of `name`, "the manager"."""
    known = known_of(case.article, name)
    return bool(
        known and any(concepts(s, case.language, "roles") & known.close - STATES for s in case.sentences)
    )


def _title(person: Person) -> str:
    return " ".join(p.capitalize() for p in person.parts)
