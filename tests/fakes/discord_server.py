"""A stand-in for Discord's REST API on loopback, with its limits and faults. `DISCORD_API_URL` points at it.

It keeps channels, threads and messages as Discord would, refuses what Discord refuses, answers a nonce that
it knows with the earlier message, and can be told to fail the next requests.
"""

from __future__ import annotations

import asyncio
import itertools
import json
from collections import defaultdict, deque
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self

from aiohttp import web

from fakes.discord_limits import Refused, check_message

RATE_LIMITED = "rate limited"
BRIEFLY_LIMITED = "rate limited for half a second"
GLOBALLY_LIMITED = "globally rate limited"
SERVER_ERROR = "500"
LOST_REPLY = "accepted, reply lost"
ERROR = "error:"
FIRST_ID = 1_500_000_000_000_000_000

TEXT, DIRECT, VOICE, THREAD, FORUM = 0, 1, 2, 11, 15


class DiscordError(Exception):
    """What Discord answers: status, code, message."""


@dataclass
class DiscordServer:
    """Discord with one server and one bot.

    Attributes:
        channels: by id; threads too.
        messages: messages by channel, in order.
        calls: every request as (method, path, body), in order.
        faults: what the next requests of "METHOD KIND" do instead, KIND being the path's last word that is
            no id.
        headers: sent with the next answers, one each.
        shows_nonce: whether the history shows nonces, which the real one may not.
        takes_components: whether Components V2 are taken.
    """

    channels: dict[str, dict[str, Any]] = field(default_factory=dict)
    messages: dict[str, list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))
    calls: list[tuple[str, str, Any]] = field(default_factory=list)
    faults: dict[str, deque[str]] = field(default_factory=lambda: defaultdict(deque))
    headers: deque[dict[str, str]] = field(default_factory=deque)
    shows_nonce: bool = False
    takes_components: bool = True

    def __post_init__(self) -> None:
        self._ids = itertools.count(FIRST_ID)
        self.add_channel("10000", TEXT)
        tags = [{"id": "1", "name": "Swedish", "moderated": False}]
        self.add_channel("20000", FORUM, available_tags=tags)
        self.add_channel("30000", VOICE)

    def add_channel(self, channel: str, kind: int, **fields: Any) -> dict[str, Any]:
        self.channels[channel] = {"id": channel, "type": kind, "guild_id": "99999", **fields}
        return self.channels[channel]

    async def __aenter__(self) -> Self:
        self._runner = web.AppRunner(self._app(), access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.port = self._runner.addresses[0][1]
        return self

    def _app(self) -> web.Application:
        app = web.Application()
        app.router.add_route("*", "/api/v10/{path:.*}", self._serve)
        return app

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._runner.cleanup()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/api/v10/"

    def called(self, method: str, ending: str) -> list[Any]:
        """Bodies of all such requests."""
        return [body for m, path, body in self.calls if m == method and path.endswith(ending)]

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        path = "/" + request.match_info["path"]
        body = await request.json() if request.can_read_body else None
        self.calls.append((request.method, path, body))
        words = [w for w in path.split("/") if w and not w.isdigit() and w != "@me"]
        waiting = self.faults[f"{request.method} {words[-1]}"]
        fault = waiting.popleft() if waiting else None
        headers = self.headers.popleft() if self.headers else {}
        if fault and fault != LOST_REPLY:
            return _failed(fault)
        try:
            answer = self._answer(request.method, path.strip("/").split("/"), body, dict(request.query))
        except DiscordError as error:
            status, code, message = error.args
            return web.json_response({"code": code, "message": message}, status=status)
        if fault == LOST_REPLY and request.transport:
            request.transport.close()
            await asyncio.sleep(0)
        # Discord names no charset, and discord.py only takes that for JSON.
        headers["Content-Type"] = "application/json"
        return web.Response(body=json.dumps(answer), headers=headers)

    def _answer(self, method: str, path: list[str], body: Any, query: dict[str, str]) -> Any:
        match method, path:
            case "POST", ["users", "@me", "channels"]:
                return self._direct(body["recipient_id"])
            case "GET", ["users", "@me"]:
                return {"id": "1", "username": "kurir", "bot": True}
            case "GET", ["guilds", _, "threads", "active"]:
                return {"threads": [c for c in self.channels.values() if c["type"] == THREAD]}
            case "GET", ["channels", channel]:
                return self._channel(channel)
            case "PATCH", ["channels", channel]:
                return self._channel(channel) | body
            case "POST", ["channels", channel, "messages"]:
                return self._post(channel, body)
            case "GET", ["channels", channel, "messages"]:
                return self._history(channel, query)
            case "GET", ["channels", channel, "messages", message]:
                return self._message(channel, message)
            case "PATCH", ["channels", channel, "messages", message]:
                self._check(body)
                found = self._message(channel, message)
                found.update(body)
                return found
            case "POST", ["channels", channel, "messages", message, "threads"]:
                self._message(channel, message)
                if message in self.channels:
                    raise DiscordError(400, 160004, "A thread has already been created for this message")
                return self._thread(message, channel, body)
            case "POST", ["channels", forum, "threads"]:
                if self._channel(forum)["type"] != FORUM:
                    raise DiscordError(400, 50024, "Cannot execute action on this channel type")
                self._check(body["message"])
                made = str(next(self._ids))
                thread = self._thread(made, forum, body)
                self.messages[made].append({"id": made, **body["message"]})
                return thread
        raise DiscordError(404, 0, f"404: Not Found {method} {path}")

    def _direct(self, user: str) -> dict[str, Any]:
        return self.add_channel(f"7{user}", DIRECT)

    def _channel(self, channel: str) -> dict[str, Any]:
        if channel not in self.channels:
            raise DiscordError(404, 10003, "Unknown Channel")
        return self.channels[channel]

    def _thread(self, made: str, parent: str, body: dict[str, Any]) -> dict[str, Any]:
        if not 1 <= len(body["name"]) <= 100 or body["auto_archive_duration"] not in (60, 1440, 4320, 10080):
            raise DiscordError(400, 50035, "Invalid Form Body: name or auto_archive_duration")
        if self._channel(parent)["type"] not in (TEXT, FORUM):
            raise DiscordError(400, 50024, "Cannot execute action on this channel type")
        fields = {"name": body["name"], "applied_tags": body.get("applied_tags", [])}
        return self.add_channel(made, THREAD, parent_id=parent, **fields)

    def _post(self, channel: str, body: dict[str, Any]) -> dict[str, Any]:
        if self._channel(channel)["type"] == FORUM:
            raise DiscordError(400, 50008, "Cannot send messages in a non-text channel")
        self._check(body)
        nonce = body.get("nonce")
        if nonce and body.get("enforce_nonce"):
            for earlier in self.messages[channel]:
                if earlier.get("_nonce") == nonce:
                    return earlier
        kept = {k: v for k, v in body.items() if k not in ("nonce", "enforce_nonce")}
        message = {"id": str(next(self._ids)), "channel_id": channel, "_nonce": nonce, **kept}
        self.messages[channel].append(message)
        return message

    def _check(self, body: dict[str, Any]) -> None:
        try:
            if body.get("flags", 0) & 1 << 15 and not self.takes_components:
                raise Refused("components are not taken here")
            check_message(body)
        except Refused as refused:
            raise DiscordError(400, 50035, f"Invalid Form Body: {refused}") from refused

    def _message(self, channel: str, message: str) -> dict[str, Any]:
        self._channel(channel)
        for found in self.messages[channel]:
            if found["id"] == message:
                return found
        raise DiscordError(404, 10008, "Unknown Message")

    def _history(self, channel: str, query: dict[str, str]) -> list[dict[str, Any]]:
        self._channel(channel)
        after, limit = int(query.get("after", 0)), int(query.get("limit", 50))
        found = [m for m in self.messages[channel] if int(m["id"]) > after][:limit]
        return [m | ({"nonce": m["_nonce"]} if self.shows_nonce else {}) for m in reversed(found)]


def _failed(fault: str) -> web.Response:
    if fault in (RATE_LIMITED, BRIEFLY_LIMITED, GLOBALLY_LIMITED):
        whole, wait = fault == GLOBALLY_LIMITED, 0.5 if fault == BRIEFLY_LIMITED else 7.0
        headers = {"Retry-After": str(wait), "X-RateLimit-Scope": "global" if whole else "user"}
        body = {"message": "You are being rate limited.", "retry_after": wait, "global": whole}
        return web.json_response(body, status=429, headers=headers)
    if fault == SERVER_ERROR:
        return web.Response(text="<html>upstream</html>", status=502)
    status, code = map(int, fault.removeprefix(ERROR).split("/"))
    return web.json_response({"code": code, "message": "no"}, status=status)
