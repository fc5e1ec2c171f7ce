"""The composition root: the only module that names concrete engines, stores and chats.

Each builder imports what it builds, so that `kurir brief` does not wait for the database's library.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator, Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bot.errors import SettingsError
from bot.settings import Settings
from summarizer.english import OnDeviceTranslator, ReferenceTranslator
from summarizer.extractive import ExtractiveEngine
from summarizer.pipeline import Summarizer
from summarizer.ports import Engine

if TYPE_CHECKING:
    from bot.polling import Poller
    from bot.store import Store
    from summarizer.article import Article
    from summarizer.sources.http import Fetcher
    from summarizer.sources.look import Look


def build_summarizer(settings: Settings, *, engine: str | None = None) -> Summarizer:
    """The summarizer that `settings` describe; `engine` overrides the one configured.

    Raises:
        SettingsError: the llm engine is asked for, and no endpoint is configured.
    """
    name = engine or settings.engine.name
    chosen: Engine = ExtractiveEngine()
    if name != "extractive":
        if settings.secrets.has_endpoint:
            from bot.llm import build_engine  # the vendor's library takes a second to import

            chosen = build_engine(settings)
        elif name == "llm":
            problem = "the llm engine needs an endpoint: set OPENAI_API_KEY or OPENAI_BASE_URL"
            raise SettingsError((problem,))
    return Summarizer(engine=chosen, translators=(ReferenceTranslator(), OnDeviceTranslator(settings.models)))


async def build_store(settings: Settings) -> Store:
    """The store that `settings` name, ready for use; SQLite in the data folder unless told otherwise.

    Raises:
        StoreError: it cannot be used; one sentence that says what to do.
    """
    from bot.store import open_store, sqlite_url

    url = settings.secrets.kurir_database_url
    return await open_store(url.get_secret_value() if url else sqlite_url(settings.data / "kurir.db"))


def build_fetcher(settings: Settings) -> Fetcher:
    """The one fetcher, with the limits and the allow-list of `settings`; an async context manager.

    Raises:
        SettingsError: the allow-list cannot be read.
    """
    from summarizer.sources.guard import Policy
    from summarizer.sources.http import Fetcher, Limits

    chosen = settings.sources
    try:
        policy = Policy.parse(chosen.allow)
    except ValueError as error:
        raise SettingsError((f"sources.allow: {error}",)) from error
    limits = Limits(
        max_bytes=chosen.max_megabytes * 1_000_000, per_host=chosen.per_host, delay=chosen.delay_seconds
    )
    return Fetcher(limits=limits, policy=policy, contact=chosen.contact)


@asynccontextmanager
async def open_poller(
    settings: Settings, store: Store, *, arrived: Callable[[Look], Awaitable[None]] | None = None
) -> AsyncIterator[Poller]:
    """What polls the sources in `store`; `arrived` is told of each look once it is stored."""
    from bot.polling import Poller
    from bot.stories import StoryKeeper
    from summarizer import semantic
    from summarizer.sources.look import Looker
    from summarizer.sources.schedule import Pace
    from summarizer.workers import Workers

    chosen = settings.sources
    pace = Pace(
        shortest=chosen.shortest_minutes * 60,
        longest=max(chosen.longest_minutes, chosen.shortest_minutes) * 60,
        disable_after=chosen.disable_after_days * 86_400,
    )
    async with build_fetcher(settings) as fetcher, Workers(size=chosen.workers) as workers:
        looker = Looker(fetcher, workers, pace=pace, chance=random.random)
        stories = StoryKeeper(
            store.articles,
            store.stories,
            embed=semantic.embed if semantic.available() else None,
            shared=not store.database.is_sqlite,
        )
        yield Poller(store.sources, looker, now=lambda: datetime.now(UTC), stories=stories, arrived=arrived)


async def fetch_article(settings: Settings, url: str) -> Article:
    """The article on the web page at `url`: the same guard and limits as for sources.

    Raises:
        SummarizerError: it cannot be fetched or read; one sentence.
    """
    from summarizer.sources.page import fetch_article as fetch

    async with build_fetcher(settings) as fetcher:
        return await fetch(fetcher, url)


def fetch_article_now(settings: Settings, url: str) -> Article:
    """`fetch_article` for code that is not async; in a thread, since an event loop may be running here."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, fetch_article(settings, url)).result()
