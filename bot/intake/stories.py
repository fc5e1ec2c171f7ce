"""Which story a new article belongs to: the window of recent articles, kept beside the store."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Protocol

from bot.store.articles import StoredArticle
from bot.store.stories import StoredStory
from summarizer import Article
from summarizer.stories import Fingerprint, Window, fingerprint
from summarizer.stories.fingerprint import gist
from summarizer.stories.matching import APART

EMBEDDED = 500
"""Articles whose meaning is computed again after a restart, the newest: at 20 ms each, ten seconds. Older
ones are found by their names and numbers."""

Embed = Callable[[Sequence[str]], list[Sequence[float]]]


class ArticleStore(Protocol):
    """Where articles are."""

    async def since(self, when: datetime) -> list[StoredArticle]: ...


class StoryStore(Protocol):
    """Where stories are."""

    async def place(self, article_id: str, story: int | None, *, now: datetime) -> int: ...

    async def since(self, when: datetime) -> list[StoredStory]: ...


class StoryKeeper:
    """Puts articles into stories.

    Args:
        articles: where they are.
        stories: where stories are.
        embed: makes vectors of meanings, where the ``[semantic]`` extra is installed.
        shared: other processes add articles too; they are looked up before each placing.
    """

    def __init__(
        self, articles: ArticleStore, stories: StoryStore, *, embed: Embed | None = None, shared: bool = False
    ) -> None:
        self._articles = articles
        self._stories = stories
        self._embed = embed
        self._shared = shared
        self._window = Window()
        self._loaded: datetime | None = None
        self._turn = asyncio.Lock()  # two articles of one story that come together must see each other

    async def place(self, articles: Sequence[Article], *, now: datetime) -> dict[str, int]:
        """The story of each of these stored articles, by article id."""
        if not articles:
            return {}
        async with self._turn:
            await self._load(now)
            placed: dict[str, int] = {}
            for print_ in await self._prints(articles):
                found = self._window.find(print_)
                story = await self._stories.place(print_.article_id, found[0] if found else None, now=now)
                self._window.add(print_, story)
                placed[print_.article_id] = story
            return placed

    async def _load(self, now: datetime) -> None:
        """Take in what was stored since the last time, at first all of the last days."""
        if self._loaded and not self._shared:
            self._window.expire(now - APART)
            return
        since = self._loaded or now - APART
        self._loaded = now
        self._window.expire(now - APART)
        story_of = {m.article_id: s.id for s in await self._stories.since(since) for m in s.members}
        recent = [s.article for s in await self._articles.since(since) if s.article.id in story_of]
        older = await asyncio.to_thread(lambda: [fingerprint(a) for a in recent[:-EMBEDDED]])
        for print_ in (*older, *await self._prints(recent[-EMBEDDED:])):
            self._window.add(print_, story_of[print_.article_id])

    async def _prints(self, articles: Sequence[Article]) -> list[Fingerprint]:
        return await asyncio.to_thread(self._print_all, articles)

    def _print_all(self, articles: Sequence[Article]) -> list[Fingerprint]:
        vectors = self._embed([gist(a) for a in articles]) if self._embed else [None] * len(articles)
        return [fingerprint(a, v) for a, v in zip(articles, vectors, strict=True)]
