"""The `Api` port on simcord: what the bot posts over REST lands in the same in-memory Discord.

simcord knows no component ids and no nonces; what it does not enforce is checked on the way in.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import discord

from bot.chat.discord.rest import Refused
from fakes.discord_limits import check_message


@dataclass
class SimcordApi:
    """Asks through the running client's own HTTP client, which simcord has replaced.

    Attributes:
        client: gives the client that runs now.
        bodies: every message body that was sent, in order.
    """

    client: Callable[[], discord.Client]
    bodies: list[dict[str, Any]] = field(default_factory=list)

    async def close(self) -> None:
        """There is no connection."""

    async def call(
        self, method: str, path: str, body: Any = None, *, query: Mapping[str, str] | None = None
    ) -> Any:
        if method == "POST" and path.endswith("/messages"):
            channel = self.client().get_channel(int(path.split("/")[2]))
            if isinstance(channel, discord.ForumChannel):  # simcord would take it
                raise Refused(400, 50008, "Cannot send messages in a non-text channel")
        if isinstance(body, dict) and "allowed_mentions" in body:
            check_message(body)
            self.bodies.append(copy.deepcopy(body))
        elif isinstance(body, dict) and "message" in body:
            check_message(body["message"])
            self.bodies.append(copy.deepcopy(body["message"]))
        given: dict[str, Any] = {"json": copy.deepcopy(body)} if body is not None else {}
        if query is not None:
            given["params"] = dict(query)
        try:
            return await self.client().http.request(discord.http.Route(method, path), **given)
        except discord.HTTPException as error:
            raise Refused(error.status, error.code, error.text) from error
