"""Certainty: what is only possible does not become a fact, what holds for some does not hold for all."""

from __future__ import annotations

import pytest
from builders import article, point

from summarizer.briefing import Verdict
from summarizer.gate import judge

CASES = [
    ("sv", "Skolan stängs kanske i höst.", "The school closes this autumn.", Verdict.REJECTED),
    ("sv", "Skolan stängs kanske i höst.", "The school may close this autumn.", Verdict.UNVERIFIED),
    ("de", "Der Fahrer war vermutlich müde.", "The driver was tired.", Verdict.REJECTED),
    ("da", "Flere familier flytter ofte.", "Several families always move.", Verdict.UNVERIFIED),
    ("da", "Børnene bliver altid set af en læge.", "The children always see a doctor.", Verdict.UNVERIFIED),
    ("fr", "Le vaccin pourrait protéger les enfants.", "The vaccine protects children.", Verdict.REJECTED),
    ("es", "Un tercio de los vecinos protesta.", "All residents protest.", Verdict.UNVERIFIED),
    ("pl", "Prawdopodobnie to wina kierowcy.", "The driver is to blame.", Verdict.REJECTED),
    ("uk", "Міст, мабуть, відкриють у травні.", "The bridge opens in May.", Verdict.REJECTED),
    ("fi", "Halli suljetaan ehkä keväällä.", "The hall closes in spring.", Verdict.REJECTED),
    ("it", "Il biglietto aiuta il restauro.", "The ticket guarantees the restoration.", Verdict.UNVERIFIED),
    ("nl", "Het middel helpt misschien.", "The remedy helps.", Verdict.REJECTED),
    (
        "en",
        "The council wants to close its library.",
        "The council will close its library.",
        Verdict.REJECTED,
    ),
    ("en", "The council will close its library.", "The council will close its library.", Verdict.SUPPORTED),
    ("no", "Domstolene griper sjelden inn.", "Courts often step in.", Verdict.REJECTED),
    ("no", "Kommunen bygger veien.", "After all, the town builds the road.", Verdict.UNVERIFIED),
    ("da", "Læreren frygter, at skolen kan lukke.", "The school will close.", Verdict.REJECTED),
    (
        "fi",
        "Lääkäri uskoo, että rokote voi auttaa lapsia.",
        "The vaccine will help children.",
        Verdict.REJECTED,
    ),
    ("fr", "Le maire n'exclut pas que l'école ferme.", "The mayor closes the school.", Verdict.REJECTED),
    ("fr", "Le maire n'exclut pas que l'école ferme.", "The school could close.", Verdict.UNVERIFIED),
    ("fr", "La société propose 3 % en mai.", "The company offers 3 percent in May.", Verdict.UNVERIFIED),
    (
        "it",
        "Il club potrebbe farlo entro il 20 maggio.",
        "The club could do so by 20 May.",
        Verdict.UNVERIFIED,
    ),
    (
        "da",
        "Prøven viste angiveligt bly i august.",
        "If the sample did show lead in August, it is bad.",
        Verdict.UNVERIFIED,
    ),
    ("pt", "Muitas empresas pagam tarde.", "All companies pay late.", Verdict.REJECTED),
    (
        "de",
        "Wer nicht kommen kann, wird angerufen.",
        "Those who cannot come will be called.",
        Verdict.UNVERIFIED,
    ),
]


@pytest.mark.parametrize(("language", "original", "text", "verdict"), CASES)
def test_certainty_is_neither_added_nor_doubt_lost(
    language: str, original: str, text: str, verdict: Verdict
) -> None:
    assert judge(article(original, language=language), point(text), {}).verdict is verdict


TRANSLATED = [
    ("The council may sell the hall.", "The council will sell the hall.", Verdict.REJECTED),
    ("The council may sell the hall.", "The council could sell the hall.", Verdict.SUPPORTED),
    ("No dogs may enter the park.", "Dogs cannot enter the park.", Verdict.SUPPORTED),
    ("The hall reopens on 4 May.", "The hall reopens on 4 May.", Verdict.SUPPORTED),
    (
        "The pier will be rebuilt next spring, provided the state pays half.",
        "The pier will be rebuilt next spring.",
        Verdict.REJECTED,
    ),
    (
        "The pier will be rebuilt next spring, provided the state pays half.",
        "The pier will be rebuilt next spring if the state pays half.",
        Verdict.SUPPORTED,
    ),
    (
        "The owner is considering selling the mill, and 40 workers fear for their jobs.",
        "The owner will sell the mill; 40 workers fear for their jobs.",
        Verdict.REJECTED,
    ),
    ("A small study shows little.", "A small study proves nothing.", Verdict.SUPPORTED),
    ("No worker loses a job.", "Every worker keeps the job.", Verdict.SUPPORTED),
    ("Not all guests will come back.", "No guests would come back.", Verdict.REJECTED),
    ("Not all guests will come back.", "Some guests would not come back.", Verdict.SUPPORTED),
    (
        "The union welcomes the trial if no jobs go.",
        "The union welcomes the trial regardless.",
        Verdict.REJECTED,
    ),
    (
        "The union welcomes the trial regardless.",
        "The union welcomes the trial regardless.",
        Verdict.SUPPORTED,
    ),
    (
        "If one egg in ten hatches, the newcomers may outnumber the native fish.",
        "If one egg in ten hatches, the newcomers will outnumber the native fish.",
        Verdict.REJECTED,
    ),
    ("The noise bothers the neighbours.", "The noise bothers all the neighbours.", Verdict.REJECTED),
]


@pytest.mark.parametrize(("english", "text", "verdict"), TRANSLATED)
def test_with_a_translation_clauses_are_compared_in_english(
    english: str, text: str, verdict: Verdict
) -> None:
    source = article("Þetta er á íslensku.", language="sv")
    judged = judge(source, point(text), {0: english})
    assert ("certainty" in {r.check for r in judged.reasons}) is (verdict is Verdict.REJECTED)
