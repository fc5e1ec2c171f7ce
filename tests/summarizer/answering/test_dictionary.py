"""Lists of words: what forms of a word may mean in English."""

from __future__ import annotations

from importlib.resources import files

import pytest

from summarizer.answering.dictionary import has, meanings
from summarizer.gate.normalise.english import stem

LANGUAGES = ("da", "de", "es", "fi", "fr", "it", "nl", "no", "pl", "pt", "sv", "uk")

MEANINGS = [
    ("da", "Priserne faldt.", "fall"),
    ("de", "Das Gericht hat entschieden.", "court"),
    ("de", "Das Rüstungsunternehmen wächst.", "company"),
    ("es", "Los vecinos rechazaron la propuesta.", "reject"),
    ("fi", "Hallitus hylkäsi esityksen.", "government"),
    ("fr", "Les loyers ont baissé.", "rent"),
    ("it", "Il sindaco ha accettato.", "accept"),
    ("nl", "De brug werd gesloten.", "close"),
    ("no", "Flertallet støtter planen.", "support"),
    ("pl", "Szpital został zamknięty.", "hospital"),
    ("pt", "O governo aprovou a lei.", "government"),
    ("sv", "Regeringen avvisar kritiken.", "reject"),
    ("uk", "Міністр підтримав рішення.", "decision"),
]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_list_has_a_line_for_each_english_word(language: str) -> None:
    path = files("summarizer.answering") / "dictionary" / f"{language}.txt"
    lines = path.read_text(encoding="utf-8").splitlines()
    keys = [line.partition(": ")[0] for line in lines]
    assert len(keys) > 2600
    assert len(set(keys)) == len(keys)
    assert all(key.isascii() and key.isalpha() and key.islower() for key in keys)
    for line in lines:
        entries = line.partition(": ")[2].split()
        assert entries, line
        assert not [e for e in entries if e.endswith("*") and len(e.strip("*").rpartition("_")[2]) < 3], line


@pytest.mark.parametrize(("language", "text", "english"), MEANINGS)
def test_forms_of_a_word_mean_its_english(language: str, text: str, english: str) -> None:
    assert stem(english) in meanings(text, language)
    assert has(english, language)


def test_a_language_without_a_list_means_nothing() -> None:
    assert meanings("talo", "xx") == meanings("talo", "../de") == frozenset()
    assert not has("house", "xx")
