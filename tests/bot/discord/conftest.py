"""Kurir's whole Discord side in simcord: real discord.py, an in-memory Discord, a real store."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import simcord
from fakes.answering import answered_here
from fakes.desk import NOW, desk_on
from fakes.discord_team import Office, Team
from fakes.simcord_api import SimcordApi

from bot.chat.discord.app import KurirClient
from bot.chat.discord.client import DiscordChat
from bot.chat.discord.handling import Handling
from bot.outbox.delivering import Deliverer, Pace
from bot.outbox.delivery import Delivery
from bot.store import open_store
from bot.subscription import Platform


async def no_wait(seconds: float) -> None:
    """Time does not pass in these tests."""


@pytest.fixture
async def office(sqlite_store_url: str) -> AsyncIterator[Office]:
    async with await open_store(sqlite_store_url) as store:
        desk = desk_on(store)
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
    simcord_env.settle_timeout = 30  # seconds of the wall clock: its own 5 are little on a busy machine
    yield Team(simcord_env, office)
    await office.client.finish()
