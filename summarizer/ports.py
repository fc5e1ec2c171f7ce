"""What the summarizer needs from outside, as small protocols. Adapters name the vendors, these do not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol, runtime_checkable

from summarizer.article import Article
from summarizer.briefing import Draft, Point


class Engine(Protocol):
    """Drafts the points of a briefing; `extractive` and `llm` are the two that ship."""

    @property
    def name(self) -> str: ...

    async def draft(self, article: Article, *, words: int) -> Draft:
        """Propose points for `article` within a budget of `words` English words.

        Raises:
            EngineError: it could not; the caller uses the next engine.
        """
        ...

    async def revise(self, article: Article, draft: Draft, rejected: Sequence[Point], *, words: int) -> Draft:
        """Propose `draft` again, given what the gate rejected and why; `draft` itself if it has no better."""
        ...


@runtime_checkable
class Metered(Protocol):
    """An engine that costs something."""

    def charged_to(self, channel: str) -> Engine:
        """The same engine at the expense of `channel`."""
        ...


class Reviewer(Protocol):
    """A second opinion on a point that passed the gate."""

    async def review(self, article: Article, point: Point) -> Point:
        """`point` with its verdict lowered, or as it is; never raised. Never fails."""
        ...


class Translator(Protocol):
    """Puts sentences of an article into English."""

    @property
    def name(self) -> str:
        """How a translation by this is labelled, for example ``reference`` or ``on-device``."""
        ...

    async def translate(self, article: Article, indexes: Sequence[int]) -> Mapping[int, str]:
        """English for those of the sentences at `indexes` that it can translate. Never raises for a text."""
        ...

    async def translate_title(self, article: Article) -> str | None:
        """The title in English, or None."""
        ...
