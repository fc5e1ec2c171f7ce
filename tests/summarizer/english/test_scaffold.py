"""English where nothing translates: true parts only."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from builders import article
from hypothesis import given, settings
from hypothesis import strategies as st

from summarizer.english.scaffold import countries, english_headline, english_language, english_role
from summarizer.languages import known, table

ROLES = [
    ("sv", "Storbritanniens utrikesminister", "UK foreign minister"),
    ("sv", "professor i statsvetenskap vid Uppsala universitet",
     "professor of political science at Uppsala University"),
    ("sv", "den förre finansministern", "former finance minister"),
    ("sv", "skuggfinansminister", "shadow finance minister"),
    ("sv", "regeringens talesperson", "government spokesperson"),
    ("sv", "ordförande i föreningen Nya Vägar", "chair of Nya Vägar"),
    ("de", "Forscherin, von der Universität Kiel sind alle da", "researcher of the University of Kiel"),
    ("de", "Ingenieur an der Technischen Universität Au", "engineer at Technische Universität Au"),
    ("no", "forsker, ved Innlandets tekniske institutt", "researcher at Innlandets tekniske institutt"),
    ("de", "Vater und Vorsitzender des Vereins", "chair"),
    ("de", "Behördenleiterin", "head of the authority"),
    ("de", "Instituts-Direktor", "institute director"),
    ("no", "driftssjef", "operations manager"),
    ("no", "samferdselssjefen", "head of transport"),
    ("sv", "byråchefen", "head of unit"),
    ("sv", "expert på Försvarshögskolan i Stockholm", "expert at the Swedish Defence University"),
    ("da", "afdelingsleder", "head of department"),
    ("de", "Amtsleiterin", "head of the office"),
    ("sv", "klimatforskaren", "climate researcher"),
    ("no", "Norges utenriksminister", "Norwegian foreign minister"),
    ("da", "næstformand i partiet", "party deputy chair"),
    ("de", "britische Außenministerin", "UK foreign minister"),
    ("de", "Professorin für Volkswirtschaft an der Uni Kiel", "professor of economics at Uni Kiel"),
    ("de", "Ex-Bundeskanzler", "former chancellor"),
    ("fr", "la ministre britannique des Affaires étrangères", "UK foreign minister"),
    ("fr", "porte-parole du gouvernement", "government spokesperson"),
    ("es", "ministra de Asuntos Exteriores de España", "Spanish foreign minister"),
    ("es", "exministro de Defensa", "former defence minister"),
    ("fi", "Suomen ulkoministeri", "Finnish foreign minister"),
    ("uk", "міністр закордонних справ України", "Ukrainian foreign minister"),
    ("pl", "były premier", "former prime minister"),
    ("nl", "hoogleraar economie aan de TU Delft", "professor of economics at TU Delft"),
    ("it", "ministro degli Esteri", "foreign minister"),
    ("pt", "ministra da Saúde", "health minister"),
    ("en", "mayor of Westmere", "mayor of Westmere"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "role", "english"), ROLES)
def test_a_role_is_put_together_from_its_parts(language: str, role: str, english: str) -> None:
    """Role noun, country, "former", subject and body, whatever the order and the endings."""
    assert english_role(language, role) == english


@pytest.mark.parametrize(
    ("language", "role"),
    [
        ("sv", "en granne"),
        ("no", "en kollege"),
        ("de", "das Projekt"),
        ("de", "Anrainerin am See"),
        ("xx", "minister"),
        ("sv", ""),
        ("el", "υπουργός"),
    ],
)
def test_an_unknown_role_has_no_english(language: str, role: str) -> None:
    """None is better than half a translation."""
    assert english_role(language, role) is None


def test_an_expert_on_a_country_is_not_of_that_country() -> None:
    """The subject must not become a nationality."""
    assert "Russian" not in str(english_role("sv", "expert på rysk krigföring på Försvarshögskolan"))
    assert "Russian" not in str(english_role("es", "experto en Rusia"))


def test_every_language_knows_its_well_known_institutions() -> None:
    """Central bank, parliament, statistics and the like have official English names."""
    for language in ("sv", "no", "da", "de", "fr", "es", "fi", "uk", "pl", "nl", "it", "pt"):
        assert len(table(language, "english")["institutions"]) >= 10, language


def test_every_language_has_its_glossary() -> None:
    """Eighty roles and more, and no two tables of which one is forgotten."""
    for language in ("sv", "no", "da", "de", "fr", "es", "fi", "uk", "pl", "nl", "it", "pt"):
        words = table(language, "english")
        assert len(words["roles"]) >= 80, language
        assert {"modifiers", "fields", "organisations", "demonyms"} <= set(words), language


@settings(max_examples=50)
@given(st.sampled_from([*known(), "und"]), st.text(max_size=60))
def test_any_role_is_one_line_or_nothing(language: str, role: str) -> None:
    """Whatever a text calls somebody, nothing breaks."""
    english = english_role(language, role)
    assert english is None or (english and language == "en") or "\n" not in english


def test_a_headline_names_only_what_is_known() -> None:
    """Language, date, countries that are mentioned, and who speaks."""
    a = article(
        "Ryssland och Ukraina förhandlar.", "Ukrainas president är i Kiev.", "Ryssland svarar i dag.",
        title="Förhandlingar", language="sv", published=datetime(2022, 3, 15, tzinfo=UTC),
    )  # fmt: skip
    assert set(countries(a)) == {"Russia", "Ukraine"}
    assert english_headline(a, [("Liz Truss", "UK foreign minister"), ("Ann Lee", None)]).endswith(
        ": Liz Truss (UK foreign minister) and Ann Lee"
    )
    assert english_headline(a).startswith("Swedish report, 15 March 2022, on ")
    assert english_headline(article(language="und")) == "Report"
    assert english_language("uk") == "Ukrainian"
