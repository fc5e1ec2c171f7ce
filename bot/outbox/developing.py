"""A story that a channel has seen already, told again once other articles have added to it. Pure.

Outlets that only repeat what the channel knows are no reason; a changed article is a correction instead.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.outbox.candidate import Candidate, Report
from bot.view import line_of
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
    known = [r.substance.whole for r in candidate.reports if r.briefed <= seen]
    fresh = [r for r in candidate.reports if r.briefed > seen]
    if not known or not fresh:
        return None
    told = frozenset[str]().union(*known)
    added = [(r, new_sentences(r.substance, told)) for r in fresh]
    most, new = max(added, key=lambda found: len(found[1]))
    if len(new) < max(FEWEST, SHARE * len(most.story.article.evidence)):
        return None
    story = replace(most.story, notes=(_note(most, new), *candidate.story.notes))
    return replace(candidate, story=story, briefed=most.briefed)


def _note(report: Report, new: Sequence[int]) -> str:
    points = [p for p in report.story.briefing.points if set(p.evidence) & set(new)]
    if not points:
        return f"New since this channel last saw the story: {len(new)} sentences."
    shown = "; ".join(line_of(p) for p in points[:SHOWN])
    more = len(points) - SHOWN
    return f"New since this channel last saw the story: {shown}{f'; and {more} more' if more > 0 else ''}"
