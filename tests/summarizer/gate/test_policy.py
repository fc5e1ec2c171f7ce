"""What becomes of points that could not be verified."""

from __future__ import annotations

import pytest
from builders import article, point

from summarizer.briefing import Draft
from summarizer.gate import Unverified, pass_gate

SOURCE = article("Parterna enades om eldupphör.", language="sv")
DRAFT = Draft(headline="Truce", points=(point("The sides agreed on a truce."),), engine="llm")


@pytest.mark.parametrize(
    ("policy", "shown"),
    [("mark", "The sides agreed on a truce."), ("quote", "Parterna enades om eldupphör."), ("drop", None)],
)
def test_an_unverified_point_is_marked_quoted_or_dropped(policy: Unverified, shown: str | None) -> None:
    briefing = pass_gate(SOURCE, DRAFT, {}, unverified=policy)
    assert [p.text for p in briefing.points] == ([shown] if shown else [])
    assert len(briefing.dropped) == (shown is None)
