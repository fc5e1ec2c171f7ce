"""What a question wants, and which sentences hold that kind of answer."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import pytest
from builders import article

from summarizer.answering.glossary import knows, senses
from summarizer.answering.kinds import fitness
from summarizer.answering.likeness import alike
from summarizer.answering.question import Measure, Wanted, understand

FITS = [
    ("How many people came?", "de", "Es kamen 300 Menschen.", True),
    ("How many people came?", "de", "Es kamen viele Menschen.", False),
    ("How many people came?", "de", "Das Fest war am 3. Mai 2024.", False),
    ("How many people came?", "de", "Der Eintritt kostet 12 Euro.", False),
    ("How many hectares are affected?", "fr", "Le feu a détruit 40 hectares.", True),
    ("How many hectares are affected?", "fr", "Le feu a tué 40 moutons.", False),
    ("How much does it cost?", "sv", "Den kostar 12 kronor.", True),
    ("How much does it cost?", "sv", "Den väger 12 kilo.", False),
    ("How much does it weigh?", "sv", "Den väger 12 kilo.", True),
    ("What share of them agreed?", "it", "Il 40 per cento era d'accordo.", True),
    ("What share of them agreed?", "it", "Sette su dieci erano d'accordo.", True),
    ("What share of them agreed?", "it", "Erano d'accordo 40 persone.", False),
    ("How long did it last?", "es", "Duró tres horas.", True),
    ("How long did it last?", "es", "Costó tres euros.", False),
    ("How many men work there, of 40?", "en", "Of the 40, it is said.", False),
    ("How often is it done?", "fr", "Des analyses sont faites chaque semaine.", True),
    ("How often is it done?", "fr", "Des analyses sont faites.", False),
    ("Which company builds it?", "es", "La obra es de Construcciones Vera.", True),
    ("Which company builds it?", "es", "La obra es de una empresa.", False),
    ("When did it happen?", "pl", "Stało się to w poniedziałek.", True),
    ("When did it happen?", "pl", "Stało się to szybko.", False),
    ("When did it happen?", "uk", "Це сталося 2019 року.", True),
    ("Who opened it?", "nl", "Burgemeester Jan de Vries opende het.", True),
    ("Who opened it?", "nl", "het ging open.", False),
    ("Where was it?", "da", "Det skete i Odense.", True),
    ("Where was it?", "da", "Det skete om natten.", False),
    ("Where was it?", "en", "It happened in April.", False),
]


@pytest.mark.parametrize(("question", "language", "sentence", "fits"), FITS)
def test_a_sentence_can_or_cannot_hold_the_answer(
    question: str, language: str, sentence: str, fits: bool
) -> None:
    a = article(sentence, language=language)
    assert bool(fitness(a, 0, understand(question))) == fits


@pytest.mark.parametrize(
    ("question", "wanted", "measure"),
    [
        ("How many came?", Wanted.NUMBER, Measure.COUNT),
        ("What does it cost?", Wanted.NUMBER, Measure.MONEY),
        ("By how much did the price rise?", Wanted.NUMBER, Measure.ANYTHING),
        ("What share voted?", Wanted.NUMBER, Measure.SHARE),
        ("How old is the ship?", Wanted.NUMBER, Measure.DURATION),
        ("How deep is it?", Wanted.NUMBER, Measure.EXTENT),
        ("What is the interest rate?", Wanted.NUMBER, Measure.SIZE),
        ("Why did it fail?", Wanted.REASON, Measure.ANYTHING),
        ("Where will it stand?", Wanted.PLACE, Measure.ANYTHING),
        ("What does Ek think of it?", Wanted.OPINION, Measure.ANYTHING),
    ],
)
def test_a_question_tells_its_kind(question: str, wanted: Wanted, measure: Measure) -> None:
    understood = understand(question)
    assert (understood.wanted, understood.measure) == (wanted, measure)


def test_the_sentence_must_hold_what_somebody_is_asked_to_have_done_or_who_thinks() -> None:
    assert understand("Who built the bridge?").needed == ("built",)
    assert understand("Which company runs it?").needed == ("company",)
    assert understand("What do farmers think of the price?").needed == ("farmers",)


def test_every_language_has_every_concept() -> None:
    folder = files("summarizer.answering").joinpath("glossary")
    concepts = {f.name[:-5]: set(tomllib.loads(f.read_text(encoding="utf-8"))) for f in folder.iterdir()}
    assert len(concepts) == 15
    assert {name for name in concepts if concepts[name] != concepts["en"]} == set()


def test_the_glossary_sees_inflections_and_the_later_part_of_compounds() -> None:
    assert "cost" in senses("Baukosten", "de")
    assert "bridge" in senses("Behelfsbrücke", "de") & senses("bridges", "en")
    assert "water" in senses("воду", "uk")
    assert senses("bridge", "xx") == frozenset()
    assert knows("nb")
    assert not knows("xx")


def test_words_that_look_alike_are_taken_for_one_word() -> None:
    assert alike("association", "asociacion")
    assert not alike("council", "counsel")
