"""Kurir's whole Slack side against the stand-in Slack: real Bolt, real SDK, real store."""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from builders import article
from fakes.slack_server import SlackServer
from fakes.slack_team import NOW, Team

from bot.chat.content import Answer
from bot.chat.slack.app import SlackApp
from bot.chat.slack.client import SlackChat, web_client
from bot.chat.slack.handling import Handling
from bot.commands.desk import Desk
from bot.delivering import Deliverer, Pace
from bot.delivery import Delivery
from bot.errors import CommandError
from bot.store import open_store
from bot.subscription import Platform
from summarizer import Article, Verdict
from summarizer.english import ReferenceTranslator
from summarizer.errors import FetchError
from summarizer.extractive import ExtractiveEngine
from summarizer.pipeline import Summarizer

PAGE = article(
    "The mayor opened the bridge on Monday.",
    "“It is safe”, said engineer Ann Ek.",
    "It cost 12 million euros.",
    outlet="The Bugle",
    published=NOW,
)


@pytest.fixture
async def slack() -> AsyncIterator[SlackServer]:
    async with SlackServer() as server:
        yield server


async def _no_wait(seconds: float) -> None:
    """Time does not pass in these tests."""


@pytest.fixture
async def team(slack: SlackServer, sqlite_store_url: str) -> AsyncIterator[Team]:
    numbers = itertools.count()

    async def read_page(url: str) -> Article:
        if "nothing" in url:
            raise FetchError(url, "the server says 404")
        if "bug" in url:
            raise RuntimeError("xoxb-secret in a stack")
        return replace(PAGE, url=url, id=url)

    async def answer(a: Article, question: str) -> Answer:
        if "weather" in question:
            raise CommandError("The article does not say.")
        return Answer(
            question=question,
            text=f"About {a.url}.",
            answerable=True,
            verdict=Verdict.SUPPORTED,
            engine="extractive",
            article=a,
        )

    async with await open_store(sqlite_store_url) as store:
        client = web_client("xoxb-test", api_url=slack.url)
        chat = SlackChat(client)
        pace = Pace(seconds=0, clock=lambda: 0.0, sleep=_no_wait)
        deliverer = Deliverer(store.deliveries, {Platform.SLACK: chat}, lambda: NOW, pace)

        async def post(delivery: Delivery) -> None:
            await store.deliveries.add(delivery)
            await deliverer.deliver(delivery.channel)

        desk = Desk(
            store=store,
            summarizer=Summarizer(engine=ExtractiveEngine(), translators=(ReferenceTranslator(),)),
            read_page=read_page,
            answer=answer,
            now=lambda: NOW,
            new_id=lambda: f"s{next(numbers)}",
            words=160,
        )
        app = SlackApp(Handling(desk, chat, post), client)
        yield Team(slack, app, app.bolt(), store)
        await app.stop()
