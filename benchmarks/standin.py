"""A stand-in for both chat platforms, as a process of its own with a ledger of what it accepted.

Slack as its documentation has it: `chat.postMessage` posts as often as it is called, and history shows the
metadata. Discord: Create Message with a nonce, which does *not* return the earlier message (the real one
does "in the past few minutes" only), and the channel's messages with their nonces; at most so many requests a
second of the whole bot. Both keep to a number of messages per second and channel, and answer as badly as
they are told to: 429, 500 before and after accepting, silence after accepting, and a connection dropped
after accepting.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import json
import math
import multiprocessing
import random
import sys
import time
import urllib.request
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from typing import Any

import aiohttp
from aiohttp import web

from bot.chat.discord import rest
from bot.chat.discord.client import EPOCH, DiscordChat
from bot.chat.ports import Chat
from bot.chat.slack.client import SlackChat
from bot.chat.slack.sdk import WebApi
from bot.outbox.delivery import Part
from bot.subscription import Channel, Platform

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
FAULTS = ("429", "500", "500 accepted", "silent accepted", "dropped accepted")
CLIENT_SECONDS = 0.4
"""How long the harness's clients wait for an answer."""


@dataclass
class StandIn:
    """The ledger and the faults.

    Attributes:
        rate: share of posts that go wrong.
        per_second: messages per second and channel; 0: no limit.
        latency: seconds that each post takes.
        per_bot: requests per second that Discord takes of one bot (the real one: 50); 0: no limit.
    """

    rate: float = 0.0
    per_second: float = 0.0
    latency: float = 0.0
    per_bot: int = 0
    window: tuple[float, int] = (0.0, 0)
    chance: random.Random = field(default_factory=lambda: random.Random(7))  # noqa: S311 - not a secret
    ledger: dict[str, list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))
    counts: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    threads: dict[str, tuple[str, str]] = field(default_factory=dict)
    roots: dict[str, str] = field(default_factory=dict)
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1_700_000_000))

    def app(self) -> web.Application:
        app = web.Application(middlewares=[self.whole_bot])
        app.router.add_post("/api/chat.postMessage", self.slack_post)
        app.router.add_get("/api/conversations.history", self.slack_history)
        app.router.add_get("/api/conversations.replies", self.slack_history)
        app.router.add_post("/discord/channels/{channel}/messages", self.discord_post)
        app.router.add_get("/discord/channels/{channel}/messages", self.discord_messages)
        app.router.add_get("/discord/channels/{channel}", self.discord_channel)
        app.router.add_get("/discord/channels/{channel}/messages/{message}", self.discord_message)
        app.router.add_post("/discord/channels/{channel}/messages/{message}/threads", self.discord_thread)
        app.router.add_get("/ledger", self.show)
        app.router.add_post("/settings", self.set)
        return app

    async def set(self, request: web.Request) -> web.Response:
        """What the harness wants from now on; forgets the ledger if asked."""
        wanted = await request.json()
        self.rate, self.per_second = wanted.get("rate", self.rate), wanted.get("per_second", self.per_second)
        self.latency = wanted.get("latency", self.latency)
        self.per_bot = wanted.get("per_bot", self.per_bot)
        if wanted.get("forget"):
            self.ledger.clear()
            self.counts.clear()
        return web.json_response({})

    @web.middleware
    async def whole_bot(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Discord's limit of one bot, over all its channels: so many in a second, then a global 429."""
        if not self.per_bot or not request.path.startswith("/discord/"):
            return await handler(request)
        now = time.monotonic()
        began, number = self.window if now - self.window[0] < 1 else (now, 0)
        self.window = (began, number + 1)
        self.counts["Discord requests"] += 1
        if number < self.per_bot:
            return await handler(request)
        self.counts["Discord requests over the bot's limit"] += 1
        wait = began + 1 - now
        headers = {"Retry-After": f"{wait:.3f}", "X-RateLimit-Scope": "global", "X-RateLimit-Global": "true"}
        return web.json_response({"retry_after": wait, "global": True}, status=429, headers=headers)

    async def show(self, request: web.Request) -> web.Response:
        return web.json_response({"ledger": self.ledger, "counts": self.counts})

    async def slack_post(self, request: web.Request) -> web.StreamResponse:
        body = await request.json()
        fault, limited = self._fault(), self._limited(body["channel"])
        if fault == "429" or limited:
            return self._answer(429, {"ok": False, "error": "ratelimited"}, math.ceil(limited) or 1)
        if fault == "500":
            return self._answer(500, {})
        ts = f"{next(self.numbers)}.000100"
        key = body["metadata"]["event_payload"]["key"]
        message = {"ts": ts, "thread_ts": body.get("thread_ts"), "text": body["text"], "key": key}
        message["metadata"] = body["metadata"]
        self._accept(body["channel"], message)
        return await self._then(request, fault, {"ok": True, "channel": body["channel"], "ts": ts})

    async def slack_history(self, request: web.Request) -> web.Response:
        thread = request.query.get("ts")
        messages = [
            m
            for m in self.ledger[request.query["channel"]]
            if not thread or thread in (m["ts"], m["thread_ts"])
        ]
        return web.json_response({"ok": True, "messages": messages[::-1]})

    async def discord_channel(self, request: web.Request) -> web.Response:
        return web.json_response({"id": request.match_info["channel"], "type": 0})

    async def discord_post(self, request: web.Request) -> web.StreamResponse:
        body, place = await request.json(), request.match_info["channel"]
        channel, thread = self.threads.get(place, (place, None))
        if thread is None and place in self.roots:
            return self._answer(404, {"code": 10003, "message": "Unknown Channel"})
        fault, limited = self._fault(), self._limited(channel)
        if fault == "429" or limited:
            return self._answer(429, {"retry_after": limited, "global": False}, limited or 0.05)
        if fault == "500":
            return self._answer(500, {})
        ident = str((int(time.time() * 1_000) - EPOCH << 22) + next(self.numbers) % (1 << 22))
        message = {"id": ident, "nonce": body["nonce"], "key": body["nonce"], "thread_ts": thread}
        message |= {"components": body["components"], "text": body["components"][0].get("content", "")}
        self.roots[ident] = channel
        self._accept(channel, message)
        return await self._then(request, fault, message)

    async def discord_messages(self, request: web.Request) -> web.Response:
        place = request.match_info["channel"]
        channel, thread = self.threads.get(place, (place, None))
        if thread is None and place in self.roots:
            return self._answer(404, {"code": 10003, "message": "Unknown Channel"})
        after = int(request.query.get("after", 0))
        found = [m for m in self.ledger[channel] if m["thread_ts"] == thread and int(m["id"]) > after]
        return web.json_response(found[::-1])

    async def discord_message(self, request: web.Request) -> web.Response:
        messages = self.ledger[request.match_info["channel"]]
        return web.json_response(next(m for m in messages if m["id"] == request.match_info["message"]))

    async def discord_thread(self, request: web.Request) -> web.Response:
        root = request.match_info["message"]
        if root in self.threads:
            return self._answer(400, {"code": 160004, "message": "A thread has already been created"})
        self.threads[root] = (request.match_info["channel"], root)
        return web.json_response({"id": root})

    def _accept(self, channel: str, message: dict[str, Any]) -> None:
        self.counts["accepted"] += 1
        self.ledger[channel].append({**message, "at": time.monotonic()})

    def _fault(self) -> str | None:
        fault = self.chance.choice(FAULTS) if self.chance.random() < self.rate else None
        if fault:
            self.counts[fault] += 1
        return fault

    def _limited(self, channel: str) -> float:
        """Seconds to wait until the channel may get another message; 0: none."""
        if not self.per_second or not self.ledger[channel]:
            return 0.0
        # A tenth is forgiven: no platform counts to the millisecond.
        wait: float = self.ledger[channel][-1]["at"] + 0.9 / self.per_second - time.monotonic()
        self.counts["rate limited"] += wait > 0
        return max(0.0, wait)

    def _answer(self, status: int, body: dict[str, Any], wait: float = 0.0) -> web.Response:
        headers = {"Retry-After": f"{wait:.3f}"} if status == 429 else None
        return web.json_response(body, status=status, headers=headers)

    async def _then(
        self, request: web.Request, fault: str | None, body: dict[str, Any]
    ) -> web.StreamResponse:
        if self.latency:
            await asyncio.sleep(self.latency)
        if fault == "silent accepted":
            await asyncio.sleep(CLIENT_SECONDS * 3)
        if fault == "dropped accepted" and request.transport:
            request.transport.abort()
        return self._answer(500 if fault == "500 accepted" else 200, body)


def channel(platform: Platform, number: int) -> Channel:
    """A channel with an id in the platform's form."""
    return Channel(platform, f"C{1000 + number}" if platform is Platform.SLACK else f"{1000 + number}")


def message(text: str, *, in_thread: bool = False, story: str | None = None) -> Part:
    """One message in both platforms' terms."""
    payload = {"text": text, "flags": 1 << 15, "components": [{"type": 10, "content": text}]}
    return Part(payload=payload, in_thread=in_thread, story=story)


@contextlib.asynccontextmanager
async def chats(url: str, seconds: float = CLIENT_SECONDS) -> Any:
    """The bot's own adapters for both platforms, with this patience."""
    settings: Any = rest
    settings.TIMEOUT = seconds
    discord = rest.Rest("stand-in", api_url=f"{url}/discord")
    timeout = aiohttp.ClientTimeout(total=seconds)
    connector = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(timeout=timeout, connector=connector) as session:
        slack = WebApi("xoxb-stand-in", api_url=f"{url}/api/")
        web: Any = slack.web
        web.session, web.timeout = session, seconds
        served: dict[Platform, Chat] = {
            Platform.SLACK: SlackChat(slack),
            Platform.DISCORD: DiscordChat(discord),
        }
        yield served
        await discord.close()


@dataclass(frozen=True)
class Running:
    """A stand-in that runs.

    Attributes:
        url: where it listens.
        pid: its process.
    """

    url: str
    pid: int

    def set(self, **wanted: Any) -> None:
        self._call("/settings", json.dumps(wanted).encode())

    def ledger(self) -> dict[str, list[dict[str, Any]]]:
        found: dict[str, list[dict[str, Any]]] = self._call("/ledger")["ledger"]
        return found

    def counts(self) -> dict[str, int]:
        found: dict[str, int] = self._call("/ledger")["counts"]
        return found

    def _call(self, path: str, body: bytes | None = None) -> Any:
        request = urllib.request.Request(f"{self.url}{path}", body)  # noqa: S310 - loopback
        with urllib.request.urlopen(request, timeout=10) as response:  # noqa: S310
            return json.load(response)


@contextlib.contextmanager
def running() -> Iterator[Running]:
    """Start a stand-in; it ends with the block."""
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=_serve, args=(theirs,), daemon=True)
    process.start()
    try:
        yield Running(f"http://127.0.0.1:{ours.recv()}", process.pid or 0)
    finally:
        process.kill()
        process.join()


def _serve(pipe: Connection) -> None:
    async def serve() -> None:
        runner = web.AppRunner(StandIn().app(), access_log=None)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0, backlog=4096)
        await site.start()
        pipe.send(runner.addresses[0][1])
        await asyncio.Event().wait()

    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(serve())
    sys.exit(0)
