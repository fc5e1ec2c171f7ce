"""Negation and direction: clause by clause, in every language that there are words for."""

from __future__ import annotations

import pytest
from builders import article, point

from summarizer.briefing import Verdict
from summarizer.gate import judge


def rejecting(language: str, original: str, text: str, english: str | None = None) -> set[str]:
    source = article(original, language=language)
    judged = judge(source, point(text), {0: english} if english else {})
    return {r.check for r in judged.reasons} if judged.verdict is Verdict.REJECTED else set()


TURNED = [
    ("fr", "Pour l'ingénieure, l'objectif de 2030 est réaliste.", "The 2030 target is unrealistic."),
    ("it", "Per l'esperto l'obiettivo del 2030 è realistico.", "The 2030 target is unattainable."),
    ("sv", "Åklagaren är nöjd med domen.", "The prosecutor is dissatisfied with the verdict."),
    (
        "sv",
        "Bron öppnar i maj, men gångbanan byggs inte.",
        "The bridge opens in May, and the footpath is built.",
    ),
    ("da", "Skolen får nye vinduer, men biblioteket bliver ikke ombygget.", "The library is rebuilt."),
    ("uk", "Директор музею поки не продає квитки.", "The museum director sells tickets."),
    ("fr", "La région rejette le projet de tramway.", "The region supports the tram project."),
    ("nl", "De eigenaar heeft de rekening niet betaald.", "The owner paid the bill."),
    (
        "no",
        "Ingen spurte naboene før tomten ble solgt.",
        "The neighbours were asked before the site was sold.",
    ),
    ("de", "Der Stadtrat lehnt die Umbenennung der Brücke ab.", "The council accepts renaming the bridge."),
    ("nl", "De boeren kregen geen subsidie voor de schade.", "Farmers received a subsidy for the damage."),
    ("fr", "Le maire exclut une hausse de la taxe.", "The mayor announces an increase of the tax."),
    ("es", "Ocho de cada diez fincas carecen de agua.", "Eight in ten farms have water."),
    ("it", "Il sindaco non esclude un referendum sul porto.", "The mayor has ruled out a vote on the port."),
    ("pt", "A câmara recusa participar na reunião.", "The council will take part in the meeting."),
    ("pl", "Nikt z mieszkańców nie został ranny.", "Residents were injured."),
    ("uk", "У лікарні бракує медсестер.", "The hospital has enough nurses."),
    (
        "fi",
        "Lossi huollettiin lokakuussa, mutta marraskuussa vikaa ei ollut.",
        "The ferry was serviced in October, but in November it had a fault.",
    ),
    ("it", "Senza la firma il museo non può aprire.", "Without the signature the museum can open."),
    (
        "sv",
        "Chefen tillbakavisar kritiken och säger att ingen av resorna var farlig.",
        "The boss accepts the criticism; none of the trips was dangerous.",
    ),
    (
        "uk",
        "Лікарі відмовилися працювати вночі без доплати.",
        "The doctors agree to work at night without extra pay.",
    ),
    ("fi", "Kaupunki ei ole luvannut rahaa museolle.", "The city has promised the museum money."),
    ("pl", "Próbki wody były czyste.", "The water samples were contaminated."),
    ("es", "El examen es más fácil que el año pasado.", "The exam is more difficult than last year."),
    ("de", "Der Verein wies die Vorwürfe gegen den Trainer zurück.", "The club admits the accusations."),
    ("nl", "De raad keurde de verkoop van het park goed.", "The council rejected the sale of the park."),
    ("da", "Ejeren udskyder åbningen til maj.", "The owner moves the opening forward to May; it is earlier."),
    ("uk", "Ціна на хліб зросла на 8 відсотків.", "The price of bread decreased by 8 percent."),
    (
        "it",
        "Il comitato dei genitori, che conta 40 membri, rifiuta il piano.",
        "The parents accept the plan.",
    ),
    ("pt", "A associação aceita a sentença do tribunal.", "The association disputes the court ruling."),
    ("fr", "La commune rétablit la ligne de bus.", "The town is abolishing the bus line."),
    ("sv", "Små sjukhus är ofta mindre trygga.", "Small hospitals are often safer."),
    (
        "fi",
        "Jos sopimus syntyy, kunta voi vetää esityksen pois. Johtaja ei pidä sitä todennäköisenä.",
        "The town may withdraw the plan if there is a deal, and the head considers that likely.",
    ),
    ("pt", "A empresa rejeita qualquer culpa.", "The company does not rule out any blame."),
    (
        "no",
        "Ingen ble skadet, og det lekket ikke olje i havet.",
        "Nobody was injured, but oil leaked into the sea.",
    ),
    (
        "fi",
        "Yksi bussi ei riitä, niitä tarvittaisiin ainakin neljä.",
        "One bus is enough; four would not be needed.",
    ),
    (
        "da",
        "Havnefogeden tror ikke, at broen bliver færdig til maj.",
        "The harbour master believes that the bridge will be ready in May.",
    ),
    ("es", "No hay pruebas de que el agua esté contaminada.", "There is proof that the water is polluted."),
    ("no", "Taksten for ferjen blir satt ned fra mai.", "The ferry fare will be raised from May."),
    ("de", "Das Gericht sprach den Kapitän frei.", "The court convicted the captain."),
    ("fr", "Le médecin déconseille ce régime aux enfants.", "The doctor recommends the diet to children."),
    ("sv", "Kommunen drar sig ur samarbetet med hamnen.", "The town stays in the cooperation with the port."),
    ("pl", "Posłowie głosowali przeciw budżetowi.", "The members voted for the budget."),
    ("it", "Il vescovo considera inevitabile la vendita della scuola.", "The school sale is avoidable."),
    (
        "uk",
        "Рада послабила вимоги до будівництва готелів.",
        "The council tightened demands on hotel building.",
    ),
    ("pt", "O clube cumpriu o contrato com o hotel.", "The club broke its contract with the hotel."),
    ("no", "Foreningen brøt avtalen med klubben.", "The association kept its agreement with the club."),
    ("da", "Grænsen er for høj.", "The limit is too low."),
    (
        "it",
        "La vernice si stende di notte, e la strada riapre entro 5 mesi.",
        "The coating is applied by day, and the road reopens within 5 months.",
    ),
]


@pytest.mark.parametrize(("language", "original", "text"), TURNED)
def test_a_clause_that_says_the_opposite_is_rejected(language: str, original: str, text: str) -> None:
    assert {"negation", "direction"} & rejecting(language, original, text)


SAME = [
    (
        "es",
        "Los pilotos llevan cuatro temporadas volando sin haber firmado jamás un contrato.",
        "The pilots have been flying for four seasons without a contract.",
    ),
    (
        "it",
        "Il sindaco ha ignorato il progetto; si poteva lavorare di notte senza chiudere nulla.",
        "The mayor ignored the project; the work could have been done at night without closing anything.",
    ),
    (
        "sv",
        "Bron öppnar i maj, men gångbanan byggs inte.",
        "The bridge opens in May; the footpath is scrapped.",
    ),
    ("sv", "Skolan stängs inte.", "The school stays open."),
    ("da", "Kommunen har ikke besluttet, om havnen skal lukke.", "The town has yet to decide on the port."),
    ("no", "Direktøren ville ikke svare på spørsmål.", "The director stayed silent on questions."),
    ("de", "Kein Mitarbeiter verliert seine Stelle.", "All employees keep their jobs."),
    ("nl", "De fabriek mag geen afval meer lozen.", "The factory is barred from dumping waste."),
    ("fr", "Le ministre nie avoir promis de l'argent.", "Claims that he promised money are untrue."),
    ("es", "No todos los vecinos están en contra.", "Some residents are in favour."),
    ("it", "Il ponte non riaprirà prima di maggio.", "The bridge stays closed until at least May."),
    ("pt", "O sindicato recusa participar na reunião.", "The union is boycotting the meeting."),
    ("pl", "Szpital nie przyjmuje pacjentów.", "The hospital turns patients away; it accepts none."),
    ("uk", "Без дозволу будувати не можна.", "Building is impossible unless there is a permit."),
    ("fi", "Mahdollisuudet ovat olemattomia.", "There is no chance."),
    ("pt", "O autarca duvida de que o porto abra.", "The mayor is not sure that the port will open."),
    ("uk", "З понеділка припинять рух поїздів до порту.", "From Monday no trains will run to the port."),
    ("fi", "Yhtään koulua ei suljeta ennen vuotta 2031.", "Every school stays open until at least 2031."),
    (
        "no",
        "Klubben har ikke betalt lønn i tide siden mai.",
        "Since May the club has been paying wages late.",
    ),
    (
        "fr",
        "Les usagers se montrent plus réservés sur le plan. Ils veulent rétablir les bus supprimés.",
        "The passengers are more reserved about the plan; they want the buses back that were dropped.",
    ),
    (
        "sv",
        "Köparen, som är nöjd, vill ha fler visningar. Priset sänks med 5 procent.",
        "The buyer is pleased and wants more viewings; the price falls by 5 percent.",
    ),
    ("es", "El alcalde no descarta otra subida del agua.", "Another rise of the water price is possible."),
    ("no", "Rektoren utelukker ikke at skolen må stenge.", "The school might have to close."),
    ("it", "La banca sospende i lavori, senza rescindere il contratto.", "The contract stays in force."),
    ("sv", "Kommunen bör inte dra sig ur hamnen.", "The town should stay in the port project."),
    ("nl", "Nog geen derde van de 60 huizen is klaar.", "Less than a third of the 60 houses are ready."),
    ("de", "Der Frost ist nicht die einzige Ursache.", "The frost is one of the causes."),
    ("fr", "Le médecin déconseille ce régime aux enfants.", "Children should not get the diet."),
    ("fr", "La commune n'en a plus depuis 9 jours.", "The town has had none for 9 days."),
    ("es", "La obra durará al menos 40 días.", "The works will take more than 40 days."),
    (
        "nl",
        "Aftreden is de trainer niet van plan, al sprak hij dinsdag lang met het bestuur.",
        "The coach means to stay on, although he talked about resigning with the board on Tuesday.",
    ),
]


@pytest.mark.parametrize(("language", "original", "text"), SAME)
def test_other_words_for_the_same_pass(language: str, original: str, text: str) -> None:
    assert not {"negation", "direction"} & rejecting(language, original, text)


def test_another_clause_does_not_stand_for_a_lost_negation() -> None:
    original = "Die Brücke wird im Mai nicht gesperrt, und die Busse fahren ohne Umweg."
    assert "negation" in rejecting("de", original, "The bridge closes in May; buses run without a detour.")


def test_with_a_translation_clauses_are_compared_in_english() -> None:
    original, english = "Hún hafnaði boðinu.", "She turned the offer down."
    assert "negation" not in rejecting("is", original, "She declined the offer.", english)


def test_what_is_banned_may_be_talked_about() -> None:
    original = "Forbuddet rammer ikke små båter."
    assert "negation" in rejecting("no", original, "Small boats are hit by the ban.")


@pytest.mark.parametrize(
    ("original", "text"), [("<!channel>", ""), ("…", "The bridge is not open."), ("", "")]
)
def test_what_holds_no_word_has_no_clause(original: str, text: str) -> None:
    assert judge(article(original, language="sv"), point(text), {}).verdict is not Verdict.SUPPORTED
