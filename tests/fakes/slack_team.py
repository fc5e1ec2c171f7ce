"""A workspace with Kurir in it: sends what Slack sends, and tells what people were shown."""

from __future__ import annotations

import asyncio
import itertools
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from hmac import HMAC
from typing import Any
from urllib.parse import urlencode

from slack_bolt.async_app import AsyncApp

from bot.chat.slack.app import SlackApp, answer_http
from bot.store import Store
from fakes.slack_server import SlackServer

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
NOW = datetime(2026, 11, 23, 7, tzinfo=UTC)


@dataclass
class Team:
    """A workspace with Kurir in it."""

    slack: SlackServer
    app: SlackApp
    bolt: AsyncApp
    store: Store
    numbers: Any = field(default_factory=itertools.count)

    async def send(
        self, body: Mapping[str, Any], *, form: str = "json", secret: str = SECRET, **headers: str
    ) -> tuple[int, str]:
        """One signed request as Slack makes it; waits until all that it started is done."""
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
        await self.settle()
        return status, text

    async def settle(self) -> None:
        """Wait until all that was started is done; Bolt starts listeners one turn of the loop later."""
        for _ in range(20):
            await asyncio.sleep(0)
        await self.app.idle()

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
