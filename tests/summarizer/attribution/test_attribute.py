"""Who says what, one small text a fact."""

from __future__ import annotations

import pytest

from summarizer import Article, Sentence
from summarizer.attribution import Manner, attribute


def read(language: str, *paragraphs: tuple[str, ...]) -> Article:
    sentences = tuple(Sentence(s, n) for n, p in enumerate(paragraphs) for s in p)
    return Article(id="a", title="t", language=language, sentences=sentences)


def speakers(language: str, *paragraphs: tuple[str, ...]) -> list[str | None]:
    found = attribute(read(language, *paragraphs))
    return [a.speaker.name if a.speaker else None for a in found.sentences]


def test_a_dash_paragraph_without_a_clause_belongs_to_who_held_the_floor() -> None:
    assert speakers(
        "sv",
        ("– Vi öppnar bron i maj, säger projektledaren Elsa Brandt.",),
        ("– Och den håller i hundra år.",),
        ("Bron är 400 meter lång.",),
    ) == ["Elsa Brandt", "Elsa Brandt", None]


def test_who_was_told_is_the_way_it_came_not_the_speaker() -> None:
    said = attribute(
        read("sv", ("– Det här räcker inte, säger minister Karin Holm till Dagens Eko.",))
    ).sentences[0]
    assert said.speaker is not None
    assert (said.speaker.name, said.via) == ("Karin Holm", "Dagens Eko")


def test_a_word_of_the_article_is_narrated() -> None:
    said = attribute(read("en", ("The bridge opened on Monday.",))).sentences[0]
    assert (said.speaker, said.manner) == (None, Manner.NARRATED)


@pytest.mark.parametrize("language", ["xx", "und"])
def test_in_an_unknown_language_the_place_beside_a_quotation_decides(language: str) -> None:
    assert speakers(language, ("„Mes čia likti negalime ilgiau“, pasakė Jonas Petraitis.",)) == [
        "Jonas Petraitis"
    ]


def test_a_pronoun_means_nobody_who_is_only_named_later() -> None:
    assert speakers(
        "no",
        ("– Vi kan ikke betale, heter det i brevet.",),
        ("Han sier at pasienter fortsatt får plass.",),
        ("– Det stemmer ikke, mener Wenche Vik (H), ordfører i Nes.",),
    ) == [None, None, "Wenche Vik"]


def test_the_role_stands_behind_the_party() -> None:
    found = attribute(read("no", ("– Det stemmer ikke, mener Wenche Vik (H), ordfører i Nes.",)))
    assert [s.role for s in found.speakers] == ["ordfører i Nes"]
