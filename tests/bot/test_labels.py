"""What Kurir says around a briefing, in every language of its labels."""

from __future__ import annotations

import string
from dataclasses import fields

import pytest

from bot.labels import ENGLISH, Labels, labels, languages
from summarizer.languages import known


def blanks(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("language", languages())
def test_every_language_says_everything_and_fills_the_same_blanks(language: str) -> None:
    """A label that lost its blank would swallow an outlet or a number."""
    spoken = labels(language)
    for field in fields(Labels):
        if field.name not in ("language", "dropped_one"):
            said, english = getattr(spoken, field.name), getattr(ENGLISH, field.name)
            assert said.strip(), field.name
            assert blanks(said) == blanks(english), field.name


def test_the_languages_that_kurir_attributes_in_have_labels() -> None:
    assert set(languages()) >= set(known()) - {"el", "ru"}


def test_counts() -> None:
    assert (ENGLISH.count(1), ENGLISH.count(3)) == ("1 story", "3 stories")
    assert (ENGLISH.nothing(""), ENGLISH.nothing("talks")) == ("nothing new", "nothing new on talks")
    assert labels("uk").count(5) == "Теми: 5"
