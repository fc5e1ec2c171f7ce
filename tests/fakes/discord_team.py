"""A server in simcord with Kurir in it, and what its members do there."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import discord
import simcord

from bot.chat.discord.app import KurirClient
from bot.chat.discord.handling import Handling
from bot.commands.requests import Requests
from bot.outbox.delivery import Delivery
from bot.queue.local import LocalQueue
from bot.store import Store
from bot.subscription import Channel, Platform
from fakes.simcord_api import SimcordApi


@dataclass
class Office:
    """Kurir's side.

    Attributes:
        store: what it remembers.
        handling: its desk and posting.
        requests: what people asked.
        queue: answers them.
        api: what it posts through.
        client: the client that runs.
        posted: deliveries, in order.
    """

    store: Store
    handling: Handling
    requests: Requests
    queue: LocalQueue
    api: SimcordApi
    client: KurirClient = field(init=False)
    posted: list[Delivery] = field(default_factory=list)

    def start(self, **options: Any) -> KurirClient:
        """A client as a process that begins has it."""
        take = partial(self.requests.take, Platform.DISCORD)
        self.client = KurirClient(self.handling.desk, take, shard_count=1, **options)
        return self.client


class Team:
    """A server with two members: Ann may manage webhooks, Bob may not."""

    def __init__(self, env: simcord.Env, office: Office) -> None:
        self.env, self.office, self.store, self.api = env, office, office.store, office.api
        self.guild = self.env.create_guild()
        self.channel = self.guild.create_text_channel("news")
        editors = self.guild.create_role("Editors", permissions=discord.Permissions(manage_webhooks=True))
        self.ann = self.guild.add_member(self.env.create_user("ann"), roles=[editors])
        self.bob = self.guild.add_member(self.env.create_user("bob"))

    @property
    def here(self) -> Channel:
        return Channel(Platform.DISCORD, str(self.channel.id))

    async def restart(self, **options: Any) -> None:
        """The process ends and another one starts."""
        await self.env.restart_bot(self.office.start(**options))
        await self.office.requests.look()
        await self.settle()

    async def settle(self) -> None:
        """Wait until the bot has done all that it was asked."""
        await self.env.settle()
        await self.office.client.idle()
        await self.office.queue.idle()
        await self.env.settle()

    async def brief(self, who: Any = None, where: Any = None, /, command: str = "url", **options: Any) -> Any:
        """`/brief COMMAND` in the channel; what came of it."""
        result = await (who or self.ann).slash(where or self.channel, f"brief {command}", **options)
        await self.settle()
        return result

    @property
    def last(self) -> discord.Message:
        """The channel's newest message."""
        message = self.channel.last_message
        assert message is not None
        return message

    async def press(self, label: str) -> Any:
        """Bob presses a button of the newest message."""
        result = await self.bob.click(self.last, label=label)
        await self.settle()
        return result

    def aloud(self, where: Any = None) -> list[str]:
        """Texts of all messages of ours that everybody in a channel sees, oldest first."""
        return [text_of(m) for m in (where or self.channel).history() if m.author.bot]


def text_of(message: Any) -> str:
    """Everything that is written in a message."""
    shown = message.components
    raw = [c if isinstance(c, dict) else c.to_dict() for c in shown]
    return str(message.content) + json.dumps(raw, ensure_ascii=False)


def said(result: Any) -> str:
    """Everything that the one who asked was shown."""
    shown = [result.response, *result.followups] if result.response else result.followups
    return "\n".join(text_of(m) for m in shown)
