"""A stand-in Slack on loopback: the Web API with its limits and faults, and Socket Mode.

`SLACK_API_URL` points at it. It keeps channels, messages and views as Slack would, refuses what Slack
refuses, and can be told to fail the next calls of a method.
"""

from __future__ import annotations

import asyncio
import itertools
import json
from collections import defaultdict, deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from types import TracebackType
from typing import Any, Self

from aiohttp import WSMsgType, web

from fakes.slack_limits import Refused, check_chunks, check_message, check_view

RATE_LIMITED = "rate limited"
SERVER_ERROR = "500"
LOST_REPLY = "accepted, reply lost"
ERROR = "error:"


@dataclass
class SlackServer:
    """Slack with one workspace.

    Attributes:
        members: channels that the bot is in, and users in each.
        messages: messages by channel, in order.
        calls: every call as (method, body), in order.
        ephemeral: what was shown to one person only, and through response_urls.
        views: views opened, updated or published, in order.
        faults: what the next calls of a method do instead: `RATE_LIMITED`, `SERVER_ERROR`,
            `LOST_REPLY`, or `ERROR` with a code.
        acks: what was acknowledged over Socket Mode, by envelope.
        scopes: what the bot's token may do, as a header of every answer says.
        private: channels that only their members may know of.
        response_urls_work: False: all are older than half an hour.
        down: every request fails, and nobody gets a connection.
        links_work: False: addresses of connections are given out, and do not work.
        refused_links: how often one did not work.
    """

    members: dict[str, list[str]] = field(default_factory=lambda: {"C1": ["U1"], "D1": ["U1"]})
    messages: dict[str, list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))
    calls: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    ephemeral: list[dict[str, Any]] = field(default_factory=list)
    views: list[dict[str, Any]] = field(default_factory=list)
    faults: dict[str, deque[str]] = field(default_factory=lambda: defaultdict(deque))
    acks: dict[str, Any] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)
    scopes: str = "chat:write,commands"
    private: set[str] = field(default_factory=set)
    response_urls_work: bool = True
    down: bool = False
    links_work: bool = True
    refused_links: int = 0

    async def __aenter__(self) -> Self:
        self._clock = itertools.count(1_700_000_000)
        self._sockets: list[web.WebSocketResponse] = []
        self._connected = asyncio.Event()
        self._tickets: set[str] = set()
        self._unacknowledged: dict[str, dict[str, Any]] = {}
        self._changed = asyncio.Condition()
        app = web.Application()
        app.router.add_route("*", "/api/{method}", self._api)
        app.router.add_post("/response/{id}", self._response_url)
        app.router.add_get("/link", self._link)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.port = self._runner.addresses[0][1]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for socket in self._sockets:
            await socket.close()
        await self._runner.cleanup()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/api/"

    def response_url(self, name: str = "r1") -> str:
        return f"http://127.0.0.1:{self.port}/response/{name}"

    def called(self, method: str) -> list[dict[str, Any]]:
        """Bodies of all calls of `method`."""
        return [body for name, body in self.calls if name == method]

    async def until(self, done: Any, seconds: float = 10) -> None:
        """Wait until `done()` is true; it is looked at after every call."""

        async def wait() -> None:
            async with self._changed:
                await self._changed.wait_for(done)

        await asyncio.wait_for(wait(), seconds)

    # ---- Socket Mode

    async def push(self, kind: str, payload: Mapping[str, Any], envelope: str, *, retry: int = 0) -> None:
        """Send an envelope over the newest connection."""
        await asyncio.wait_for(self._connected.wait(), 10)
        message = {
            "type": kind,
            "envelope_id": envelope,
            "payload": payload,
            "accepts_response_payload": True,
        }
        if retry:
            message |= {"retry_attempt": retry, "retry_reason": "timeout"}
        self._unacknowledged[envelope] = message
        await self._sockets[-1].send_json(message)

    async def refresh(self, reason: str = "refresh_requested") -> None:
        """Ask the newest connection to go: every few hours, after a warning, or when there are too many."""
        socket = self._sockets[-1]
        self._connected.clear()
        await socket.send_json({"type": "disconnect", "reason": reason})

    async def fail(self) -> None:
        """Go down: all connections end, and what was handed out before works no more."""
        self.down = True
        self._tickets.clear()
        self._connected.clear()
        for socket in self._sockets:
            await socket.close()

    async def connected(self) -> None:
        """Wait for a connection."""
        await asyncio.wait_for(self._connected.wait(), 10)

    async def drop(self) -> None:
        """Cut the newest connection without a word."""
        self._connected.clear()
        await self._sockets[-1].close()

    async def _link(self, request: web.Request) -> web.StreamResponse:
        ticket = request.query["ticket"]
        if self.down or not self.links_work or ticket not in self._tickets:
            self._tickets.discard(ticket)  # it lasts for some seconds only
            await self._note(self._count_refusal)
            return web.Response(status=403)
        self._tickets.discard(ticket)
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        self._sockets.append(socket)
        await socket.send_json({"type": "hello", "num_connections": len(self._sockets)})
        self._connected.set()
        for waiting in list(self._unacknowledged.values()):  # Slack sends again what nobody acknowledged
            await socket.send_json(waiting)
        async for message in socket:
            if message.type is WSMsgType.TEXT and message.data.startswith("{"):
                await self._note(partial(self._acknowledged, json.loads(message.data)))
        return socket

    def _count_refusal(self) -> None:
        self.refused_links += 1

    def _acknowledged(self, data: dict[str, Any]) -> None:
        self._unacknowledged.pop(data["envelope_id"], None)
        self.acks[data["envelope_id"]] = data.get("payload")

    # ---- Web API

    async def _note(self, change: Any) -> None:
        async with self._changed:
            change()
            self._changed.notify_all()

    async def _response_url(self, request: web.Request) -> web.Response:
        body = await request.json()
        if self.down:
            return web.Response(status=503)
        try:
            check_message(body) if "delete_original" not in body else None
        except Refused as refusal:
            self.refused.append(str(refusal.args))
            return web.json_response({"ok": False, "error": refusal.args[0]}, status=400)
        if not self.response_urls_work:
            return web.json_response({"ok": False, "error": "expired_url"}, status=404)
        used = sum(1 for e in self.ephemeral if e.get("response_url") == request.path)
        if used >= 5:
            return web.json_response({"ok": False, "error": "used_url"}, status=404)
        await self._note(lambda: self.ephemeral.append({**body, "response_url": request.path}))
        return web.Response(text="ok")

    async def _api(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        body = dict(request.query)
        if request.can_read_body:
            if request.content_type == "application/json":
                body |= await request.json()
            else:
                body |= {k: _decoded(str(v)) for k, v in (await request.post()).items()}
        fault = SERVER_ERROR if self.down else self.faults[method].popleft() if self.faults[method] else None
        if fault == RATE_LIMITED:
            await self._note(lambda: self.calls.append((method, body)))
            return web.json_response(
                {"ok": False, "error": "ratelimited"}, status=429, headers={"Retry-After": "7"}
            )
        if fault == SERVER_ERROR:
            await self._note(lambda: self.calls.append((method, body)))
            return web.Response(status=500, text="oops")
        answer = self._answer(method, body, fault)
        await self._note(lambda: self.calls.append((method, body)))
        if fault == LOST_REPLY:
            assert request.transport
            request.transport.abort()
        return web.json_response(answer, headers={"x-oauth-scopes": self.scopes})

    def _answer(self, method: str, body: dict[str, Any], fault: str | None) -> dict[str, Any]:
        if fault and fault.startswith(ERROR):
            return {"ok": False, "error": fault.removeprefix(ERROR)}
        handler = getattr(self, "_" + method.replace(".", "_"), None)
        try:
            return {"ok": True, **(handler(body) if handler else {})}
        except Refused as refusal:
            self.refused.append(f"{method}: {refusal.args}")
            return {"ok": False, "error": refusal.args[0]}

    def _auth_test(self, body: dict[str, Any]) -> dict[str, Any]:
        return {"url": "https://team.example.com/", "team_id": "T1", "user_id": "UBOT", "bot_id": "BBOT"}

    def _apps_connections_open(self, body: dict[str, Any]) -> dict[str, Any]:
        ticket = f"t{next(self._clock)}"
        self._tickets.add(ticket)
        return {"url": f"ws://127.0.0.1:{self.port}/link?ticket={ticket}"}

    def _channel(self, body: dict[str, Any]) -> str:
        channel = body.get("channel", "")
        if channel.startswith("U"):
            channel = "D1"
        if channel not in self.members:
            raise Refused("channel_not_found", channel)
        if "UBOT-out" in self.members[channel]:
            raise Refused("not_in_channel", channel)
        return str(channel)

    def _chat_postMessage(self, body: dict[str, Any]) -> dict[str, Any]:  # noqa: N802 - Slack's name
        channel = self._channel(body)
        check_message(body)
        if (thread := body.get("thread_ts")) and thread not in {m["ts"] for m in self.messages[channel]}:
            raise Refused("thread_not_found", thread)
        message = {**body, "ts": f"{next(self._clock)}.000100", "user": "UBOT"}
        self.messages[channel].append(message)
        return {"channel": channel, "ts": message["ts"], "message": message}

    def _chat_update(self, body: dict[str, Any]) -> dict[str, Any]:
        message = self._message(body)
        check_message(body)
        if message.get("streaming_state") == "in_progress":
            raise Refused("streaming_state_conflict", body["ts"])
        message.update(body)
        return {"channel": body["channel"], "ts": body["ts"]}

    def _chat_startStream(self, body: dict[str, Any]) -> dict[str, Any]:  # noqa: N802 - Slack's name
        channel = self._channel(body)
        if not body.get("thread_ts"):
            raise Refused("invalid_arguments", "thread_ts")
        for whom in ("recipient_user_id", "recipient_team_id"):
            if not body.get(whom):
                raise Refused(f"missing_{whom}", channel)
        message = {
            "ts": f"{next(self._clock)}.000100",
            "user": "UBOT",
            "thread_ts": body["thread_ts"],
            "blocks": check_chunks(body, required=False),
            "streaming_state": "in_progress",
        }
        self.messages[channel].append(message)
        return {"channel": channel, "ts": message["ts"]}

    def _chat_appendStream(self, body: dict[str, Any]) -> dict[str, Any]:  # noqa: N802 - Slack's name
        message = self._streaming(body)
        message["blocks"] += check_chunks(body, required=True)
        check_message({"blocks": message["blocks"]})
        return {"channel": body["channel"], "ts": body["ts"]}

    def _chat_stopStream(self, body: dict[str, Any]) -> dict[str, Any]:  # noqa: N802 - Slack's name
        message = self._streaming(body)
        message["blocks"] += [*check_chunks(body, required=False), *body.get("blocks", [])]
        check_message({"blocks": message["blocks"], "metadata": body.get("metadata", {})})
        message |= {"streaming_state": "completed", "metadata": body.get("metadata", {})}
        return {"channel": body["channel"], "ts": body["ts"], "message": message}

    def _streaming(self, body: dict[str, Any]) -> dict[str, Any]:
        message = self._message(body)
        if message.get("streaming_state") != "in_progress":
            raise Refused("message_not_in_streaming_state", body["ts"])
        return message

    def _message(self, body: dict[str, Any]) -> dict[str, Any]:
        for message in self.messages[self._channel(body)]:
            if message["ts"] == body["ts"]:
                return message
        raise Refused("message_not_found", body["ts"])

    def _chat_postEphemeral(self, body: dict[str, Any]) -> dict[str, Any]:  # noqa: N802 - Slack's name
        self._channel(body)
        check_message(body)
        self.ephemeral.append(body)
        return {"message_ts": f"{next(self._clock)}.000100"}

    def _conversations_history(self, body: dict[str, Any]) -> dict[str, Any]:
        found = [m for m in self.messages[self._channel(body)] if not m.get("thread_ts")]
        return {"messages": [_seen(m, body) for m in reversed(found)], "has_more": False}

    def _conversations_replies(self, body: dict[str, Any]) -> dict[str, Any]:
        found = [m for m in self.messages[self._channel(body)] if body["ts"] in (m["ts"], m.get("thread_ts"))]
        if not found:
            raise Refused("thread_not_found", body["ts"])
        return {"messages": [_seen(m, body) for m in found], "has_more": False}

    def _conversations_info(self, body: dict[str, Any]) -> dict[str, Any]:
        channel = self._channel(body)
        about = {"is_member": True, "is_im": channel[0] == "D", "is_private": channel in self.private}
        return {"channel": {"id": channel, "name": channel.lower(), **about}}

    def _conversations_members(self, body: dict[str, Any]) -> dict[str, Any]:
        return {"members": self.members[self._channel(body)]}

    def _conversations_open(self, body: dict[str, Any]) -> dict[str, Any]:
        return {"channel": {"id": "D1"}}

    def _users_info(self, body: dict[str, Any]) -> dict[str, Any]:
        return {"user": {"id": body["user"], "tz": "Europe/Stockholm", "is_admin": body["user"] == "UADMIN"}}

    def _views_open(self, body: dict[str, Any]) -> dict[str, Any]:
        return self._view(body)

    def _views_update(self, body: dict[str, Any]) -> dict[str, Any]:
        return self._view(body)

    def _views_publish(self, body: dict[str, Any]) -> dict[str, Any]:
        return self._view(body)

    def _view(self, body: dict[str, Any]) -> dict[str, Any]:
        check_view(body["view"])
        self.views.append(body)
        return {"view": {"id": f"V{len(self.views)}", **body["view"]}}


def _seen(message: dict[str, Any], body: dict[str, Any]) -> dict[str, Any]:
    """A message as history shows it: with its metadata only when that was asked for."""
    wanted = str(body.get("include_all_metadata", "")).lower() in ("1", "true")
    return message if wanted else {k: v for k, v in message.items() if k != "metadata"}


def _decoded(value: str) -> Any:
    return json.loads(value) if value[:1] in "[{" else value
