"""Discord over time: what restarts, late answers and posts to a channel leave behind."""

from __future__ import annotations

from builders import article
from fakes.desk import LINK, NOW
from fakes.discord_team import Team, said, text_of

from bot.content import BriefedStory, Digest
from bot.outbox.delivery import State, planned
from bot.subscription import Channel, Platform
from summarizer import Briefing


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
