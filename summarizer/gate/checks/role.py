"""Role: what the point calls its speaker is what the article calls them.

Rejects only where the article gives the speaker another role that Kurir knows in its language.
"""

from __future__ import annotations

import re

from summarizer.briefing import Section
from summarizer.gate.case import ENGLISH, Case, Finding
from summarizer.gate.checks.names import names
from summarizer.gate.lexicon import concepts, covers, lexicon, listed, words
from summarizer.gate.normalise.names import code_of, same_name
from summarizer.gate.people import matches, name_parts, people

SPECIALISTS = listed(
    "professor researcher economist analyst expert doctor nurse lawyer engineer biologist historian "
    "meteorologist psychologist sociologist hydrologist epidemiologist teacher officer"
)
SCHOLARS = frozenset(("professor", "researcher", "expert", "analyst"))
PARTIES = listed("minister mayor politician spokesperson executive owner activist")
_APART = listed("doctor lawyer economist teacher nurse officer")
"""Specialists who are not called researchers, nor researchers by these names."""
_LEADS = listed("manager chair executive president")
BEFORE, BEHIND = 8, 10
"""Words before and behind a name among which the article says what the person is."""
LEAD = 3
"""Sentences at the start whose names belong to the whole article: its place, its main body."""


def check(case: Case) -> tuple[Finding, ...]:
    speaker = case.point.speaker or ""
    if not speaker or not covers(case.language, "roles"):
        return ()
    sentences = _about(speaker, case)
    if not sentences:
        return ()
    known = _concepts(sentences, case.language, "roles")
    if not known - _STATES:
        sentences = _naming(speaker, case)
        known = _concepts(sentences, case.language, "roles")
    fields = _concepts(sentences, case.language, "fields")
    claimed = _claimed(case, speaker)
    for phrase in claimed:
        if finding := _wrong(phrase, known, fields, case) or _affiliation(phrase, speaker, case):
            return (finding,)
    if case.point.section is Section.EXPERT_VIEW and known & PARTIES and not known & SPECIALISTS:
        return (
            Finding(
                f"the article presents {speaker} as {_listed(known & PARTIES)}, not as an outside expert"
            ),
        )
    return ()


def _concepts(texts: list[str], language: str, name: str) -> frozenset[str]:
    return frozenset().union(*(concepts(t, language, name) for t in texts))


def _about(speaker: str, case: Case) -> list[str]:
    """What the article says beside the speaker's name, and what attribution found."""
    parts = name_parts(speaker)
    if not parts:
        return []
    texts = [s.role for s in case.attributions.speakers if s.role and parts[-1] in words(s.name)]
    for sentence in case.article.sentences:
        tokens = words(sentence.text)
        texts += [
            " ".join(tokens[max(0, i - BEFORE) : i + BEHIND])
            for i, token in enumerate(tokens)
            if same_name(parts[-1], token, case.language)
        ]
    return texts


def _naming(speaker: str, case: Case) -> list[str]:
    """Sentences that name the speaker."""
    return [s.text for s in case.article.sentences if matches(speaker, s.text, case.language)]


def _claimed(case: Case, speaker: str) -> list[str]:
    """Phrases of the point that say what the speaker is: the role, and what stands beside the name."""
    role = case.point.speaker_role
    phrases = [role] if role and not _is_own_wording(role, speaker, case) else []
    last = re.escape(name_parts(speaker)[-1]) if name_parts(speaker) else None
    if not case.own_words or case.point.translated:
        return phrases
    text = case.point.text
    if last:
        phrases += re.findall(rf"((?:[\w’'-]+\s){{1,5}})(?:[A-Z][\w.’'-]+\s)*{last}\b", text, re.I)
        phrases += re.findall(rf"{last},\s(?:an?|the|who is)?\s?([^,.;]+)[,.;]", text, re.I)
    phrases += re.findall(r"^(?:as|speaking as)\s(?:an?|the)\s([^,.;]+)", text, re.I)
    phrases += re.findall(
        r"^(?:the|an?)\s((?:[\w’'-]+\s){1,4})(?:says|said|argues|warns|believes|thinks|denies|calls|"
        r"claims|explains|fears|doubts|added|adds|told|insists|points|notes)\b",
        text,
        re.I,
    )
    phrases += re.findall(r"^(?:she|he|who),\s(?:an?|the)\s([^,.;]+)", text, re.I)
    return phrases


def _is_own_wording(role: str, speaker: str, case: Case) -> bool:
    """Whether `role` stands so beside the speaker's name, in the article's language."""
    found = {s.role for s in case.attributions.speakers}
    return role in found or any(role.casefold() in t.casefold() for t in _naming(speaker, case))


def _wrong(phrase: str, known: frozenset[str], fields: frozenset[str], case: Case) -> Finding | None:
    tokens = words(phrase)
    said = frozenset(c for c, _ in lexicon(ENGLISH, "roles").find(tokens))
    said_fields = frozenset(c for c, _ in lexicon(ENGLISH, "fields").find(tokens))
    if ("current" in said and "former" in known) or ("former" in said and "current" in known):
        return Finding("the point calls somebody current whom the article calls former, or the reverse")
    said, known = said - _STATES, known - _STATES
    if said and known and not _compatible(said, known):
        return Finding(f"the article says {_listed(known)}, the point {_listed(said)}")
    if "minister" in said & known and said_fields and fields and not said_fields & fields:
        return Finding(
            f"the article says minister for {_listed(fields)}, the point for {_listed(said_fields)}"
        )
    return None


_STATES = frozenset(("former", "current"))


def _compatible(said: frozenset[str], known: frozenset[str]) -> bool:
    return bool(
        said & known
        or (said & SCHOLARS and known & SPECIALISTS - _APART)
        or (known & SCHOLARS and said & SPECIALISTS - _APART)
        or (said & _LEADS and known & _LEADS)
    )


def _affiliation(phrase: str, speaker: str, case: Case) -> Finding | None:
    """The point places the speaker with somebody whom the article only names beside another person."""
    for name in names(f"The {phrase}"):
        if matches(name, speaker, ENGLISH) or code_of(name):
            continue
        at = {i for i, s in enumerate(case.article.sentences) if matches(name, s.text, case.language)}
        own = {i for i, s in enumerate(case.article.sentences) if matches(speaker, s.text, case.language)}
        if not at or min(at) < LEAD or at & {i + step for i in own for step in (-1, 0, 1)}:
            continue
        if any(p.is_person and p.named_in & at for p in people(case.article)):
            return Finding(f"the article does not place {speaker} with {name}")
    return None


def _listed(roles: frozenset[str]) -> str:
    return " or ".join(sorted(roles)).replace("_", " ")
