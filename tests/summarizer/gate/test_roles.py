"""Roles in other words pass; another office, rank, subject, body or trade is rejected."""

from __future__ import annotations

import pytest
from builders import article, point

from summarizer.briefing import Verdict
from summarizer.gate import judge
from summarizer.gate.alike import compatible
from summarizer.gate.roles import heads, roles_in
from summarizer.languages import known, table

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
    ("no", "– Nei, sier seksjonssjef Odd Moe.", "Odd Moe", "general manager", False),
    ("no", "– Nei, sier seksjonssjef Odd Moe.", "Odd Moe", "head of section", True),
    ("nl", "„Nee”, zegt directeur Jan Smit.", "Jan Smit", "state secretary for digital affairs", False),
    ("da", "»Nej,« siger gruppeformand Ida Holm.", "Ida Holm", "group leader", True),
    ("pl", "Dr Jan Lis z Instytutu Badań wątpi.", "Jan Lis", "deputy minister of science", False),
    # trade and subject
    (
        "sv",
        "Rut Falk, professor i glasyrkunskap vid Norra högskolan, tvivlar.",
        "Rut Falk",
        "professor of law",
        False,
    ),
    (
        "de",
        "Die Medizininformatikerin Prof. Eva Kern von der Hochschule zweifelt.",
        "Eva Kern",
        "professor of medical informatics",
        True,
    ),
    ("pl", "Prof. Jan Lis, geolog z Instytutu Badań, wątpi.", "Jan Lis", "climate scientist", False),
    ("pl", "Prof. Jan Lis, geolog z Instytutu Badań, wątpi.", "Jan Lis", "geologist", True),
    ("fi", "Apteekkari Eeva Salo epäilee.", "Eeva Salo", "pharmacist", True),
    ("fi", "Apteekkari Eeva Salo epäilee.", "Eeva Salo", "judge", False),
    ("uk", "Аптекарка Ірина Бойко сумнівається.", "Ірина Бойко", "pharmacist", True),
    ("uk", "Аптекарка Ірина Бойко сумнівається.", "Ірина Бойко", "member of parliament", False),
    ("sv", "Docent i historia Rut Falk tvivlar.", "Rut Falk", "associate professor of history", True),
    ("da", "Ida Holm, professor i jura, tvivler.", "Ida Holm", "professor of medicine", False),
    ("da", "Ida Holm, professor i jura, tvivler.", "Ida Holm", "professor of law", True),
    ("it", "Eva Riva, che insegna economia, dubita.", "Eva Riva", "economist", True),
    ("fi", "Valtio-opin professori Eeva Salo epäilee.", "Eeva Salo", "professor of political science", True),
    ("fi", "Valtio-opin professori Eeva Salo epäilee.", "Eeva Salo", "professor of economics", False),
    ("pl", "Adiunkt na wydziale prawa Jan Lis wątpi.", "Jan Lis", "law student", False),
    ("sv", "Doktoranden Rut Falk tvivlar.", "Rut Falk", "PhD student", True),
    ("de", "„Nein“, sagte Verhandlungsführer Uwe Kern.", "Uwe Kern", "chief negotiator", True),
    ("de", "„Nein“, sagte Verhandlungsführer Uwe Kern.", "Uwe Kern", "baker", False),
    ("nl", "„Nee”, zegt boswachter Jan Smit.", "Jan Smit", "forest ranger", True),
    ("nl", "„Nee”, zegt boswachter Jan Smit.", "Jan Smit", "physiotherapist", False),
    ("da", "»Nej,« siger tømrer Ida Holm.", "Ida Holm", "carpenter", True),
    ("da", "»Nej,« siger tømrer Ida Holm.", "Ida Holm", "journalist", False),
    ("fr", "« Non », répond la réalisatrice Eva Roux.", "Eva Roux", "film director", True),
    ("fr", "« Non », répond la réalisatrice Eva Roux.", "Eva Roux", "judge", False),
    ("es", "«No», dice la cocinera Ana Ruiz.", "Ana Ruiz", "chef", True),
    ("es", "«No», dice la cocinera Ana Ruiz.", "Ana Ruiz", "state secretary for health", False),
    ("uk", "Омбудсмен Іван Бойко проти.", "Іван Бойко", "ombudsman", True),
    ("uk", "Омбудсмен Іван Бойко проти.", "Іван Бойко", "veterinarian", False),
    ("no", "– Nei, sier administrerende direktør Odd Moe.", "Odd Moe", "managing director", True),
    ("no", "– Nei, sier administrerende direktør Odd Moe.", "Odd Moe", "technical director", False),
    ("de", "Die Physikerin Eva Koch zweifelt.", "Eva Koch", "cook", False),
    ("fr", "L'ancien commissaire-priseur Paul Roux doute.", "Paul Roux", "former auctioneer", True),
    ("fr", "L'ancien commissaire-priseur Paul Roux doute.", "Paul Roux", "restorer at the museum", False),
    ("sv", "– Nej, säger bygglovshandläggare Rut Falk.", "Rut Falk", "planning officer", True),
    ("sv", "– Nej, säger bygglovshandläggare Rut Falk.", "Rut Falk", "county governor", False),
    ("no", "– Nei, sier opposisjonspolitiker Odd Moe.", "Odd Moe", "opposition politician", True),
    ("no", "– Nei, sier opposisjonspolitiker Odd Moe.", "Odd Moe", "police officer", False),
    ("nl", "„Nee”, zegt boerenvoorman Jan Smit.", "Jan Smit", "chair of the farmers", True),
    ("nl", "„Nee”, zegt gedeputeerde Jan Smit.", "Jan Smit", "member of the provincial executive", True),
    ("nl", "„Nee”, zegt gedeputeerde Jan Smit.", "Jan Smit", "chair of the water board", False),
    ("de", "„Nein“, sagte Betriebsratschef Uwe Kern.", "Uwe Kern", "works council chair", True),
    ("de", "„Nein“, sagte Betriebsratschef Uwe Kern.", "Uwe Kern", "managing director", False),
    ("de", "„Nein“, sagte Wirtschaftsminister Uwe Kern.", "Uwe Kern", "economics minister", True),
    ("de", "„Nein“, sagte Wirtschaftsminister Uwe Kern.", "Uwe Kern", "health minister", False),
    ("es", "«No», dice la inspectora jefe Ana Ruiz.", "Ana Ruiz", "chief inspector, consumer unit", True),
    ("es", "«No», dice la directora Ana Ruiz.", "Ana Ruiz", "main sponsor of the team", False),
    # offices and functions that heads and politicians do not hold
    ("sv", "Kommunalrådet i Nor, Eva Lind (C), är emot.", "Eva Lind", "county governor", False),
    ("no", "Leder i villreinutvalget, Ola Li, reagerer.", "Ola Li", "mayor of Nordvik", False),
    ("fi", "Aika loppuu, sanoo yhtiön toimitusjohtaja Outi Salo.", "Outi Salo", "head of engineering", False),
    ("fi", "Aika loppuu, sanoo yhtiön toimitusjohtaja Outi Salo.", "Outi Salo", "chief executive", True),
    ("nl", "Onderwijssocioloog Jan Bos twijfelt.", "Jan Bos", "education sociologist", True),
    # a trade or an office of which the article has nothing
    ("nl", "De akoesticus Els Bos van Oostrum twijfelt.", "Els Bos", "firefighter", False),
    ("de", "Die Akustikerin Eva Lind sieht die Feuerwehr am Zug.", "Eva Lind", "firefighter", True),
    # the body somebody belongs to
    ("pl", "Prawniczka Ewa Lis z fundacji Rynek wątpi.", "Ewa Lis", "local government lawyer, Rynek", True),
    (
        "it",
        "Il giurista Ugo Riva del centro studi Lex dubita.",
        "Ugo Riva",
        "lawyer for the government",
        False,
    ),
    ("it", "Il giurista Ugo Riva del centro studi Lex dubita.", "Ugo Riva", "lawyer, Lex study centre", True),
    ("fi", "Analyytikko Eeva Salo Satamapankista epäilee.", "Eeva Salo", "analyst, Lumo", False),
    ("fi", "Analyytikko Eeva Salo Satamapankista epäilee.", "Eeva Salo", "analyst, Satamapankki", True),
    (
        "da",
        "Hos patientforeningen er formand Ida Holm vred.",
        "Ida Holm",
        "chair of the patients' association",
        True,
    ),
    (
        "da",
        "Hos patientforeningen er formand Ida Holm vred.",
        "Ida Holm",
        "chair of the dentists' association",
        False,
    ),
    (
        "pl",
        "Ekonomistka Ewa Lis z Instytutu Usług Publicznych wątpi.",
        "Ewa Lis",
        "economist, Ministry of Health",
        False,
    ),
    (
        "fr",
        "« Non », dit Eva Roux, déléguée du syndicat Voie libre.",
        "Eva Roux",
        "union delegate, Voie libre",
        True,
    ),
    (
        "fr",
        "« Non », dit Eva Roux, déléguée du syndicat Voie libre.",
        "Eva Roux",
        "company spokeswoman",
        False,
    ),
    (
        "it",
        "«No», dice Eva Riva, segretaria del sindacato dei medici.",
        "Eva Riva",
        "secretary of the patients' association",
        False,
    ),
    (
        "it",
        "«No», dice Eva Riva, segretaria del sindacato dei medici.",
        "Eva Riva",
        "secretary of the doctors' union",
        True,
    ),
    ("es", "«No», dice Ana Ruiz, portavoz del sindicato.", "Ana Ruiz", "spokeswoman for the union", True),
    ("es", "«No», dice Ana Ruiz, portavoz del sindicato.", "Ana Ruiz", "spokeswoman for the ministry", False),
    ("nl", "Jurist Eva Bos van de Hogeschool Delta twijfelt.", "Eva Bos", "lawyer, police academy", False),
    ("nl", "Jurist Eva Bos van de Hogeschool Delta twijfelt.", "Eva Bos", "lawyer, Hogeschool Delta", True),
    ("de", "Strafrechtlerin Eva Koch von der Universität Au zweifelt.", "Eva Koch", "law professor", True),
    ("de", "Strafrechtlerin Eva Koch von der Universität Au zweifelt.", "Eva Koch", "local judge", False),
    ("de", "„Nein“, sagte Reederin Eva Koch am Dienstag vor der Belegschaft.", "Eva Koch", "owner", True),
    ("de", "„Nein“, sagte Reederin Eva Koch am Dienstag vor der Belegschaft.", "Eva Koch", "judge", False),
    ("no", "– Nei, sier avdelingsleder Odd Moe.", "Odd Moe", "county governor", False),
    ("sv", "– Nej, säger kommunens jurist Rut Falk.", "Rut Falk", "lawyer at the university", False),
    ("sv", "– Nej, säger kommunens jurist Rut Falk.", "Rut Falk", "municipal lawyer", True),
    ("pl", "– Nie – mówi rzeczniczka mieszkańców Ewa Lis.", "Ewa Lis", "spokeswoman for the residents", True),
    ("pl", "– Nie – mówi rzeczniczka mieszkańców Ewa Lis.", "Ewa Lis", "spokeswoman, town hall", False),
    ("no", "– Nei, sier Eva Moe (H), ordfører i Nes.", "Eva Moe", "municipal director", False),
    ("no", "– Nei, sier Eva Moe (H), ordfører i Nes.", "Eva Moe", "mayor of Nes", True),
    (
        "fr",
        "Eva Roux, maîtresse de conférences en sociologie du travail, hésite.",
        "Eva Roux",
        "lecturer in labour law",
        False,
    ),
    (
        "fr",
        "Eva Roux, maîtresse de conférences en sociologie du travail, hésite.",
        "Eva Roux",
        "lecturer in sociology of work",
        True,
    ),
    (
        "it",
        "Il comitato, guidato dalla biologa Eva Riva, ha protestato.",
        "Eva Riva",
        "leader of the committee",
        True,
    ),
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
    ("fr", "Le chef de file Luc Roy proteste.", "The school nurse, Luc Roy, protests.", False),
    ("fr", "Le chef de file Luc Roy proteste.", "The group leader, Luc Roy, protests.", True),
    ("pt", "O mecânico Rui Melo, eletricista, duvida.", "Rui Melo, an electrician, has doubts.", True),
    ("pt", "A investigadora Eva Melo duvida.", "Eva Melo, a lawyer, has doubts.", False),
    ("no", "Ordfører Odd Moe er imot.", "The county governor Odd Moe is against it.", False),
    ("no", "Ordfører Odd Moe er imot.", "Mayor Odd Moe is against it.", True),
    ("uk", "Професорка Ірина Бойко проти.", "Iryna Boiko, a deputy minister, is against it.", False),
    ("uk", "Професорка Ірина Бойко проти.", "Iryna Boiko, a professor, is against it.", True),
    ("it", "La farmacista Eva Riva è contraria.", "Eva Riva, who told the mayor no, is against it.", True),
]


LANGUAGES = [language for language in known() if table(language, "english").get("roles") and language != "en"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_gate_agrees_with_how_kurir_puts_roles_into_english(language: str) -> None:
    """Every role that an unsupervised briefing may give somebody, against the word that it was made of."""
    wrong, unknown = [], []
    for original, english in table(language, "english")["roles"].items():
        roles, said = roles_in(original, language), heads(english)
        unknown += [original] if not roles or not said else []
        wrong += [(original, english) for role in said if roles and not compatible(role, roles)]
    assert (wrong, unknown) == ([], [])


TITLES = [
    ("de", "Aufsichtsratschef", "chair of the supervisory board", "chief executive of the bank's board"),
    ("de", "Amtsleiter", "head of department", "office director"),
    ("de", "Elternvertreterin", "parents' representative", "mother"),
    ("sv", "kommunalråd", "municipal councillor", "mayor"),
    ("sv", "miljöinspektör", "environmental officer", "environmental inspector"),
    ("sv", "skyddsombud", "safety representative", "union representative"),
    ("no", "varaordfører", "deputy mayor", "local politician"),
    ("no", "initiativtaker", "founder", "organiser"),
    ("da", "museumsinspektør", "curator", "museum curator"),
    ("da", "sagsbehandler", "case officer", "official"),
    ("nl", "lijsttrekker", "lead candidate", "party leader"),
    ("nl", "gedeputeerde", "member of the provincial executive", "regional minister"),
    ("fr", "bâtonnière", "head of the bar", "lawyer"),
    ("fr", "commissaire de l'exposition", "curator", "curator of the show"),
    ("es", "comisaria", "police commissioner", "superintendent"),
    ("es", "consejera", "regional minister", "councillor"),
    ("it", "docente", "lecturer", "teacher"),
    ("it", "direttore generale", "general manager", "chief executive"),
    ("pt", "encarregado", "foreman", "manager"),
    ("pt", "presidente da câmara", "mayor", "president of the council"),
    ("pl", "konserwator zabytków", "heritage conservator", "heritage officer"),
    ("pl", "sołtys", "village head", "mayor"),
    ("fi", "isännöitsijä", "property manager", "building manager"),
    ("fi", "ylitarkastaja", "senior inspector", "senior officer"),
    ("uk", "сільський голова", "village head", "mayor"),
    ("uk", "голова правління", "chair of the board", "chief executive"),
]


@pytest.mark.parametrize(("language", "original", "one", "other"), TITLES)
def test_a_title_has_more_than_one_english(language: str, original: str, one: str, other: str) -> None:
    roles = roles_in(original, language)
    assert roles
    assert all(heads(e) and all(compatible(r, roles) for r in heads(e)) for e in (one, other))


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


def test_the_body_that_a_report_is_about_may_be_anybodys_in_it() -> None:
    source = article(
        "Haven Zuid breidt uit.",
        "Dat maakte het bedrijf maandag bekend.",
        "„Dat moet”, zegt directeur Eva Bos in Oosterdam.",
        language="nl",
    )
    fields = {"speaker": "Eva Bos", "speaker_role": "director of Haven Zuid", "evidence": (2,)}
    assert "role" not in {r.check for r in judge(source, point("It has to be.", **fields), {}).reasons}


def test_another_body_of_the_article_is_not_that_of_who_has_one() -> None:
    source = article(
        "Het waterschap Merwe versterkt de dijk.",
        "De boeren zijn boos.",
        "Dat duurt jaren.",
        "„Dat moet”, zegt Eva Bos, woordvoerder van Deltares.",
        language="nl",
    )
    own = {"speaker": "Eva Bos", "evidence": (3,)}
    for body, wrong in (("the Merwe water board", True), ("Deltares", False)):
        judged = judge(source, point("It has to be.", speaker_role=f"spokesperson for {body}", **own), {})
        assert ("role" in {r.check for r in judged.reasons}) is wrong


def test_a_department_is_of_what_the_article_says() -> None:
    source = article(
        "Управління транспорту відкидає ці закиди.",
        "Його начальниця Ірина Мороз каже, що інтервали не зміняться.",
        language="uk",
    )
    for field, wrong in (("finance", True), ("transport", False)):
        fields = {"speaker": "Iryna Moroz", "speaker_role": f"head of the {field} department"}
        judged = judge(source, point("It will not do.", evidence=(1,), **fields), {})
        assert ("role" in {r.check for r in judged.reasons}) is wrong


def test_nobody_is_an_institution() -> None:
    assert is_wrong_role(
        "de", "„Nein“, sagte Uwe Kern.", "No.", speaker="Uwe Kern", speaker_role="institution"
    )


FIELDS = [
    ("pl", "Pilotaż ruszy na wydziale historii.", "A pilot starts at the faculty of law.", False),
    ("pl", "Pilotaż ruszy na wydziale historii.", "A pilot starts at the faculty of history.", True),
    ("sv", "Enligt Rut Falk, tävlingsledare, är det dyrt.", "It is dear, according to the mayor.", False),
    ("sv", "Enligt Rut Falk, tävlingsledare, är det dyrt.", "It is dear, according to the organiser.", True),
    ("fi", "Yhdistys valittaa hallinto-oikeuteen.", "They go to the Parliamentary Ombudsman.", False),
    ("fi", "Yhdistys valittaa oikeusasiamiehelle.", "They go to the Parliamentary Ombudsman.", True),
    ("no", "Velforeningen klager til statsforvalteren.", "They complain to the Ministry of Justice.", False),
    (
        "no",
        "Velforeningen klager til Justisdepartementet.",
        "They complain to the Ministry of Justice.",
        True,
    ),
    ("sv", "Föreningen vänder sig till JO.", "They complain to the Parliamentary Ombudsman.", True),
]


@pytest.mark.parametrize(("language", "original", "text", "right"), FIELDS)
def test_faculties_and_sources_in_the_text(language: str, original: str, text: str, right: bool) -> None:
    speaker = "Rut Falk" if "Rut Falk" in original else None
    assert is_wrong_role(language, original, text, speaker=speaker) is not right


def test_the_lawyer_of_one_group_is_not_that_of_another() -> None:
    source = article(
        "Jägarna är nöjda.",
        "– Det räcker inte, säger Per Hult, förbundets ordförande.",
        "Det har varit tyst länge.",
        "Föreningen Vilda Norr överklagar.",
        "– Det är fel, säger föreningens jurist Rut Falk.",
        language="sv",
    )
    for role, right in (("the hunters' lawyer", False), ("the association's lawyer", True)):
        judged = judge(
            source, point("It is wrong.", speaker="Rut Falk", speaker_role=role, evidence=(4,)), {}
        )
        assert ("role" not in {r.check for r in judged.reasons}) is right


CHAIRS = [
    ("chair of the residents' association", True),
    ("chair of the association", True),
    ("chair of the tourist board", False),
    ("spokeswoman for the government", False),
    ("chair of the hunters' association", False),
]


@pytest.mark.parametrize(("role", "right"), CHAIRS)
def test_the_sentence_before_says_whose_chair_it_is(role: str, right: bool) -> None:
    source = article(
        "Las obras empiezan en mayo.",
        "La asociación de vecinos Plaza Viva ha reunido 900 firmas.",
        "«Nadie nos preguntó», dice la presidenta, Ana Ruiz.",
        "Llovía.",
        "El Gobierno guarda silencio.",
        "Los cazadores también.",
        language="es",
    )
    fields = {"speaker": "Ana Ruiz", "speaker_role": role}
    judged = judge(source, point("Nobody asked them.", evidence=(2,), **fields), {})
    assert ("role" not in {r.check for r in judged.reasons}) is right


OWNERS = [
    (
        "fr",
        "Le laboratoire Dervo rassure.",
        "« Oui », dit son président, Paul Roux.",
        "Le syndicat Alto doute.",
    ),
    ("es", "La empresa Dervo calla.", "«No», dice su presidente, Paul Roux.", "El sindicato Alto protesta."),
    (
        "it",
        "La società Dervo tace.",
        "«No», dice il suo presidente, Paul Roux.",
        "Il sindacato Alto protesta.",
    ),
]


@pytest.mark.parametrize(("language", "before", "original", "later"), OWNERS)
def test_its_president_is_that_of_the_body_before(
    language: str, before: str, original: str, later: str
) -> None:
    source = article(before, original, "Xyz.", later, language=language)
    for role, right in (("president of Dervo", True), ("president of the union Alto", False)):
        fields = {"speaker": "Paul Roux", "speaker_role": role}
        judged = judge(source, point("He says so.", evidence=(1,), **fields), {})
        assert ("role" not in {r.check for r in judged.reasons}) is right


def test_the_outlet_that_it_was_told_to_is_nobodys_body() -> None:
    source = article(
        "Hyresgästföreningen protesterar.",
        "Det är bråttom.",
        "Inget mer är känt.",
        "– Nej, säger ordföranden Eva Lind i Radio Norr.",
        language="sv",
    )
    fields = {"speaker": "Eva Lind", "speaker_role": "chair of Hyresgästföreningen"}
    judged = judge(source, point("She says no.", evidence=(3,), **fields), {})
    assert "role" not in {r.check for r in judged.reasons}


def test_a_mayor_belongs_to_a_place_named_before() -> None:
    source = article(
        "Elva svømte over i Storvik.",
        "Tre hus er tatt.",
        "Ordfører Odd Moe (Bygdelista) er fortvilet.",
        language="no",
    )
    fields = {"speaker": "Odd Moe", "speaker_role": "mayor of Storvik"}
    judged = judge(source, point("He is in despair.", evidence=(2,), **fields), {})
    assert "role" not in {r.check for r in judged.reasons}


def test_the_speaker_is_known_by_the_role_alone() -> None:
    source = article(
        "Rui Melo é professor na Universidade do Norte.",
        "Melo falou com a Rádio Serra.",
        "O professor defende mais testes.",
        language="pt",
    )
    judged = judge(source, point("More tests are needed.", speaker="Rui Melo", evidence=(2,)), {})
    assert "speaker" not in {r.check for r in judged.reasons}
