"""Portfolios: what a minister is for, what a scholar is of, and trades that the article never mentions."""

from __future__ import annotations

import re

from summarizer.gate.alike import compatible
from summarizer.gate.case import ENGLISH, Case, Finding
from summarizer.gate.checks.affiliation import either
from summarizer.gate.lexicon import concepts, listed
from summarizer.gate.roles import Known, roles_in, subjects_about, subjects_in

_OFFICE = re.compile(
    r"\b(?:ministry|minister|faculty) (?:of|for) (?:the )?(\w+)"
    r"|\b(?!an?\b|the\b)(\w+) (?:ministry|minister|faculty)\b",
    re.I,
)
_MINISTRY = re.compile(r"minist|міністе?р|departement", re.I)
_FACULTY = re.compile(r"fakult|facult|facolt|faculdad|tiedekunt|wydzia", re.I)


def wrong_ministry(case: Case) -> tuple[Finding, ...]:
    """A ministry, minister or faculty of another field than those of the evidence."""
    if not case.own_words:
        return ()
    said = " ".join(a or b for a, b in _OFFICE.findall(case.point.text))
    fields = concepts(said, ENGLISH, "fields")
    naming = [t for t in case.sentences if _MINISTRY.search(t)]
    there = frozenset().union(*(concepts(t, case.language, "fields") for t in naming))
    taught = [t for t in case.sentences if _FACULTY.search(t)]
    there |= subjects_in(taught, case.language)
    own = concepts(f"{case.point.speaker or ''} {case.point.speaker_role or ''}", ENGLISH, "fields")
    if fields and there and not fields & (there | own):
        return (Finding(f"the evidence speaks of {either(there)}, the point of {either(fields)}"),)
    return ()


_OMBUDSMAN = re.compile(r"\bombuds", re.I)
_SHORT = re.compile(r"\b[^\W\d_a-zа-яіїєґ]{2,5}\b")
"""Capitals that may stand for any body: JO, RPO, МОЗ."""


def unheard_of_body(case: Case) -> tuple[Finding, ...]:
    """A ministry of something or an ombudsman in the text, while the article speaks of none."""
    text = case.point.text
    if not case.own_words or case.language == ENGLISH or any(_SHORT.search(t) for t in case.sentences):
        return ()
    texts = [s.text for s in case.article.sentences]
    if _OMBUDSMAN.search(text) and not any("ombudsman" in roles_in(t, case.language) for t in texts):
        return (Finding("the article speaks of no ombudsman"),)
    ministries = [m for m in _OFFICE.finditer(text) if "ministry" in m[0].casefold()]
    if ministries and not any(_MINISTRY.search(t) or "minister" in roles_in(t, case.language) for t in texts):
        return (Finding("the article speaks of no ministry"),)
    return ()


_SUBJECT_OF = {
    "economist": "finance trade", "engineer": "engineering", "biologist": "biology environment",
    "lawyer": "law", "historian": "history", "psychologist": "psychology health", "sociologist": "sociology",
    "meteorologist": "meteorology environment", "doctor": "health", "epidemiologist": "health",
    "geologist": "geology environment", "hydrologist": "hydrology environment geology",
    "chemist": "chemistry physics",
    "archaeologist": "archaeology history", "political_scientist": "politics", "architect": "architecture",
    "linguist": "linguistics literature", "mathematician": "mathematics", "nurse": "nursing health",
    "vet": "veterinary health", "pharmacist": "pharmacology health", "dentist": "health",
}  # fmt: skip
"""What specialists are of by their name alone, where the article names no subject."""


def _subjects(said: frozenset[str], known: Known) -> frozenset[str]:
    """The person's subjects; those of the title itself only beside another title."""
    titles = known.close if not said & known.close else frozenset()
    return known.subjects | {s for role in titles for s in _SUBJECT_OF.get(role, "").split()}


_BODY = re.compile(r"[,;]|\s(?:at|from|with)\s")


def _said_fields(phrase: str) -> frozenset[str]:
    """Subjects of an English role, those in names of bodies aside: "law, University of Economics"."""
    text = phrase.casefold().replace("defence lawyer", "lawyer").replace("defence counsel", "lawyer")
    parts = (p for p in _BODY.split(text) if not concepts(p, ENGLISH, "bodies"))
    return frozenset().union(*(concepts(p, ENGLISH, "fields") for p in parts))


def wrong_field(phrase: str, said: frozenset[str], known: Known, case: Case) -> Finding | None:
    """A minister for something else, a professor of another subject."""
    fields = _said_fields(phrase)
    there = known.fields if "minister" in said else _subjects(said, known)
    if fields and not there and said & _SCHOLARS and case.language != ENGLISH:
        return _nowhere(fields, known, case)
    taught, teaches = fields & _DISCIPLINES, there & _DISCIPLINES
    if "minister" not in said | known.roles and taught and teaches and not taught & teaches:
        return Finding(f"the article says {either(teaches)}, the point {either(taught)}")
    if not fields or not there or fields & there:
        return None
    if "minister" in said & known.roles or "minister" not in said | known.roles:
        return Finding(f"the article says {either(there)}, the point {either(fields)}")
    return None


_DISCIPLINES = listed(
    "law sociology finance history psychology politics philosophy engineering biology chemistry physics "
    "mathematics geology linguistics medicine health archaeology literature religion architecture"
)
"""What a scholar is of, whatever the speciality: "labour law" is no "sociology of work"."""
_UNIT = re.compile(
    r"\b(?!the\b)(\w+) (?:department|directorate|office|committee|division|unit|board)\b"
    r"|\b(?:department|directorate|office|committee|division|unit) (?:of|for|on) (?:the )?(\w+)",
    re.I,
)


def wrong_department(phrase: str, name: str, known: Known, case: Case) -> Finding | None:
    """The department of something else than what the article speaks of around the person."""
    fields = concepts(" ".join(a or b for a, b in _UNIT.findall(phrase)), ENGLISH, "fields")
    texts = [s.text for i, s in enumerate(case.article.sentences) if i in known.near_in]
    there = frozenset().union(known.fields, *(concepts(t, case.language, "fields") for t in texts))
    if fields and there and not fields & there:
        return Finding(f"the article speaks of {either(there)} around {name}, the point of {either(fields)}")
    return None


_SCHOLARS = listed("professor researcher")


def _nowhere(fields: frozenset[str], known: Known, case: Case) -> Finding | None:
    """A scholar of what the article does not even mention, where it names a subject that no table has."""
    texts = [s.text for s in case.article.sentences]
    near = [t for i, t in enumerate(texts) if i in known.near_in]
    specialists = frozenset().union(*(roles_in(t, case.language) for t in near))
    about = {s for role in specialists for s in _SUBJECT_OF.get(role, "").split()}
    if fields & about or fields & subjects_about(texts, case.language):
        return None
    return Finding(f"the article speaks of no {either(fields)}")


_CALLED = listed(
    "economist doctor nurse lawyer engineer biologist historian meteorologist psychologist sociologist "
    "hydrologist epidemiologist geologist chemist archaeologist architect journalist minister mayor "
    "bishop police firefighter farmer fisher vet midwife pharmacist dentist parliamentarian judge prosecutor "
    "captain soldier artist athlete"
)
"""Trades and offices that an article names somewhere, or their subject, if anybody in it has one."""


def unheard_of(said: frozenset[str], case: Case) -> Finding | None:
    """A trade or an office that the article speaks of nowhere, nor of what it is about."""
    if case.language == ENGLISH or not said & _CALLED or said - _CALLED:
        return None
    texts = [s.text for s in case.article.sentences]
    there = frozenset().union(*(roles_in(t, case.language) for t in texts))
    about = {s for role in said for s in _SUBJECT_OF.get(role, "").split()}
    if compatible(said, there) or about & subjects_about(texts, case.language):
        return None
    return Finding(f"the article speaks of no {either(said)}")
