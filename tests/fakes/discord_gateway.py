"""The stand-in Discord with a gateway: discord.py connects to it as to the real one.

https://docs.discord.com/developers/events/gateway
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSMsgType, web

from fakes.discord_server import DIRECT, DiscordServer

ALL = str((1 << 50) - 1 - (1 << 3))
"""Every permission but that of an administrator."""
APPLICATION = "50000"
BOT = {"id": "50001", "username": "kurir", "discriminator": "0", "avatar": None, "bot": True}
ANN = {"id": "60001", "username": "ann", "discriminator": "0", "avatar": None}


@dataclass
class DiscordGateway(DiscordServer):
    """Discord with one shard.

    Attributes:
        sessions: how each connection began: "identify" or "resume", in order.
        answers: what interactions were answered, by their token.
        refuse: close the next connections with this code when they identify.
        roles: of the server, everybody's first; the bot has them all.
        sessions_left: how often the bot may still identify today.
    """

    sessions: list[str] = field(default_factory=list)
    answers: dict[str, list[Any]] = field(default_factory=dict)
    refuse: list[int] = field(default_factory=list)
    roles: list[dict[str, str]] = field(default_factory=lambda: [{"id": "99999", "permissions": ALL}])
    sessions_left: int = 999

    def __post_init__(self) -> None:
        super().__post_init__()
        self._sockets: list[web.WebSocketResponse] = []
        self._sequence = 0
        self._missed: list[dict[str, Any]] = []
        self._changed = asyncio.Event()

    def _app(self) -> web.Application:
        app = super()._app()
        app.router.add_get("/gateway", self._connect)
        app.router.add_get("/gateway/", self._connect)
        return app

    def _answer(self, method: str, path: list[str], body: Any, query: dict[str, str]) -> Any:
        match method, path:
            case "GET", ["users", "@me"]:
                return BOT
            case "GET", ["oauth2", "applications", "@me"]:
                return _application()
            case "GET", ["gateway", "bot"]:
                left = self.sessions_left
                limit = {"total": 1000, "remaining": left, "reset_after": 1, "max_concurrency": 1}
                return {
                    "url": f"ws://127.0.0.1:{self.port}/gateway",
                    "shards": 1,
                    "session_start_limit": limit,
                }
            case "GET", ["guilds", _, "roles"]:
                return self.roles
            case "GET", ["guilds", _, "members", _]:
                return {"user": BOT, "roles": [r["id"] for r in self.roles[1:]]}
            case "PUT", ["applications", _, "commands"]:
                return []
            case "POST", ["interactions", number, token, "callback"]:
                self._answered(token, body)
                return {"interaction": {"id": number, "type": 2}}
            case _, ["webhooks", _, token, *_]:
                self._answered(token, body)
                return {"id": "1", **body}
        return super()._answer(method, path, body, query)

    async def until_answered(self, token: str, times: int = 2) -> list[Any]:
        """What an interaction was answered, once that is `times` requests."""
        await self._until(lambda: len(self.answers.get(token, ())) >= times)
        return self.answers[token]

    async def until_connected(self, times: int) -> None:
        """Wait for the session number `times`."""
        await self._until(lambda: len(self.sessions) >= times)

    async def _until(self, done: Callable[[], bool]) -> None:
        async with asyncio.timeout(10):
            while not done():
                self._changed.clear()
                await self._changed.wait()

    async def ask(self, token: str, command: str) -> None:
        """Ann asks `/brief COMMAND` in a direct message, with whatever connection there is."""
        number = str(len(self.answers) + self._sequence + 70_000)
        data = {
            "id": "1",
            "name": "brief",
            "type": 1,
            "options": [{"name": command, "type": 1, "options": []}],
        }
        await self._dispatch(
            "INTERACTION_CREATE",
            {
                "id": number,
                "application_id": APPLICATION,
                "type": 2,
                "token": token,
                "version": 1,
                "data": data,
                "channel_id": "80000",
                "channel": {"id": "80000", "type": DIRECT, "recipients": [ANN], "last_message_id": None},
                "user": ANN,
                "locale": "en-US",
                "entitlements": [],
                "authorizing_integration_owners": {},
                "app_permissions": "0",
                "context": 1,
                "attachment_size_limit": 1,
            },
        )

    async def drop(self) -> None:
        """Cut the connection without a word; what comes until it is back is kept for the resumed session."""
        socket = self._sockets.pop()
        if transport := socket._req and socket._req.transport:
            transport.abort()

    async def ask_to_reconnect(self) -> None:
        await self._sockets.pop().send_json({"op": 7, "d": None, "s": None, "t": None})

    async def invalidate(self) -> None:
        await self._sockets.pop().send_json({"op": 9, "d": False, "s": None, "t": None})

    async def _connect(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_json({"op": 10, "d": {"heartbeat_interval": 45_000}, "s": None, "t": None})
        async for message in socket:
            if message.type is not WSMsgType.TEXT:
                break
            await self._hear(socket, message.json())
        return socket

    async def _hear(self, socket: web.WebSocketResponse, said: dict[str, Any]) -> None:
        if said["op"] == 1:
            await socket.send_json({"op": 11, "d": None, "s": None, "t": None})
        elif self.refuse:
            await socket.close(code=self.refuse.pop())
        elif said["op"] in (2, 6):
            self._sockets.append(socket)
            if said["op"] == 2:
                await self._dispatch("READY", self._ready())
            else:
                await self._dispatch("RESUMED", {})
                missed, self._missed = self._missed, []
                for event in missed:
                    await socket.send_json(event)
            self.sessions.append("identify" if said["op"] == 2 else "resume")
            self._changed.set()

    def _answered(self, token: str, body: Any) -> None:
        self.answers.setdefault(token, []).append(body)
        self._changed.set()

    def _ready(self) -> dict[str, Any]:
        return {
            "v": 10,
            "user": BOT,
            "guilds": [],
            "session_id": f"s{len(self.sessions)}",
            "resume_gateway_url": f"ws://127.0.0.1:{self.port}/gateway",
            "application": {"id": APPLICATION, "flags": 0},
            "shard": [0, 1],
        }

    async def _dispatch(self, name: str, data: dict[str, Any]) -> None:
        self._sequence += 1
        event = {"op": 0, "t": name, "s": self._sequence, "d": data}
        if self._sockets:
            await self._sockets[-1].send_json(event)
        else:
            self._missed.append(event)


def _application() -> dict[str, Any]:
    return {
        "id": APPLICATION,
        "name": "Kurir",
        "description": "",
        "icon": None,
        "bot_public": True,
        "bot_require_code_grant": False,
        "verify_key": "0",
        "flags": 0,
        "owner": ANN,
    }
