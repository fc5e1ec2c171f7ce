"""Which roles somebody may be called by: words that differ and mean one person all the same."""

from __future__ import annotations

from functools import lru_cache

from summarizer.gate.lexicon import listed

SPECIALISTS = listed(
    "professor researcher economist analyst expert doctor nurse lawyer engineer biologist historian "
    "meteorologist psychologist sociologist hydrologist epidemiologist teacher officer geologist chemist "
    "archaeologist political_scientist geographer mathematician pharmacist vet midwife dentist curator "
    "astronomer linguist philosopher doctoral therapist planner forester"
)
SCHOLARS = listed("professor researcher expert analyst")
_APART = listed(
    "doctor lawyer economist teacher nurse officer engineer pharmacist vet midwife dentist curator "
    "therapist planner forester"
)
"""Specialists who are not called researchers, nor researchers by these names."""
_ALIKE = (
    "leader manager chair executive president officer captain bishop secretary governor owner coach "
    "police foreman organiser inspector curator union politician firefighter",
    "manager executive governor inspector officer police organiser secretary foreman curator firefighter",
    "leader doctor mayor",
    "governor president",
    "doctoral student researcher teacher",
    "secretary spokesperson",
    "chair president secretary",
    "president executive",
    "clerk official adviser expert inspector officer engineer lawyer worker planner",
    "sponsor investor founder owner",
    "claimant resident parent tenant customer owner activist member farmer worker patient athlete union",
    "lobbyist spokesperson adviser politician union official activist lawyer",
    "broker economist analyst investor manager executive expert adviser owner mediator",
    "publisher owner executive manager journalist founder artist",
    "guide athlete owner organiser worker historian forester volunteer",
    "librarian historian curator official",
    "activist biologist",
    "officer official inspector curator adviser engineer planner biologist",
    "organiser founder",
    "police inspector",
    "politician member secretary",
    "parliamentarian politician member leader chair",
    "spokesperson official adviser union",
    "doctor epidemiologist midwife psychologist",
    "geologist hydrologist",
    "resident parent tenant activist",
    "landlord owner",
    "fisher captain owner",
    "soldier officer",
    "captain athlete officer",
    "union worker spokesperson organiser",
    "member politician union activist volunteer researcher parent resident athlete farmer fisher owner",
    "activist organiser volunteer founder",
    "owner founder executive",
    "farmer owner",
    "official inspector minister",
    "minister secretary",
    "adviser expert official consultant spokesperson",
    "negotiator spokesperson union adviser official politician ambassador lawyer leader manager mediator",
    "cook owner worker manager leader founder",
    "pilot captain officer athlete member",
    "social_worker nurse worker adviser official teacher",
    "hunter forester farmer member resident",
    "forester expert official officer inspector biologist engineer",
    "planner architect engineer official manager leader geographer",
    "craftsman worker owner engineer artist founder",
    "therapist psychologist doctor nurse coach adviser",
    "astronomer chemist geologist",
    "linguist historian artist",
    "philosopher bishop artist",
    "filmmaker artist manager leader",
    "designer artist architect owner founder engineer craftsman",
    "patient resident member parent",
    "customer resident member",
    "pensioner resident former",
    "employer owner executive",
    "trustee lawyer manager auditor official curator leader",
    "ombudsman union official spokesperson lawyer politician",
    "customs police officer official soldier inspector",
    "witness resident",
    "resident farmer fisher owner worker student",
    "economist analyst",
)
"""The first of each line may be called any of the others, and they it."""


def compatible(said: frozenset[str], known: frozenset[str]) -> bool:
    """Whether somebody who is `known` as something may be called what is `said`."""
    return bool(
        said & known
        or (said & SCHOLARS and known & SPECIALISTS - _APART)
        or (known & SCHOLARS and said & SPECIALISTS - _APART)
        or any(frozenset((a, b)) in _pairs() for a in said for b in known)
    )


@lru_cache(maxsize=1)
def _pairs() -> frozenset[frozenset[str]]:
    lines = (line.split() for line in _ALIKE)
    return frozenset(frozenset((first, other)) for first, *others in lines for other in others)
