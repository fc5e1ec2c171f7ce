"""Answers that appear part by part: once, whole, and as nothing but blocks."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import pytest
from builders import article
from contents import LONG, TEXT, answer
from fakes.chat import Clock
from fakes.slack_limits import check_chunks, nodes
from fakes.slack_server import ERROR, LOST_REPLY, RATE_LIMITED, SERVER_ERROR, SlackServer
from fakes.slack_team import Team
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.chat.slack import blocks as b
from bot.chat.slack import stream
from bot.chat.slack.client import SlackChat
from bot.chat.slack.render import render
from bot.chat.slack.sdk import WebApi
from bot.content import Answer, Evidence
from bot.errors import MaybeSent
from bot.outbox.delivering import Deliverer, Pace
from bot.outbox.delivery import Part, State, planned
from bot.store import Store, open_store
from bot.subscription import Channel, Platform

CHANNEL = Channel(Platform.SLACK, "C1")
METHODS = ("chat.startStream", "chat.appendStream", "chat.stopStream")


def answered(text: str = "Yes, says Ann Ek.", evidence: int = 3) -> Answer:
    sentences = tuple(Evidence(n, f"Sentence {n}.", f"English {n}.") for n in range(evidence))
    return answer(text=text, evidence=sentences, article=article(outlet="TT"), story="7")


def _part(content: Answer) -> Part:
    (part,) = render(content)
    return stream.streamed(part, thread="1.1", user="U1", team="T1")


@dataclass
class Outbox:
    """The outbox with a clock that is set by hand, and Slack behind it."""

    slack: SlackServer
    store: Store
    deliverer: Deliverer
    clock: Clock

    async def post(self, part: Part) -> str:
        """Put `part` in, and deliver until nothing is left; the delivery's id."""
        delivery = planned(CHANNEL, "answer 1", (part,), now=self.clock(), reply_to="1.1")
        await self.store.deliveries.add(delivery)
        while await self.store.deliveries.unfinished():
            await self.deliverer.deliver(CHANNEL)
            self.clock.forward(minutes=5)
        return delivery.id

    @property
    def posted(self) -> list[dict[str, Any]]:
        return [m for m in self.slack.messages["C1"] if m["ts"] != "1.1"]


@pytest.fixture
async def outbox(slack: SlackServer, sqlite_store_url: str) -> AsyncIterator[Outbox]:
    slack.messages["C1"].append({"ts": "1.1"})
    clock = Clock()
    chat = SlackChat(WebApi("xoxb-test", api_url=slack.url), clock=lambda: clock().timestamp())
    async with await open_store(sqlite_store_url) as store:
        pace = Pace(seconds=0, clock=lambda: 0.0)
        deliverer = Deliverer(store.deliveries, {Platform.SLACK: chat}, clock, pace)
        yield Outbox(slack, store, deliverer, clock)


def _shown(message: dict[str, Any]) -> list[dict[str, Any]]:
    """The blocks without the key that is hidden in the first."""
    return [{k: v for k, v in block.items() if k != "block_id"} for block in message["blocks"]]


async def test_an_answer_appears_part_by_part_and_is_the_message_it_would_have_been(outbox: Outbox) -> None:
    await outbox.post(_part(answered()))
    (message,) = outbox.posted
    (plain,) = render(answered())
    assert _shown(message) == list(plain.payload["blocks"])
    assert message["thread_ts"] == "1.1"
    called = [name for name, _ in outbox.slack.calls if name.startswith("chat.")]
    assert called == ["chat.startStream", *["chat.appendStream"] * 5, "chat.stopStream"]
    (start,) = outbox.slack.called("chat.startStream")
    assert (start["recipient_user_id"], start["recipient_team_id"]) == ("U1", "T1")
    (stop,) = outbox.slack.called("chat.stopStream")
    assert [block["type"] for block in stop["blocks"]] == ["actions", "context_actions"]
    assert outbox.slack.refused == []


@pytest.mark.parametrize(
    "refusal",
    [
        ERROR + "unknown_method",
        ERROR + "method_not_supported",
        ERROR + "channel_type_not_supported",
        ERROR + "missing_recipient_team_id",
        ERROR + "invalid_chunks",
        RATE_LIMITED,
    ],
)
async def test_where_slack_does_not_stream_it_is_a_plain_message_at_once(
    outbox: Outbox, refusal: str
) -> None:
    outbox.slack.faults["chat.startStream"].append(refusal)
    await outbox.post(_part(answered()))
    (message,) = outbox.posted
    assert message["thread_ts"] == "1.1"
    assert "stream" not in message
    assert len(outbox.slack.called("chat.postMessage")) == 1


async def test_a_workspace_without_streams_is_asked_once(slack: SlackServer) -> None:
    chat = SlackChat(WebApi("xoxb-test", api_url=slack.url))
    slack.messages["C1"].append({"ts": "1.1"})
    slack.faults["chat.startStream"].append(ERROR + "unknown_method")
    for number in range(3):
        await chat.send(CHANNEL, _part(answered()), key=f"k-{number}", reply_to="1.1")
    assert len(slack.called("chat.startStream")) == 1
    assert len(slack.called("chat.postMessage")) == 3


@pytest.mark.parametrize("fault", [LOST_REPLY, SERVER_ERROR, RATE_LIMITED, ERROR + "internal_error"])
@pytest.mark.parametrize("method", METHODS)
async def test_a_stream_that_breaks_off_is_finished_and_never_repeated(
    outbox: Outbox, method: str, fault: str
) -> None:
    """Whatever was there when it broke: in the end there is one message, and all of it."""
    outbox.slack.faults[method].append(fault)
    delivery = await outbox.post(_part(answered()))
    (message,) = outbox.posted
    (plain,) = render(answered())
    assert _shown(message) == list(plain.payload["blocks"])
    assert message.get("streaming_state") in (None, "completed")
    done = await outbox.store.deliveries.get(delivery)
    assert done is not None
    assert (done.state, done.receipts[0].message) == (State.SENT, message["ts"])


@pytest.mark.parametrize("second", [RATE_LIMITED, LOST_REPLY, SERVER_ERROR])
async def test_it_may_break_while_it_is_being_finished(outbox: Outbox, second: str) -> None:
    outbox.slack.faults["chat.appendStream"].append(LOST_REPLY)
    outbox.slack.faults["chat.update"].append(second)
    await outbox.post(_part(answered()))
    (message,) = outbox.posted
    (plain,) = render(answered())
    assert _shown(message) == list(plain.payload["blocks"])


async def test_a_stream_that_slack_has_ended_is_finished_by_an_edit(outbox: Outbox) -> None:
    """Slack ends a stream by itself after about five minutes, and takes nothing more."""
    outbox.slack.faults["chat.appendStream"].append(ERROR + "message_not_in_streaming_state")
    await outbox.post(_part(answered()))
    (message,) = outbox.posted
    (plain,) = render(answered())
    assert _shown(message) == list(plain.payload["blocks"])
    assert len(outbox.slack.called("chat.update")) == 1


async def test_who_presses_slack_s_stop_button_gets_no_more(outbox: Outbox) -> None:
    outbox.slack.faults["chat.appendStream"].append(ERROR + "stopped_by_user")
    await outbox.post(_part(answered()))
    assert len(outbox.posted) == 1
    assert outbox.slack.called("chat.stopStream") == outbox.slack.called("chat.update") == []


async def test_a_stream_is_looked_for_in_the_thread_that_it_opened(outbox: Outbox) -> None:
    chat = outbox.deliverer.chats[Platform.SLACK]
    outbox.slack.faults["chat.appendStream"].append(LOST_REPLY)
    with pytest.raises(MaybeSent):
        await chat.send(CHANNEL, _part(answered()), key="k-0", reply_to="1.1")
    found = await chat.find(CHANNEL, _part(answered()), key="k-0", reply_to=None, since=outbox.clock())
    assert found == outbox.posted[0]["ts"]


async def test_questions_are_answered_by_streams_with_a_status(team: Team) -> None:
    """In the briefing's thread and in direct messages, below the question."""
    await team.command("https://example.com/bridge")
    await team.press("share", "1")
    root = team.slack.messages["C1"][0]["ts"]
    said = {"type": "message", "channel_type": "channel", "text": "How much?"}
    await team.event({**said, "channel": "C1", "thread_ts": root})
    await team.event({**said, "channel": "D1", "channel_type": "im", "text": "<https://example.com/b>"})
    await team.event({**said, "channel": "D1", "channel_type": "im", "ts": "7.7"})
    first, second = team.slack.called("chat.startStream")
    assert (first["channel"], first["thread_ts"]) == ("C1", root)
    assert (second["channel"], second["thread_ts"]) == ("D1", "7.7")
    statuses = team.slack.called("assistant.threads.setStatus")
    assert [(s["channel_id"], s["thread_ts"]) for s in statuses] == [("C1", root), ("D1", "7.7")]
    assert team.slack.refused == []


async def test_the_thread_that_an_answer_opens_goes_on_about_the_same_story(team: Team) -> None:
    direct = {"type": "message", "channel": "D1", "channel_type": "im"}
    await team.event({**direct, "text": "<https://example.com/one>", "ts": "1.0"})
    await team.event({**direct, "text": "How much?", "ts": "2.0"})
    await team.event({**direct, "text": "<https://example.com/two>", "ts": "3.0"})
    await team.event({**direct, "text": "Who says so?", "ts": "4.0", "thread_ts": "2.0"})
    assert "About https://example.com/one." in team.said_aloud[-1]


HOSTILE = "<!channel> <@U1> [x](https://evil.test) ![i](https://evil.test/i.png) **b** `c` # h @everyone"
ANY = TEXT | LONG | st.just(HOSTILE)


@settings(max_examples=60)
@given(ANY, st.lists(ANY, max_size=14))
def test_every_step_is_inert_and_all_steps_together_are_the_answer(text: str, sentences: list[str]) -> None:
    evidence = tuple(Evidence(n, sentence) for n, sentence in enumerate(sentences))
    whole = render(answer(question=text, text=text, evidence=evidence, story="7"))
    for part in whole:
        made, closing = stream.steps(part.payload["blocks"], "k-0")
        assert 1 <= len(made) <= stream.STEPS
        for step in made:
            body = {"chunks": [{"type": "blocks", "blocks": step}]}
            check_chunks(body, required=True)
            assert "mrkdwn" not in json.dumps(body)
            assert not {n.get("type") for n in nodes(step)} & {"link", "user", "image"}
        joined = [block for step in made for block in step]
        assert [*_shown({"blocks": joined}), *closing] == list(part.payload["blocks"])
    said = "".join("".join(t for p in whole for t in b.texts(p.payload["blocks"])).split())
    assert all("".join(b.clean(s).split()) in said for s in (text, *sentences) if len(s) < 2_500)
