"""Long text in parts: nothing is lost, nothing is over the limit, no word is broken that fits."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.chat.splitting import split

WORDS = st.lists(st.text(st.characters(exclude_categories=("Z", "C")), min_size=1, max_size=12), max_size=60)


@settings(max_examples=200)
@given(st.text(max_size=500), st.integers(4, 80))
def test_parts_join_back_and_fit(text: str, size: int) -> None:
    parts = list(split(text, size))
    assert "".join(parts) == text
    assert all(len(p) <= size for p in parts)


@settings(max_examples=200)
@given(WORDS, st.integers(12, 80))
def test_no_word_that_fits_is_broken(words: list[str], size: int) -> None:
    parts = list(split(" ".join(words), size))
    assert [w for p in parts for w in re.split(r"\s+", p) if w] == [w for w in " ".join(words).split() if w]


def test_a_part_ends_after_a_paragraph_or_a_sentence_where_one_is_near() -> None:
    assert list(split("One two three.\nFour five six seven", 20)) == [
        "One two three.\n",
        "Four five six seven",
    ]
    assert list(split("One two three. Four five six", 20)) == ["One two three. ", "Four five six"]


def test_a_character_is_not_broken() -> None:
    """Combining marks, skin tones, joined emoji and flags stay whole in a word without spaces."""
    assert list(split("aaae\u0301a", 4)) == ["aaa", "e\u0301a"]
    assert list(split("aaa👍🏽a", 4)) == ["aaa", "👍🏽a"]
    assert list(split("aa👩\u200d🔬bb", 4)) == ["aa", "👩\u200d🔬b", "b"]
    assert list(split("aaa🇸🇪", 4)) == ["aaa", "🇸🇪"]
