"""The gateway, over a real websocket to a stand-in: connect, resume, begin anew, and give way."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from functools import partial

import discord
import pytest
from discord.backoff import ExponentialBackoff
from fakes.answering import answered_here
from fakes.desk import NOW
from fakes.discord_gateway import DiscordGateway
from fakes.discord_team import Office

from bot.chat.discord.app import KurirClient
from bot.chat.discord.client import DiscordChat
from bot.chat.discord.handling import Handling
from bot.chat.discord.rest import Rest
from bot.chat.discord.service import DiscordService, NotConnectedError, use_api
from bot.runtime.services import Runtime
from bot.subscription import Platform


async def _at_once(self: KurirClient, shard_id: int, *, initial: bool = False) -> None:
    """Discord wants five seconds between two sessions; the stand-in does not."""


@pytest.fixture
async def gateway(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[DiscordGateway]:
    monkeypatch.setattr(ExponentialBackoff, "delay", lambda self: 0.0)
    monkeypatch.setattr(KurirClient, "before_identify_hook", _at_once)
    base, address = discord.http.Route.BASE, discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY
    async with DiscordGateway() as server:
        use_api(server.url)
        yield server
    discord.http.Route.BASE, discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = base, address


async def _soon(seconds: float) -> None:
    await asyncio.sleep(0)


@pytest.fixture
async def service(gateway: DiscordGateway, office: Office) -> AsyncIterator[DiscordService]:
    rest = Rest("token", api_url=gateway.url)
    handling = Handling(office.handling.desk, DiscordChat(rest), office.handling.post)
    requests, queue = answered_here(office.store, {Platform.DISCORD: handling}, lambda: NOW)
    take = partial(requests.take, Platform.DISCORD)
    made = DiscordService(lambda: KurirClient(handling.desk, take), "token", sleep=_soon)
    yield made
    await made.stop()
    await queue.stop(5)
    await rest.close()


def _said(answers: list[object]) -> str:
    return str(answers[-1])


async def test_a_command_is_acknowledged_and_answered(
    gateway: DiscordGateway, service: DiscordService
) -> None:
    await service.start()
    await gateway.until_connected(1)
    await gateway.ask("t1", "help")
    acknowledged, answer = await gateway.until_answered("t1")
    assert acknowledged["type"] == 5
    assert "What you can ask" in str(answer)
    assert service.ready() is None


async def test_a_lost_connection_is_resumed_and_what_was_missed_is_answered(
    gateway: DiscordGateway, service: DiscordService
) -> None:
    await service.start()
    await gateway.until_connected(1)
    await gateway.ask_to_reconnect()
    await gateway.ask("t1", "help")
    assert "What you can ask" in _said(await gateway.until_answered("t1"))
    assert gateway.sessions == ["identify", "resume"]


@pytest.mark.parametrize("how", ["drop", "invalidate"])
async def test_an_ended_session_is_begun_anew_at_the_same_address(
    gateway: DiscordGateway, service: DiscordService, how: str
) -> None:
    await service.start()
    await gateway.until_connected(1)
    await getattr(gateway, how)()
    await gateway.until_connected(2)
    await gateway.ask("t1", "help")
    assert "What you can ask" in _said(await gateway.until_answered("t1"))


async def test_a_client_that_the_gateway_ends_is_replaced(
    gateway: DiscordGateway, service: DiscordService
) -> None:
    """4004 ends discord.py's client for good; the service begins another one."""
    gateway.refuse = [4004]
    await service.start()
    await gateway.until_connected(1)
    await gateway.ask("t1", "help")
    assert await gateway.until_answered("t1")


async def test_a_refused_token_is_one_sentence_and_stops_no_other_service(
    gateway: DiscordGateway, service: DiscordService
) -> None:
    gateway.faults["GET users"].extend(["error:401/0"] * 3)
    with pytest.raises(NotConnectedError, match="check DISCORD_TOKEN"):
        await service.start()

    class Other:
        name = "slack"
        started = asyncio.Event()

        async def start(self) -> None:
            self.started.set()

        async def stop(self) -> None:
            pass

        def ready(self) -> str | None:
            return None

    other, stop = Other(), asyncio.Event()
    waiting = asyncio.Event()

    async def wait(seconds: float) -> None:
        waiting.set()
        await asyncio.Event().wait()

    runtime = Runtime((service, other), sleep=wait)
    running = asyncio.create_task(runtime.run(stop))
    await asyncio.wait_for(other.started.wait(), 10)
    await asyncio.wait_for(waiting.wait(), 10)
    assert "DISCORD_TOKEN" in runtime.problems()["discord"]
    assert "slack" not in runtime.problems()
    stop.set()
    await running
