"""What changed between two briefings of one article, in sentences. Pure."""

from __future__ import annotations

from bot.content import BriefedStory
from bot.view import line_of
from summarizer.briefing import Point


def changes(old: BriefedStory, new: BriefedStory) -> tuple[str, ...]:
    """What a reader of `old` should know now; empty if every point still stands as it was."""
    before = {_said(p): p for p in old.briefing.points}
    after = {_said(p): p for p in new.briefing.points}
    gone = [before[k] for k in before if k not in after]
    added = [after[k] for k in after if k not in before]
    sentences = [f"No longer in the article: {line_of(p)}" for p in gone]
    sentences += [f"New in the article: {line_of(p)}" for p in added]
    return tuple(sentences)


def _said(point: Point) -> tuple[str | None, str]:
    """Two points with the same are the same line to a reader."""
    return point.speaker, " ".join(point.text.split()).casefold()
