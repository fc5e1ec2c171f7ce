"""The gate against labelled points that others wrote: what is caught and what is alarm."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from summarizer import Article
from summarizer.gate_evaluation import Rate, rates, read_labelled, translations, verdicts
from summarizer.reading import read_article

DATA = Path(__file__).resolve().parents[2] / "data"

SETS = {
    name: f"{name}/articles"
    for name in (
        "corruptions",
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
}
"""Folder of labelled points → folder of their articles.

Rules were made with the first two. The second set of the fresh authors, with lines as free as editors
write them, was measured before anybody read it: 0.36 alarms. So was the plain one, in the style of labels:
0.07 alarms, 0.68 of negations and 0.77 of wrong roles caught. Their misses have been looked at once since.
The third, twelve articles in that style, gave when it was new: 0.19 alarms; of numbers 0.92 caught, dates
0.96, names 0.88, speakers 0.96, negations 0.71, quotes 1.00, roles 0.67. The fourth, 22 articles, has been
looked at since. No rule was made with the fifth, eleven articles; one was dropped for its alarms, and its
misses have been looked at once since.

The sixth and seventh, 22 articles whose lines are free as editors write them, gave when they were new, 176
faithful and 396 corrupted: 0.18 alarms, 0.72 of negations and 0.57 of wrong roles caught. Nobody read them
until the rules made with the others had been measured on them once more: 0.05 alarms; of numbers 0.98 caught,
dates 0.95, names 0.86, speakers 0.98, negations 0.82, quotes 1.00, roles 0.70. Only their wrong roles have
been looked at since, and the alarms of the seventh. With translations such free lines still give 0.22 alarms.

The faithful points of the eighth to tenth are the gold points of 27 articles in the way of the
development set, the corrupted ones those points with one thing made wrong. At first sight, 270 faithful
and 486 corrupted: 0.085 alarms; of numbers 1.00 caught, dates 0.94, names 0.80, speakers 0.94, negations
0.76, quotes 0.96, roles 0.70. They have been looked at since. So has the eleventh, ten articles in that way
whose roles are told in more ways; at first sight, 100 faithful and 180 corrupted: 0.09 alarms; numbers 0.95,
dates 0.95, names 0.75, speakers 0.90, negations 0.75, quotes 0.95, roles 0.50.
"""

FLOORS = {
    ("corruptions", "number"): 0.9,
    ("corruptions", "date"): 0.9,
    ("corruptions", "name"): 0.9,
    ("corruptions", "speaker_swap"): 0.9,
    ("corruptions", "negation"): 0.9,
    ("corruptions", "invented_quote"): 0.9,
    ("corruptions", "wrong_role"): 0.9,
    ("corruptions_fresh", "negation"): 0.9,
    ("corruptions_plain", "number"): 0.9,
    ("corruptions_plain", "date"): 0.9,
    ("corruptions_plain", "name"): 0.9,
    ("corruptions_plain", "speaker_swap"): 0.9,
    ("corruptions_plain", "negation"): 0.85,
    ("corruptions_plain", "invented_quote"): 0.9,
    ("corruptions_plain", "wrong_role"): 0.9,
    ("corruptions_third", "number"): 0.9,
    ("corruptions_third", "date"): 0.9,
    ("corruptions_third", "name"): 0.9,
    ("corruptions_third", "speaker_swap"): 0.9,
    ("corruptions_third", "negation"): 0.8,
    ("corruptions_third", "invented_quote"): 0.9,
    ("corruptions_third", "wrong_role"): 0.75,
    ("corruptions_sixth", "number"): 0.9,
    ("corruptions_sixth", "date"): 0.9,
    ("corruptions_sixth", "speaker_swap"): 0.9,
    ("corruptions_sixth", "invented_quote"): 0.9,
    ("corruptions_sixth", "wrong_role"): 0.7,
    ("corruptions_seventh", "number"): 0.9,
    ("corruptions_seventh", "date"): 0.9,
    ("corruptions_seventh", "name"): 0.9,
    ("corruptions_seventh", "speaker_swap"): 0.9,
    ("corruptions_seventh", "invented_quote"): 0.9,
    ("corruptions_seventh", "negation"): 0.8,
    ("corruptions_seventh", "wrong_role"): 0.8,
    ("corruptions_eighth", "number"): 0.9,
    ("corruptions_eighth", "speaker_swap"): 0.9,
    ("corruptions_eighth", "negation"): 0.8,
    ("corruptions_eighth", "wrong_role"): 0.75,
    ("corruptions_ninth", "number"): 0.9,
    ("corruptions_ninth", "date"): 0.9,
    ("corruptions_ninth", "speaker_swap"): 0.9,
    ("corruptions_ninth", "negation"): 0.85,
    ("corruptions_ninth", "wrong_role"): 0.75,
    ("corruptions_tenth", "negation"): 0.8,
    ("corruptions_eleventh", "number"): 0.9,
    ("corruptions_eleventh", "date"): 0.9,
    ("corruptions_eleventh", "speaker_swap"): 0.9,
    ("corruptions_eleventh", "invented_quote"): 0.9,
    ("corruptions_eleventh", "negation"): 0.8,
}
"""Least share caught with no model and no translation. Raise them freely; lowering needs a reason."""

TRANSLATED = {
    ("corruptions", "invented_fact"): 0.8,
    ("corruptions", "overclaim"): 0.8,
    ("corruptions", "negation"): 0.85,
    ("corruptions_fresh", "invented_fact"): 0.6,
    ("corruptions_fresh", "overclaim"): 0.8,
    ("corruptions_fresh", "negation"): 0.85,
    ("corruptions_plain", "overclaim"): 0.9,
}
"""The same with reference translations."""

UNSUPPORTED = {
    "corruptions": 0.9,
    "corruptions_fresh": 0.9,
    "corruptions_second": 0.8,
    "corruptions_plain": 0.75,
    "corruptions_third": 0.95,
    "corruptions_fourth": 0.8,
    "corruptions_fifth": 0.85,
    "corruptions_sixth": 0.8,
    "corruptions_seventh": 0.8,
    "corruptions_eighth": 0.8,
    "corruptions_ninth": 0.8,
    "corruptions_tenth": 0.8,
    "corruptions_eleventh": 0.8,
}
"""Least share of invented facts that are not supported, with reference translations: rejected or marked."""

ALARMS = {
    "corruptions": (0.02, 0.02),
    "corruptions_fresh": (0.04, 0.06),
    "corruptions_second": (0.12, 0.2),
    "corruptions_plain": (0.02, 0.02),
    "corruptions_third": (0.06, 0.1),
    "corruptions_fourth": (0.05, 0.08),
    "corruptions_fifth": (0.06, 0.14),
    "corruptions_sixth": (0.06, 0.24),
    "corruptions_seventh": (0.05, 0.24),
    "corruptions_eighth": (0.05, 0.1),
    "corruptions_ninth": (0.05, 0.1),
    "corruptions_tenth": (0.06, 0.12),
    "corruptions_eleventh": (0.05, 0.1),
}
"""Most faithful points that may be rejected, without and with translations."""


@cache
def measured(name: str, translated: bool = False) -> dict[str, Rate]:
    articles: dict[str, Article] = {}
    for file in (DATA / SETS[name]).glob("*.json"):
        article = read_article(file.read_bytes(), name=file.name)
        articles[article.id] = article
    english = translations(articles, DATA / name) if translated else {}
    points = [p for p in read_labelled(DATA / name) if not translated or p.article in english]
    return rates(verdicts(points, articles, english), articles)


@pytest.mark.parametrize(("name", "kind"), FLOORS)
def test_corrupted_points_are_caught(name: str, kind: str) -> None:
    rate = measured(name)[kind]
    assert rate.total >= 10
    assert rate.share >= FLOORS[name, kind]


@pytest.mark.parametrize(("name", "kind"), TRANSLATED)
def test_more_is_caught_where_there_is_a_translation(name: str, kind: str) -> None:
    assert measured(name, translated=True)[kind].share >= TRANSLATED[name, kind]


@pytest.mark.parametrize("name", SETS)
def test_invented_facts_are_not_shown_as_supported(name: str) -> None:
    rate = measured(name, translated=True)["invented_fact"]
    assert rate.unsupported >= UNSUPPORTED[name] * rate.total


@pytest.mark.parametrize("name", SETS)
@pytest.mark.parametrize("translated", [False, True])
def test_faithful_points_pass(name: str, translated: bool) -> None:
    assert measured(name, translated)["all alarms"].share <= ALARMS[name][translated]
