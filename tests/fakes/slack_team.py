"""A workspace with Kurir in it: sends what Slack sends, and tells what people were shown."""

from __future__ import annotations

import asyncio
import itertools
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from hashlib import sha256
from hmac import HMAC
from typing import Any
from urllib.parse import urlencode

from slack_bolt.async_app import AsyncApp

from bot.chat.slack.app import SlackApp, answer_http
from bot.chat.slack.client import SlackChat
from bot.chat.slack.handling import Handling
from bot.chat.slack.sdk import WebApi
from bot.commands.requests import Requests
from bot.outbox.delivering import Deliverer, Pace
from bot.outbox.delivery import Delivery
from bot.queue.local import LocalQueue
from bot.store import Store
from bot.subscription import Platform
from fakes.answering import answered_here
from fakes.chat import Clock
from fakes.desk import NOW, desk_on
from fakes.slack_server import SlackServer

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"


@dataclass
class Team:
    """A workspace with Kurir in it."""

    slack: SlackServer
    app: SlackApp
    bolt: AsyncApp
    store: Store
    requests: Requests
    queue: LocalQueue
    deliverer: Deliverer
    clock: Clock
    numbers: Any = field(default_factory=itertools.count)

    async def send(
        self, body: Mapping[str, Any], *, form: str = "json", secret: str = SECRET, **headers: str
    ) -> tuple[int, str]:
        """One signed request as Slack makes it; waits until all that it started is done."""
        status, text = await self._request(body, form=form, secret=secret, **headers)
        await self.settle()
        return status, text

    async def acknowledged(self, body: Mapping[str, Any], form: str) -> int:
        """One signed request, until its acknowledgement only."""
        return (await self._request(body, form=form))[0]

    async def _request(
        self, body: Mapping[str, Any], *, form: str, secret: str = SECRET, **headers: str
    ) -> tuple[int, str]:
        if form == "json":
            data, kind = json.dumps(body).encode(), "application/json"
        else:
            values = {"payload": json.dumps(body)} if form == "payload" else body
            data, kind = urlencode(values).encode(), "application/x-www-form-urlencoded"
        stamp = headers.pop("stamp", str(int(NOW.timestamp())))
        signature = HMAC(secret.encode(), f"v0:{stamp}:".encode() + data, sha256).hexdigest()
        signed = {
            "content-type": kind,
            "x-slack-request-timestamp": stamp,
            "x-slack-signature": f"v0={signature}",
            **headers,
        }
        status, text, _ = await answer_http(self.bolt, SECRET, signed, data, now=NOW.timestamp())
        return status, text

    async def settle(self) -> None:
        """Wait until all that was started is done; Bolt starts listeners one turn of the loop later."""
        for _ in range(20):
            await asyncio.sleep(0)
        await self.app.idle()
        await self.queue.idle()

    async def forward(self, **units: float) -> None:
        """Let time pass, and deliver what is due by then."""
        self.clock.forward(**units)
        for channel in {d.channel for d in await self.store.deliveries.newest(limit=100)}:
            await self.deliverer.deliver(channel)

    async def command(self, text: str, *, channel: str = "C1", user: str = "U1", trigger: str = "") -> str:
        """Type `/brief text`; what was shown at once."""
        body = {
            "command": "/brief",
            "text": text,
            "user_id": user,
            "team_id": "T1",
            "channel_id": channel,
            "trigger_id": trigger or f"t{next(self.numbers)}",
            "response_url": self.slack.response_url(),
        }
        status, answer = await self.send(body, form="form")
        assert status == 200
        return answer

    async def press(self, action: str, value: str, **fields: Any) -> None:
        """Press a button below a message in C1."""
        body = {
            "type": "block_actions",
            "team": {"id": "T1"},
            "user": {"id": "U1"},
            "channel": {"id": "C1"},
            "container": {"type": "message", "message_ts": "1.1", "channel_id": "C1"},
            "message": {"ts": "1.1"},
            "trigger_id": f"t{next(self.numbers)}",
            "response_url": self.slack.response_url(f"r{next(self.numbers)}"),
            "actions": [{"type": "button", "action_id": action, "block_id": "b", "value": value}],
            **fields,
        }
        status, _ = await self.send(body, form="payload")
        assert status == 200

    async def press_at_home(self, action: str, value: str) -> None:
        """Press a button of one's App Home, which is in no channel."""
        body = {
            "type": "block_actions",
            "team": {"id": "T1"},
            "user": {"id": "U1"},
            "container": {"type": "view", "view_id": "V0"},
            "view": {"id": "V0", "type": "home", "private_metadata": ""},
            "trigger_id": f"t{next(self.numbers)}",
            "actions": [{"type": "button", "action_id": action, "block_id": "b", "value": value}],
        }
        assert (await self.send(body, form="payload"))[0] == 200

    async def submit(self, view: Mapping[str, Any], values: Mapping[str, Any]) -> str:
        """Send an opened modal with what was typed and chosen; what was answered at once."""
        name = f"V{next(self.numbers)}"
        sent = {"id": name, **view, "state": {"values": values}}
        who = {"team": {"id": "T1"}, "user": {"id": "U1"}}
        return (await self.send({"type": "view_submission", **who, "view": sent}, form="payload"))[1]

    async def event(self, event: Mapping[str, Any], *, event_id: str = "", **headers: str) -> int:
        body = {
            "type": "event_callback",
            "team_id": "T1",
            "event_id": event_id or f"Ev{next(self.numbers)}",
            "event": {"user": "U1", "ts": "9.9", **event},
        }
        return (await self.send(body, **headers))[0]

    @property
    def said_privately(self) -> list[str]:
        return [json.dumps(e, ensure_ascii=False) for e in self.slack.ephemeral]

    @property
    def said_aloud(self) -> list[str]:
        return [json.dumps(m, ensure_ascii=False) for ms in self.slack.messages.values() for m in ms]


async def _no_wait(seconds: float) -> None:
    """Time does not pass in these tests."""


@asynccontextmanager
async def open_team(slack: SlackServer, store: Store) -> AsyncIterator[Team]:
    """A workspace with Kurir in it, on `store`."""
    clock = Clock(NOW)
    chat = SlackChat(WebApi("xoxb-test", api_url=slack.url))
    pace = Pace(seconds=0, clock=lambda: 0.0, sleep=_no_wait)
    deliverer = Deliverer(store.deliveries, {Platform.SLACK: chat}, clock, pace)

    async def post(delivery: Delivery) -> None:
        await store.deliveries.add(delivery)
        await deliverer.deliver(delivery.channel)

    desk = desk_on(store, clock)

    async def spent(day: date) -> float:
        return 0.12 if day == clock().date() else 0.0

    handling = Handling(desk, chat, post, spent=spent, daily_usd=2.0)
    requests, queue = answered_here(store, {Platform.SLACK: handling}, clock)
    app = SlackApp(handling, partial(requests.take, Platform.SLACK))
    app.screens.sleep = _no_wait
    try:
        yield Team(slack, app, app.bolt(), store, requests, queue, deliverer, clock)
    finally:
        await app.stop()
        await queue.stop(5)
