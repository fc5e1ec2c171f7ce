"""Roles in other words pass; another office, rank, subject, body or trade is rejected."""

from __future__ import annotations

import pytest
from builders import article, point

from summarizer.briefing import Verdict
from summarizer.gate import judge

SPEAKERS = [
    # rank and office
    (
        "sv",
        "– Nej, säger Rut Falk, ordförande i Hyresgästföreningen.",
        "Rut Falk",
        "chair of the tenants",
        True,
    ),
    ("sv", "– Nej, säger Rut Falk, ordförande i Hyresgästföreningen.", "Rut Falk", "deputy chair", False),
    ("no", "– Nei, sier nestleder Odd Moe i Fagforbundet.", "Odd Moe", "deputy leader of the union", True),
    ("no", "– Nei, sier nestleder Odd Moe i Fagforbundet.", "Odd Moe", "chair of the union", False),
    ("da", "»Nej,« siger kulturrådmand Ida Holm.", "Ida Holm", "city councillor for culture", True),
    ("da", "»Nej,« siger kulturrådmand Ida Holm.", "Ida Holm", "museum director", False),
    ("pl", "Członek zarządu Jan Lis mówi nie.", "Jan Lis", "chair of the board", False),
    ("pl", "Członek zarządu Jan Lis mówi nie.", "Jan Lis", "board member", True),
    ("de", "„Nein“, sagte der Vorsitzende Uwe Kern.", "Uwe Kern", "managing director", False),
    ("de", "„Nein“, sagte der Vorsitzende Uwe Kern.", "Uwe Kern", "head of the club", True),
    ("fr", "« Non », répond le préfet Paul Roux.", "Paul Roux", "mayor", False),
    ("fr", "« Non », répond le préfet Paul Roux.", "Paul Roux", "regional prefect", True),
    ("it", "«No», dice il fondatore Ugo Riva.", "Ugo Riva", "founder", True),
    ("it", "«No», dice il fondatore Ugo Riva.", "Ugo Riva", "spokesman", False),
    ("nl", "„Nee”, zegt bemiddelaar Jan Smit.", "Jan Smit", "mediator", True),
    ("nl", "„Nee”, zegt bemiddelaar Jan Smit.", "Jan Smit", "trade union leader", False),
    # trade and subject
    ("fi", "Apteekkari Eeva Salo epäilee.", "Eeva Salo", "pharmacist", True),
    ("fi", "Apteekkari Eeva Salo epäilee.", "Eeva Salo", "judge", False),
    ("uk", "Аптекарка Ірина Бойко сумнівається.", "Ірина Бойко", "pharmacist", True),
    ("uk", "Аптекарка Ірина Бойко сумнівається.", "Ірина Бойко", "member of parliament", False),
    ("sv", "Docent i historia Rut Falk tvivlar.", "Rut Falk", "associate professor of history", True),
    ("da", "Ida Holm, professor i jura, tvivler.", "Ida Holm", "professor of medicine", False),
    ("da", "Ida Holm, professor i jura, tvivler.", "Ida Holm", "professor of law", True),
    # the body somebody belongs to
    ("es", "«No», dice Ana Ruiz, portavoz del sindicato.", "Ana Ruiz", "spokeswoman for the union", True),
    ("es", "«No», dice Ana Ruiz, portavoz del sindicato.", "Ana Ruiz", "spokeswoman for the ministry", False),
    # other words for the same
    (
        "en",
        "Ann Hill, the shadow health secretary, disagreed.",
        "Ann Hill",
        "opposition health spokeswoman",
        True,
    ),
    ("pl", "Wójt Jan Lis jest przeciw.", "Jan Lis", "head of the municipality", True),
    ("fr", "La sous-préfète Eva Roux hésite.", "Eva Roux", "deputy prefect", True),
    ("sv", "Eva Lind, doktorand i kemi, undrar.", "Eva Lind", "PhD student in chemistry", True),
    ("it", "Il governatore Ugo Riva tace.", "Ugo Riva", "regional president", True),
    # what is no role of a person
    ("es", "«No», dice Ana Ruiz, presidenta de la cooperativa Sol.", "Sol", "farmers' cooperative", True),
]

APPOSITIONS = [
    ("pt", "O mecânico Rui Melo, eletricista, duvida.", "Rui Melo, an electrician, has doubts.", True),
    ("pt", "A investigadora Eva Melo duvida.", "Eva Melo, a lawyer, has doubts.", False),
    ("no", "Ordfører Odd Moe er imot.", "The county governor Odd Moe is against it.", False),
    ("no", "Ordfører Odd Moe er imot.", "Mayor Odd Moe is against it.", True),
    ("uk", "Професорка Ірина Бойко проти.", "Iryna Boiko, a deputy minister, is against it.", False),
    ("uk", "Професорка Ірина Бойко проти.", "Iryna Boiko, a professor, is against it.", True),
    ("it", "La farmacista Eva Riva è contraria.", "Eva Riva, who told the mayor no, is against it.", True),
]


def is_wrong_role(language: str, original: str, text: str, **fields: str | None) -> bool:
    source = article(original, "Inget mer är känt.", language=language)
    judged = judge(source, point(text, evidence=(0,), **fields), {})
    return judged.verdict is Verdict.REJECTED and "role" in {r.check for r in judged.reasons}


@pytest.mark.parametrize(("language", "original", "speaker", "role", "right"), SPEAKERS)
def test_the_role_of_the_speaker(language: str, original: str, speaker: str, role: str, right: bool) -> None:
    found = is_wrong_role(language, original, "It will not do.", speaker=speaker, speaker_role=role)
    assert found is not right


@pytest.mark.parametrize(("language", "original", "text", "right"), APPOSITIONS)
def test_the_role_of_people_in_the_text(language: str, original: str, text: str, right: bool) -> None:
    assert is_wrong_role(language, original, text) is not right


def test_the_role_of_another_person_is_no_wording_of_its_own() -> None:
    source = article(
        "Ann Hill, chief executive of Marl Ports, disagreed.",
        "Bob Reed, an economist at Tidewater College, agreed.",
        "Reed and Hill meet again on Monday.",
    )
    fields = {"speaker": "Ann Hill", "speaker_role": "economist at Tidewater College"}
    judged = judge(source, point("It will not do.", evidence=(0,), **fields), {})
    assert "role" in {r.check for r in judged.reasons}


def test_the_speaker_is_known_by_the_role_alone() -> None:
    source = article(
        "Rui Melo é professor na Universidade do Norte.",
        "Melo falou com a Rádio Serra.",
        "O professor defende mais testes.",
        language="pt",
    )
    judged = judge(source, point("More tests are needed.", speaker="Rui Melo", evidence=(2,)), {})
    assert "speaker" not in {r.check for r in judged.reasons}
