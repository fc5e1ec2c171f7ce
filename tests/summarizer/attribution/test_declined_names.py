"""Names met in a case of their own: "zdaniem Ewy Kalety" is said by Ewa Kaleta."""

from __future__ import annotations

import pytest

from summarizer import Article, Sentence
from summarizer.attribution import attribute
from summarizer.attribution.cases import nominative


def speakers(language: str, *paragraphs: str) -> list[str | None]:
    sentences = tuple(Sentence(s, n) for n, s in enumerate(paragraphs))
    found = attribute(Article(id="a", title="t", language=language, sentences=sentences))
    return [a.speaker.name if a.speaker else None for a in found.sentences]


@pytest.mark.parametrize(
    ("language", "declined", "name"),
    [
        ("pl", "Ewy Kalety", "Ewa Kaleta"),
        ("pl", "Krzysztofa Barana", "Krzysztof Baran"),
        ("pl", "Marka Wiśniewskiego", "Marek Wiśniewski"),
        ("pl", "Alicji Nowickiej", "Alicja Nowicka"),
        ("pl", "Jerzego Nowaka", "Jerzy Nowak"),
        ("pl", "Pawła Zaręby", "Paweł Zaręba"),
        ("uk", "Марка Олійника", "Марко Олійник"),
        ("uk", "Єви Калети", "Єва Калета"),
        ("uk", "Ольги Зінченко", "Ольга Зінченко"),
        ("uk", "Сергія Бондаренка", "Сергій Бондаренко"),
        ("uk", "Марії Залізняцької", "Марія Залізняцька"),
        ("fi", "Eeva Kalevan", "Eeva Kaleva"),
        ("fi", "Marko Öljymäen", "Marko Öljymäki"),
        ("fi", "Aino Korhosen", "Aino Korhonen"),
        ("sv", "Elsa Brandt", "Elsa Brandt"),
    ],
)
def test_a_declined_name_has_a_nominative(language: str, declined: str, name: str) -> None:
    assert nominative(declined, language) == name


@pytest.mark.parametrize(
    ("language", "sentence", "speaker"),
    [
        ("pl", "Zdaniem ekonomistki Ewy Kalety gminy mają mniej pieniędzy.", "Ewa Kaleta"),
        ("pl", "Według Krzysztofa Barana, szefa klubu, basen da się uratować.", "Krzysztof Baran"),
        ("uk", "За словами її заступника Марка Олійника, іншого виходу не було.", "Марко Олійник"),
        ("uk", "На думку економістки Єви Калети, громади мають менше грошей.", "Єва Калета"),
        ("fi", "Teknisen johtajan Marko Öljymäen mukaan muuta vaihtoehtoa ei ollut.", "Marko Öljymäki"),
    ],
)
def test_according_to_a_declined_name(language: str, sentence: str, speaker: str) -> None:
    assert speakers(language, sentence) == [speaker]


def test_a_name_that_is_met_undeclined_later_is_taken_from_there() -> None:
    assert speakers(
        "pl",
        "Według Marka Olszaka basen zostanie zamknięty.",
        "Marek Olszak powiedział, że nie ma wyjścia.",
    ) == ["Marek Olszak", "Marek Olszak"]
