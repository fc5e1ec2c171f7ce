"""The articles that `kurir demo` reads, and their labels."""

from __future__ import annotations

from collections import Counter

import pytest
from labelled import TESTS, Labelled, faults, load, words

SEEDS: list[Labelled] = [load(path) for path in sorted((TESTS.parent / "seeds").glob("*-*.json"))]


def test_eight_seeds_cover_seven_languages() -> None:
    """Two Swedish articles and one in each of six other languages."""
    assert Counter(seed["lang"] for seed in SEEDS) == {
        "sv": 2,
        "de": 1,
        "fr": 1,
        "es": 1,
        "no": 1,
        "en": 1,
        "uk": 1,
    }


@pytest.mark.parametrize("seed", SEEDS, ids=lambda seed: str(seed["id"]))
class TestSeed:
    """What each seed must satisfy."""

    def test_is_well_formed(self, seed: Labelled) -> None:
        """Sentences rebuild the text, labels point at them, translations are aligned."""
        assert faults(seed) == []

    def test_has_the_length_of_a_wire_story(self, seed: Labelled) -> None:
        """250 to 500 words."""
        assert 250 <= words(seed) <= 500

    def test_has_claims_doubt_and_expertise(self, seed: Labelled) -> None:
        """Every section of the demo's briefings has something to show."""
        assert all(seed["gold"][section] for section in ("key_claims", "skeptics", "expert_view"))


def test_seeds_share_no_sentence() -> None:
    """No sentence occurs in two seeds."""
    counts = Counter(sentence for seed in SEEDS for sentence in seed["sentences"])
    assert [sentence for sentence, n in counts.items() if n > 1] == []
