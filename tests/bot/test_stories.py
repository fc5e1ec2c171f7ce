"""Articles find their story, in a real SQLite database."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from stories import told

from bot.store import Store, open_store, sqlite_url
from bot.stories import StoryKeeper

NOW = datetime(2026, 10, 6, 12, tzinfo=UTC)
FERRY = [a for event, a in told() if event == "ferry"]
NEAR = next(a for event, a in told() if event == "ferry-near")


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    async with await open_store(sqlite_url(tmp_path / "k.db")) as opened:
        await opened.articles.add_many([*FERRY, NEAR], now=NOW)
        yield opened


async def test_two_outlets_make_one_story_and_another_event_its_own(store: Store) -> None:
    keeper = StoryKeeper(store.articles, store.stories)
    placed = await keeper.place([*FERRY, NEAR], now=NOW)
    assert placed[FERRY[0].id] == placed[FERRY[1].id] != placed[NEAR.id]
    told_story = await keeper.tell(FERRY[1].id, seen=[FERRY[0].id])
    assert told_story
    assert told_story.outlets == ("Kustbladet", "Baltic Courier")
    assert told_story.new


@pytest.mark.parametrize("shared", [False, True])
async def test_a_restart_or_another_process_knows_the_story(store: Store, shared: bool) -> None:
    """The window is filled again from the database."""
    other = StoryKeeper(store.articles, store.stories, shared=shared)
    if shared:  # it runs already when the first article comes to somebody else
        await other.place([NEAR], now=NOW)
    first = await StoryKeeper(store.articles, store.stories).place(FERRY[:1], now=NOW)
    second = await other.place(FERRY[1:], now=NOW)
    assert set(first.values()) == set(second.values())


async def test_an_article_without_a_story_has_nothing_to_tell(store: Store) -> None:
    assert await StoryKeeper(store.articles, store.stories).tell("unknown") is None
