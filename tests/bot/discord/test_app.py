"""What people do in Discord, and what they see. simcord runs discord.py's own machinery."""

from __future__ import annotations

import json
from collections.abc import Iterator

import discord
import pytest
from builders import article
from fakes.desk import NOW
from fakes.discord_team import Team, said, text_of

from bot.chat.content import BriefedStory, Digest
from bot.delivery import State, planned
from bot.subscription import Channel, Platform
from summarizer import Briefing

LINK = "https://example.com/bridge"
COMMANDS = {
    *("now", "url", "search", "ask", "sources", "quote", "who", "longer", "shorter", "skeptics", "experts"),
    *("subscribe", "subscriptions", "pause", "resume", "unsubscribe", "settings", "help"),
}


# ---- commands


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


# ---- buttons


async def test_evidence_shows_the_original_sentences(team: Team) -> None:
    result = await team.brief(address=LINK)
    evidence = await team.ann.click(result.response, label="Evidence")
    await team.settle()
    assert evidence.ephemeral
    assert "The mayor opened the bridge on Monday." in said(evidence)
    assert "Every check passed" in said(evidence)


async def test_buttons_work_after_a_restart(team: Team) -> None:
    result = await team.brief(address=LINK)
    await team.ann.click(result.response, label="Share with the channel")
    await team.settle()
    await team.restart()
    thanks = await team.bob.click(team.last, label="👍 Useful")
    more = await team.bob.select(team.last, ["experts"], custom_id="kurir:more:1")
    await team.settle()
    assert "Thank you" in said(thanks)
    assert "Ann Ek" in said(more)
    assert await team.store.subscriptions.tastes()


async def test_a_button_of_a_briefing_that_is_gone_says_so(team: Team) -> None:
    gone = BriefedStory(
        id="999", article=article(), briefing=Briefing(headline="Gone", engine="extractive", points=())
    )
    chat = team.office.handling.chat
    await chat.send(team.here, chat.render(gone)[0], key="k", reply_to=None)
    assert "no longer in the archive" in said(await team.press("Evidence"))


# ---- asking


async def test_asking_below_a_briefing_is_answered_in_its_thread(team: Team) -> None:
    result = await team.brief(address=LINK)
    await team.ann.click(result.response, label="Share with the channel")
    await team.settle()
    form = await team.bob.click(team.last, label="Ask")
    assert form.modal is not None
    sent = await team.bob.submit_modal(form, {"question": "How much?"})
    await team.settle()
    assert "Answered in the thread" in said(sent)
    (thread,) = team.channel.threads
    assert thread.name == "Bridge opened"
    assert "About https" in team.aloud(thread)[0]


async def test_asking_in_direct_messages_is_answered_there(team: Team) -> None:
    result = await team.ann.user.slash("brief url", address=LINK)
    await team.settle()
    form = await team.ann.user.click(result.response, label="Ask")
    sent = await team.ann.user.submit_modal(form, {"question": "How much?"})
    await team.settle()
    assert "About https" in said(sent)
    assert len(team.aloud(team.ann.user.dm_channel)) == 2


async def test_asking_below_a_private_briefing_stays_private(team: Team) -> None:
    result = await team.brief(address=LINK)
    form = await team.ann.click(result.response, label="Ask")
    sent = await team.ann.submit_modal(form, {"question": "How much?"})
    await team.settle()
    assert sent.ephemeral
    assert "About https" in said(sent)
    assert team.aloud() == []


async def test_where_the_bot_may_open_no_thread_the_answer_is_private(team: Team) -> None:
    result = await team.brief(address=LINK)
    await team.ann.click(result.response, label="Share with the channel")
    await team.settle()
    me = team.guild.me
    assert me is not None
    team.env.backend.get_channel(team.channel.id).overwrites.clear()
    for role in team.env.backend.get_guild(team.guild.id).roles.values():
        role.permissions &= ~discord.Permissions(create_public_threads=True).value
    form = await team.bob.click(team.last, label="Ask")
    sent = await team.bob.submit_modal(form, {"question": "How much?"})
    await team.settle()
    assert "About https" in said(sent)


async def test_a_mention_is_answered_in_a_thread_below_it(team: Team) -> None:
    me = team.guild.me
    assert me is not None
    await team.bob.send(team.channel, f"{me.mention} please {LINK}")
    await team.settle()
    (thread,) = team.channel.threads
    assert "Bridge opened" in team.aloud(thread)[0]
    await team.bob.send(thread, f"{me.mention} How much?")
    await team.settle()
    assert "About https" in team.aloud(thread)[-1]


async def test_a_reply_is_about_the_message_that_it_replies_to(team: Team) -> None:
    for link in (LINK, LINK + "2"):
        result = await team.brief(address=link)
        await team.ann.click(result.response, label="Share with the channel")
        await team.settle()
    first = next(m for m in team.channel.history() if m.author.bot)
    me = team.guild.me
    assert me is not None
    await team.bob.send(team.channel, f"{me.mention} How much?", reply_to=first)
    await team.settle()
    (thread,) = team.channel.threads
    assert thread.id == first.id
    assert f"About {LINK}.".replace("://", "\\\\://") in team.aloud(thread)[-1]


async def test_a_thumb_below_a_briefing_counts_without_a_word(team: Team) -> None:
    """Also in the thread of a digest; one to its header says nothing about a story."""
    async with team.store.write():
        for n in ("1", "2"):
            page = article(id=n, outlet=f"Outlet {n}")
            await team.store.articles.add(page, now=NOW)
            await team.store.briefings.add(page, 1, Briefing(headline=n, engine="x", points=()), now=NOW)
    stories = tuple([await team.office.handling.desk.story(n) for n in ("1", "2")])
    digest = team.office.handling.chat.render(Digest(day=NOW.date(), slot=NOW, stories=stories))
    await team.office.handling.post(planned(team.here, "slot 1", digest, now=NOW))
    await team.settle()
    (thread,) = team.channel.threads
    first, second = (m for m in thread.history() if m.author.bot)
    for who, message, emoji in (
        (team.ann, team.last, "👍"),
        (team.ann, first, "👍🏽"),
        (team.bob, first, "👎"),
        (team.bob, second, "👀"),
    ):
        await who.react(message, emoji)
    await team.settle()
    assert await team.store.subscriptions.tastes() == {team.here.key: {"Outlet 1": (1, 1)}}
    assert len(team.aloud(thread)) == 2


async def test_what_is_said_to_others_is_left_alone(team: Team) -> None:
    await team.bob.send(team.channel, "lunch?")
    await team.bob.send(team.channel, f"{team.ann.mention} lunch?")
    await team.settle()
    assert team.aloud() == []


async def test_a_direct_message_needs_no_slash(team: Team) -> None:
    await team.ann.send_dm(LINK)
    await team.settle()
    await team.ann.send_dm("How much?")
    await team.settle()
    await team.ann.send_dm("/brief help")
    await team.settle()
    link, answer, help_ = team.aloud(team.ann.user.dm_channel)
    assert "Bridge opened" in link
    assert "About https" in answer
    assert "What you can ask" in help_


# ---- subscribing


async def test_subscribing_by_command_is_announced_to_the_channel(team: Team) -> None:
    options = {"what": "bridges", "at": "08:00", "on": "weekdays", "tz": "Europe/Stockholm", "as": "digest"}
    result = await team.brief(command="subscribe", **options)
    assert "Subscribed as number 1" in said(result)
    (s,) = await team.store.subscriptions.of_channel(team.here)
    assert (s.what, s.schedule.tz, s.schedule.weekdays) == ("bridges", "Europe/Stockholm", (0, 1, 2, 3, 4))
    assert "This channel now gets" in team.aloud()[0]


async def test_the_form_shows_what_is_understood_before_anything_is_made(team: Team) -> None:
    form = await team.brief(command="subscribe")
    fields = {"what": "bridges", "mode": ["digest"], "times": "8:00", "days": "mon-fri", "tz": "Europe/Kyiv"}
    preview = await team.ann.submit_modal(form, fields)
    await team.settle()
    assert "Weekdays at 08:00 Europe/Kyiv; next: Tuesday 24 November 08:00" in said(preview)
    assert await team.store.subscriptions.all() == []
    assert preview.response is not None
    changed = await team.ann.click(preview.response, label="Change")
    assert "bridges" in json.dumps(changed.modal)
    done = await team.ann.click(preview.response, label="Subscribe")
    await team.settle()
    assert "Subscribed as number 1" in said(done)


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"times": "noon"}, "«noon» is not understood"),
        ({"tz": "Mars"}, "no time zone"),
        ({"days": "payday"}, "payday"),
    ],
)
async def test_a_form_that_is_not_understood_says_which_field(
    team: Team, fields: dict[str, str], says: str
) -> None:
    form = await team.brief(command="subscribe")
    whole = {"what": "x", "mode": ["digest"], "times": "08:00", "days": "weekdays", "tz": "UTC", **fields}
    sent = await team.ann.submit_modal(form, whole)
    assert says in said(sent)


async def test_who_may_not_subscribe_is_told_which_permission_it_takes(team: Team) -> None:
    result = await team.brief(team.bob, command="subscribe", what="bridges")
    assert "you need the permission Manage Webhooks" in said(result)
    form = await team.brief(team.bob, command="subscribe")
    assert form.modal is None
    assert "Manage Webhooks" in said(form)
    assert await team.store.subscriptions.all() == []


async def test_a_configured_role_may_subscribe(team: Team) -> None:
    await team.restart(subscribers=("Reporters",))
    reporters = team.guild.create_role("Reporters")
    cem = team.guild.add_member(team.env.create_user("cem"), roles=[reporters])
    assert "Subscribed" in said(await team.brief(cem, command="subscribe", what="bridges"))


async def test_a_permission_that_the_bot_lacks_is_named(team: Team) -> None:
    for role in team.env.backend.get_guild(team.guild.id).roles.values():
        role.permissions &= ~discord.Permissions(send_messages_in_threads=True).value
    result = await team.brief(command="subscribe", what="bridges")
    assert "Kurir lacks the permission Send Messages in Threads" in said(result)


# ---- staying alive


async def test_commands_are_told_to_discord_only_when_they_have_changed(team: Team) -> None:
    def told() -> int:
        return sum(r.method == "PUT" and r.path.endswith("/commands") for r in team.env.http_requests)

    assert told() == 1
    await team.restart()
    assert told() == 1
    await team.store.remembered.put("discord commands", "another definition")
    await team.restart()
    assert told() == 2


async def test_a_request_that_a_crash_left_is_answered_after_the_restart(team: Team) -> None:
    result = await team.brief(command="help")
    request = {
        "key": "discord interaction 7",
        "wish": "url",
        "text": LINK,
        "user": str(team.ann.id),
        "channel": str(team.channel.id),
        "token": result._interaction.token,
        "application": str(team.office.client.application_id),
    }
    desk = team.office.handling.desk
    body = {"platform": "discord", "request": request}
    await team.store.inbox.accept("discord interaction 7", body, now=desk.now())
    await team.restart()
    assert "Bridge opened" in said(result)
    assert await team.store.inbox.undone(since=desk.now()) == []


async def test_an_answer_that_comes_too_late_comes_as_a_direct_message(team: Team) -> None:
    """An interaction's token lasts 15 minutes."""
    team.env.inject_error("PATCH", "/webhooks/*/*/messages/@original", status=401, code=50027)
    await team.brief(address=LINK)
    await team.settle()
    assert "Bridge opened" in team.aloud(team.ann.user.dm_channel)[0]


async def test_everything_posted_was_recorded_and_mentions_nobody(team: Team) -> None:
    await team.brief(command="subscribe", what="bridges @everyone")
    result = await team.brief(address=LINK)
    await team.ann.click(result.response, label="Share with the channel")
    await team.settle()
    for delivery in team.office.posted:
        found = await team.store.deliveries.get(delivery.id)
        assert found is not None
        assert found.state is State.SENT
    assert all(b["allowed_mentions"] == {"parse": []} for b in team.api.bodies)
    assert team.api.bodies
    assert all(text_of(m) for m in team.channel.history())


async def test_in_a_forum_a_digest_is_a_post_per_story(team: Team) -> None:
    forum = team.guild.create_forum_channel("briefings")
    chat = team.office.handling.chat
    stories = tuple(
        BriefedStory(
            id=str(n),
            article=article(),
            briefing=Briefing(headline=f"Story {n}", engine="extractive", points=()),
        )
        for n in (1, 2)
    )
    channel = Channel(Platform.DISCORD, str(forum.id))
    digest = Digest(day=NOW.date(), slot=NOW, stories=stories)
    delivery = planned(channel, "slot 1", chat.render(digest), now=NOW)
    await team.office.handling.post(delivery)
    assert sorted(t.name or "" for t in forum.threads) == ["Monday 23 November", "Story 1", "Story 2"]
    await team.brief(team.ann, forum.threads[0], command="subscribe", what="bridges")
    assert [s.channel for s in await team.store.subscriptions.all()] == [channel]
    listed = await team.brief(team.ann, forum.threads[0], command="subscriptions")
    assert "bridges" in said(listed)
