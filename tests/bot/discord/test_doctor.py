"""What `kurir doctor` finds out about Discord."""

from __future__ import annotations

import pytest
from fakes.discord_gateway import ALL, DiscordGateway

from bot.chat.discord.doctor import check
from bot.chat.discord.permissions import NEEDED, allowed, missing
from bot.subscription import Channel, Platform

CHANNEL = Channel(Platform.DISCORD, "10000")
HISTORY = NEEDED["Read Message History"]


async def test_a_working_set_up_is_fine() -> None:
    async with DiscordGateway() as server:
        checks = await check("token", api_url=server.url, channels=[CHANNEL])
    assert [c.name for c in checks if c.ok] == ["discord", "discord gateway", "discord 10000"]


async def test_a_missing_permission_is_named() -> None:
    async with DiscordGateway() as server:
        server.channels["10000"]["permission_overwrites"] = [
            {"id": "99999", "allow": "0", "deny": str(HISTORY)}
        ]
        *_, found = await check("token", api_url=server.url, channels=[CHANNEL])
    assert not found.ok
    assert "Read Message History" in found.detail


@pytest.mark.parametrize("where", ["77777", "direct"])
async def test_a_channel_that_is_gone_is_said_and_direct_messages_are_none(where: str) -> None:
    channel = Channel.direct(Platform.DISCORD, "1") if where == "direct" else Channel(Platform.DISCORD, where)
    async with DiscordGateway() as server:
        checks = await check("token", api_url=server.url, channels=[channel])
    assert [c.ok for c in checks] == ([True, True] if where == "direct" else [True, True, False])


async def test_a_bot_that_connects_too_often_is_told_so() -> None:
    async with DiscordGateway() as server:
        server.sessions_left = 0
        _, gateway = await check("token", api_url=server.url)
    assert "no more today" in gateway.detail


def test_overwrites_count_everybody_first_then_roles_then_the_member() -> None:
    """As Discord computes permissions; an administrator may everything."""
    channel = {
        "guild_id": "1",
        "permission_overwrites": [
            {"id": "1", "allow": "0", "deny": ALL},
            {"id": "2", "allow": str(HISTORY), "deny": "0"},
            {"id": "me", "allow": str(NEEDED["Send Messages"]), "deny": str(HISTORY)},
        ],
    }
    roles = [{"id": "1", "permissions": ALL}, {"id": "2", "permissions": "0"}]
    assert allowed(channel, roles, ["2"], "me") == NEEDED["Send Messages"]
    assert allowed(channel, roles, ["2"], "you") == HISTORY
    assert missing(HISTORY) == [n for n in NEEDED if n != "Read Message History"]
    admin = [{"id": "1", "permissions": str(1 << 3)}]
    assert missing(allowed(channel, admin, [], "me")) == []
