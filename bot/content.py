"""What Kurir says, before any platform's form: content values that each platform renders its own way.

All strings are plain text, never markup; text of articles, feeds, models and people is in them, so a
renderer escapes every string it puts into a message.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from bot.labels import ENGLISH, Labels
from summarizer import Article, Briefing, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefedStory:
    """One story with its briefing: the message of `/brief` and of an alert, a thread post of a digest.

    Attributes:
        id: of the briefing in the archive; buttons and evidence pages carry it.
        article: the article that was briefed.
        briefing: what the gate passed.
        outlets: every outlet that reports the story, the article's own first.
        notes: what is new since the channel last saw the story, where outlets disagree; one sentence each.
        page: address of its evidence page, when the archive is served.
        labels: what Kurir itself says around it, in the reader's language.
    """

    id: str
    article: Article
    briefing: Briefing
    outlets: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    page: str | None = None
    labels: Labels = ENGLISH

    @property
    def others(self) -> tuple[str, ...]:
        """The outlets besides the article's own."""
        return tuple(o for o in self.outlets if o != self.article.outlet)

    @property
    def also_in(self) -> str:
        """Which other outlets report it, as a phrase; empty if none does."""
        return self.labels.also_in.format(outlets=", ".join(self.others)) if self.others else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """A header with the date, one line a story, the full briefing of each in the thread.

    Attributes:
        day: local date of the slot.
        slot: the slot's moment, aware, in the subscription's zone.
        what: the subscription's query as written, for the header.
        stories: most important first; empty for the one line that says there is nothing new.
        more: matching stories left out by the maximum.
        labels: what Kurir itself says around them, in the reader's language.
    """

    day: date
    slot: datetime
    what: str = ""
    stories: tuple[BriefedStory, ...] = ()
    more: int = 0
    labels: Labels = ENGLISH


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """The article of a posted briefing changed, and points with it.

    Attributes:
        story: the new briefing.
        changes: what changed, one sentence each.
    """

    story: BriefedStory
    changes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """Kurir speaking about itself: help, settings, lists, errors, a subscription that stopped.

    Attributes:
        text: one or a few sentences.
        lines: a list below it.
    """

    text: str
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence that a line rests on.

    Attributes:
        number: its index in the article.
        text: the original sentence.
        english: its translation, if there is one.
    """

    number: int
    text: str
    english: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The answer to a follow-up question.

    Attributes:
        question: as it was asked.
        text: the answer, or that the article does not say.
        answerable: whether the article says.
        evidence: what the answer rests on.
        quotes: verbatim, in the original language.
        verdict: what the gate found.
        engine: ``llm`` or ``extractive``.
        article: the article that it is from; `evidence` are sentences of this one.
        elsewhere: the briefed article does not say; `article` is another one of its story, which does.
        story: id of the briefing asked about in the archive, if it has one.
    """

    question: str
    text: str
    answerable: bool
    evidence: tuple[Evidence, ...] = ()
    quotes: tuple[str, ...] = ()
    verdict: Verdict
    engine: str
    article: Article
    elsewhere: bool = False
    story: str | None = None


Content = BriefedStory | Digest | Correction | Notice | Answer
