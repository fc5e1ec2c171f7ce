"""Where something was asked, and what may be done there: read off discord.py's values."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import discord

from bot.chat.discord.permissions import missing
from bot.subscription import Channel, Platform


@dataclass(frozen=True, slots=True)
class Place:
    """Where.

    Attributes:
        channel: the channel, or ``@`` and the user for direct messages with us.
        thread: the thread in it.
        blocked: why we cannot post there; None: we can.
        answers: we may open and fill threads there.
        refused: why who asks may not change the subscriptions there; None: they may.
    """

    channel: str
    thread: str | None
    blocked: str | None
    answers: bool
    refused: str | None


def place_of(interaction: discord.Interaction[Any], subscribers: Collection[str]) -> Place:
    """Where an interaction came from; `subscribers` are ids or names of roles that may subscribe."""
    channel, thread = channel_of(interaction.channel or interaction, interaction.user)
    if interaction.guild_id is None:
        away = None if channel.startswith("@") else _elsewhere("this conversation")
        return Place(channel, thread, away, False, away)
    if interaction.client.get_guild(interaction.guild_id) is None:
        away = _elsewhere("this server")
        return Place(channel, thread, away, False, away)
    may = interaction.app_permissions
    answers = may.send_messages_in_threads and (thread is not None or may.create_public_threads)
    needed = "Send Messages in Threads" if thread else "Send Messages"
    blocked = _lacks([needed]) if needed in missing(may.value) else None
    return Place(channel, thread, blocked, answers, _refused(interaction, subscribers))


def channel_of(channel: Any, user: discord.abc.User) -> tuple[str, str | None]:
    """Ids of the channel and of the thread in it; direct messages with us are the user's."""
    if isinstance(channel, discord.Thread):
        return str(channel.parent_id), str(channel.id)
    if isinstance(channel, discord.DMChannel):
        return f"@{user.id}", None
    if isinstance(channel, discord.Interaction):  # of a place that we are not in, and that was not described
        return str(channel.channel_id), None
    return str(channel.id), None


def follows(channel: Any, user: discord.abc.User) -> Channel:
    """What is subscribed there: the thread, but of a forum's post the forum, where posts are made."""
    ident, thread = channel_of(channel, user)
    in_forum = isinstance(getattr(channel, "parent", None), discord.ForumChannel)
    return Channel(Platform.DISCORD, ident, None if in_forum else thread)


def _refused(interaction: discord.Interaction[Any], subscribers: Collection[str]) -> str | None:
    roles = {word for role in getattr(interaction.user, "roles", ()) for word in (str(role.id), role.name)}
    if not (interaction.permissions.manage_webhooks or roles & set(subscribers)):
        other = f", or one of the roles {', '.join(subscribers)}" if subscribers else ""
        return f"To change what this channel gets you need the permission Manage Webhooks here{other}."
    if lacking := missing(interaction.app_permissions.value):
        return _lacks(lacking)
    return None


def _elsewhere(what: str) -> str:
    return f"Kurir is not in {what}, so it cannot post here. Ask an admin to add it."


def _lacks(permissions: list[str]) -> str:
    return f"Kurir lacks the permission {', '.join(permissions)} in this channel. Give it, then try again."
