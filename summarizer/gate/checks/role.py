"""Role: what the point calls its speaker is what the article calls them.

Rejects only where the article gives the speaker another role that Kurir knows in its language.
"""

from __future__ import annotations

import re

from summarizer.briefing import Section
from summarizer.gate.case import ENGLISH, Case, Finding
from summarizer.gate.lexicon import concepts, covers, lexicon, listed, words
from summarizer.gate.normalise.names import same_name
from summarizer.gate.people import name_parts

SPECIALISTS = listed(
    "professor researcher economist analyst expert doctor nurse lawyer engineer biologist historian "
    "meteorologist psychologist sociologist hydrologist epidemiologist teacher officer"
)
SCHOLARS = frozenset(("professor", "researcher", "expert", "analyst"))
PARTIES = listed("minister president mayor politician spokesperson executive union owner activist")
NEAR_SCHOLARS = SPECIALISTS - {"doctor", "lawyer", "economist"}
_LEADS = frozenset(("manager", "chair", "executive", "president"))


def check(case: Case) -> tuple[Finding, ...]:
    speaker = case.point.speaker or ""
    if not speaker or not covers(case.language, "roles"):
        return ()
    sentences = _about(speaker, case)
    if not sentences:
        return ()
    known = frozenset().union(*(concepts(s, case.language, "roles") for s in sentences))
    fields = frozenset().union(*(concepts(s, case.language, "fields") for s in sentences))
    claimed = _claimed(case, speaker)
    for phrase in claimed:
        if finding := _wrong(phrase, known, fields, case):
            return (finding,)
    if case.point.section is Section.EXPERT_VIEW and known & PARTIES and not known & SPECIALISTS:
        return (
            Finding(
                f"the article presents {speaker} as {_listed(known & PARTIES)}, not as an outside expert"
            ),
        )
    return ()


def _about(speaker: str, case: Case) -> list[str]:
    """Sentences that name the speaker."""
    parts = name_parts(speaker)
    texts = [s.text for s in case.article.sentences]
    named = [t for t in texts if parts and any(same_name(parts[-1], w, case.language) for w in words(t))]
    roles = [s.role for s in case.attributions.speakers if s.role and parts and parts[-1] in words(s.name)]
    return named + roles


def _claimed(case: Case, speaker: str) -> list[str]:
    """Phrases of the point that say what the speaker is: the role, and what stands beside the name."""
    phrases = [case.point.speaker_role] if case.point.speaker_role else []
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


def _wrong(phrase: str, known: frozenset[str], fields: frozenset[str], case: Case) -> Finding | None:
    tokens = words(phrase)
    said = frozenset(c for c, _ in lexicon(ENGLISH, "roles").find(tokens))
    said_fields = frozenset(c for c, _ in lexicon(ENGLISH, "fields").find(tokens))
    if said and known and not _compatible(said, known):
        return Finding(f"the article says {_listed(known)}, the point {_listed(said)}")
    if "minister" in said & known and said_fields and fields and not said_fields & fields:
        return Finding(
            f"the article says minister for {_listed(fields)}, the point for {_listed(said_fields)}"
        )
    return None


def _compatible(said: frozenset[str], known: frozenset[str]) -> bool:
    if (
        said & known
        or (said & SCHOLARS and known & SPECIALISTS)
        or (known & SCHOLARS and said & SPECIALISTS - {"doctor", "lawyer", "economist"})
    ):
        return True
    return bool(said & _LEADS and known & _LEADS)


def _listed(roles: frozenset[str]) -> str:
    return " or ".join(sorted(roles)).replace("_", " ")
