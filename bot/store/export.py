"""Everything that Kurir remembers of the news, as JSON objects: one line each of `kurir export`."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import asdict
from typing import Any

from bot.store import Store
from bot.store.sources import hints_to_json
from summarizer.codec import article_to_json, briefing_to_json


async def export(store: Store) -> AsyncIterator[dict[str, Any]]:
    """Sources, then every version of every article, then every briefing; each names its kind in ``type``."""
    for source, state in await store.sources.all():
        known = asdict(state) | {"hints": hints_to_json(state.hints)}
        yield {"type": "source", **asdict(source), "state": known}
    async for stored in store.articles.each():
        yield {
            "type": "article",
            "version": stored.version,
            "stored": stored.stored.isoformat(),
            "article": article_to_json(stored.article),
        }
    async for kept in store.briefings.each():
        yield {
            "type": "briefing",
            "id": kept.id,
            "article": kept.article_id,
            "version": kept.version,
            "story": kept.story,
            "made": kept.made.isoformat(),
            "briefing": briefing_to_json(kept.briefing),
        }
