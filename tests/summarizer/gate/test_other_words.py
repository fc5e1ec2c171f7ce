"""Numbers, dates and names that say the same in other words pass; others in their place are rejected."""

from __future__ import annotations

from datetime import datetime

import pytest
from builders import article, point

from summarizer.briefing import Verdict
from summarizer.gate import judge

PUBLISHED = datetime.fromisoformat("2026-11-16T10:00:00+01:00")  # a Monday

NUMBERS = [
    # shares
    ("da", "Hver tiende patient klager.", "Ten percent of patients complain.", True),
    ("sv", "Två tredjedelar röstade.", "About 67 percent voted.", True),
    ("sv", "Två tredjedelar röstade.", "One third voted.", False),
    ("fr", "Trois élèves sur cinq sont absents.", "60 percent of pupils are absent.", True),
    ("fr", "Trois élèves sur cinq sont absents.", "70 percent of pupils are absent.", False),
    ("it", "Il 40 per cento dei comuni tace.", "Two of five towns are silent.", True),
    ("pl", "Trzy czwarte lasu spłonęło.", "Three quarters of the forest burned.", True),
    ("uk", "Згоріло дві третини лісу.", "Two thirds of the forest burned.", True),
    ("de", "Zwei Drittel stimmten zu.", "Two thirds agreed.", True),
    ("nl", "Het aantal ongevallen is gehalveerd.", "The number of accidents is half what it was.", True),
    ("fi", "Lasku on kaksi kertaa suurempi.", "The old bill was half as big.", True),
    ("da", "Hver femte patient klager.", "Every other patient complains.", False),
    ("sv", "Varannan patient klagar.", "Every other patient complains.", True),
    ("fi", "Ero on 0,1 prosenttia.", "The gap is one percent.", False),
    ("it", "L'acqua manca in cinque frazioni su nove.", "More than half of the hamlets lack water.", True),
    ("it", "L'acqua manca in tre frazioni su nove.", "More than half of the hamlets lack water.", False),
    ("pt", "Faltam 62 de 95 museus.", "Nearly two thirds of the museums are missing.", True),
    # the rest of a whole, only where one of the texts speaks of it
    ("no", "Staten betaler 55 prosent.", "The state pays 45 percent.", False),
    ("no", "Staten betaler 55 prosent.", "The rest of 45 percent is still missing.", True),
    ("es", "Seis de cada diez carecían de póliza.", "Four in ten had no policy.", False),
    # what is counted though the evidence only lists it
    ("da", "Varen sælges i Norge, Polen og Italien.", "The product is sold in three countries.", True),
    ("da", "Varen sælges i Norge, Polen og Italien.", "The product is sold in five countries.", False),
    ("pt", "Os suspeitos, de 29, 36 e 58 anos, negam.", "The three suspects deny it.", True),
    ("sv", "Eva Lind och Per Hult sade nej.", "The two said no.", True),
    # what follows from two numbers
    ("no", "Bare to av ni båter kom fram.", "Seven boats did not arrive.", True),
    # words for groups, in one word with their unit, collectives, Roman
    ("pt", "Vieram 36 atletas.", "Three dozen athletes came.", True),
    ("de", "Ein siebenjähriges Kind wurde verletzt.", "A seven-year-old child was hurt.", True),
    ("de", "Ein siebenjähriges Kind wurde verletzt.", "A nine-year-old child was hurt.", False),
    ("fi", "Kymmenvuotias löytyi.", "The ten-year-old was found.", True),
    ("sv", "En åttaårig pojke hittades.", "An eight-year-old boy was found.", True),
    ("uk", "Шестеро людей загинуло.", "Six people died.", True),
    ("uk", "Шестеро людей загинуло.", "Four people died.", False),
    ("pl", "Czworo dzieci jest w szpitalu.", "Four children are in hospital.", True),
    ("es", "La ermita es del siglo XII.", "The chapel is from the twelfth century.", True),
    ("es", "La ermita es del siglo XII.", "The chapel is from the fourteenth century.", False),
    ("no", "Antallet er tredoblet.", "The number is three times as high.", True),
    ("es", "Entre un 4 y un 9 por ciento falta.", "Between 6 and 9 percent are missing.", False),
    ("nl", "Vijf tot tien keer zoveel.", "Two to ten times as many.", False),
    # spelled out
    ("fr", "Quatre-vingt-douze maires ont signé.", "92 mayors signed.", True),
    ("fr", "Quatre-vingt-douze maires ont signé.", "82 mayors signed.", False),
    ("fr", "Soixante et onze maires ont signé.", "71 mayors signed.", True),
    ("it", "Ventitré sindaci hanno firmato.", "23 mayors signed.", True),
    ("es", "Cuesta tres mil doscientos millones.", "It costs 3.2 billion.", True),
    ("fi", "Kahdeksankymmentäkaksi lähti.", "82 people left.", True),
    ("de", "Es ist das dreißigste Fest.", "It is the 30th festival.", True),
    ("it", "Manca mezzo milione di euro.", "EUR 500,000 is missing.", True),
    ("es", "Vino medio centenar de vecinos.", "About fifty residents came.", True),
    ("da", "Et halvt hundrede mennesker kom.", "About sixty people came.", False),
    ("pl", "Zginęło kilkanaście osób.", "Over a dozen people died.", True),
    ("sv", "Antalet föll från 80 till 60.", "The number fell by a quarter.", True),
    # time
    ("es", "La consulta dura quince días.", "The consultation lasts two weeks.", True),
    ("nl", "Het duurt een decennium.", "It takes ten years.", True),
    ("es", "Ocurre desde los años setenta.", "It has happened since the 1970s.", True),
    ("es", "Ocurre desde los años setenta.", "It has happened since the 1980s.", False),
    ("no", "Skolen stengte i 2023.", "The school closed three years ago.", True),
    ("no", "Skolen stengte for tre år siden.", "The school closed in 2023.", True),
    ("de", "Die Sperre gilt bis Ende 2027.", "The ban lasts until just before 2028.", True),
    ("de", "Die Sperre gilt bis Ende 2027.", "The ban lasts until 2029.", False),
    ("fr", "Il dure six mois.", "It lasts half a year.", True),
    ("es", "Dura dieciocho meses.", "It lasts a year and a half.", True),
    ("es", "Dura catorce meses.", "It lasts a year and a half.", False),
    ("sv", "Det hände för elva dagar sedan.", "It happened less than two weeks ago.", True),
    ("sv", "Det hände för fyra dagar sedan.", "It happened less than two weeks ago.", False),
    # rounding, as far as the words before it allow
    ("sv", "Det kom 2 988 besökare.", "Nearly 3,000 visitors came.", True),
    ("sv", "Det kom 2 988 besökare.", "Nearly 4,000 visitors came.", False),
    ("it", "Hanno firmato in 6.240.", "More than 6,000 signed.", True),
    ("it", "Hanno firmato in 6.240.", "More than 7,000 signed.", False),
    # units
    ("de", "Das kostet 4,1 Millionen Euro im Jahr.", "It costs EUR 4.1 million annually.", True),
    ("nl", "In 2024 kreeg het een boete van 900 euro.", "It was fined EUR 900 two years ago.", True),
    ("no", "Renten øker med to prosentpoeng.", "The rate rises by two percentage points.", True),
    ("no", "Prisen øker med to prosent.", "The price rises by two percentage points.", False),
    ("fi", "Matka kestää 40 minuuttia.", "The trip takes 40 hours.", False),
    ("uk", "Це коштує 300 гривень.", "It costs 300 dollars.", False),
    ("uk", "Це коштує 300 гривень.", "It costs 300 hryvnias.", True),
    ("fi", "Se painaa viisi kiloa.", "It weighs five tonnes.", False),
    ("pt", "Custa 300 euros.", "It costs 300 dollars.", False),
]

DATES = [
    ("sv", "Beslutet kommer i år.", "The decision comes next year.", False),
    ("sv", "Beslutet kommer nästa år.", "The decision comes next year.", True),
    ("de", "Das war im vergangenen Jahr.", "That is this year.", False),
    ("pl", "Most otwarto w zeszłym roku.", "The bridge opened last year.", True),
    ("fr", "Le pont ouvrira avant Noël.", "The bridge will open before Easter.", False),
    ("fr", "Le pont ouvrira avant Noël.", "The bridge will open before Christmas.", True),
    ("no", "Loven gjelder fra nyttår.", "The law applies from midsummer.", False),
    ("it", "La consegna è prevista per il 2031.", "Delivery is planned for 2030.", False),
    ("da", "Mødet er i maj.", "The meeting is in November.", False),
    ("es", "Empieza el lunes 30 de noviembre.", "It begins on Monday 23 November.", False),
    ("es", "Empieza el lunes 30 de noviembre.", "It begins on Monday 30 November.", True),
    ("pl", "Budowa stoi do końca marca.", "Construction is halted until 31 March.", True),
    ("pl", "Budowa stoi do końca marca.", "Construction is halted until 15 March.", False),
    ("fi", "Asia ratkeaa maaliskuun lopussa.", "The matter is decided on 31 March.", True),
    ("pl", "Zniszczono je w maju.", "They were destroyed in May.", True),
    ("da", "Pengene kommer inden udgangen af denne måned.", "The money comes before December.", True),
    ("da", "Pengene kommer inden udgangen af denne måned.", "The money comes before February.", False),
    ("sv", "Stoppet gäller från natten till fredag.", "The halt applies from midnight on Thursday.", True),
    ("sv", "Stoppet gäller från natten till fredag.", "The halt applies from midnight on Tuesday.", False),
    ("de", "Seit Juni wurden 19 Gräber gefunden.", "Since June, 19 graves were found.", True),
    ("sv", "Det hände i måndagskväll.", "It happened on Monday.", True),
    ("it", "Paga prima della settimana santa.", "It pays before Holy Week.", True),
]

NAMES = [
    ("da", "Firmaet ligger i Hamborg.", "The firm is in Hamburg.", True),
    ("fr", "Un village gaulois a été trouvé.", "A Gallic village was found.", True),
    ("pt", "A empresa é de Riga.", "The firm is from the Latvian capital.", True),
    ("pt", "A empresa é de Riga.", "The firm is from the Lithuanian capital.", False),
    ("it", "A Parigi e negli Stati Uniti piove.", "It rains in Paris and the United States.", True),
    ("it", "A Parigi e negli Stati Uniti piove.", "It rains in Paris and the United Kingdom.", False),
    ("fr", "Les Pays-Bas refusent.", "The Netherlands refuses.", True),
    ("pl", "Pojechał do Nowego Jorku.", "He went to New York.", True),
    ("de", "In Niedersachsen regnet es.", "It rains in Lower Saxony.", True),
    ("fi", "Lapissa on kylmä.", "It is cold in Lapland.", True),
    ("uk", "Європейський Союз вагається.", "The European Union hesitates.", True),
    ("no", "Det gjelder alle nordmenn.", "It concerns all Norwegians.", True),
    ("sv", "Varvet ligger i Göteborg.", "The yard is in Gothenburg.", True),
    ("fi", "Tapaus on Euroopassa ainoa.", "The case is the only one in Finland.", False),
    ("it", "La tomba è del III secolo avanti Cristo.", "The tomb is from the third century BC.", True),
    ("de", "Es kostet 40 Pfund.", "It costs GBP 40.", True),
    ("pl", "Bank centralny obniżył stopy.", "The European central bank cut rates.", False),
]


def verdict(language: str, original: str, text: str) -> tuple[Verdict, set[str]]:
    judged = judge(article(original, language=language, published=PUBLISHED), point(text, evidence=(0,)), {})
    return judged.verdict, {r.check for r in judged.reasons}


@pytest.mark.parametrize(("language", "original", "text", "same"), NUMBERS)
def test_numbers_in_other_words(language: str, original: str, text: str, same: bool) -> None:
    found, checks = verdict(language, original, text)
    assert (found is Verdict.REJECTED and bool(checks & {"numbers", "dates"})) is not same


@pytest.mark.parametrize(("language", "original", "text", "same"), DATES)
def test_times_in_other_words(language: str, original: str, text: str, same: bool) -> None:
    found, checks = verdict(language, original, text)
    assert (found is Verdict.REJECTED and "dates" in checks) is not same


@pytest.mark.parametrize(("language", "original", "text", "same"), NAMES)
def test_names_in_other_words(language: str, original: str, text: str, same: bool) -> None:
    found, checks = verdict(language, original, text)
    assert (found is Verdict.REJECTED and "names" in checks) is not same


def test_what_follows_from_two_numbers_is_left_open() -> None:
    found, checks = verdict("no", "Bare to av ni båter kom fram.", "Seven boats did not come.")
    assert "numbers" in checks
    assert found is not Verdict.SUPPORTED


def test_the_rest_of_a_share_is_left_open_where_it_is_told_of_the_others() -> None:
    text = article("55 prosent støtter planen.", language="no")
    for told, is_open in (("The plan is opposed by 45 percent.", True), ("45 percent back the plan.", False)):
        judged = judge(text, point(told, evidence=(0,)), {})
        assert ("45 is not in the evidence as such" in {r.detail for r in judged.reasons}) is is_open


def test_a_name_in_place_of_another_is_rejected() -> None:
    source = article(
        "Nina Holm leder fabrikken i Storvik.", "Nå stenger selskapet anlegget på Lilleøy.", language="no"
    )
    moved = judge(source, point("The company closes the plant in Storvik.", evidence=(1,)), {})
    assert "names" in {r.check for r in moved.reasons}
    assert moved.verdict is Verdict.REJECTED
    abroad = article("Nina Holm bor i Kiel.", "Hun leder et anlegg i København.", language="no")
    there = judge(abroad, point("Holm leads a plant in Copenhagen, not in Kiel.", evidence=(1,)), {})
    assert "names" not in {r.check for r in there.reasons}
    kept = judge(source, point("The company closes the plant at Lilleøy.", evidence=(1,)), {})
    assert "names" not in {r.check for r in kept.reasons}


def test_a_name_in_place_of_another_is_rejected_where_every_noun_has_a_capital() -> None:
    source = article(
        "Der Kreistag von Kassau tagte.",
        "In Hohenlinden fehlen nach Angaben der Stadt viele Wohnungen.",
        "Eva Koch von der Universität Brachfeld zweifelt.",
        language="de",
    )
    for text, index, same in (
        ("Flats are lacking in Kassau.", 1, False),
        ("Flats are lacking in Hohenlinden.", 1, True),
        ("Koch works at the University of Hohenlinden.", 2, False),
        ("Koch works at the University of Brachfeld.", 2, True),
    ):
        judged = judge(source, point(text, evidence=(index,)), {})
        assert (judged.verdict is not Verdict.REJECTED) is same


def test_a_name_in_marks_opens_no_sentence() -> None:
    source = article(
        "Між станціями «Млинова» та «Озерна» рух припинять.", "На станції «Лугодол» черги.", language="uk"
    )
    judged = judge(source, point("Traffic between Mlynova and Luhodol is halted.", evidence=(0,)), {})
    assert judged.verdict is Verdict.REJECTED


def test_a_number_in_place_of_another_is_rejected() -> None:
    source = article("Fyra skolor hotas.", "I går stängdes två skolor.", language="sv")
    moved = judge(source, point("Four schools were closed.", evidence=(1,)), {})
    assert moved.verdict is Verdict.REJECTED
