"""What `kurir doctor` asks Discord: whether the bot's token works."""

from __future__ import annotations

from bot.chat.discord.rest import Rest
from bot.doctor import Check
from bot.errors import DeliveryError


async def check(token: str, *, api_url: str | None) -> tuple[Check, ...]:
    """Whether Discord takes `token`, and whose it is."""
    rest = Rest(token, api_url=api_url)
    try:
        who = await rest.call("GET", "/users/@me")
    except DeliveryError as error:
        fix = "Copy the token from Bot → Reset Token in the developer portal into DISCORD_TOKEN."
        return (Check("discord", False, f"{error}.", fix),)
    finally:
        await rest.close()
    return (Check("discord", True, f"The token works: {(who or {}).get('username', 'the bot')}."),)
