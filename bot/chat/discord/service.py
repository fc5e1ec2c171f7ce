"""Discord as a service of the running bot: the gateway, connected again for as long as the bot runs.

discord.py resumes lost connections and starts new sessions by itself; what ends a client for good (the
gateway refuses it) is tried again here, later each time, while everything else works on.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import discord
import yarl

from bot.chat.discord.app import KurirClient
from bot.chat.discord.rest import API
from bot.logs import get_logger

log = get_logger(__name__)

NAME = "discord"
FIRST_WAIT, LAST_WAIT = 5.0, 300.0
"""Seconds before a client that has ended is replaced; doubles each time."""


class NotConnectedError(Exception):
    """Discord cannot be listened to; the message is one sentence that says what to do."""


class DiscordService:
    """Listens until it is stopped."""

    name = NAME

    def __init__(
        self,
        new_client: Callable[[], KurirClient],
        token: str,
        *,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._new_client, self._token, self._sleep = new_client, token, sleep
        self._client: KurirClient | None = None
        self._running: asyncio.Task[None] | None = None
        self._problem: str | None = None

    async def start(self) -> None:
        self._client = await self._logged_in()
        self._running = asyncio.create_task(self._run(), name="discord gateway")

    async def stop(self) -> None:
        if self._running is not None:
            self._running.cancel()
            await asyncio.gather(self._running, return_exceptions=True)
        if self._client is not None:
            await self._client.finish()
            await self._client.close()

    def ready(self) -> str | None:
        if self._problem is not None:
            return self._problem
        shards = self._client.shards.values() if self._client is not None else ()
        connected = shards and not any(shard.is_closed() for shard in shards)
        return None if connected else "the gateway is not connected"

    async def _logged_in(self) -> KurirClient:
        client = self._new_client()
        try:
            await client.login(self._token)
            await _use_gateway(client)
        except discord.LoginFailure as error:
            await client.close()
            raise NotConnectedError("Discord refuses the bot's token: check DISCORD_TOKEN") from error
        except (discord.HTTPException, discord.GatewayNotFound, OSError, TimeoutError) as error:
            await client.close()
            raise NotConnectedError("Discord cannot be reached; it is tried again") from error
        except BaseException:
            await client.close()
            raise
        return client

    async def _run(self) -> None:
        """Keep a client connected; one that has ended is replaced."""
        wait = FIRST_WAIT
        while True:
            try:
                self._client = self._client or await self._logged_in()
                self._problem = None
                await self._client.connect(reconnect=True)
            except Exception as error:
                self._problem = _sentence(error)
                log.error("discord_gateway_ended", error=self._problem, again_in=wait)
            if self._client is not None:
                wait = FIRST_WAIT if self._client.is_ready() else wait
                await self._client.finish()
                await self._client.close()
                self._client = None
            await self._sleep(wait)
            wait = min(wait * 2, LAST_WAIT)


def _sentence(error: Exception) -> str:
    if isinstance(error, discord.ConnectionClosed):
        return f"Discord's gateway closed the connection for good ({error.code})"
    if isinstance(error, discord.PrivilegedIntentsRequired):
        return "Discord refuses the intents: turn on those that docs/discord.md names"
    if isinstance(error, NotConnectedError):
        return str(error)
    return f"the gateway failed: {type(error).__name__}"


def use_api(url: str | None) -> None:
    """Have discord.py ask the REST API at `url`, as `DISCORD_API_URL` says; None leaves Discord's own."""
    discord.http.Route.BASE = (url or API).rstrip("/")


async def _use_gateway(client: KurirClient) -> None:
    """Have new sessions begin where the REST API says, also those after a lost one.

    discord.py asks for the address once and later goes to Discord's own, past `DISCORD_API_URL`.
    """
    _, url, _ = await client.http.get_bot_gateway()
    discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(url)
