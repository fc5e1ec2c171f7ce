"""The running bot with Discord in it, as `kurir run` builds it, against a stand-in on loopback."""

from __future__ import annotations

from pathlib import Path

import discord
from fakes.discord_gateway import DiscordGateway

from bot.app import open_bot
from bot.settings import load_settings
from bot.store import open_store
from bot.subscription import Platform


async def test_the_running_bot_answers_in_discord(sqlite_store_url: str, tmp_path: Path) -> None:
    """From the environment alone: token and API address; the gateway is where the API says."""
    base, address = discord.http.Route.BASE, discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY
    async with DiscordGateway() as server, await open_store(sqlite_store_url) as store:
        settings = load_settings(
            None, {"DISCORD_TOKEN": "token", "DISCORD_API_URL": server.url, "KURIR_DATA": str(tmp_path)}
        )
        async with open_bot(settings, store, only=Platform.DISCORD) as bot:
            (service,) = (s for s in bot.services if s.name == "discord")
            await service.start()
            await server.until_connected(1)
            await server.ask("t1", "settings")
            answers = await server.until_answered("t1")
            await service.stop()
    discord.http.Route.BASE, discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = base, address
    assert "Engine: extractive" in str(answers[-1])
