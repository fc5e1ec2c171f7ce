"""What `kurir doctor` asks Discord: the bot's token, the gateway, what it may do in its channels."""

from __future__ import annotations

from collections.abc import Sequence

from bot.chat.discord.permissions import allowed, missing
from bot.chat.discord.rest import Rest
from bot.doctor.check import Check
from bot.errors import DeliveryError
from bot.subscription import Channel

CHANNELS = 50
"""Channels that are looked at at most."""


async def check(token: str, *, api_url: str | None, channels: Sequence[Channel] = ()) -> tuple[Check, ...]:
    """Whether Discord takes `token`, lets it listen, and lets it post in `channels`."""
    rest = Rest(token, api_url=api_url)
    try:
        try:
            who = await rest.call("GET", "/users/@me")
        except DeliveryError as error:
            fix = "Copy the token from Bot → Reset Token in the developer portal into DISCORD_TOKEN."
            return (Check("discord", False, f"{error}.", fix),)
        token_works = Check("discord", True, f"The token works: {who['username']}.")
        looked_at = [c for c in channels if c.user is None][:CHANNELS]
        return (
            token_works,
            await _gateway(rest),
            *[await _channel(rest, channel, str(who["id"])) for channel in looked_at],
        )
    finally:
        await rest.close()


async def _gateway(rest: Rest) -> Check:
    """Discord lets a bot connect so often a day; one that keeps crashing uses that up."""
    try:
        found = await rest.call("GET", "/gateway/bot")
    except DeliveryError as error:
        return Check("discord gateway", False, f"{error}.", "Try again in a minute; Discord may be down.")
    left = found["session_start_limit"]["remaining"]
    if left < 1:
        fix = "Wait a day, and find out from the log why Kurir connects so often."
        return Check("discord gateway", False, "Discord lets the bot connect no more today.", fix)
    return Check("discord gateway", True, f"The bot may connect {left} more times today.")


async def _channel(rest: Rest, channel: Channel, me: str) -> Check:
    """Whether the bot may do in a channel what its subscriptions need."""
    name = f"discord {channel.id}"
    try:
        found = await rest.call("GET", f"/channels/{channel.id}")
        guild = found["guild_id"]
        member = await rest.call("GET", f"/guilds/{guild}/members/{me}")
        roles = await rest.call("GET", f"/guilds/{guild}/roles")
    except DeliveryError as error:
        fix = "Let Kurir see that channel, or end the subscription with kurir unsubscribe."
        return Check(name, False, f"{error}.", fix)
    lacking = missing(allowed(found, roles, member["roles"], me))
    if lacking:
        fix = "Give it to the bot's role in the settings of that channel."
        return Check(name, False, f"Kurir lacks {', '.join(lacking)} in #{found.get('name')}.", fix)
    return Check(name, True, f"Kurir may do all it needs in #{found.get('name')}.")
