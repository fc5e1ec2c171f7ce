"""What Kurir says in chats, with defaults: a test overrides the field it is about; and any, for laws."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from builders import article
from hypothesis import strategies as st

from bot.content import Answer, BriefedStory
from summarizer import Briefing, Point, Section, Verdict

BRIDGE = article(
    "Bron öppnade i måndags.",
    "”Den är säker”, sade Ann Ek.",
    "Den kostade 12 miljoner.",
    title="Bron öppnad",
    language="sv",
    outlet="The Bugle",
    url="https://example.com/bridge",
    published=datetime(2026, 11, 22, 9, tzinfo=UTC),
)

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
LONG = st.builds(
    lambda word, n: f"{word} " * n, st.text("aåж漢😀<*_", min_size=1, max_size=9), st.integers(1, 700)
)
POINTS = st.builds(
    Point,
    section=st.sampled_from(Section),
    text=TEXT | LONG,
    speaker=st.none() | TEXT | LONG,
    speaker_role=st.none() | TEXT,
    evidence=st.sampled_from([(), (0,), (0, 1)]),
    quote=st.none() | TEXT | LONG,
    verdict=st.sampled_from([Verdict.SUPPORTED, Verdict.UNVERIFIED]),
)


def answer(**fields: Any) -> Answer:
    """A supported answer that names no evidence."""
    defaults: dict[str, Any] = {
        "question": "Is it safe?",
        "text": "Yes, says Ann Ek.",
        "answerable": True,
        "verdict": Verdict.SUPPORTED,
        "engine": "extractive",
        "article": article(),
    }
    return Answer(**{**defaults, **fields})


def briefed(points: Sequence[Point] = (), *, headline: str = "Headline", **fields: Any) -> BriefedStory:
    """A briefing of two sentences."""
    a = article("A sentence.", "Another.", url="https://example.com/a", outlet="TT")
    briefing = Briefing(headline=headline, engine="extractive", points=tuple(points))
    return BriefedStory(**{"id": "b1", "article": a, "briefing": briefing, **fields})
