"""Every check by its table of cases: article sentences, point, and what the gate says."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from builders import article, point

from summarizer import Article, Section
from summarizer.article import Sentence, SentenceKind
from summarizer.briefing import Verdict
from summarizer.gate import judge, translation_faults

PUBLISHED = datetime.fromisoformat("2026-11-16T10:00:00+01:00")  # a Monday


def rejecting(source: Article, text: str, english: dict[int, str] | None = None, **fields: Any) -> set[str]:
    """Names of the checks that say something against `text` on the whole of `source`, rejected or not."""
    fields = {"evidence": tuple(range(len(source.sentences))), **fields}
    judged = judge(source, point(text, **fields), english or {})
    return {r.check for r in judged.reasons} if judged.verdict is Verdict.REJECTED else set()


SAME = [
    ("sv", "Avtalet kostar 6,4 miljarder kronor.", "The deal costs 6.4 billion kronor."),
    ("de", "Betroffen sind 18.500 Haushalte.", "About 18,500 households are affected."),
    ("de", "Es kommen zweihundertfünfzig Gäste.", "There will be 250 guests."),
    ("fr", "Il faut quatre-vingt-dix places, la moitié suffit.", "Ninety places are needed; half is enough."),
    ("uk", "На це піде п’ять мільйонів гривень.", "It takes five million hryvnias."),
    ("pl", "Dwudziestu trzech uczniów, trzy procent.", "Three percent of pupils."),
    ("fi", "Hanke kestää kahdeksan vuotta.", "The project takes eight years."),
    ("da", "Det varer halvanden time.", "It lasts an hour and a half."),
    ("es", "Son 2,5 millones de euros.", "It is EUR 2.5 million."),
    ("pt", "O corte começou às 8h40.", "The outage began at 8.40 a.m."),
    ("fi", "Kokeilu kestää puoli vuotta.", "The trial takes six months."),
    ("sv", "Försöket pågår i ett och ett halvt år.", "The trial runs for 18 months."),
    ("it", "Un quarto dei residenti.", "A quarter of residents."),
    ("sv", "Omvägen är nio mil.", "The detour is 90 kilometres."),
    ("de", "Der Weg ist 1.500 Meter lang.", "The path is 1.5 kilometres long."),
    ("pl", "Waży dwie tony.", "It weighs 2,000 kilograms."),
    (
        "it",
        "Costa 118 milioni, 27 in più del previsto.",
        "It costs 118 million, 27 million more than planned.",
    ),
]


@pytest.mark.parametrize(("language", "original", "text"), SAME)
def test_the_same_number_in_another_language_passes(language: str, original: str, text: str) -> None:
    assert "numbers" not in rejecting(article(original, language=language), text)


OTHER_NUMBERS = [
    ("sv", "Avtalet kostar 6,4 miljarder kronor.", "The deal costs 6.4 million kronor."),
    ("de", "Betroffen sind 18.500 Haushalte.", "About 15,800 households are affected."),
    ("fr", "Il reste deux heures.", "Two days are left."),
    ("uk", "На це піде п’ять мільйонів гривень.", "It takes seven million hryvnias."),
    ("no", "Gebyret er 350 kroner.", "The fee is 350 euros."),
    ("sv", "Omvägen är nio mil.", "The detour is nine kilometres."),
    (
        "no",
        "Utslippet er 70 prosent lavere, og de vil ha fem turer, ikke tre.",
        "Emissions are 40 percent lower.",
    ),
    (
        "it",
        "Costa 118 milioni, 27 in più del previsto.",
        "It costs 118 million, 29 million more than planned.",
    ),
]


@pytest.mark.parametrize(("language", "original", "text"), OTHER_NUMBERS)
def test_another_number_or_unit_is_rejected(language: str, original: str, text: str) -> None:
    assert "numbers" in rejecting(article(original, language=language), text)


DATES = [
    ("sv", "Mötet hölls i måndags.", "The meeting was on Monday.", True),
    ("sv", "Mötet hölls i måndags.", "The meeting was on Tuesday.", False),
    ("sv", "Mötet hölls i går.", "The meeting was on 15 November.", True),
    ("sv", "Mötet hålls den 14 december.", "The meeting is on December 14.", True),
    ("sv", "Mötet hålls den 14 december.", "The meeting is on 14 November.", False),
    ("de", "Die Sitzung ist am 14.12.2026.", "The meeting is on 14 December.", True),
    ("uk", "Засідання відбудеться 20 листопада.", "The meeting is on 20 November.", True),
    ("de", "Die Sitzung war am Mittwoch.", "The meeting was on 11 November 2026.", True),
    ("it", "Prima di Ferragosto non riapre.", "It will not reopen before mid-August.", True),
    ("pl", "Sieją pszenicę ozimą.", "They sow winter wheat.", True),
    ("fr", "La réunion a eu lieu jeudi dernier.", "The meeting is next Thursday.", False),
    (
        "uk",
        "Комітет у вівторок підтримав план, рада вирішить 19 листопада.",
        "The committee backed the plan on Thursday; the council decides on 19 November.",
        False,
    ),
]


@pytest.mark.parametrize(("language", "original", "text", "same"), DATES)
def test_dates_are_compared_as_dates(language: str, original: str, text: str, same: bool) -> None:
    source = article(original, language=language, published=PUBLISHED)
    assert ("dates" not in rejecting(source, text)) is same


NAMES = [
    ("uk", "Про це сказав Зеленський у Києві.", "The talks in Kyiv were led by Zelenskyy.", True),
    ("uk", "Про це сказав Зеленський у Києві.", "The talks in Kiev were led by Zelensky.", True),
    ("uk", "Про це сказав Зеленський у Києві.", "The talks in Kyiv were led by Poroshenko.", False),
    ("uk", "Це сказала Радзішевська.", "It was said by Radziszewska.", True),
    ("uk", "Це сказала Радзішевська.", "It was said by Radkowska.", False),
    ("sv", "Storbritannien är inte med i avtalet.", "The deal does not include the UK.", True),
    ("fr", "L'OTAN a réagi.", "The answer of NATO came.", True),
    ("sv", "Avtalet skrevs under i Tallinn.", "The deal was signed in Riga.", False),
    ("sv", "Ministern talade i Köpenhamn.", "The minister spoke in Copenhagen.", True),
    ("de", "Er wurde als Jude verfolgt.", "He was persecuted as a Jew.", True),
]


@pytest.mark.parametrize(("language", "original", "text", "same"), NAMES)
def test_names_are_found_declined_transliterated_and_translated(
    language: str, original: str, text: str, same: bool
) -> None:
    assert ("names" not in rejecting(article(original, language=language), text)) is same


NEGATIONS = [
    ("fi", "Hallitus ei myönnä rahaa.", "The government grants money.", False),
    ("fi", "Hallitus ei myönnä rahaa.", "The government grants no money.", True),
    ("de", "Die Stadt baut eine Schule.", "The city is not building a school.", False),
    ("sv", "Bolaget förnekar uppgifterna.", "The company does not confirm the report.", True),
    ("uk", "Уряд не дозволив експорт.", "The government allowed exports.", False),
    ("uk", "Позов подають, доки не минув строк.", "A suit is filed before the period expires.", True),
    ("de", "Die Halle wird nicht nur renoviert.", "The hall is also enlarged.", True),
    ("da", "Børn betaler ikke.", "Children are exempt.", True),
    ("nl", "Een muur is mogelijk, maar niet goedkoper.", "A wall is not possible and not cheaper.", False),
    ("nl", "Een muur is mogelijk, maar niet goedkoper.", "A wall is possible but not cheaper.", True),
    ("it", "Chi pagherà se la banca dice no?", "Who pays if the bank refuses?", True),
    (
        "fr",
        "Deux dépôts sont bloqués, sans incident ni blessé.",
        "Two depots are blocked, with no injuries.",
        True,
    ),
]


@pytest.mark.parametrize(("language", "original", "text", "same"), NEGATIONS)
def test_a_negation_is_neither_lost_nor_added(language: str, original: str, text: str, same: bool) -> None:
    assert ("negation" not in rejecting(article(original, language=language), text)) is same


def test_directions_are_not_turned_round() -> None:
    source = article("Der Preis ist im Mai gestiegen.", language="de")
    assert "direction" in rejecting(source, "The price fell in May.")
    assert "direction" not in rejecting(source, "The price rose in May.")


def test_somebody_elses_words_are_rejected() -> None:
    source = article(
        "– Skolan måste stängas, säger rektorn Eva Lind.",
        "– Det är fel, säger läraren Per Hult.",
        "Lind väntar på beslut och Hult protesterar.",
        language="sv",
    )
    assert "speaker" in rejecting(source, "The school must close.", speaker="Per Hult", evidence=(0,))
    assert "speaker" not in rejecting(source, "The school must close.", speaker="Eva Lind", evidence=(0,))
    assert "speaker" in rejecting(source, "The school must close.", speaker="Karin Berg", evidence=(0,))


def test_a_role_alone_means_nobody_else_than_who_is_named() -> None:
    source = article(
        "Економістка Соломія Дячук, професорка, має сумніви.",
        "Так само думають мешканці.",
        "Інженер Роман Гавриш вважає заміну виправданою.",
        "«Ремонт коштував би дорожче», — пояснив доцент.",
        language="uk",
    )
    text = "Repairs would cost more."
    assert "speaker" in rejecting(source, text, speaker="Solomiia Diachuk", evidence=(2, 3))
    assert "speaker" not in rejecting(source, text, speaker="Roman Havrysh", evidence=(2, 3))


NOUNS = [
    ("de", "Fachleute", 0, False),
    ("de", "Fachleute", 2, True),
    ("en", "Experts", 0, False),
    ("en", "Residents", 1, False),
    ("en", "The company", 0, True),
    ("en", "Experts", 1, True),
]


@pytest.mark.parametrize(("language", "speaker", "index", "right"), NOUNS)
def test_a_speaker_without_a_name_is_in_the_evidence_or_its_attribution(
    language: str, speaker: str, index: int, right: bool
) -> None:
    source = article(
        "Der Preis steigt um zwölf Prozent, wie das Unternehmen am Donnerstag mitteilte.",
        "„Das ist zu viel“, sagte die Ökonomin Eva Koch.",
        "Unter Fachleuten ist der Schritt umstritten.",
        language="de",
    )
    judged = judge(source, point("That is so.", speaker=speaker, evidence=(index,)), {})
    assert ("speaker" not in {r.check for r in judged.reasons if judged.verdict is Verdict.REJECTED}) is right


def test_who_she_is_stays_open_where_two_people_were_named_before() -> None:
    source = article(
        "Aktorn Eva Lind säger att pengarna är borta.",
        "Bankens talesperson Karin Berg säger att kunderna ersätts.",
        "– Ingen anställd var inblandad, säger hon.",
        language="sv",
    )
    for speaker in ("Eva Lind", "Karin Berg"):
        assert "speaker" not in rejecting(
            source, "No employee was involved.", speaker=speaker, evidence=(2,)
        ), speaker
    assert "speaker" in rejecting(source, "The money is gone.", speaker="Karin Berg", evidence=(0,))


def test_a_sum_of_money_is_nobody() -> None:
    source = article(
        "Insolvenzverwalterin Friederike Kamp sprach mit den Gläubigern.",
        "Die Schulden betragen 18,7 Millionen Euro.",
        "Gezahlt wird in Euro.",
        language="de",
    )
    assert "speaker" not in rejecting(
        source, "The debts are EUR 18.7 million.", speaker="Friederike Kamp", evidence=(1,)
    )


def test_a_plain_noun_of_the_article_is_no_speaker() -> None:
    source = article("Bron kostar tolv miljoner.", "Ingen vet mer.", "Nu möts parterna.", language="sv")
    assert "speaker" in rejecting(source, "The bridge costs 12 million.", speaker="Parterna", evidence=(0,))
    assert "speaker" not in rejecting(source, "They meet now.", speaker="Parterna", evidence=(2,))


def test_a_service_may_speak_where_it_is_not_mentioned() -> None:
    source = article("Am Hafen brennt es.", "Zwei Boote sanken.", "Die Feuerwehr löscht noch.", language="de")
    assert "speaker" not in rejecting(source, "Two boats sank.", speaker="Feuerwehr", evidence=(1,))


def test_a_body_is_not_credited_with_what_somebody_of_another_says() -> None:
    source = article(
        "A Nutrivela rejeita tudo.",
        "A farmacologista Eva Melo, da Universidade de Vale Formoso, discorda.",
        "«Encontrámos vestígios em muitos produtos», sublinhou Melo.",
        language="pt",
    )
    assert "speaker" in rejecting(source, "Traces were found.", speaker="Nutrivela", evidence=(2,))
    assert "speaker" not in rejecting(source, "Traces were found.", speaker="Eva Melo", evidence=(2,))


def test_another_role_is_rejected() -> None:
    source = article("– Nu räcker det, säger försvarsminister Annika Ståhl.", language="sv")
    wrong = "The economist Annika Ståhl says it is enough."
    assert "role" in rejecting(source, wrong, speaker="Annika Ståhl")
    wrong = "Finance minister Annika Ståhl says it is enough."
    assert "role" in rejecting(source, wrong, speaker="Annika Ståhl")
    right = "Defence minister Annika Ståhl says it is enough."
    assert "role" not in rejecting(source, right, speaker="Annika Ståhl")


def test_a_former_office_is_not_a_present_one() -> None:
    source = article("– Nej, säger den tidigare borgmästaren Olle Falk.", language="sv")
    assert "role" in rejecting(source, "No.", speaker="Olle Falk", speaker_role="serving mayor")
    assert "role" not in rejecting(source, "No.", speaker="Olle Falk", speaker_role="former mayor")


def test_an_affiliation_of_somebody_else_is_rejected() -> None:
    source = article(
        "Hamnen byggs ut.",
        "Det kostar två miljarder.",
        "Arbetet börjar i maj.",
        "– Det är bra, säger ekonomen Olle Falk vid Norrhögskolan.",
        "Ingen annan tillfrågades.",
        "– Det är dyrt, säger Karin Berg på Fjordbolaget.",
        language="sv",
    )
    role = "economist at Fjordbolaget"
    assert "role" in rejecting(source, "It is good.", speaker="Olle Falk", speaker_role=role, evidence=(3,))


def test_a_politician_is_no_outside_expert() -> None:
    source = article("– Nu räcker det, säger försvarsminister Annika Ståhl.", language="sv")
    said = "It is enough now."
    assert "role" in rejecting(source, said, speaker="Annika Ståhl", section=Section.EXPERT_VIEW)


def test_a_quotation_is_verbatim_or_marked() -> None:
    source = article("« C'est une erreur grave », dit le maire.", language="fr")
    assert "quotes" in rejecting(source, 'He said "this is a very grave error".')
    assert "quotes" not in rejecting(source, 'He said "this is a very grave error" (translated).')
    assert "quotes" in rejecting(source, "It is an error.", quote="une erreur légère")
    assert "quotes" not in rejecting(source, "It is an error.", quote="une erreur grave")


TERMS = [
    ("sv", "– Stammen tål det här, säger hon.", "a necessary sacrifice", False),
    ("pl", "– Nie wiem, jak zdążę – przyznaje.", "madness on wheels", False),
    ("fr", "Il parle « avec nos voisins ».", "with our neighbours", True),
    ("sv", "– Avtalet är en papperstiger, säger hon.", "a paper tiger", True),
]


@pytest.mark.parametrize(("language", "original", "quoted", "is_open"), TERMS)
def test_a_term_in_marks_needs_something_that_it_may_stand_for(
    language: str, original: str, quoted: str, is_open: bool
) -> None:
    source = article(original, language=language)
    judged = judge(source, point(f'She speaks of "{quoted}".', evidence=(0,)), {})
    assert (judged.verdict is not Verdict.REJECTED) is is_open


TOLD = [
    ("nl", "„Wij betalen omdat wij de grootste zijn”, zei zij.", "We pay because we are the biggest", True),
    ("nl", "„Wij betalen omdat wij de grootste zijn”, zei zij.", "We build because we have children", False),
    ("es", "«Nadie paga porque nadie tiene dinero», dijo.", "Nobody pays because nobody has money", True),
    ("es", "«Nadie paga porque nadie tiene dinero», dijo.", "Everybody pays because they have money", False),
    ("sv", "– Skolan får inga pengar i år, säger hon.", "Skolan får många pengar i år", False),
]


@pytest.mark.parametrize(("language", "original", "quoted", "is_told"), TOLD)
def test_a_translated_quotation_is_open_if_the_evidence_says_it(
    language: str, original: str, quoted: str, is_told: bool
) -> None:
    source = article(original, language=language)
    judged = judge(source, point(f'She said: "{quoted}".', evidence=(0,)), {})
    assert (judged.verdict is not Verdict.REJECTED) is is_told


@pytest.mark.parametrize(
    "text",
    ["Das Haus ist nicht mehr zu retten.", "Місто не отримало грошей.", "Talo on myyty eikä se ole auki."],
)
def test_a_text_that_is_not_english_is_rejected(text: str) -> None:
    assert "language" in rejecting(article("Something else happened here."), text)


@pytest.mark.parametrize(
    "text",
    ["The deal is off @everyone", "See <!channel>", "Read [this](https://x.test)", "\x1b[31mThe end"],
)
def test_live_markup_is_rejected(text: str) -> None:
    assert "markup" in rejecting(article("The deal is off."), text)


def test_evidence_is_body_text_that_exists() -> None:
    source = article("The bridge is open.")
    assert "evidence" in rejecting(source, "The bridge is open.", evidence=(7,))
    assert "evidence" in rejecting(source, "The bridge is open.", evidence=())
    advert = article(sentences=(Sentence("The bridge is open.", 0, SentenceKind.BOILERPLATE),))
    assert "evidence" in rejecting(advert, "The bridge is open.", evidence=(0,))


def test_invented_words_are_rejected_where_there_is_english_to_compare() -> None:
    source = article("Parterna enades om en eldupphör i söder.", language="sv")
    english = {0: "The parties agreed on a ceasefire in the south."}
    assert "coverage" in rejecting(source, "Chemical weapons struck civilians in the south.", english)
    assert not rejecting(source, "Both sides agreed on a truce in the south.", english)


def test_without_english_an_own_wording_is_unverified() -> None:
    source = article("Parterna enades om en eldupphör i söder.", language="sv")
    assert judge(source, point("The sides agreed on a truce."), {}).verdict is Verdict.UNVERIFIED


def test_the_articles_own_sentence_is_supported() -> None:
    text = "Parterna enades om en eldupphör i söder."
    judged = judge(article(text, language="sv"), point(text, language="sv"), {})
    assert judged.verdict is Verdict.SUPPORTED


def test_a_translation_that_changes_a_number_a_name_or_a_negation_is_found() -> None:
    source = article("Anna Berg fick inte 14 miljoner.", language="sv")
    assert translation_faults(source, 0, "Anna Berg did not get 14 million.") == ()
    found = translation_faults(source, 0, "Anna Holm got 40 million.")
    assert {r.check for r in found} == {"numbers", "names", "negation"}


FAITHFUL = [
    ("sv", "Roddaren Ida Falk stängs av.", "Rower Ida Falk is suspended."),
    ("pl", "Skrytykował to poseł opozycji Jan Rybak.", "Opposition MP Jan Rybak criticised it."),
    ("uk", "Повінь зруйнувала міст.", "Flood has destroyed the bridge."),
    ("da", "Følg Nordby Tidende.", "Follow Nordby Tidende."),
    ("no", "Varene går til kontinentet.", "The goods go to the Continent."),
    ("sv", "Genèvekonventionen gäller, enligt Osloprocessen.", "The Oslo process says so."),
    ("fi", "Ritva Mäkisen mukaan halli suljetaan.", "According to Ritva Mäkinen the hall closes."),
    ("de", "Er ist der Vater dreier Kinder.", "He is the father of three children."),
    ("de", "Jeden Tag fallen drei Arbeitsstunden an.", "Three working hours arise every day."),
    ("sv", "Det tar åtta arbetstimmar.", "It takes eight working hours."),
    ("nl", "Het is de achtste keer.", "It is the eighth time."),
    ("es", "Subió un 20 por ciento.", "It rose by 20 percent."),
]


@pytest.mark.parametrize(("language", "original", "english"), FAITHFUL)
def test_a_faithful_translation_passes_every_comparison(language: str, original: str, english: str) -> None:
    source = article(original, language=language, published=PUBLISHED)
    assert translation_faults(source, 0, english) == ()
