"""Stories: an article belongs to one, and the story's version says what is new."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from builders import article

from bot.store import Store

NOW = datetime(2026, 11, 10, 6, 30, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)


async def test_a_story_grows(store: Store) -> None:
    """Each article that joins makes a new version; placing it again changes nothing."""
    await store.articles.add_many([article(id="a"), article(id="b", outlet="TT", language="sv")], now=NOW)
    story = await store.stories.place("a", None, now=NOW)
    assert await store.stories.place("b", story, now=LATER) == story
    assert await store.stories.place("b", None, now=LATER) == story
    found = await store.stories.get(story)
    assert found is not None
    assert (found.version, found.started, found.updated) == (2, NOW, LATER)
    assert [(m.article_id, m.version, m.outlet) for m in found.members] == [("a", 1, None), ("b", 2, "TT")]
    assert await store.stories.of_article("b") == found
    assert await store.stories.since(LATER) == [found]
    assert await store.stories.since(LATER + timedelta(seconds=1)) == []


async def test_no_story(store: Store) -> None:
    """An article that was not placed is in none."""
    await store.articles.add(article(), now=NOW)
    assert await store.stories.of_article("a1") is None
    assert await store.stories.get(7) is None
