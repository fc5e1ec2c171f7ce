"""Articles find their story, in a real SQLite database."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from builders import article
from stories import told

from bot.intake.editor import Editor
from bot.intake.stories import StoryKeeper
from bot.outbox.planning import Planner
from bot.store import Store, open_store, sqlite_url
from bot.subscription import Channel
from summarizer import Draft, Sentence
from summarizer.english import ReferenceTranslator
from summarizer.extractive import ExtractiveEngine
from summarizer.gate import pass_gate
from summarizer.pipeline import Summarizer

NOW = datetime(2026, 10, 6, 12, tzinfo=UTC)
FERRY = [a for event, a in told() if event == "ferry"]
FIRE = ("The fire at the port of Harwick killed 22 people on Monday night.", "It began in a store of tyres.")
LATER = (Sentence(FIRE[0].replace("22", "25"), 0), Sentence(FIRE[1], 1))
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


@pytest.mark.parametrize("shared", [False, True])
async def test_a_restart_or_another_process_knows_the_story(store: Store, shared: bool) -> None:
    """The window is filled again from the database."""
    other = StoryKeeper(store.articles, store.stories, shared=shared)
    if shared:  # it runs already when the first article comes to somebody else
        await other.place([NEAR], now=NOW)
    first = await StoryKeeper(store.articles, store.stories).place(FERRY[:1], now=NOW)
    second = await other.place(FERRY[1:], now=NOW)
    assert set(first.values()) == set(second.values())


async def test_an_article_that_a_crash_left_without_a_story_gets_it_when_it_is_briefed(store: Store) -> None:
    keeper = StoryKeeper(store.articles, store.stories)
    placed = await keeper.place(FERRY[:1], now=NOW)

    async def wake(*_: Channel) -> None: ...

    summarizer = Summarizer(engine=ExtractiveEngine(), translators=(ReferenceTranslator(),))
    again = StoryKeeper(store.articles, store.stories)
    editor = Editor(store, summarizer, again, Planner(store, {}, lambda: NOW, wake), lambda: NOW, 160)
    made = [await editor.brief(a.id) for a in FERRY]
    stories = [b.story for n in made if n and (b := await store.briefings.get(n))]
    assert stories == [placed[FERRY[0].id]] * len(FERRY)


async def test_one_briefing_stands_for_a_story_and_says_where_outlets_differ(store: Store) -> None:
    """That of the earliest full article, not the newest one; dated by the newest."""
    first = article(*FIRE, id="first", outlet="Daily", published=NOW - timedelta(hours=3))
    flash = article(
        "Fire in Harwick, 22 dead.", id="flash", outlet="Flash", published=NOW - timedelta(hours=4)
    )
    late = replace(first, id="late", outlet="Echo", published=NOW, sentences=LATER)
    await store.articles.add_many([first, flash, late], now=NOW)
    story = None
    for n, a in enumerate((flash, first, late)):
        story = await store.stories.place(a.id, story, now=NOW)
        briefing = pass_gate(a, Draft(headline="Fire", points=(), engine="extractive"), {})
        await store.briefings.add(a, 1, briefing, now=NOW + timedelta(minutes=n), story=story)
    (candidate,) = await store.candidates.since(NOW)
    assert candidate.story.article.id == "first"
    assert candidate.story.outlets == ("Daily", "Flash", "Echo")
    assert candidate.story.notes == ("Outlets differ: Daily has 22, Echo has 25.",)
    assert candidate.briefed == NOW + timedelta(minutes=2)
    assert [(r.story.article.id, r.briefed) for r in candidate.reports] == [
        (a.id, NOW + timedelta(minutes=n)) for n, a in enumerate((flash, first, late))
    ]
