"""Questions in Discord: by button, mention, reply and direct message; and a thumb, which is no question."""

from __future__ import annotations

import discord
from builders import article
from fakes.desk import LINK, NOW
from fakes.discord_team import Team, said

from bot.content import Digest
from bot.outbox.delivery import planned
from summarizer import Briefing


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
