"""Slack's requests over HTTP, through the real web server: what is Slack's is done once, all else never."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from hmac import HMAC
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import aiohttp
import pytest
from fakes.slack_server import SlackServer
from fakes.slack_team import SECRET, Team, open_team
from webdata import web_settings

from bot.chat.slack.service import SlackService
from bot.metrics import Metrics
from bot.web.app import create_app
from bot.web.server import WebServer

JSON, FORM = "application/json", "application/x-www-form-urlencoded"
EVENT: dict[str, Any] = {
    "type": "event_callback",
    "team_id": "T1",
    "event_id": "Ev1",
    "event": {
        "type": "message",
        "channel": "D1",
        "channel_type": "im",
        "user": "U1",
        "ts": "1.1",
        "text": "/brief help",
    },
}
COMMAND = {
    "command": "/brief",
    "text": "help",
    "user_id": "U1",
    "team_id": "T1",
    "channel_id": "C1",
    "trigger_id": "t1",
}


@dataclass
class Door:
    """The bot's web server, and what Slack has been told by it."""

    url: str
    team: Team
    session: aiohttp.ClientSession

    async def send(
        self, body: bytes, kind: str | None = JSON, *, method: str = "POST", **changed: str
    ) -> int:
        """One request, signed now unless `changed` says otherwise; its status."""
        stamp = changed.get("stamp", str(int(time.time())))
        signed = changed.get("signed", "").encode() or body
        secret = changed.get("secret", SECRET)
        digest = HMAC(secret.encode(), f"v0:{stamp}:".encode() + signed, sha256).hexdigest()
        headers = {
            "x-slack-request-timestamp": changed.get("sent_stamp", stamp),
            "x-slack-signature": changed.get("signature", f"v0={digest}"),
        }
        if kind:
            headers["content-type"] = kind
        if number := changed.get("retry"):
            headers |= {"x-slack-retry-num": number, "x-slack-retry-reason": "http_timeout"}
        headers = {k: v for k, v in headers.items() if v != "none"}
        async with self.session.request(
            method, self.url, data=body, headers=headers, skip_auto_headers=["content-type"]
        ) as response:
            self.text = await response.text()
            status = response.status
        await self.team.settle()
        return status

    @property
    def said(self) -> int:
        return len(self.team.said_aloud) + len(self.team.said_privately)


@pytest.fixture
async def door(team: Team, tmp_path: Path) -> AsyncIterator[Door]:
    service = SlackService(team.app, signing_secret=SECRET)
    app = create_app(team.store, web_settings(tmp_path), metrics=Metrics(), slack=service.answer)
    server = WebServer(app, "127.0.0.1:0")
    await server.start()
    async with aiohttp.ClientSession() as session:
        yield Door(f"http://127.0.0.1:{server.port}/slack/events", team, session)
    await server.stop()


def _json(value: Any) -> bytes:
    return json.dumps(value).encode()


def _form(values: Mapping[str, Any]) -> bytes:
    return urlencode(values).encode()


def _event(**changed: Any) -> bytes:
    return _json({**EVENT, "event": {**EVENT["event"], **changed}})


def _payload(value: Any) -> bytes:
    return _form({"payload": json.dumps(value)})


WHO = {"user": {"id": "U1"}, "team": {"id": "T1"}, "trigger_id": "t9"}


async def test_what_slack_signed_is_done(door: Door) -> None:
    assert await door.send(_json(EVENT)) == 200
    assert await door.send(_form(COMMAND), FORM) == 200
    assert "Reading" in door.text
    assert door.said == 2
    assert await door.send(_json({"type": "url_verification", "challenge": "abc"})) == 200
    assert json.loads(door.text) == {"challenge": "abc"}
    assert await door.send(_form({"ssl_check": "1", "token": "x"}), FORM) == 200


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        (JSON + "; charset=utf-8", _json(EVENT)),
        ("Application/JSON", _json(EVENT)),
        (f"{FORM};charset=UTF-8", _form(COMMAND)),
    ],
)
async def test_a_content_type_may_say_more(door: Door, kind: str, body: bytes) -> None:
    assert await door.send(body, kind) == 200
    assert door.said == 1


async def test_a_signature_is_good_for_five_minutes(door: Door) -> None:
    for seconds in (-290, 0, 290):
        assert await door.send(_json(EVENT), stamp=str(int(time.time()) + seconds)) == 200
    assert door.said == 1


UNSIGNED: list[tuple[dict[str, str], str]] = [
    ({"signature": "none"}, "no signature"),
    ({"signature": ""}, "an empty signature"),
    ({"signature": "v0=" + "0" * 64}, "a wrong signature"),
    ({"signature": "v0=" + "x" * 10_000}, "a long signature"),
    ({"signature": "v1=" + "0" * 64}, "another version"),
    ({"secret": "wrong"}, "another secret"),
    ({"secret": ""}, "no secret"),
    ({"signed": '{"type": "event_callback"}'}, "another body was signed"),
    ({"sent_stamp": "none"}, "no time"),
    ({"stamp": ""}, "an empty time"),
    ({"stamp": "soon"}, "a time in words"),
    ({"stamp": "1e9"}, "a time with an exponent"),
    ({"stamp": "-1"}, "a negative time"),
    ({"stamp": "9" * 40}, "a time of forty digits"),
    ({"stamp": "1700000000"}, "an old time"),
    ({"age": "301"}, "five minutes ago"),
    ({"age": "-301"}, "in five minutes"),
    ({"later": "1"}, "another time was signed"),
]


async def test_what_slack_did_not_sign_just_now_is_refused(door: Door) -> None:
    answered = {}
    for how, name in UNSIGNED:
        changed, now = dict(how), int(time.time())
        if age := changed.pop("age", ""):
            changed["stamp"] = str(now - int(age))
        if changed.pop("later", ""):
            changed |= {"stamp": str(now), "sent_stamp": str(now + 1)}
        answered[name] = await door.send(_json(EVENT), **changed)
    assert answered == dict.fromkeys(answered, 401)
    assert len(answered) == len(UNSIGNED)
    assert door.said == 0


MALFORMED: list[tuple[str | None, bytes, int, str]] = [
    (JSON, b"", 400, "nothing"),
    (FORM, b"", 400, "an empty form"),
    (None, b"", 415, "no content type"),
    ("text/plain", _json(EVENT), 415, "plain text"),
    ("multipart/form-data; boundary=x", _json(EVENT), 415, "multipart"),
    (FORM, _json(EVENT), 400, "JSON as a form"),
    (JSON, _form(COMMAND), 400, "a form as JSON"),
    (JSON, b"{not json", 400, "broken JSON"),
    (JSON, b"[]", 400, "a list"),
    (JSON, b"null", 400, "null"),
    (JSON, b'{"type": NaN}', 400, "no number"),
    (JSON, b'{"a":' * 50_000 + b"1" + b"}" * 50_000, 400, "fifty thousand deep"),
    (JSON, b"\xff\xfe\x00", 400, "no text"),
    (FORM, b"\xff\xfe\x00", 400, "a form of no text"),
    (FORM, b"%%%&&&=", 400, "a broken form"),
    (FORM, b"payload=", 400, "an empty payload"),
    (FORM, b"payload=%7Bnot", 400, "a broken payload"),
    (FORM, b"payload=[]", 400, "a payload that is a list"),
    (FORM, b"payload=%7B%7D&payload=%7B%7D", 400, "two payloads"),
    (FORM, b"&".join([b"a=b"] * 5_000), 400, "five thousand fields"),
    (JSON, _json({"type": "event_callback"}), 400, "no event"),
    (JSON, _json({**EVENT, "event": None}), 400, "an event that is null"),
    (JSON, _json({**EVENT, "event": "x"}), 400, "an event that is a word"),
    (JSON, _json({**EVENT, "event_id": None}), 400, "an event without an id"),
    (JSON, _event(channel=None), 400, "a message in no channel"),
    (JSON, _event(type="app_mention", ts=7), 400, "a mention at a number"),
    (JSON, _event(type="app_home_opened", user=None), 400, "a home of nobody"),
    (FORM, _form({"command": "/brief"}), 400, "a command of nobody"),
    (FORM, _payload({"type": "block_actions", **WHO}), 400, "no action"),
    (FORM, _payload({"type": "block_actions", **WHO, "actions": []}), 400, "an empty list"),
    (FORM, _payload({"type": "view_submission", **WHO, "view": {}}), 400, "no view"),
    (FORM, _payload({"type": "message_action", **WHO}), 400, "a shortcut on nothing"),
    (FORM, b"a" * 1_000_001, 413, "a megabyte"),
]


async def test_what_has_no_form_of_slack_s_is_refused_though_it_is_signed(door: Door) -> None:
    """Bolt answers 500 to most of these; Slack would send them again, and in the end give up on us."""
    answered = {name: await door.send(body, kind) for kind, body, _, name in MALFORMED}
    assert answered == {name: status for _, _, status, name in MALFORMED}
    assert len(answered) == len(MALFORMED)
    assert door.said == 0


async def test_slack_only_posts(door: Door) -> None:
    assert [await door.send(_json(EVENT), method=m) for m in ("GET", "PUT", "DELETE")] == [405] * 3
    assert door.said == 0


async def test_a_request_that_is_replayed_is_done_once(door: Door) -> None:
    stamp = str(int(time.time()))
    assert [await door.send(_json(EVENT), stamp=stamp) for _ in range(3)] == [200, 200, 200]
    assert [await door.send(_form(COMMAND), FORM, stamp=stamp) for _ in range(3)] == [200, 200, 200]
    assert door.said == 2


async def test_an_event_that_slack_repeats_is_done_once_also_after_a_restart(
    door: Door, slack: SlackServer, tmp_path: Path
) -> None:
    assert await door.send(_json(EVENT)) == 200
    assert await door.send(_json(EVENT), retry="1") == 200
    async with open_team(slack, door.team.store) as restarted:
        door.team.bolt, door.team.app = restarted.bolt, restarted.app
        service = SlackService(restarted.app, signing_secret=SECRET)
        app = create_app(restarted.store, web_settings(tmp_path), metrics=Metrics(), slack=service.answer)
        server = WebServer(app, "127.0.0.1:0")
        await server.start()
        door.url = f"http://127.0.0.1:{server.port}/slack/events"
        for retry in ("2", "3"):
            assert await door.send(_json(EVENT), retry=retry) == 200
        await server.stop()
    assert door.said == 1


async def test_two_of_the_same_at_once_are_done_once(door: Door) -> None:
    assert await asyncio.gather(*(door.send(_json(EVENT)) for _ in range(5))) == [200] * 5
    assert door.said == 1


ODD = [
    _event(text=None),
    _event(type="app_mention", user=None, text="hello"),
    _event(text="a\u0000b \ud800 \u202e"),
    _event(subtype="message_changed", user=None, text=None),
    _json({**EVENT, "event": {"type": "team_join"}}),
    _json({**EVENT, "type": "app_rate_limited"}),
    _payload({"type": "block_actions", **WHO, "actions": [{"type": "button", "action_id": "useful"}]}),
    _payload({"type": "block_actions", **WHO, "actions": [{"type": "overflow", "action_id": "more"}]}),
    _payload({"type": "block_actions", **WHO, "actions": [{"type": "button", "action_id": "gone"}]}),
]


async def test_what_is_odd_is_no_server_error(door: Door) -> None:
    for body in ODD:
        kind = FORM if body.startswith(b"payload") else JSON
        assert await door.send(body, kind) in (200, 404), body
