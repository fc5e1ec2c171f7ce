"""Commands in Discord, and what is shown for them. simcord runs discord.py's own machinery."""

from __future__ import annotations

import json
from collections.abc import Iterator

import discord
import pytest
from fakes.desk import LINK
from fakes.discord_team import Team, said

COMMANDS = {
    *("now", "url", "search", "ask", "sources", "quote", "who", "longer", "shorter", "skeptics", "experts"),
    *("subscribe", "subscriptions", "pause", "resume", "unsubscribe", "settings", "help"),
}


async def test_the_whole_grammar_is_a_command_group(team: Team) -> None:
    offered = team.ann.available_commands(team.channel)
    assert set(offered) == {f"brief {word}" for word in COMMANDS}


async def test_commands_keep_discord_s_limits(team: Team) -> None:
    """Names of 32, descriptions of 100 characters, 25 options; 8,000 characters in all."""
    definition = [c.to_dict(team.office.client.tree) for c in team.office.client.tree.get_commands()]

    def walk(node: dict[str, object], depth: int = 0) -> Iterator[dict[str, object]]:
        yield node
        options = node.get("options", [])
        assert isinstance(options, list)
        assert len(options) <= 25
        for option in options:
            yield from walk(option, depth + 1)

    for node in (n for command in definition for n in walk(command)):
        assert 1 <= len(str(node["name"])) <= 32
        assert len(str(node.get("description", ""))) <= 100
        assert node.get("type") == 3 or node["name"] == str(node["name"]).lower()
    assert len(json.dumps(definition)) < 12_000
    for command in definition:
        assert command["integration_types"] == [0, 1]
        assert command["contexts"] == [0, 1, 2]


async def test_a_page_is_briefed_privately_with_a_button_to_share_it(team: Team) -> None:
    result = await team.brief(address=LINK)
    assert result.ephemeral
    assert "Bridge opened" in said(result)
    assert "Share with the channel" in said(result)
    assert team.aloud() == []


async def test_sharing_posts_the_briefing_once(team: Team) -> None:
    result = await team.brief(address=LINK)
    for _ in range(2):
        shared = await team.ann.click(result.response, label="Share with the channel")
        await team.settle()
        assert "Shared" in said(shared)
    (posted,) = team.aloud()
    assert "Bridge opened" in posted
    assert "Share with" not in posted


async def test_sharing_where_the_bot_may_not_write_names_the_permission(team: Team) -> None:
    result = await team.brief(address=LINK)
    for role in team.env.backend.get_guild(team.guild.id).roles.values():
        role.permissions &= ~discord.Permissions(send_messages=True).value
    shared = await team.ann.click(result.response, label="Share with the channel")
    await team.settle()
    assert "Kurir lacks the permission Send Messages" in said(shared)


async def test_a_private_answer_can_be_shared_too(team: Team) -> None:
    await team.brief(address=LINK)
    result = await team.brief(command="ask", question="How much?")
    await team.ann.click(result.response, label="Share with the channel")
    await team.settle()
    (posted,) = team.aloud()
    assert "About https" in posted
    assert "Share with" not in posted


async def test_where_components_are_not_wanted_everything_works_with_embeds(team: Team) -> None:
    team.office.handling.chat.embeds = True
    result = await team.brief(address=LINK)
    assert result.response is not None
    assert "Bridge opened" in str(result.response.embeds[0].description)
    answer = await team.brief(command="ask", question="How much?")
    assert answer.response is not None
    await team.ann.click(answer.response, label="Share with the channel")
    await team.settle()
    assert "About https" in str(team.last.embeds[0].description)
    form = await team.brief(command="subscribe")
    fields = {"what": "bridges", "mode": ["digest"], "times": "8:00", "days": "mon-fri", "tz": "Europe/Kyiv"}
    preview = await team.ann.submit_modal(form, fields)
    await team.settle()
    assert preview.response is not None
    await team.ann.click(preview.response, label="Subscribe")
    await team.settle()
    assert [s.what for s in await team.store.subscriptions.all()] == ["bridges"]


@pytest.mark.parametrize(
    ("command", "options", "says"),
    [
        ("help", {}, "What you can ask"),
        ("now", {}, "no briefing yet"),
        ("sources", {}, "no briefing here yet"),
        ("url", {"address": "https://example.com/nothing"}, "the server says 404"),
        ("url", {"address": "what is this"}, "no web address"),
        ("search", {"words": "zeppelin"}, "No briefing matches"),
        ("search", {"words": "help"}, "No briefing matches"),
        ("settings", {}, "Engine: extractive"),
        ("subscriptions", {}, "follows nothing yet"),
        ("pause", {}, "has no subscription"),
        ("unsubscribe", {"number": 3}, "has no subscription 3"),
    ],
)
async def test_every_form_is_answered_in_a_sentence(
    team: Team, command: str, options: dict[str, object], says: str
) -> None:
    result = await team.brief(command=command, **options)
    assert result.ephemeral
    assert says in said(result)


@pytest.mark.parametrize(
    ("command", "options", "says"),
    [
        ("ask", {"question": "How much?"}, f"About {LINK}"),
        ("quote", {"number": 1}, "The mayor opened the bridge on Monday."),
        ("quote", {"number": 99}, "no evidence 99"),
        ("who", {"name": "Ek"}, "Ann Ek"),
        ("sources", {}, "The Bugle"),
        ("skeptics", {}, "keptic"),
        ("experts", {}, "Ann Ek"),
        ("longer", {}, "Bridge opened"),
        ("shorter", {}, "Bridge opened"),
    ],
)
async def test_follow_ups_are_about_the_last_briefing(
    team: Team, command: str, options: dict[str, object], says: str
) -> None:
    await team.brief(address=LINK)
    assert says.replace("://", "\\\\://") in said(await team.brief(command=command, **options))


async def test_what_nobody_foresaw_shows_no_stack_and_no_secret(team: Team) -> None:
    shown = said(await team.brief(address="https://example.com/bug"))
    assert "Something went wrong on Kurir's side" in shown
    assert "secret" not in shown


async def test_in_direct_messages_there_is_no_need_for_privacy(team: Team) -> None:
    result = await team.ann.user.slash("brief url", address=LINK)
    await team.settle()
    assert not result.ephemeral
    assert "Bridge opened" in said(result)


async def test_the_context_menu_briefs_the_message_s_link(team: Team) -> None:
    message = await team.bob.send(team.channel, f"look at <{LINK}>, it is new")
    result = await team.ann.context_menu(team.channel, "Brief this", message)
    await team.settle()
    assert "Bridge opened" in said(result)
    dull = await team.bob.send(team.channel, "lunch?")
    assert "no link" in said(await team.ann.context_menu(team.channel, "Brief this", dull))


async def test_stories_sources_topics_and_zones_are_offered_while_typing(team: Team) -> None:
    await team.brief(address=LINK)
    stories = await team.ann.autocomplete(team.channel, "brief ask", "story", "", question="x")
    assert stories == [{"name": "Bridge opened · The Bugle", "value": "1"}]
    zones = await team.ann.autocomplete(team.channel, "brief subscribe", "tz", "stock")
    assert zones[0]["value"] == "Europe/Stockholm"
    what = await team.ann.autocomplete(team.channel, "brief subscribe", "what", "bridges")
    assert [c["value"] for c in what] == ["bridges"]
    await team.brief(command="subscribe", what="bridges", at="08:00")
    numbers = await team.ann.autocomplete(team.channel, "brief pause", "number", "")
    assert numbers[0]["value"] == 1
