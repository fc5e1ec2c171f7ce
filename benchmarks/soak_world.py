"""The world of `benchmarks.soak`: 200 feeds that change, fail, hang and lie, and both chat platforms."""

from __future__ import annotations

import asyncio
import contextlib
import gzip
import json
import random
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSMsgType, web

from benchmarks.standin import StandIn

FEEDS = 200
HOSTS = 20
"""Addresses 127.0.0.1 and up that the feeds are on, since Kurir is polite to each host."""
NEW_EVERY = 90.0
"""Seconds between two articles of a feed that changes."""
PEOPLE = ("Anna Berg", "Jonas Falk", "Maria Lund", "Peter Holm", "Sara Dahl", "Erik Strand")
PLACES = ("Norrvik", "Sundby", "Granfors", "Ekeby", "Almeda", "Torslund")
THINGS = ("bridge", "harbour", "hospital", "railway", "school", "power station")


@dataclass
class Feeds:
    """Feeds by number; what a feed is like follows from its number.

    Attributes:
        asked: requests by behaviour.
    """

    started: float = field(default_factory=time.monotonic)
    asked: Counter[str] = field(default_factory=Counter)

    def app(self) -> web.Application:
        app = web.Application()
        app.router.add_get("/feed/{number}", self.answer)
        app.router.add_get("/robots.txt", self.robots)
        return app

    async def robots(self, _request: web.Request) -> web.Response:
        return web.Response(text="User-agent: *\nAllow: /\n")

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """One look at a feed."""
        number = int(request.match_info["number"])
        kinds = (self.changes, self.changes, self.changes, self.fails, self.hangs, self.lies)
        kind = kinds[number % len(kinds)]
        self.asked[kind.__name__] += 1
        return await kind(request, number)

    async def changes(self, request: web.Request, number: int) -> web.StreamResponse:
        count = 1 + int((time.monotonic() - self.started + number) / NEW_EVERY)
        tag = f'"{number}-{count}"'
        if request.headers.get("If-None-Match") == tag:
            return web.Response(status=304, headers={"ETag": tag})
        return web.Response(
            body=rss(number, count), content_type="application/rss+xml", headers={"ETag": tag}
        )

    async def fails(self, request: web.Request, number: int) -> web.StreamResponse:
        if number % 4 == 0 and request.transport:
            request.transport.abort()
        return web.Response(status=(500, 404, 503, 429)[number % 4], headers={"Retry-After": "30"})

    async def hangs(self, request: web.Request, number: int) -> web.StreamResponse:
        """Half of a feed, then silence until the client gives up; every other one says nothing at all."""
        if number % 2:
            response = web.StreamResponse(headers={"Content-Type": "application/rss+xml"})
            await response.prepare(request)
            await response.write(rss(number, 1)[:200])
        await asyncio.sleep(120)
        return web.Response(status=500)

    async def lies(self, _request: web.Request, number: int) -> web.StreamResponse:
        """Not what it says: an error page with 200, no gzip, no UTF-8, other ids at every look, a bomb."""
        turn = self.asked["lies"]
        body = rss(number, 3)
        match number // 6 % 5:
            case 0:
                return web.Response(text="<html><h1>Out of order</h1></html>", content_type="text/html")
            case 1:
                return web.Response(body=body, headers={"Content-Encoding": "gzip"})
            case 2:
                return web.Response(body=body.decode().encode("utf-16-le"), content_type="text/xml")
            case 3:
                return web.Response(body=body.replace(b"guid-", f"guid-{turn}-".encode()))
        bomb = gzip.compress(b"\0" * 30_000_000)
        return web.Response(body=bomb, headers={"Content-Encoding": "gzip"})


def rss(number: int, count: int) -> bytes:
    """A feed of `count` articles; the same number is the same article at every look."""
    items = "".join(item(number, n) for n in range(max(0, count - 10), count))
    head = f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Feed {number}</title>'
    return f"{head}<link>http://127.0.0.1/{number}</link>{items}</channel></rss>".encode()


def item(number: int, n: int) -> str:
    """One whole article of about 150 words with a claim, a doubt and an expert."""
    pick = random.Random(number * 1000 + n)  # noqa: S311 - the same article every time
    who, doubter, expert = pick.sample(PEOPLE, 3)
    place, thing, cost = pick.choice(PLACES), pick.choice(THINGS), pick.randint(3, 900)
    paragraphs = (
        f"The council of {place} will build a new {thing} for {cost} million euros, it decided on Monday.",
        f"“The {thing} is needed before the winter”, said mayor {who} after the vote in {place}.",
        f"The work begins in March and takes {pick.randint(2, 9)} years, according to the plan.",
        f"Council member {doubter} doubts that the money is enough. “It will cost more”, {doubter} said.",
        f"Professor {expert} of the University of {place} says that similar projects were "
        f"{pick.randint(5, 60)} per cent dearer than planned in the last ten years.",
        *(
            f"In district {d} of {place} {pick.randint(100, 9000)} people live near the site."
            for d in range(5)
        ),
    )
    html = "".join(f"&lt;p&gt;{p}&lt;/p&gt;" for p in paragraphs)
    title = f"{place} builds {thing} for {cost} million, plan {number}-{n}"
    return (
        f"<item><guid isPermaLink='false'>guid-{number}-{n}</guid><title>{title}</title>"
        f"<link>http://127.0.0.1/{number}/{n}</link><description>{html}</description></item>"
    )


class Platforms(StandIn):
    """Slack and Discord to post to, with Socket Mode and a gateway to listen to, cut now and then."""

    def __init__(self) -> None:
        super().__init__(rate=0.03)
        self.sockets: set[web.WebSocketResponse] = set()
        self.pushed: set[str] = set()
        self.acked: set[str] = set()
        self.slack_socket: web.WebSocketResponse | None = None
        self.port = 0

    def app(self) -> web.Application:
        app = super().app()
        app.router.add_route("*", "/api/auth.test", self._auth)
        app.router.add_route("*", "/api/apps.connections.open", self._open)
        app.router.add_get("/link", self._link)
        app.router.add_get("/gateway", self._gateway)
        app.router.add_post("/response", self._ok)
        app.router.add_route("*", "/api/{method}", self._ok)
        app.router.add_route("*", "/discord/{path:.*}", self._discord)
        return app

    async def cut(self) -> None:
        """Drop every connection that listens."""
        for socket in list(self.sockets):
            await socket.close()

    async def push(self, number: int) -> None:
        """Somebody writes /brief in Slack, if Kurir listens."""
        socket = self.slack_socket
        if socket is None or socket.closed:
            return
        envelope = f"e{number}"
        payload = {
            "command": "/brief",
            "text": "help" if number % 2 else "",
            "user_id": "U1",
            "channel_id": "C1001",
            "team_id": "T1",
            "trigger_id": f"t{number}",
            "response_url": f"http://127.0.0.1:{self.port}/response",
        }
        message = {"type": "slash_commands", "envelope_id": envelope, "payload": payload}
        with contextlib.suppress(ConnectionError):
            await socket.send_json({**message, "accepts_response_payload": True})
            self.pushed.add(envelope)

    async def _auth(self, _request: web.Request) -> web.Response:
        return web.json_response({"ok": True, "team_id": "T1", "user_id": "UBOT", "bot_id": "BBOT"})

    async def _open(self, _request: web.Request) -> web.Response:
        return web.json_response({"ok": True, "url": f"ws://127.0.0.1:{self.port}/link"})

    async def _ok(self, request: web.Request) -> web.Response:
        return web.json_response({"ok": True, "channel": {"id": "C1001", "is_member": True}})

    async def _link(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        self.sockets.add(socket)
        self.slack_socket = socket
        await socket.send_json({"type": "hello", "num_connections": 1})
        async for message in socket:
            if message.type is WSMsgType.TEXT and message.data.startswith("{"):
                self.acked.add(json.loads(message.data).get("envelope_id", ""))
        self.sockets.discard(socket)
        return socket

    async def _discord(self, request: web.Request) -> web.Response:
        path = request.match_info["path"]
        bot = {"id": "1", "username": "kurir", "discriminator": "0", "avatar": None, "bot": True}
        application: dict[str, Any] = {
            "id": "1",
            "name": "kurir",
            "description": "",
            "icon": None,
            "flags": 0,
            "bot_public": False,
            "bot_require_code_grant": False,
            "rpc_origins": [],
            "owner": bot,
            "verify_key": "0",
        }
        known: dict[str, Any] = {
            "users/@me": bot,
            "gateway/bot": {
                "url": f"ws://127.0.0.1:{self.port}/gateway",
                "shards": 1,
                "session_start_limit": {
                    "total": 1000,
                    "remaining": 999,
                    "reset_after": 0,
                    "max_concurrency": 1,
                },
            },
            "gateway": {"url": f"ws://127.0.0.1:{self.port}/gateway"},
            "oauth2/applications/@me": application,
            "applications/@me": application,
        }
        answer = json.dumps(known.get(path, [])).encode()
        return web.Response(body=answer, content_type="application/json")  # with a charset it is not read

    async def _gateway(self, request: web.Request) -> web.WebSocketResponse:
        """Hello, ready, and an answer to every heartbeat."""
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        self.sockets.add(socket)
        await socket.send_json({"op": 10, "d": {"heartbeat_interval": 20_000}})
        bot = {"id": "1", "username": "kurir", "discriminator": "0", "avatar": None, "bot": True}
        ready = {
            "v": 10,
            "shard": [0, 1],
            "user": bot,
            "guilds": [],
            "session_id": "s",
            "resume_gateway_url": f"ws://127.0.0.1:{self.port}/gateway",
            "application": {"id": "1", "flags": 0},
        }
        async for message in socket:
            if message.type is not WSMsgType.TEXT:
                continue
            match json.loads(message.data).get("op"):
                case 1:
                    await socket.send_json({"op": 11})
                case 2:
                    await socket.send_json({"op": 0, "t": "READY", "s": 1, "d": ready})
                case 6:
                    await socket.send_json({"op": 0, "t": "RESUMED", "s": 2, "d": {}})
        self.sockets.discard(socket)
        return socket


@contextlib.asynccontextmanager
async def world() -> Any:
    """Feeds and platforms that serve; gives both and the addresses of the feeds."""
    feeds, platforms = Feeds(), Platforms()
    runners = [
        web.AppRunner(a.app(), access_log=None, shutdown_timeout=0, handler_cancellation=True)
        for a in (feeds, platforms)
    ]
    for runner in runners:
        await runner.setup()
    await web.TCPSite(runners[0], "127.0.0.1", 0).start()
    port = runners[0].addresses[0][1]
    for host in range(2, HOSTS + 1):
        await web.TCPSite(runners[0], f"127.0.0.{host}", port).start()
    await web.TCPSite(runners[1], "127.0.0.1", 0).start()
    platforms.port = runners[1].addresses[0][1]
    try:
        yield feeds, platforms, [f"http://127.0.0.{n % HOSTS + 1}:{port}/feed/{n}" for n in range(FEEDS)]
    finally:
        for runner in runners:
            await runner.cleanup()
