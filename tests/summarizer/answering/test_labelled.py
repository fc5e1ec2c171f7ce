"""Questions on labelled articles in thirteen languages, without a model and without translations.

``tests/data/questions.json`` was written before the rules that it measures and is no material for them:
three questions an article that it answers, two that it does not. A floor may be raised freely.
"""

from __future__ import annotations

from collections import Counter

import pytest
from labelled import TESTS
from labelled import load as read

from benchmarks.answers import Asked, ask_all, load, scores

UNSEEN = TESTS / "data" / "unseen"
QUESTIONS = read(TESTS / "data" / "questions.json")
FLOORS = {"answerability": 0.80, "refused": 0.78, "recall": 0.70}


@pytest.fixture(scope="module")
def asked() -> list[Asked]:
    return ask_all(load(UNSEEN, QUESTIONS))


@pytest.mark.parametrize("name", FLOORS)
def test_answers_and_refusals_keep_their_floors(asked: list[Asked], name: str) -> None:
    assert scores(asked)[name] >= FLOORS[name]


def test_no_answer_is_rejected_by_the_gate(asked: list[Asked]) -> None:
    """An answer without a model is the article's own sentences."""
    assert {a.answered.engine for a in asked} == {"extractive"}
    assert all(a.cited for a in asked if a.answered.answerable)


def test_the_questions_fit_their_articles() -> None:
    articles = {a["id"]: a for a in load(UNSEEN)}
    assert set(QUESTIONS) == set(articles)
    for name, questions in QUESTIONS.items():
        assert Counter(q["answerable"] for q in questions) == {True: 3, False: 2}
        for q in questions:
            assert bool(q["evidence"]) == q["answerable"]
            assert set(q["evidence"]) <= set(range(len(articles[name]["sentences"])))
