"""The data the gate and the rules are measured on has the form its readers rely on."""

from __future__ import annotations

from collections import Counter

import pytest
from labelled import SECTIONS, TESTS, Labelled, faults, load, points, words

UNSEEN: list[Labelled] = [load(path) for path in sorted((TESTS / "data" / "unseen").glob("*.json"))]


def entries(folder: str) -> list[Labelled]:
    """Every faithful and corrupted point of a set."""
    return [
        entry
        for path in sorted((TESTS / "data" / folder).glob("*.json"))
        if path.name != "translations.json"
        for entry in load(path)
    ]


CORRUPTIONS = entries("corruptions")
UNSEEN_POINTS = entries("corruptions_unseen")
FRESH_POINTS = [
    entry
    for folder in (
        "corruptions_fresh",
        "corruptions_second",
        "corruptions_plain",
        "corruptions_third",
        "corruptions_fourth",
        "corruptions_fifth",
        "corruptions_sixth",
        "corruptions_seventh",
        "corruptions_eighth",
        "corruptions_ninth",
        "corruptions_tenth",
        "corruptions_eleventh",
    )
    for entry in entries(folder)
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
    ids = [entry["id"] for entry in [*UNSEEN, *CORRUPTIONS, *UNSEEN_POINTS, *FRESH_POINTS]]
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
        for entry in [*CORRUPTIONS, *UNSEEN_POINTS]
        if entry["section"] not in SECTIONS
        or not (entry["text"] and entry["speaker"] and entry["evidence"])
        or min(entry["evidence"]) < 0
    ]
    assert broken == []


def test_points_on_unseen_articles_fit_their_article() -> None:
    """Evidence lies within the article, and every speaker, swapped ones too, is one the article quotes."""
    articles = {article["id"]: article for article in UNSEEN}
    broken = [
        entry["id"]
        for entry in UNSEEN_POINTS
        if not set(entry["evidence"]) <= set(range(len(articles[entry["article"]]["sentences"])))
        or entry["speaker"] not in {point["speaker"] for point in points(articles[entry["article"]])}
        or entry["faithful"] != (entry["kind"] == "faithful")
    ]
    assert broken == []


def test_points_on_unseen_articles_cover_every_language_and_kind() -> None:
    """Each language has faithful points and at least ten corrupted ones, each kind at least fifteen."""
    languages = {article["lang"] for article in UNSEEN}
    corrupted = [entry for entry in UNSEEN_POINTS if not entry["faithful"]]
    by_kind = Counter(entry["kind"] for entry in corrupted)
    by_language = Counter(entry["article"].split("-")[1] for entry in corrupted)
    assert set(by_kind) == KINDS
    assert min(by_kind.values()) >= 15
    assert set(by_language) == languages
    assert min(by_language.values()) >= 10
    assert {entry["article"].split("-")[1] for entry in UNSEEN_POINTS if entry["faithful"]} == languages


def test_a_corrupted_point_differs_from_the_gold() -> None:
    """An entry called corrupted is not a gold point under another id."""
    gold = {
        (article["id"], point["speaker"], point["speaker_role"], point["text_en"])
        for article in UNSEEN
        for point in points(article)
    }
    copies = [
        entry["id"]
        for entry in UNSEEN_POINTS
        if not entry["faithful"]
        and (entry["article"], entry["speaker"], entry["speaker_role"], entry["text"]) in gold
    ]
    assert copies == []
