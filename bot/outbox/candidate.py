"""Briefed stories, as digests and alerts choose among them. Values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from bot.content import BriefedStory
from bot.query import Facts
from summarizer.stories.telling import Substance, substance


@dataclass(frozen=True)
class Report:
    """One briefed article of a story.

    Attributes:
        story: the article with its newest briefing.
        briefed: when its first briefing was made: from then on channels were told of it.
    """

    story: BriefedStory
    briefed: datetime

    @cached_property
    def substance(self) -> Substance:
        """Kept, since every channel that has seen the story asks for it."""
        return substance(self.story.article)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A briefed story that channels may get.

    Attributes:
        key: of the story, the same for all its briefings.
        story: what would be posted.
        facts: what queries are held against.
        briefed: when its newest briefing was made.
        started: when the story was first seen.
        reports: its briefed articles, for channels that have seen the story.
    """

    key: str
    story: BriefedStory
    facts: Facts
    briefed: datetime
    started: datetime
    reports: tuple[Report, ...] = ()
