"""Slack in the running bot: Socket Mode with its refreshes and drops, and HTTP."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Mapping
from typing import Any

import pytest
from fakes.slack_server import SlackServer
from fakes.slack_team import Team

from bot.chat.slack.service import SlackService


@pytest.fixture
async def service(team: Team) -> AsyncIterator[SlackService]:
    service = SlackService(team.app, app_token="xapp-test")
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


async def test_http_mode_needs_a_signature(team: Team) -> None:
    assert (await SlackService(team.app).answer({}, b"{}"))[0] == 404
    signed = SlackService(team.app, signing_secret="secret")
    assert (await signed.answer({}, b"{}"))[0] == 401
    assert signed.ready() is None
