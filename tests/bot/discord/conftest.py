"""Kurir's whole Discord side in simcord: real discord.py, an in-memory Discord, a real store."""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
import simcord
from builders import article
from fakes.answering import answered_here
from fakes.discord_team import NOW, Office, Team
from fakes.simcord_api import SimcordApi

from bot.chat.content import Answer
from bot.chat.discord.app import KurirClient
from bot.chat.discord.client import DiscordChat
from bot.chat.discord.handling import Handling
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


async def no_wait(seconds: float) -> None:
    """Time does not pass in these tests."""


async def read_page(url: str) -> Article:
    if "nothing" in url:
        raise FetchError(url, "the server says 404")
    if "bug" in url:
        raise RuntimeError("secret-token in a stack")
    return replace(PAGE, url=url, id=url)


async def answer(a: Article, question: str, *, channel: str) -> Answer:
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


@pytest.fixture
async def office(sqlite_store_url: str) -> AsyncIterator[Office]:
    numbers = itertools.count()
    async with await open_store(sqlite_store_url) as store:
        desk = Desk(
            store=store,
            summarizer=Summarizer(engine=ExtractiveEngine(), translators=(ReferenceTranslator(),)),
            read_page=read_page,
            answer=answer,
            now=lambda: NOW,
            new_id=lambda: f"s{next(numbers)}",
            words=160,
        )
        api = SimcordApi(lambda: made.client)
        chat = DiscordChat(api)
        pace = Pace(seconds=0, clock=lambda: 0.0, sleep=no_wait)
        deliverer = Deliverer(store.deliveries, {Platform.DISCORD: chat}, lambda: NOW, pace)

        async def post(delivery: Delivery) -> None:
            made.posted.append(delivery)
            await store.deliveries.add(delivery)
            await deliverer.deliver(delivery.channel)

        handling = Handling(desk, chat, post)
        requests, queue = answered_here(store, {Platform.DISCORD: handling}, lambda: NOW)
        made = Office(store, handling, requests, queue, api)
        made.start()
        yield made
        await queue.stop(5)


@pytest.fixture
def simcord_bot(office: Office) -> KurirClient:
    return office.client


@pytest.fixture
async def team(simcord_env: simcord.Env, office: Office) -> AsyncIterator[Team]:
    yield Team(simcord_env, office)
    await office.client.finish()
