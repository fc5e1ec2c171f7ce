"""The same event across outlets and languages, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import combinations

import pytest
from builders import article
from hypothesis import given, settings
from hypothesis import strategies as st
from stories import told

from summarizer.stories import Fingerprint, Window, compare, fingerprint
from summarizer.stories.facts import facts
from summarizer.stories.matching import Kind
from summarizer.stories.names import key
from summarizer.stories.sketch import resemblance, sketch
from summarizer.stories.telling import choose_lead, disagreements, new_sentences, substance

TOLD = told()
NOW = datetime(2026, 11, 23, tzinfo=UTC)
WORDS = [f"word{n}" for n in range(400)]


def test_pairs_are_found_and_nothing_is_merged_falsely() -> None:
    """Without embeddings: at least six of ten pairs in two languages, and no two different events."""
    prints = [(event, fingerprint(a)) for event, a in TOLD]
    merged = {(e1, e2) for (e1, a), (e2, b) in combinations(prints, 2) if compare(a, b)}
    assert {pair for pair in merged if pair[0] != pair[1]} == set()
    pairs = {e for e, _ in prints if sum(e == other for other, _ in prints) == 2}
    assert len(pairs) >= 12
    assert len(merged) >= 0.6 * len(pairs)


def test_a_window_makes_stories_of_a_stream() -> None:
    """One article at a time, each against what came before."""
    window, story = Window(), {}
    for number, (event, a) in enumerate(TOLD):
        found = window.find(fingerprint(a))
        story[a.id] = found[0] if found else number
        window.add(fingerprint(a), story[a.id])
        assert story[a.id] in {story[b.id] for e, b in TOLD[: number + 1] if e == event}
    assert len(window) == len(TOLD)


def test_an_edited_copy_is_the_same_story_and_reworded_news_is_not() -> None:
    text = " ".join(WORDS[:300])
    a = Fingerprint("a", "en", NOW, frozenset(), frozenset(), sketch(text))
    copy = replace(
        a, article_id="b", sketch=sketch(text.replace("word7 ", "other ").replace("word150", "new"))
    )
    match = compare(a, copy)
    assert match
    assert match.kind is Kind.COPY
    assert compare(a, replace(a, article_id="c", sketch=sketch(" ".join(WORDS[300:])))) is None


MOULD = (
    "Flood warning for the county of {place}: the {river} may rise to {metres} metres by the evening, the "
    "weather service said. People near the {river} should move cars and animals to higher ground and follow "
    "the advice of the county. Duty officer {officer} expects the water to fall again after {day} November."
)


def poured(id: str, **words: str) -> Fingerprint:
    return fingerprint(article(*MOULD.format(**words).split(". "), id=id, published=NOW))


def test_texts_of_one_mould_with_other_names_or_numbers_are_no_copies() -> None:
    """A warning for the next county, and the same county's next warning, are other events."""
    here = {"place": "Harwick", "river": "Alder", "officer": "Anna Berg", "metres": "14.2", "day": "25"}
    there = here | {"place": "Norvik", "river": "Tyne", "officer": "Per Dahl"}
    first = poured("a", **here)
    assert resemblance(first.sketch, poured("b", **there).sketch) >= 0.5
    assert compare(first, poured("b", **there)) is None
    assert compare(first, poured("c", **here | {"metres": "14.4"}))


def test_reports_that_are_days_apart_are_two_stories() -> None:
    """Also word for word: a weekly column."""
    a = Fingerprint("a", "en", NOW, frozenset("abc"), frozenset("de"), sketch(" ".join(WORDS)))
    assert compare(a, replace(a, article_id="b", published=NOW - timedelta(days=7))) is None
    assert compare(a, replace(a, article_id="b", published=NOW - timedelta(days=1)))


def test_names_decide_against_likeness() -> None:
    """The same meaning and the same numbers without a shared name are two events."""
    vector = (1.0, 0.0)
    a = Fingerprint("a", "en", NOW, frozenset({"anna", "oslo"}), frozenset({"n40", "d11-12"}), (1,), vector)
    b = replace(a, article_id="b", names=frozenset({"berta", "rome"}), sketch=(2,))
    assert compare(a, b) is None
    assert compare(a, replace(a, article_id="b", sketch=(2,)))


@pytest.mark.parametrize(
    "spellings",
    [
        ("Zelensky", "Zelenskyj", "Selenskyj", "Зеленський", "Zełenski", "Zelenskys"),
        ("Papadakis", "Παπαδάκης"),
        ("Kovalchuk", "Kowaltschuk", "Ковальчук"),
        ("Melnyk", "Мельник", "Melnik"),
        ("Gorbachev", "Gorbatschow", "Gorbatsjov"),
        ("Müller", "Muller"),
        ("Løvland", "Lovland"),
    ],
)
def test_a_name_has_one_key_in_every_spelling(spellings: tuple[str, ...]) -> None:
    assert len({key(s) for s in spellings}) == 1


@pytest.mark.parametrize(
    ("texts", "shared"),
    [
        (("22.000 laks den 12. november", "22,000 salmon on November 12"), {"n22000", "d11-12"}),
        (("2,5 miljoner kronor", "2.5 million kronor", "2,5 мільйона крон"), {"n2.5e+06"}),
        (("40 %", "40%", "40 % der Leute"), {"n40%"}),
        (("el 9 de junio", "9 czerwca", "9 червня", "9. kesäkuuta"), {"d06-09"}),
    ],
)
def test_numbers_and_dates_are_the_same_in_every_language(texts: tuple[str, ...], shared: set[str]) -> None:
    assert [facts(t) for t in texts] == [shared] * len(texts)


def test_small_numbers_and_years_are_no_facts() -> None:
    assert facts("In 2025 three of 12 said no; 7 left in 1999.") == set()


def test_the_window_forgets_what_is_old_and_replaces_new_versions() -> None:
    window = Window()
    first = fingerprint(TOLD[0][1])
    window.add(first, 1)
    window.add(replace(first, names=frozenset({"other"})), 1)
    assert len(window) == 1
    window.expire(NOW)
    assert len(window) == 0
    assert window.find(first) is None


def test_a_name_that_stands_in_every_article_tells_nothing() -> None:
    window = Window()
    for n in range(100):
        everywhere = frozenset({"everywhere", f"name{n}"})
        window.add(Fingerprint(str(n), "en", NOW, everywhere, frozenset(), ()), n)
    assert window.weight("everywhere") < 0.1 < window.weight("name7") == 1.0


def test_the_earliest_of_the_full_articles_leads() -> None:
    short = article("A bridge.", id="s", outlet="Flash", published=NOW - timedelta(hours=3))
    full = article(
        *["The bridge was opened today."] * 5, id="f", outlet="Daily", published=NOW - timedelta(hours=2)
    )
    later = replace(full, id="l", outlet="Echo", published=NOW)
    assert choose_lead([later, short, full]).id == "f"


def test_outlets_that_differ_on_a_number_are_named() -> None:
    """Only where the rest of the sentence says the same."""
    a = article("The fire at the port of Harwick killed 22 people on Monday night.", outlet="A", id="a")
    b = article("The fire at the port of Harwick killed 25 people on Monday night.", outlet="B", id="b")
    assert disagreements([a, b]) == ("Outlets differ: A has 22, B has 25.",)
    a, b = (article(f"The fire at the port of Harwick began at gate {n}.", outlet=n, id=n) for n in "12")
    assert disagreements([a, b]) == ("Outlets differ: 1 has 1, 2 has 2.",), "no word follows the number"
    a = article("The fire at the port of Harwick killed 22 people on Monday night.", outlet="A", id="a")
    other = article("About 25 people watched the match in the rain.", outlet="B", id="b")
    assert disagreements([a, other]) == disagreements([a, replace(a, id="c", outlet="C")]) == ()


def test_what_an_article_adds_to_others() -> None:
    """Sentences with a name or a number that they do not have."""
    old = article("The bridge cost 120 million euros, said Anna Berg.", id="old", outlet="A")
    new = article(
        "The bridge cost 120 million euros, said Anna Berg.",
        "Now Peter Holm wants 340 million.",
        id="new",
        outlet="B",
    )
    assert new_sentences(substance(new), substance(old).whole) == (1,)
    assert new_sentences(substance(old), substance(new).whole) == ()


@settings(max_examples=40)
@given(st.lists(st.sampled_from(WORDS[:60]), min_size=3, max_size=120), st.integers(0, 119))
def test_resemblance_is_one_for_the_same_text_and_falls_with_edits(words: list[str], at: int) -> None:
    text = " ".join(words)
    edited = " ".join([*words[:at], "edited", *words[at:]])
    assert resemblance(sketch(text), sketch(text)) == 1.0
    assert resemblance(sketch(text), sketch(edited)) <= 1.0
    assert resemblance(sketch(text), sketch(edited)) == resemblance(sketch(edited), sketch(text))


def test_a_story_of_hundreds_of_articles_compares_a_few() -> None:
    """A digest is planned in the minute in which it is due, however long a story has gone on."""
    many = [article("The bridge cost 12 million euros.", id=str(n), outlet=f"O{n}") for n in range(40)]
    late = article("The bridge cost 15 million euros.", id="late", outlet="Late")
    assert len(disagreements([late, *many])) == 1
    assert disagreements([*many, late]) == ()
