"""Sending to Slack: once, and every failure told apart."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
from fakes.slack_server import ERROR, LOST_REPLY, RATE_LIMITED, SERVER_ERROR, SlackServer

from bot.chat.slack.client import SlackChat
from bot.chat.slack.sdk import WebApi
from bot.content import Notice
from bot.errors import DeliveryError, GiveUp, MaybeSent, TryLater
from bot.subscription import Channel, Platform

CHANNEL = Channel(Platform.SLACK, "C1")
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


@pytest.fixture
async def slack() -> AsyncIterator[SlackServer]:
    async with SlackServer() as server:
        yield server


def _chat(server: SlackServer) -> SlackChat:
    return SlackChat(WebApi("xoxb-test", api_url=server.url))


async def test_a_message_is_posted_and_found_again_by_its_key(slack: SlackServer) -> None:
    """After a crash the history tells whether the message is there; in a thread too."""
    chat = _chat(slack)
    (part,) = chat.render(Notice(text="Hello"))
    root = await chat.send(CHANNEL, part, key="k-0", reply_to=None)
    reply = await chat.send(CHANNEL, part, key="k-1", reply_to=root)
    assert [m.get("thread_ts") for m in slack.messages["C1"]] == [None, root]
    assert await chat.find(CHANNEL, part, key="k-0", reply_to=None, since=LONG_AGO) == root
    assert await chat.find(CHANNEL, part, key="k-1", reply_to=root, since=LONG_AGO) == reply
    assert await chat.find(CHANNEL, part, key="k-2", reply_to=None, since=LONG_AGO) is None


async def test_an_edit_replaces_what_a_message_shows(slack: SlackServer) -> None:
    chat = _chat(slack)
    (old,), (new,) = chat.render(Notice(text="Old")), chat.render(Notice(text="New"))
    message = await chat.send(CHANNEL, old, key="k-0", reply_to=None)
    await chat.edit(CHANNEL, new, message=message, reply_to=None)
    assert [m["text"] for m in slack.messages["C1"]] == ["New"]


@pytest.mark.parametrize(
    ("fault", "error", "posted"),
    [
        (RATE_LIMITED, TryLater, 0),
        (SERVER_ERROR, MaybeSent, 0),
        (LOST_REPLY, MaybeSent, 1),
        (ERROR + "internal_error", MaybeSent, 0),
        (ERROR + "service_unavailable", TryLater, 0),
        (ERROR + "channel_not_found", GiveUp, 0),
        (ERROR + "token_revoked", GiveUp, 0),
    ],
)
async def test_every_failure_says_what_to_do_next(
    slack: SlackServer, fault: str, error: type[DeliveryError], posted: int
) -> None:
    """One request is made, never a second one: repeating is for those who have looked first."""
    chat = _chat(slack)
    (part,) = chat.render(Notice(text="Hello"))
    slack.faults["chat.postMessage"].append(fault)
    with pytest.raises(error) as caught:
        await chat.send(CHANNEL, part, key="k-0", reply_to=None)
    assert len(slack.called("chat.postMessage")) == 1
    assert len(slack.messages["C1"]) == posted
    assert "xoxb" not in str(caught.value)


async def test_slack_s_own_waiting_time_is_kept(slack: SlackServer) -> None:
    chat = _chat(slack)
    (part,) = chat.render(Notice(text="Hello"))
    slack.faults["chat.postMessage"].append(RATE_LIMITED)
    with pytest.raises(TryLater) as caught:
        await chat.send(CHANNEL, part, key="k-0", reply_to=None)
    assert caught.value.retry_after == 7


async def test_who_was_told_to_wait_does_not_ask_before_that(slack: SlackServer) -> None:
    """The limit is the method's and the channel's: others go on."""
    now = [0.0]
    chat = SlackChat(WebApi("xoxb-test", api_url=slack.url), clock=lambda: now[0])
    (part,) = chat.render(Notice(text="Hello"))
    slack.members["C2"] = ["U1"]
    slack.faults["chat.postMessage"].append(RATE_LIMITED)
    for _ in range(3):
        with pytest.raises(TryLater) as caught:
            await chat.send(CHANNEL, part, key="k-0", reply_to=None)
        now[0] += 2
    assert caught.value.retry_after == 3
    assert len(slack.called("chat.postMessage")) == 1
    await chat.send(Channel(Platform.SLACK, "C2"), part, key="k-1", reply_to=None)
    now[0] += 1
    await chat.send(CHANNEL, part, key="k-0", reply_to=None)
    assert [len(slack.messages[c]) for c in ("C1", "C2")] == [1, 1]


async def test_what_no_outbox_repeats_waits_for_its_turn(slack: SlackServer) -> None:
    """Fifty at once run into the limit: they wait as long as Slack says, and none is lost."""
    now = [0.0]

    async def wait(seconds: float) -> None:
        now[0] = max(now[0], now[0] + seconds)

    chat = SlackChat(WebApi("xoxb-test", api_url=slack.url), clock=lambda: now[0], sleep=wait)
    slack.faults["users.info"] += [RATE_LIMITED, RATE_LIMITED]
    found = [await chat.patiently("users.info", query={"user": f"U{n}"}) for n in range(50)]
    assert [f["user"]["id"] for f in found] == [f"U{n}" for n in range(50)]
    assert now[0] == 14
    assert len(slack.called("users.info")) == 52


async def test_a_direct_message_goes_to_the_conversation_that_slack_opens(slack: SlackServer) -> None:
    chat, direct = _chat(slack), Channel.direct(Platform.SLACK, "U1")
    (part,) = chat.render(Notice(text="Hello"))
    message = await chat.send(direct, part, key="k-0", reply_to=None)
    assert [m["ts"] for m in slack.messages["D1"]] == [message]
    assert await chat.find(direct, part, key="k-0", reply_to=None, since=LONG_AGO) == message
    assert len(slack.called("conversations.open")) == 1


async def test_an_unreachable_slack_has_posted_nothing() -> None:
    chat = SlackChat(WebApi("xoxb-test", api_url="http://127.0.0.1:9/api/"))
    (part,) = chat.render(Notice(text="Hello"))
    with pytest.raises(TryLater, match="cannot be reached"):
        await chat.send(CHANNEL, part, key="k-0", reply_to=None)
