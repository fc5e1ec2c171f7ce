"""Slack in the running bot: Socket Mode with its refreshes and drops, and HTTP."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from typing import Any

import pytest
from fakes.slack_server import SlackServer
from fakes.slack_team import Team

from bot.chat.slack.requests import Request
from bot.chat.slack.service import SlackService
from bot.errors import StoreError


@pytest.fixture
async def service(team: Team) -> AsyncIterator[SlackService]:
    service = SlackService(team.app, app_token="xapp-test", check_every=0.02)
    await service.start()
    yield service
    await service.stop()


def _command(slack: SlackServer, number: int) -> Mapping[str, Any]:
    return {
        "command": "/brief",
        "text": "help",
        "user_id": "U1",
        "team_id": "T1",
        "channel_id": "C1",
        "trigger_id": f"t{number}",
        "response_url": slack.response_url(f"r{number}"),
    }


async def _answered(slack: SlackServer, count: int) -> None:
    """Wait for so many private answers; the stand-in wakes us at each."""
    await slack.until(lambda: len(slack.ephemeral) >= count)


async def test_a_command_over_the_socket_is_acknowledged_and_answered(
    slack: SlackServer, service: SlackService
) -> None:
    assert service.ready() is None
    await slack.push("slash_commands", _command(slack, 1), "e1")
    await _answered(slack, 1)
    await slack.until(lambda: "e1" in slack.acks)  # the answer may overtake it
    assert "Reading" in slack.acks["e1"]["text"]
    assert "What you can ask" in json.dumps(slack.ephemeral[0])


async def test_how_long_an_acknowledgement_takes_is_noted(slack: SlackServer, team: Team) -> None:
    noted: list[float] = []
    service = SlackService(team.app, app_token="xapp-test", acknowledged=noted.append)
    await service.start()
    await slack.push("slash_commands", _command(slack, 1), "e1")
    await slack.until(lambda: "e1" in slack.acks)
    await service.stop()
    assert [0 < seconds < 60 for seconds in noted] == [True]


async def test_an_envelope_that_comes_again_is_acknowledged_and_done_once(
    slack: SlackServer, service: SlackService, team: Team
) -> None:
    await slack.push("slash_commands", _command(slack, 1), "e1")
    await slack.push("slash_commands", _command(slack, 1), "e2", retry=1)
    await slack.until(lambda: {"e1", "e2"} <= slack.acks.keys() and slack.ephemeral)
    await team.settle()
    assert len(slack.ephemeral) == 1


async def test_refreshes_and_drops_lose_no_command(slack: SlackServer, service: SlackService) -> None:
    """Slack asks to reconnect every few hours; what comes after goes over the new connection."""
    await slack.push("slash_commands", _command(slack, 1), "e1")
    await slack.refresh()
    await slack.push("slash_commands", _command(slack, 2), "e2")
    await slack.drop()
    await slack.push("slash_commands", _command(slack, 3), "e3")
    await _answered(slack, 3)
    await slack.until(lambda: {"e1", "e2", "e3"} <= slack.acks.keys())


@pytest.mark.parametrize("reason", ["warning", "refresh_requested", "too_many_websockets", "link_disabled"])
async def test_whatever_the_reason_to_go_a_new_connection_takes_over(
    slack: SlackServer, service: SlackService, reason: str
) -> None:
    """A warning comes some ten seconds before Slack ends a connection."""
    for number in range(3):
        await slack.refresh(reason)
        await slack.push("slash_commands", _command(slack, number), f"e{number}")
    await _answered(slack, 3)
    await slack.until(lambda: {"e0", "e1", "e2"} <= slack.acks.keys())


async def test_a_connection_that_ends_while_a_command_is_taken_in_misses_nothing(
    slack: SlackServer, service: SlackService, team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The acknowledgement is lost with the connection: Slack sends the command again, and it is done once."""
    take, dropped = team.app.take, asyncio.Event()

    async def slowly(key: str, request: Mapping[str, Any]) -> None:
        if not dropped.is_set():
            await slack.drop()
            dropped.set()
        await take(key, request)

    monkeypatch.setattr(team.app, "take", slowly)
    await slack.push("slash_commands", _command(slack, 1), "e1")
    await slack.until(lambda: "e1" in slack.acks)
    await _answered(slack, 1)
    await team.settle()
    assert len(slack.ephemeral) == 1


async def test_what_could_not_be_kept_is_not_acknowledged_and_comes_again(
    slack: SlackServer, service: SlackService, team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    take, tried = team.app.take, asyncio.Event()

    async def broken(key: str, request: Mapping[str, Any]) -> None:
        tried.set()
        raise StoreError("the database does not answer")

    monkeypatch.setattr(team.app, "take", broken)
    await slack.push("slash_commands", _command(slack, 1), "e1")
    await asyncio.wait_for(tried.wait(), 10)
    await team.settle()
    assert slack.acks == {}
    monkeypatch.setattr(team.app, "take", take)
    await slack.refresh()  # what nobody acknowledged comes over the next connection
    await _answered(slack, 1)
    await slack.until(lambda: "e1" in slack.acks)


@pytest.mark.parametrize(
    ("kind", "payload"),
    [
        ("events_api", {"type": "event_callback", "event_id": "E1", "event": {"type": "team_join"}}),
        ("events_api", {"type": "event_callback", "event": None}),
        ("events_api", {}),
        ("slash_commands", {"command": "/brief"}),
        ("slash_commands", {"command": "/other", "user_id": "U1", "channel_id": "C1", "trigger_id": "t"}),
        ("interactive", {"type": "block_actions", "actions": []}),
        ("interactive", {"type": "something_new"}),
    ],
)
async def test_what_is_not_for_us_is_acknowledged(
    slack: SlackServer, service: SlackService, kind: str, payload: Mapping[str, Any]
) -> None:
    """Bolt acknowledges nothing that it does not know, and Slack would send it for ever."""
    await slack.push(kind, payload, "e1")
    await slack.until(lambda: "e1" in slack.acks)
    assert slack.ephemeral == []


async def test_after_an_outage_of_slack_nothing_is_missing(
    slack: SlackServer, service: SlackService, team: Team
) -> None:
    """Messages wait in the outbox, a private answer comes as a direct one, and the connection comes back."""
    await slack.push("slash_commands", _command(slack, 1), "e1")
    await _answered(slack, 1)
    await slack.fail()
    await team.app.take("command t9", _request(slack))  # it came just before
    await team.settle()
    for _ in range(11):
        await team.forward(minutes=5)
    assert service.ready() == "Socket Mode is not connected"
    assert slack.messages == {}
    slack.down, slack.response_urls_work = False, False  # they last for half an hour
    await slack.connected()
    await slack.push("slash_commands", _command(slack, 2), "e2")
    await slack.until(lambda: "e2" in slack.acks)
    await team.settle()
    await team.forward(minutes=5)
    assert json.dumps(slack.messages["D1"]).count("What you can ask") == 2 * len(slack.messages["D1"]) == 4
    assert service.ready() is None


async def test_an_address_that_works_no_more_is_asked_for_anew(
    slack: SlackServer, service: SlackService
) -> None:
    """The SDK tries one address for ever, which Slack lets work for some seconds."""
    slack.links_work = False
    await slack.refresh()
    await slack.until(lambda: slack.refused_links >= 2)
    slack.links_work = True
    await slack.push("slash_commands", _command(slack, 1), "e1")
    await slack.until(lambda: "e1" in slack.acks)


def _request(slack: SlackServer) -> Mapping[str, Any]:
    request = Request(
        key="command t9", text="help", user="U1", channel="C1", response_url=slack.response_url()
    )
    return request.to_json()


async def test_http_mode_needs_a_signature(team: Team) -> None:
    assert (await SlackService(team.app).answer({}, b"{}"))[0] == 404
    signed = SlackService(team.app, signing_secret="secret")
    assert (await signed.answer({}, b"{}"))[0] == 401
    assert signed.ready() is None
