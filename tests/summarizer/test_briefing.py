"""A briefing made shorter loses points, never a side of the story."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from summarizer import Briefing, Section, Verdict
from summarizer.briefing import Point, shortened

POINTS = st.lists(
    st.builds(
        Point,
        section=st.sampled_from(list(Section)),
        text=st.integers(1, 30).map(lambda n: " ".join(["word"] * n)),
        evidence=st.just((0,)),
        verdict=st.just(Verdict.SUPPORTED),
    ),
    max_size=12,
)


@given(POINTS, st.integers(0, 200))
def test_a_shortened_briefing_keeps_the_first_points_of_every_section_in_order(
    points: list[Point], words: int
) -> None:
    whole = Briefing(headline="Head", points=tuple(points), engine="extractive")
    short = shortened(whole, words)
    for section in Section:
        kept, had = short.section(section), whole.section(section)
        assert kept == had[: len(kept)]
        assert bool(kept) == bool(had)
        assert short.words <= words or len(kept) <= 1
    assert short == whole or whole.words > words
