"""The subscribe form and the App Home: what people see and change there."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from fakes.desk import LINK, NOW
from fakes.slack_server import SlackServer
from fakes.slack_team import Team
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.slack.form import SubscribeForm
from bot.commands.grammar import Change, Subscribe, parse
from bot.errors import CommandError
from bot.subscription import Channel, Mode, Platform, Subscription
from summarizer.sources import Source, source_id


@pytest.fixture(autouse=True)
def _nothing_refused(slack: SlackServer) -> Iterator[None]:
    """Slack has accepted every message and view."""
    yield
    assert slack.refused == []


def typed(**changed: Any) -> dict[str, Any]:
    """The form's values as Slack reports them."""
    values: dict[str, Any] = {"what": "ukraine", "times": "07:30", "tz": "Europe/Stockholm"} | changed
    state: dict[str, Any] = {
        name: {f"{name}_typed": {"value": values[name]}} for name in ("what", "times", "tz")
    }
    days = [{"value": str(day)} for day in values.get("days", [0])]
    state["weekdays"] = {"weekdays_chosen": {"selected_options": days}}
    state["mode"] = {"mode_chosen": {"selected_option": {"value": values.get("mode", "digest")}}}
    state["length"] = {"length_chosen": {"selected_option": {"value": str(values.get("words", 160))}}}
    sources = [{"value": name} for name in values.get("sources", ())]
    state["sources"] = {"sources_chosen": {"selected_options": sources}}
    return state


def _opened(team: Team) -> Mapping[str, Any]:
    view: Mapping[str, Any] = team.slack.views[-1]["view"]
    return view


async def _change(team: Team, view: Mapping[str, Any], state: Mapping[str, Any]) -> None:
    """Type into a field of an open form."""
    action = {"type": "plain_text_input", "action_id": "what_typed", "block_id": "what", "value": "x"}
    body = {
        "type": "block_actions",
        "team": {"id": "T1"},
        "user": {"id": "U1"},
        "trigger_id": "t",
        "view": {"id": "V1", **view, "state": {"values": state}},
        "actions": [action],
    }
    await team.acknowledged(body, "payload")


async def test_the_form_says_live_what_is_understood_and_what_would_have_come(team: Team) -> None:
    await team.command(LINK)
    await team.command("subscribe")
    opened = _opened(team)
    assert "Say what to follow" in json.dumps(opened)
    await _change(team, opened, typed(what="bridge"))
    await team.settle()
    shown = json.dumps(_opened(team))
    assert "Monday at 07:30 Europe/Stockholm" in shown
    assert "It would have brought lately" in shown
    assert "Bridge opened" in shown


async def test_the_person_s_own_time_zone_is_the_default(team: Team) -> None:
    await team.command("subscribe")
    (zone,) = [b["element"] for b in _opened(team)["blocks"] if b.get("block_id") == "tz"]
    assert zone["initial_value"] == "Europe/Stockholm"


async def test_what_is_sent_becomes_a_subscription_and_is_said_in_the_channel_once(team: Team) -> None:
    await team.command("subscribe")
    await team.submit(_opened(team), typed(words=80, mode="digest", days=[0, 4]))
    (made,) = await team.store.subscriptions.all()
    assert (made.what, made.schedule.weekdays, made.words, made.owner) == ("ukraine", (0, 4), 80, "U1")
    (said,) = team.said_aloud
    assert "Monday and Friday at 07:30" in said


async def test_sources_are_chosen_from_a_list(team: Team) -> None:
    for name in ("The Bugle", "TT"):
        address = f"https://example.com/{name}"
        source = Source(id=source_id(address), address=address, title=name, added=NOW)
        await team.store.sources.add(source)
    await team.command("subscribe")
    (field,) = [b["element"] for b in _opened(team)["blocks"] if b.get("block_id") == "sources"]
    assert [o["value"] for o in field["options"]] == ["The Bugle", "TT"]
    await team.submit(_opened(team), typed(what="", sources=["TT", "The Bugle"]))
    (made,) = await team.store.subscriptions.all()
    assert made.what == 'source:"TT", source:"The Bugle"'


async def test_a_wrong_time_stays_in_the_form_as_an_error(team: Team) -> None:
    await team.command("subscribe")
    answer = await team.submit(_opened(team), typed(times="noonish"))
    assert "noonish" in json.loads(answer)["errors"]["what"]
    assert await team.store.subscriptions.all() == []


async def test_while_somebody_types_the_form_is_renewed_once(team: Team) -> None:
    """Slack reports every character; each renewal is a request that counts towards its limits."""
    pausing = asyncio.Event()

    async def until_it_is_let(_seconds: float) -> None:
        await pausing.wait()

    team.app.screens.sleep = until_it_is_let
    await team.command("subscribe")
    opened = _opened(team)
    for what in ("b", "br", "bri", "bridge"):
        await _change(team, opened, typed(what=what))
    for _ in range(20):
        await asyncio.sleep(0)
    pausing.set()
    await team.settle()
    assert len(team.slack.called("views.update")) == 1
    assert '"initial_value": "bridge"' in json.dumps(_opened(team))


async def _at_home(team: Team) -> str:
    await team.event({"type": "app_home_opened", "tab": "home", "channel": "D1"})
    return json.dumps(_opened(team), ensure_ascii=False)


async def test_the_home_shows_subscriptions_sources_budget_and_recent_briefings(team: Team) -> None:
    await team.command(LINK)
    await team.command("subscribe ukraine")
    shown = await _at_home(team)
    assert '"ukraine"' in shown
    assert "Every day at 08:00 Europe/Stockholm; next: " in shown
    assert '"channel_id": "C1"' in shown
    assert "Bridge opened" in shown
    assert "$0.12 of today's $2.00" in shown


async def test_the_home_shows_nobody_what_others_follow_in_private(team: Team) -> None:
    team.slack.members |= {"C2": ["U9"], "C3": ["U1", "U9"], "C4": ["U9"]}
    team.slack.private |= {"C2", "C3"}
    for number, channel in enumerate(("C2", "C3", "C4", "@U9", "D9")):
        await team.store.subscriptions.put(
            Subscription(
                id=f"s{number}",
                number=1,
                channel=Channel(Platform.SLACK, channel),
                what=f"about{channel}",
                owner="U9",
                since=NOW,
            )
        )
    team.slack.members["D9"] = ["U9"]
    team.slack.private.add("D9")
    shown = await _at_home(team)
    assert [c for c in ("C2", "C3", "C4", "@U9", "D9") if f"about{c}" in shown] == ["C3", "C4"]


async def test_a_subscription_made_at_home_comes_as_direct_messages(team: Team) -> None:
    await team.press_at_home("home_subscribe", "")
    await team.submit(_opened(team), typed())
    (made,) = await team.store.subscriptions.all()
    assert made.channel == Channel.direct(Platform.SLACK, "U1")
    (said,) = team.slack.messages["D1"]
    assert "Subscribed as number 1" in json.dumps(said)
    assert "ukraine" in json.dumps(_opened(team))  # the home was renewed


async def test_a_subscription_is_edited_at_home(team: Team) -> None:
    await team.command("subscribe ukraine at 08:00 labels sv")
    await _at_home(team)
    await team.press_at_home("edit 1 C1", "1 C1")
    form = _opened(team)
    assert '"initial_value": "ukraine"' in json.dumps(form)
    await team.submit(form, typed(what="ukraine, climate", times="09:00", mode="alerts", words=320))
    (changed,) = await team.store.subscriptions.all()
    assert (changed.number, changed.what, changed.mode) == (1, "ukraine, climate", Mode.ALERTS)
    assert (changed.words, changed.labels) == (320, "sv")
    assert len(team.said_aloud) == 2


async def test_a_subscription_is_held_and_ended_at_home(team: Team) -> None:
    await team.command("subscribe ukraine")
    await team.press_at_home("hold pause 1 C1", "pause 1 C1")
    (held,) = await team.store.subscriptions.all()
    assert held.paused
    assert '"Resume"' in json.dumps(_opened(team))
    await team.press_at_home("hold resume 1 C1", "resume 1 C1")
    (going,) = await team.store.subscriptions.all()
    assert not going.paused
    await team.press_at_home("hold unsubscribe 1 C1", "unsubscribe 1 C1")
    assert await team.store.subscriptions.all() == []
    assert len(team.said_aloud) == 4  # subscribed, paused, resumed, ended: each said once


async def test_editing_what_is_gone_says_so(team: Team) -> None:
    await team.press_at_home("edit 7 C1", "7 C1")
    assert "no longer there" in json.dumps(_opened(team))


WORDS = st.text(st.sampled_from('abc ,"()-*:08.@<&'), max_size=30)


@given(WORDS, st.lists(WORDS, max_size=3), WORDS, st.none() | st.integers(1, 99), st.integers(20, 1000))
def test_a_form_is_the_command_that_it_becomes_or_an_error(
    what: str, sources: list[str], times: str, number: int | None, words: int
) -> None:
    form = SubscribeForm(what=what, sources=tuple(sources), times=times, number=number, words=words)
    try:
        command = form.command()
    except CommandError:
        return
    said = parse(command)
    assert said == (form.request() if number is None else Change(number, form.request()))
    assert isinstance(form.request(), Subscribe)
