"""Which translations are used."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict

import pytest
from builders import article

from summarizer import Article, DraftPoint, Point, Reason, Verdict
from summarizer.english.drafts import Judge, is_faithful


def rejecting(check: str, verdict: Verdict = Verdict.REJECTED) -> Judge:
    """A gate that finds one fault with everything."""

    def judge(article: Article, point: DraftPoint, english: Mapping[int, str]) -> Point:
        assert (point.translated, point.evidence) == (True, (1,))
        return Point(**asdict(point), verdict=verdict, reasons=(Reason(check, "it differs"),))

    return judge


@pytest.mark.parametrize("check", ["numbers", "dates", "names", "negation"])
def test_a_translation_that_changes_the_facts_is_not_used(check: str) -> None:
    """The original sentence stands instead."""
    assert not is_faithful(article(), 1, "It cost 13 million euros.", rejecting(check))


def test_a_translation_is_not_blamed_for_what_is_not_its_own() -> None:
    """Who speaks is a matter of the point; a doubt is no rejection."""
    assert is_faithful(article(), 1, "It cost 12 million.", rejecting("speaker"))
    doubt = rejecting("numbers", Verdict.UNVERIFIED)
    assert is_faithful(article(), 1, "It cost 12 million.", doubt)
