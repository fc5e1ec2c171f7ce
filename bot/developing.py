"""A story that a channel has seen already, told again once other articles have added to it. Pure.

Outlets that only repeat what the channel knows are no reason; a changed article is a correction instead.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import lru_cache

from bot.candidate import Candidate, Report
from summarizer import Article
from summarizer.briefing import Point
from summarizer.stories.telling import new_sentences

FEWEST, SHARE = 2, 0.2
"""New sentences, and their share of the article, that make a development; one new number is none."""
SHOWN = 2
"""New points that the note about them repeats."""


def developed(candidate: Candidate, seen: datetime | None) -> Candidate | None:
    """What a channel that saw the story of `candidate` at `seen` should get of it now; None for nothing.

    It is the article that adds most to those the channel was told of, with a note of what is new.
    """
    if seen is None:
        return candidate
    known = tuple(r.story.article for r in candidate.reports if r.briefed <= seen)
    fresh = [r for r in candidate.reports if r.briefed > seen]
    if not known or not fresh:
        return None
    added = {r.story.id: _added(r.story.article, known) for r in fresh}
    most = max(fresh, key=lambda r: len(added[r.story.id]))
    new = added[most.story.id]
    if len(new) < max(FEWEST, SHARE * len(most.story.article.evidence)):
        return None
    story = replace(most.story, notes=(_note(most, new), *candidate.story.notes))
    return replace(candidate, story=story, briefed=most.briefed)


@lru_cache(maxsize=1_024)  # a thousand channels that follow one story ask the same of it in one minute
def _added(article: Article, known: tuple[Article, ...]) -> tuple[int, ...]:
    return new_sentences(article, known)


def _note(report: Report, new: Sequence[int]) -> str:
    points = [p for p in report.story.briefing.points if set(p.evidence) & set(new)]
    if not points:
        return f"New since this channel last saw the story: {len(new)} sentences."
    shown = "; ".join(_line(p) for p in points[:SHOWN])
    more = len(points) - SHOWN
    return f"New since this channel last saw the story: {shown}{f'; and {more} more' if more > 0 else ''}"


def _line(point: Point) -> str:
    return f"{point.speaker}: {point.text}" if point.speaker else point.text
