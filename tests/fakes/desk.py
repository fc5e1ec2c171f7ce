"""A desk with one page on the web and one answer to every question; store and engine are real."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

from builders import article
from contents import answer

from bot.commands.desk import Desk
from bot.content import Answer
from bot.errors import CommandError
from bot.store import Store
from summarizer import Article
from summarizer.english import ReferenceTranslator
from summarizer.errors import FetchError
from summarizer.extractive import ExtractiveEngine
from summarizer.pipeline import Summarizer

NOW = datetime(2026, 11, 23, 7, tzinfo=UTC)
PAGE = article(
    "The mayor opened the bridge on Monday.",
    "“It is safe”, said engineer Ann Ek.",
    "It cost 12 million euros.",
    outlet="The Bugle",
    published=NOW,
)
LINK = "https://example.com/bridge"
"""An address at which `PAGE` is."""


def desk_on(store: Store, now: Callable[[], datetime] = lambda: NOW) -> Desk:
    """A desk that remembers in `store`."""
    numbers = itertools.count()
    return Desk(
        store=store,
        summarizer=Summarizer(engine=ExtractiveEngine(), translators=(ReferenceTranslator(),)),
        read_page=_read_page,
        answer=about,
        now=now,
        new_id=lambda: f"s{next(numbers)}",
        words=160,
    )


async def about(a: Article, question: str, *, channel: str) -> Answer:
    """That it is about the article, unless somebody asks for the weather."""
    if "weather" in question:
        raise CommandError("The article does not say.")
    return answer(question=question, text=f"About {a.url}.", article=a)


async def _read_page(url: str) -> Article:
    """`PAGE` at any address but those that name a fault."""
    if "nothing" in url:
        raise FetchError(url, "the server says 404")
    if "bug" in url:
        raise RuntimeError("xoxb-secret in a stack")
    return replace(PAGE, url=url, id=url)
