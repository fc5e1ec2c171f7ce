"""Role: what the point calls people is what the article calls them.

Rejects only where the article gives the person another role that Kurir knows in its language.
"""

from __future__ import annotations

import re

from summarizer.attribution import SpeakerKind
from summarizer.briefing import Section
from summarizer.gate.alike import SCHOLARS, SPECIALISTS, compatible
from summarizer.gate.case import ENGLISH, Case, Finding
from summarizer.gate.checks.affiliation import either, wrong_body, wrong_place
from summarizer.gate.checks.names import is_common
from summarizer.gate.checks.portfolio import (
    unheard_of,
    unheard_of_body,
    wrong_department,
    wrong_field,
    wrong_ministry,
)
from summarizer.gate.lexicon import concepts, covers, listed, words
from summarizer.gate.normalise.names import same_name
from summarizer.gate.people import matches, name_parts, people
from summarizer.gate.roles import (
    CROWDS,
    STATES,
    VAGUE,
    Known,
    heads,
    is_body,
    known_of,
    roles_in,
)

EXPERTS = listed(
    "professor researcher economist analyst expert doctor nurse lawyer engineer biologist historian "
    "meteorologist psychologist sociologist hydrologist epidemiologist teacher officer"
)
PARTIES = listed("minister mayor politician spokesperson executive owner activist")


def check(case: Case) -> tuple[Finding, ...]:
    if not covers(case.language, "roles"):
        return ()
    speaker = case.point.speaker or ""
    for name in _named(case, speaker):
        if (known := known_of(case.article, name)) is None:
            continue
        for phrase in _claimed(case, name, is_speaker=name == speaker):
            if finding := _wrong(phrase, name, known, case):
                return (finding,)
    return (
        _nobodys(case)
        or _attributed(case)
        or wrong_ministry(case)
        or unheard_of_body(case)
        or _outsider(speaker, case)
    )


def _nobodys(case: Case) -> tuple[Finding, ...]:
    """A role that is a kind of body, "institution": so nobody is called."""
    role, speaker = case.point.speaker_role or "", case.point.speaker or ""
    last = name_parts(speaker)[-1:]
    is_person = any(
        s.kind is SpeakerKind.PERSON and name_parts(s.name)[-1:] == last for s in case.attributions.speakers
    )
    if (
        is_person
        and known_of(case.article, speaker)
        and is_body(role)
        and not heads(role)
        and all(is_common(w) and w.islower() for w in role.split())
    ):
        return (Finding(f"{speaker} is a person, no {role}"),)
    return ()


_SOURCE = re.compile(r"\baccording to (?:an?|the|its|his|her|their) ([^,.;]+)", re.I)


def _attributed(case: Case) -> tuple[Finding, ...]:
    """ "According to the mayor", where the evidence has no mayor and the speaker is none."""
    if not case.own_words or not case.point.speaker:
        return ()
    said = (
        frozenset().union(*(r for text in _SOURCE.findall(case.point.text) for r in heads(text)[:1])) - VAGUE
    )
    told = (a.speaker.name for i in case.evidence if (a := case.attributions.sentences[i]).speaker)
    known = [k for name in (case.point.speaker, *told) if (k := known_of(case.article, name))]
    roles = frozenset().union(*(k.roles for k in known)) - STATES - CROWDS
    there = frozenset().union(*(roles_in(t, case.language) for t in case.sentences)) | roles
    if said and roles - VAGUE and not compatible(said, there - {"leader"}):
        return (Finding(f"the evidence has no {either(said)} that says so"),)
    return ()


def _named(case: Case, speaker: str) -> list[str]:
    """The speaker, and people of the article whom the text names."""
    found = [speaker] if speaker and not _is_body(speaker, case) else []
    if not case.own_words or case.point.translated:
        return found
    tokens = {
        w.casefold() for w in re.findall(r"[^\W\d_]+", case.point.text) if w[0].isupper() and len(w) > 2
    }
    last = name_parts(speaker)[-1:] if speaker else ()
    for person in people(case.article):
        if not person.parts or person.parts[-1:] == last:
            continue
        name = next((t for t in tokens if same_name(t, person.parts[-1], case.language)), None)
        if name and not _is_body(" ".join(person.parts), case):
            found.append(name)
    return found


def _is_body(name: str, case: Case) -> bool:
    """Whether the article knows `name` as a body, or the point calls a speaker so whom it does not know."""
    last = name_parts(name)[-1:]
    kinds = {s.kind for s in case.attributions.speakers if last == name_parts(s.name)[-1:]}
    role = case.point.speaker_role if name == case.point.speaker else None
    known = known_of(case.article, name)
    if role and heads(role) and len(name.split()) > 1 and known and known.beside_roles - STATES - VAGUE:
        return False  # a role right beside a full name
    return SpeakerKind.PERSON not in kinds and (bool(kinds) or (role is not None and not heads(role)))


def _outsider(speaker: str, case: Case) -> tuple[Finding, ...]:
    known = known_of(case.article, speaker) if speaker else None
    if known is None or case.point.section is not Section.EXPERT_VIEW:
        return ()
    parties = known.roles & PARTIES
    if parties and not known.roles & EXPERTS:
        return (Finding(f"the article presents {speaker} as {either(parties)}, not as an outside expert"),)
    return ()


_BOUNDARY = re.compile(
    r"[,;:.]|\b(?:that|but|and|when|while|if|because|whether|to|with|than|from|after|before|says?|said|told|"
    r"by|against|between|like|unlike|is|was|are|were|has|had)\b",
    re.I,
)
_RELATIVE = re.compile(
    r"(?:who|which)\s(?!is\b|was\b|leads\b|heads\b|chairs\b|founded\b|owns\b|runs\b|represents\b|works\b)",
    re.I,
)
_TELLING = re.compile(r",?\s(?:speaking|talking|writing|interviewed|quoted)\s.*")
_SAYING = (
    "says|said|argues|warns|believes|thinks|denies|calls|claims|explains|fears|doubts|added|adds|told|insists"
)


def _claimed(case: Case, name: str, *, is_speaker: bool) -> list[str]:
    """Phrases of the point that say what the person is: the role, and what stands beside the name."""
    role = case.point.speaker_role if is_speaker else None
    phrases = [_TELLING.sub("", role)] if role and not _is_own_wording(role, name, case) else []
    parts = name_parts(name)
    if not case.own_words or case.point.translated or not parts:
        return phrases
    text, last = case.point.text, re.escape(parts[-1])
    for before in re.findall(rf"((?:[\w’'-]+\s){{1,7}}?)(?:[A-ZÀ-Þ][\w.’'-]+\s)*(?i:{last})\b", text):
        phrases.append(_BOUNDARY.split(before)[-1])
    phrases += re.findall(rf"^(?:the|an?) ([^,;.]+), (?:[A-ZÀ-Þ][\w.’'-]+\s)*(?i:{last}),", text, re.I)
    for behind in re.findall(rf"{last},\s(?:an?\s|the\s|its\s|who\sis\s)?([^,.;]+)", text, re.I):
        if not _RELATIVE.match(behind) and not re.match(r"\w+ing\b|(?:in|at|on|for|with|from)\b", behind):
            phrases.append(re.sub(r"^who\s", "", behind))
    phrases += re.findall(rf"{last} (?:is|was) (?:an?|the) ([^,.;]+)", text, re.I)
    if is_speaker:
        phrases += re.findall(r"^(?:as|speaking as)\s(?:an?|the)\s([^,.;]+)", text, re.I)
        phrases += re.findall(rf"^(?:the|an?)\s((?:[\w’'-]+\s){{1,4}})(?:{_SAYING})\b", text, re.I)
        phrases += re.findall(r"^(?:she|he|who),\s(?:an?|the)\s([^,.;]+)", text, re.I)
    return phrases


def _is_own_wording(role: str, name: str, case: Case) -> bool:
    """Whether `role` stands so beside the person's name, in the article's language."""
    last = name_parts(name)[-1:]
    found = {s.role for s in case.attributions.speakers if name_parts(s.name)[-1:] == last}
    near = (s.text for s in case.article.sentences if matches(name, s.text, case.language))
    return role in found or any(role.casefold() in t.casefold() for t in near)


def _wrong(phrase: str, name: str, known: Known, case: Case) -> Finding | None:
    said_all = concepts(phrase, ENGLISH, "roles")
    if ("current" in said_all and "former" in known.roles) or (
        "former" in said_all and "current" in known.roles
    ):
        return Finding("the point calls somebody current whom the article calls former, or the reverse")
    said = heads(phrase)
    if "union" in known.close - concepts(phrase, ENGLISH, "roles") and any("executive" in r for r in said):
        return Finding("the article speaks of a union, the point of an executive")
    is_read = bool(known.close - STATES - CROWDS)  # else what stands around may be of somebody else
    roles = known.roles - STATES - CROWDS if is_read else frozenset()
    for role in said:
        if role - VAGUE and roles - VAGUE and not _may_be(role, roles, known):
            return Finding(f"the article says {either(roles)}, the point {either(role)}")
    if not said:
        return wrong_body(phrase, name, known, case)
    return (
        _seat(phrase, known)
        or unheard_of(said[0], case)
        or _rank(phrase, said[0], known)
        or _function(phrase, known)
        or wrong_field(phrase, said[0], known, case)
        or wrong_department(phrase, name, known, case)
        or wrong_body(phrase, name, known, case)
        or wrong_place(phrase, name, known, case)
    )


_TAUGHT = {"economist": "finance", "engineer": "engineering"}
"""Specialists as whom a scholar of the subject may be introduced."""


_OFFICES = listed("governor bishop mayor")
_ANY_HEAD = listed("leader manager executive chair")
"""What every head is; who is no more than that holds none of the offices."""


_NAMED = SPECIALISTS - SCHOLARS


def _may_be(said: frozenset[str], roles: frozenset[str], known: Known) -> bool:
    """Whether the article's `roles` allow to call the person what is `said`."""
    teaches = roles & {"professor", "researcher", "teacher"}
    subjects = known.subjects if teaches else frozenset()
    if said & SCHOLARS and roles & SPECIALISTS and "academia" in known.bodies:
        return True  # a lawyer of a university
    if roles <= {"leader"} and said & SPECIALISTS:
        return True  # who leads the excavation
    if "governor" in said and "bank" in known.phrase.casefold():
        return True
    if said <= _NAMED and (named := known.close & _NAMED) and not said & named:
        roles -= SCHOLARS  # "professor, geologist" is no climate scientist
    if (said & _OFFICES and roles <= _ANY_HEAD) or (roles <= _OFFICES and said <= {"manager", "executive"}):
        return False
    return compatible(said - STATES, roles) or any(_TAUGHT.get(r) in subjects for r in said)


_LOCAL = re.compile(r"\bcouncill?or\b|\balder(?:man|woman)\b", re.I)


def _seat(phrase: str, known: Known) -> Finding | None:
    """A councillor is no member of parliament, nor the other way round."""
    sits = "parliamentarian" in concepts(phrase, ENGLISH, "roles")
    if (
        sits
        and "parliamentarian" not in known.roles
        and ("mayor" in known.close or known.english.startswith("councillor"))
    ):
        return Finding("the article does not call the person a member of parliament")
    if _LOCAL.search(phrase) and not sits and "parliamentarian" in known.close:
        return Finding("the article calls the person a member of parliament, the point a councillor")
    return None


_RANKED = listed("minister president mayor chair executive manager leader governor secretary")


def _rank(phrase: str, said: frozenset[str], known: Known) -> Finding | None:
    """A deputy is not the chair, and the chair is no deputy."""
    is_deputy = bool(set(words(phrase)) & {"deputy", "vice"})
    if not said & _RANKED or "acting" in words(phrase):
        return None
    if is_deputy and "deputy" not in known.roles and known.roles & _RANKED:
        return Finding("the article does not call the person a deputy")
    if not is_deputy and "deputy" in known.close:
        return Finding("the article calls the person a deputy")
    return None


_FUNCTION = re.compile(
    r"\b(technical|finance|financial|personnel|marketing|sales|communications|research|medical|artistic|sports|"
    r"sporting|commercial|production|development|operations|information|plant|site|factory|works|regional|branch|"
    r"store|safety|security|quality|training|press|project|hr|legal|sustainability|environment|logistics|purchasing|"
    r"maintenance|property|visitor)\s(?:director|manager|chief)"
    r"|\bhead of (?:engineering|finance|research|communications|marketing|sales|operations|production|"
    r"security|personnel|human resources|logistics|maintenance|development|training|safety|sustainability)\b",
    re.I,
)


_WHOLE = re.compile(r"\b(?:general manager|managing director|chief executive|director general|ceo)\b", re.I)


def _function(phrase: str, known: Known) -> Finding | None:
    """The director of one department is not the one of all, nor the other way round."""
    said = _FUNCTION.search(phrase)
    if said and _WHOLE.search(known.english):
        return Finding(f"the article says {known.english}, the point {said[0]}")
    if (said := _WHOLE.search(phrase)) and re.match(
        r"head of (?:section|department|unit|office)", known.english
    ):
        return Finding(f"the article says {known.english}, the point {said[0]}")
    return None
