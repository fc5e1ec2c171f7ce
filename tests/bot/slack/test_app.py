"""What people do in Slack, and what they see."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from fakes.desk import LINK, NOW, PAGE
from fakes.slack_server import SlackServer
from fakes.slack_team import Team

from bot.chat.slack.requests import Request
from bot.chat.slack.screens import PROMPTS
from bot.errors import StoreError
from summarizer import Briefing, Point, Section, Verdict

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(autouse=True)
def _nothing_refused(slack: SlackServer) -> Iterator[None]:
    """Slack has accepted every message and view."""
    yield
    assert slack.refused == []


async def test_a_page_is_briefed_privately_with_a_button_to_share_it(team: Team) -> None:
    assert "Reading" in await team.command(LINK)
    (said,) = team.said_privately
    assert "Bridge opened" in said
    assert '"response_type": "ephemeral"' in said
    assert '"action_id": "share"' in said
    assert team.said_aloud == []


async def test_sharing_posts_the_briefing_once(team: Team) -> None:
    await team.command(LINK)
    await team.press("share", "1", trigger_id="same")
    await team.press("share", "1", trigger_id="same")
    (said,) = team.said_aloud
    assert "Bridge opened" in said


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("help", "What you can ask"),
        ("ask", "Ask what?"),
        ("sources", "no briefing here yet"),
        ("https://example.com/nothing", "the server says 404"),
        ("zeppelin", "No briefing matches"),
        ("settings", "Europe/Stockholm"),
    ],
)
async def test_every_form_is_answered_in_a_sentence(team: Team, text: str, says: str) -> None:
    await team.command(text)
    assert any(says in said for said in team.said_privately)


async def test_what_nobody_foresaw_shows_no_stack_and_no_secret(team: Team) -> None:
    await team.command("https://example.com/bug")
    (said,) = team.said_privately
    assert "Something went wrong on Kurir's side" in said
    assert "xoxb" not in said
    assert "RuntimeError" not in said


async def test_evidence_opens_a_modal_with_the_original_sentences(team: Team) -> None:
    await team.command(LINK)
    await team.press("evidence", "1")
    shown = json.dumps(team.slack.views[-1], ensure_ascii=False)
    assert "The mayor opened the bridge on Monday." in shown
    assert "Every check passed" in shown


async def test_a_button_of_a_briefing_that_is_gone_says_so(team: Team) -> None:
    await team.press("evidence", "999")
    assert "no longer in the archive" in json.dumps(team.slack.views[-1])


async def test_asking_in_the_modal_is_answered_in_the_thread(team: Team) -> None:
    await team.command(LINK)
    await team.press("share", "1")
    (message,) = team.slack.messages["C1"]
    where = {"message_ts": message["ts"], "channel_id": "C1"}
    await team.press("ask", "1", container=where, message={"ts": message["ts"]})
    view = team.slack.views[-1]["view"]
    await team.send(
        {
            "type": "view_submission",
            "team": {"id": "T1"},
            "user": {"id": "U1"},
            "view": {
                "id": "V1",
                **view,
                "state": {"values": {"question": {"text": {"value": "How much?"}}}},
            },
        },
        form="payload",
    )
    answer = team.slack.messages["C1"][-1]
    assert answer["thread_ts"] == message["ts"]
    assert f"About {LINK}." in json.dumps(answer)


async def test_plain_words_in_a_briefing_s_thread_are_a_question(team: Team) -> None:
    await team.command(LINK)
    await team.press("share", "1")
    (message,) = team.slack.messages["C1"]
    said = {"type": "message", "channel": "C1", "channel_type": "channel", "text": "How much?"}
    await team.event({**said, "thread_ts": message["ts"]})
    assert f"About {LINK}." in team.said_aloud[-1]


async def test_threads_of_others_and_the_bot_s_own_words_are_left_alone(team: Team) -> None:
    said = {"type": "message", "channel": "C1", "channel_type": "channel", "text": "lunch?"}
    await team.event({**said, "thread_ts": "5.5"})
    await team.event(said)
    await team.event({**said, "bot_id": "B9", "thread_ts": "5.5"})
    await team.event({**said, "subtype": "message_changed"})
    assert team.said_aloud == []


async def test_a_direct_message_needs_no_slash(team: Team) -> None:
    direct = {"type": "message", "channel": "D1", "channel_type": "im"}
    await team.event({**direct, "text": f"<{LINK}>"})
    await team.event({**direct, "text": "How much?"})
    await team.event({**direct, "text": "/brief help"})
    link, answer, help_ = team.said_aloud
    assert "Bridge opened" in link
    assert f"About {LINK}." in answer
    assert "What you can ask" in help_


async def test_a_mention_with_a_link_is_briefed_in_its_thread(team: Team) -> None:
    team.slack.messages["C1"].append({"ts": "9.9"})
    await team.event({"type": "app_mention", "channel": "C1", "text": f"<@UBOT> please <{LINK}|bridge>"})
    message = team.slack.messages["C1"][-1]
    assert message["thread_ts"] == "9.9"
    assert "Bridge opened" in json.dumps(message)


async def test_the_shortcut_briefs_the_message_s_link(team: Team) -> None:
    body = {
        "type": "message_action",
        "callback_id": "brief_message",
        "team": {"id": "T1"},
        "user": {"id": "U1"},
        "channel": {"id": "C1"},
        "trigger_id": "t",
        "message_ts": "1.1",
        "response_url": team.slack.response_url(),
        "message": {"text": f"look <{LINK}>", "ts": "1.1"},
    }
    await team.send(body, form="payload")
    await team.send({**body, "trigger_id": "u", "message": {"text": "look", "ts": "1.1"}}, form="payload")
    briefed, without = team.said_privately
    assert "Bridge opened" in briefed
    assert "no link" in without


async def test_what_slack_repeats_is_done_once(team: Team) -> None:
    """Slack sends an event up to four times; the retry header is no reason to skip, the id is."""
    event = {"type": "message", "channel": "D1", "channel_type": "im", "text": f"<{LINK}>"}
    assert await team.event(event, event_id="Ev1") == 200
    assert await team.event(event, event_id="Ev1", **{"x-slack-retry-num": "1"}) == 200
    await team.command("help", trigger="same")
    await team.command("help", trigger="same")
    assert len(team.said_aloud) == 1
    assert len(team.said_privately) == 1


async def test_what_a_crash_left_is_answered_after_the_restart(team: Team) -> None:
    request = {"key": "command t", "text": "help", "user": "U1", "channel": "C1"}
    request["response_url"] = team.slack.response_url()
    body = {"platform": "slack", "request": request}
    await team.store.inbox.accept("command t", body, now=team.app.handling.desk.now())
    await team.requests.look()
    await team.settle()
    await team.requests.look()
    await team.settle()
    assert len(team.said_privately) == 1


async def test_subscribing_is_said_in_the_channel_once(team: Team) -> None:
    await team.command("subscribe ukraine at 08:00 on weekdays")
    (said,) = team.said_aloud
    assert "Weekdays at 08:00 Europe/Stockholm; next: Tuesday 24 November 08:00" in said
    assert "Subscribed as number 1" in team.said_privately[0]


async def test_only_members_may_subscribe_a_channel(team: Team) -> None:
    await team.command("subscribe ukraine", user="U7")
    assert "Only members" in team.said_privately[0]
    team.slack.members["C2"] = ["UBOT-out"]
    await team.command("subscribe ukraine", channel="C2")
    assert "/invite @Kurir" in team.said_privately[1]
    assert await team.store.subscriptions.all() == []
    team.slack.refused.clear()  # it had to ask


@pytest.mark.parametrize(("action", "value"), [("useful", "1"), ("opinion", "useful 1")])
async def test_opinions_are_kept_and_thanked_for(team: Team, action: str, value: str) -> None:
    """By Slack's own thumbs below what all see, by plain buttons below what one person sees."""
    await team.command(LINK)
    assert '"action_id": "useful"' in team.said_privately[0]
    await team.press(action, value)
    assert await team.store.subscriptions.tastes() == {"slack:C1": {"The Bugle": (1, 0)}}
    assert "Thank you" in team.said_privately[-1]


async def test_a_thumb_below_a_briefing_counts_without_a_word(team: Team) -> None:
    """In any skin; on other messages, and other reactions, it is none of Kurir's business."""
    await team.command(LINK)
    await team.press("share", "1")
    (message,) = team.slack.messages["C1"]
    said = len(team.said_privately)
    for reaction, on, user in (
        ("+1::skin-tone-3", message["ts"], "U1"),
        ("-1", message["ts"], "U2"),
        ("eyes", message["ts"], "U3"),
        ("+1", "5.5", "U4"),
    ):
        item = {"type": "message", "channel": "C1", "ts": on}
        await team.event({"type": "reaction_added", "user": user, "reaction": reaction, "item": item})
    assert await team.store.subscriptions.tastes() == {"slack:C1": {"The Bugle": (1, 1)}}
    assert len(team.said_privately) == said


async def test_a_menu_s_choice_is_a_follow_up(team: Team) -> None:
    await team.command(LINK)
    chosen = {"type": "overflow", "action_id": "more", "selected_option": {"value": "skeptics 1"}}
    await team.press("more", "", actions=[chosen])
    assert "No skeptic was found" in team.said_privately[-1]


async def test_sharing_where_kurir_is_not_says_how_to_invite_it(team: Team) -> None:
    team.slack.members["C2"] = ["UBOT-out"]
    await team.command(LINK, channel="C2")
    await team.press("share", "1", channel={"id": "C2"})
    assert "/invite @Kurir" in team.said_privately[-1]
    assert team.said_aloud == []
    team.slack.refused.clear()  # it had to ask


@pytest.mark.parametrize(("channel", "says"), [("C2", "/invite @Kurir"), ("C1", "Brief this")])
async def test_a_link_to_a_channel_is_answered_with_what_helps(team: Team, channel: str, says: str) -> None:
    """Slack's own pages cannot be read from outside."""
    team.slack.members["C2"] = ["UBOT-out"]
    await team.command(f"https://team.slack.com/archives/{channel}/p1700000000000100")
    assert says in team.said_privately[-1]
    team.slack.refused.clear()  # it had to ask


async def test_a_mention_s_thread_is_about_its_briefing(team: Team) -> None:
    """Plain words below a briefing that was asked for by a mention are questions, though it is no root."""
    team.slack.messages["C1"].append({"ts": "9.9"})
    await team.event({"type": "app_mention", "channel": "C1", "text": f"<@UBOT> <{LINK}>"})
    said = {"type": "message", "channel": "C1", "channel_type": "channel", "text": "How much?"}
    await team.event({**said, "thread_ts": "9.9", "ts": "9.91"})
    assert f"About {LINK}." in team.said_aloud[-1]


async def test_a_question_that_mentions_kurir_is_about_the_channel_s_last_briefing(team: Team) -> None:
    await team.command(LINK)
    await team.press("share", "1")
    team.slack.messages["C1"].append({"ts": "9.9"})
    await team.event({"type": "app_mention", "channel": "C1", "text": "<@UBOT> how much?"})
    assert f"About {LINK}." in team.said_aloud[-1]


async def test_a_private_answer_that_slack_does_not_take_comes_as_a_direct_message(team: Team) -> None:
    """A response_url works for half an hour: what was asked before an outage is answered after it."""
    team.slack.response_urls_work = False
    await team.command(LINK)
    await team.command(LINK)
    assert team.said_privately == []
    assert [m["ts"] for m in team.slack.messages["D1"]] == sorted(
        {m["ts"] for m in team.slack.messages["D1"]}
    )
    assert len(team.slack.messages["D1"]) == 2
    assert "Bridge opened" in team.said_aloud[0]


async def test_what_kurir_does_not_know_is_acknowledged(team: Team) -> None:
    """Else Slack sends it again, and shows a warning to who pressed."""
    event = {"type": "event_callback", "team_id": "T1", "event_id": "E1", "event": {"type": "team_join"}}
    assert (await team.send(event))[0] == 200
    await team.press("button_of_an_older_version", "1")
    view = {"id": "V1", "type": "modal", "callback_id": "old", "state": {"values": {}}}
    body = {"type": "view_submission", "team": {"id": "T1"}, "user": {"id": "U1"}, "view": view}
    assert (await team.send(body, form="payload"))[0] == 200


async def test_nothing_is_acknowledged_before_it_is_kept(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the database is down Slack is told so, sends it again, and then it is done."""

    async def broken(*_args: object, **_more: object) -> bool:
        raise StoreError("the database does not answer")

    event = {"type": "message", "channel": "D1", "channel_type": "im", "text": f"<{LINK}>"}
    with monkeypatch.context() as patch:
        patch.setattr(team.store.inbox, "accept", broken)
        assert await team.event(event, event_id="Ev1") == 500
    assert team.said_aloud == []
    assert await team.event(event, event_id="Ev1", **{"x-slack-retry-num": "1"}) == 200
    assert len(team.said_aloud) == 1


async def test_what_is_too_long_for_a_message_goes_on_in_its_thread(team: Team) -> None:
    points = tuple(
        Point(section=Section.KEY_CLAIMS, text=f"Point {n}. " + "word " * 150, verdict=Verdict.SUPPORTED)
        for n in range(30)
    )
    async with team.store.write():
        await team.store.articles.add(PAGE, now=NOW)
        long = Briefing(headline="A long story", engine="extractive", points=points)
        await team.store.briefings.add(PAGE, 1, long, now=NOW)
    await team.event({"type": "message", "channel": "D1", "channel_type": "im", "text": "/brief"})
    first, *others = team.slack.messages["D1"]
    assert others
    assert "thread_ts" not in first
    assert {m["thread_ts"] for m in others} == {first["ts"]}
    said = "".join(team.said_aloud)
    assert all(f"Point {n}. " in said for n in range(30))


@pytest.mark.parametrize(("user", "allowed"), [("U1", True), ("UADMIN", True), ("U2", False)])
async def test_admins_may_say_who_subscribes(team: Team, user: str, allowed: bool) -> None:
    team.slack.members["C1"] = ["U1", "U2", "UADMIN"]
    handling = replace(team.app.handling, subscribers=frozenset({"U1"}))
    asked = {"key": "k", "text": "subscribe ukraine", "user": user, "channel": "C1"}
    await handling.handle(Request.from_json(asked | {"response_url": team.slack.response_url()}))
    assert bool(await team.store.subscriptions.all()) is allowed
    assert ("only some people" in team.said_privately[0]) is not allowed


async def test_the_agent_surface_gets_prompts(team: Team) -> None:
    """When somebody opens the conversation; in apps of before agent_view when they begin a thread."""
    await team.event({"type": "app_home_opened", "tab": "messages", "channel": "D1"})
    thread = {"channel_id": "D1", "thread_ts": "1.1", "user_id": "U1"}
    await team.event({"type": "assistant_thread_started", "assistant_thread": thread})
    opened, begun = team.slack.called("assistant.threads.setSuggestedPrompts")
    assert opened["channel_id"] == begun["channel_id"] == "D1"
    assert "thread_ts" not in opened  # with it Slack does nothing, and says nothing
    assert begun["thread_ts"] == "1.1"
    assert 1 <= len(opened["prompts"]) <= 4
    assert team.slack.views == []


def test_the_manifest_suggests_the_same() -> None:
    manifest = (ROOT / "config" / "slack-manifest.yaml").read_text(encoding="utf-8")
    found = re.findall(r"- title: (.+)\n\s+message: (.+)", manifest)
    assert found == [(p["title"], p["message"]) for p in PROMPTS]
