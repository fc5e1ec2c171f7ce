"""Briefs articles that came in: article → briefing → archive → alerts and corrections."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.intake.polling import StoryPlacer
from bot.outbox.planning import Planner
from bot.store import Store
from summarizer import Briefing
from summarizer.pipeline import Summarizer


@dataclass(frozen=True, slots=True)
class Editor:
    """Briefs.

    Attributes:
        store: where articles and briefings stand.
        summarizer: writes.
        stories: puts an article into a story that a crash left without one.
        planner: tells channels.
        clock: the time, aware.
        words: word budget of a briefing.
        made: told of each briefing that was made, for the figures.
    """

    store: Store
    summarizer: Summarizer
    stories: StoryPlacer
    planner: Planner
    clock: Callable[[], datetime]
    words: int
    made: Callable[[Briefing], None] = lambda _briefing: None

    async def brief(self, article_id: str) -> int | None:
        """Brief the newest version of an article, unless that was done; the briefing's id.

        The briefing, the alerts to it and its corrections are stored together or not at all.
        """
        stored = await self.store.articles.get(article_id)
        if stored is None or await self._done(article_id, stored.version):
            return None
        if await self.store.stories.of_article(article_id) is None:
            await self.stories.place([stored.article], now=self.clock())
        briefing = await self.summarizer.brief(stored.article, words=self.words)
        async with self.store.write():
            earlier = await self.store.briefings.of_article(article_id)
            if any(b.version == stored.version for b in earlier):
                return None  # another worker was faster
            story = await self.store.stories.of_article(article_id)
            briefing_id = await self.store.briefings.add(
                stored.article, stored.version, briefing, now=self.clock(), story=story.id if story else None
            )
            if earlier:
                await self.planner.correct(briefing_id, [b.id for b in earlier])
            else:
                await self.planner.alerts(briefing_id)
        self.made(briefing)
        return briefing_id

    async def _done(self, article_id: str, version: int) -> bool:
        return any(b.version == version for b in await self.store.briefings.of_article(article_id))
