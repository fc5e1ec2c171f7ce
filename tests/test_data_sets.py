"""The data the gate and the rules are measured on has the form its readers rely on."""

from __future__ import annotations

from collections import Counter

import pytest
from labelled import SECTIONS, TESTS, Labelled, faults, load, words

UNSEEN: list[Labelled] = [load(path) for path in sorted((TESTS / "data" / "unseen").glob("*.json"))]
CORRUPTIONS: list[Labelled] = [
    entry
    for path in sorted((TESTS / "data" / "corruptions").glob("*.json"))
    if path.name != "translations.json"
    for entry in load(path)
]
KINDS = {
    "number",
    "date",
    "name",
    "speaker_swap",
    "negation",
    "invented_quote",
    "wrong_role",
    "invented_fact",
    "overclaim",
}


@pytest.mark.parametrize("article", UNSEEN, ids=lambda article: str(article["id"]))
def test_unseen_article_is_well_formed(article: Labelled) -> None:
    """Sentences rebuild the text, labels point at them, translations are aligned, 150 to 350 words."""
    assert faults(article) == []
    assert 150 <= words(article) <= 350


def test_ids_are_unique() -> None:
    """A verdict names one entry, and a briefing one article."""
    ids = [entry["id"] for entry in [*UNSEEN, *CORRUPTIONS]]
    assert [name for name, n in Counter(ids).items() if n > 1] == []


def test_corruptions_cover_kinds_and_languages() -> None:
    """Nine kinds of falsehood beside at least 80 faithful points, in at least six languages."""
    faithful = [entry for entry in CORRUPTIONS if entry["faithful"]]
    assert {entry["kind"] for entry in CORRUPTIONS if not entry["faithful"]} == KINDS
    assert len(faithful) >= 80
    assert len(CORRUPTIONS) >= 240
    assert len({entry["article"].split("-")[1] for entry in CORRUPTIONS}) >= 6


def test_each_corruption_can_be_judged() -> None:
    """An entry names a section and a speaker and cites at least one sentence."""
    broken = [
        entry["id"]
        for entry in CORRUPTIONS
        if entry["section"] not in SECTIONS
        or not (entry["text"] and entry["speaker"] and entry["evidence"])
        or min(entry["evidence"]) < 0
    ]
    assert broken == []
