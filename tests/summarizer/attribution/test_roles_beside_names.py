"""The role that stands beside a name, in patterns that several languages share."""

from __future__ import annotations

import pytest

from summarizer import Article, Sentence
from summarizer.attribution import attribute


def read(language: str, sentence: str) -> Article:
    return Article(id="a", title="t", language=language, sentences=(Sentence(sentence, 0),))


@pytest.mark.parametrize(
    ("language", "sentence", "speaker", "role"),
    [
        ("pl", "Prezes stowarzyszenia „Woda dla wszystkich” Piotr Ziarno nie wierzy w te wyliczenia.",
         "Piotr Ziarno", "Prezes stowarzyszenia „Woda dla wszystkich”"),
        ("pl", "Decyzję ogłosiła we wtorek burmistrz Alicja Norwid.", "Alicja Norwid", "burmistrz"),
        ("pl", "– To jedyne wyjście – dodał jej zastępca, Marek Olszak.", "Marek Olszak", None),
        ("uk", "Голова організації «Вода для всіх» Петро Цинк не вірить розрахункам міської ради.",
         "Петро Цинк", "Голова організації «Вода для всіх»"),
        ("pt", "O vereador do Desporto, Marco Oleiro, garante que não havia alternativa.",
         "Marco Oleiro", "vereador do Desporto"),
        ("pt", "O Sindicato dos Professores contesta o plano.", "Sindicato dos Professores", None),
        ("pt", "A ministra da Saúde Ana Paula Martins disse que não.",
         "Ana Paula Martins", "ministra da Saúde"),
        ("it", "Secondo l'assessore allo Sport Marco Olivieri, non c'erano alternative.",
         "Marco Olivieri", "assessore allo Sport"),
        ("it", "Il ministro degli Esteri Antonio Valli ha detto di no.",
         "Antonio Valli", "ministro degli Esteri"),
        ("en", "Dr Owen Hill, who studies seals at Ness College, said the count was low.",
         "Owen Hill", "studies seals at Ness College"),
        ("es", "«No hay dinero», declaró la consejera de Vivienda, Marta Olivares.",
         "Marta Olivares", "consejera de Vivienda"),
        ("pl", "Zdaniem ekonomistki Ewy Kalety z Uniwersytetu Łódzkiego podobne decyzje podejmie wiele gmin.",
         "Ewa Kaleta", "ekonomistki, z Uniwersytetu Łódzkiego"),
    ],
)  # fmt: skip
def test_the_role_is_the_whole_phrase_and_no_more(
    language: str, sentence: str, speaker: str, role: str | None
) -> None:
    said = attribute(read(language, sentence)).sentences[0].speaker
    assert said is not None
    assert said.name == speaker
    assert role is None or said.role == role


def test_a_place_after_a_role_is_not_who_holds_it() -> None:
    found = attribute(read("es", "El temor es de los pescadores de Cala Roja."))
    assert "Cala Roja" not in [s.name for s in found.speakers]


def _sentences(*texts: str, paragraphs: tuple[int, ...]) -> tuple[str | None, ...]:
    """The speaker of each of these French sentences."""
    sentences = tuple(Sentence(t, n) for t, n in zip(texts, paragraphs, strict=True))
    found = attribute(Article(id="a", title="T", language="fr", sentences=sentences))
    return tuple(a.speaker.name if a.speaker else None for a in found.sentences)


def test_a_pronoun_after_a_body_without_a_name_is_nobody_s() -> None:
    """French "elle" may be the agency of the sentence before, not whoever else was heard."""
    speakers = _sentences(
        "La députée Claire Morel conteste le projet.",
        "L'agence dément tout retard.",
        "« Les travaux avancent », a-t-elle répondu par écrit.",
        paragraphs=(0, 1, 1),
    )
    assert speakers == ("Claire Morel", None, None)


def test_an_emphatic_pronoun_is_not_the_subject() -> None:
    speakers = _sentences(
        "« Tout va bien », a dit le préfet Jean Roux.",
        "Le maire, Luc Faure, met lui aussi en doute le calendrier.",
        paragraphs=(0, 1),
    )
    assert speakers == ("Jean Roux", "Luc Faure")
