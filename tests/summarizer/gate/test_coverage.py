"""Coverage: what the article does not know is invented, what it says in other words is not."""

from __future__ import annotations

import pytest
from builders import article, point

from summarizer.briefing import Verdict
from summarizer.gate import judge

TOWN = (
    "The mayor of the town opened the renovated swimming pool on Monday.",
    "The work took two years and was paid for by the region.",
    "Swimmers had waited for the pool since it was shut because of a leak.",
)


@pytest.mark.parametrize(
    ("text", "evidence", "rejected"),
    [
        ("The mayor reopened the refurbished pool on Monday.", 0, False),
        ("The mayor opened the renovated swimming pool and a bakery on Monday.", 0, True),
        ("The work lasted two years and the region funded it.", 1, False),
        ("The work took two years and was paid for by a shipyard.", 1, True),
        ("The pool closed after a leak, and swimmers have been waiting ever since.", 2, False),
        ("Swimmers had waited for the pool. Divers found an asbestos roof.", 2, True),
        ("Swimmers had waited for the pool. Nobody apologised during that whole painful episode.", 2, True),
    ],
)
def test_things_and_sentences_that_the_article_does_not_know_are_invented(
    text: str, evidence: int, rejected: bool
) -> None:
    judged = judge(article(*TOWN), point(text, evidence=(evidence,)), {})
    assert ("coverage" in {r.check for r in judged.reasons if judged.verdict is Verdict.REJECTED}) is rejected


@pytest.mark.parametrize(
    ("text", "evidence", "verdict"),
    [
        ("Swimmers had waited impatiently for the pool since it was shut.", 2, Verdict.UNVERIFIED),
        ("The mayor paid for the renovated pool.", 2, Verdict.UNVERIFIED),
        ("Though the work took 2 years, it was paid for by the region.", 1, Verdict.SUPPORTED),
    ],
)
def test_one_word_without_support_leaves_a_mark(text: str, evidence: int, verdict: Verdict) -> None:
    judged = judge(article(*TOWN), point(text, evidence=(evidence,)), {})
    assert [r.check for r in judged.reasons] == (["coverage"] if verdict is Verdict.UNVERIFIED else [])
    assert judged.verdict is verdict
