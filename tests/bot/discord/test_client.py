"""Sending to Discord: once, and every failure told apart. Over HTTP, to a stand-in."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime

import pytest
from builders import article
from fakes.discord_server import (
    BRIEFLY_LIMITED,
    ERROR,
    GLOBALLY_LIMITED,
    LOST_REPLY,
    RATE_LIMITED,
    SERVER_ERROR,
    DiscordServer,
)

from bot.chat.discord.client import DiscordChat, snowflake
from bot.chat.discord.pacing import PER_SECOND, RateLimits, Route
from bot.chat.discord.rest import Rest
from bot.content import BriefedStory, Digest, Notice
from bot.errors import DeliveryError, GiveUp, MaybeSent, TryLater
from bot.subscription import Channel, Platform
from summarizer import Briefing

CHANNEL = Channel(Platform.DISCORD, "10000")
FORUM = Channel(Platform.DISCORD, "20000")
VOICE = Channel(Platform.DISCORD, "30000")
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
TOKEN = "secret-token"


@pytest.fixture
async def discord() -> AsyncIterator[DiscordServer]:
    async with DiscordServer() as server:
        yield server


@pytest.fixture
async def chat(discord: DiscordServer) -> AsyncIterator[DiscordChat]:
    rest = Rest(TOKEN, api_url=discord.url)
    yield DiscordChat(rest)
    await rest.close()


def story(number: int) -> BriefedStory:
    briefing = Briefing(headline=f"Story {number}", engine="extractive", points=())
    return BriefedStory(id=f"b{number}", article=article(language="sv", outlet="TT"), briefing=briefing)


DIGEST = Digest(day=date(2026, 11, 23), slot=LONG_AGO, stories=(story(1), story(2)))


async def post_all(chat: DiscordChat, channel: Channel, digest: Digest) -> list[str]:
    """Post a digest as `bot.outbox.delivering` does."""
    posted: list[str] = []
    for number, part in enumerate(chat.render(digest)):
        root = posted[0] if part.in_thread else None
        posted.append(await chat.send(channel, part, key=f"k-{number}", reply_to=root))
    return posted


async def test_a_digest_is_one_message_with_a_thread_named_after_it(
    discord: DiscordServer, chat: DiscordChat
) -> None:
    root, *stories = await post_all(chat, CHANNEL, DIGEST)
    assert [m["id"] for m in discord.messages["10000"]] == [root]
    assert [m["id"] for m in discord.messages[root]] == stories
    assert discord.channels[root]["name"] == "Monday 23 November"
    assert len(discord.called("POST", "/threads")) == 1


async def test_in_a_forum_each_story_is_a_tagged_post(discord: DiscordServer, chat: DiscordChat) -> None:
    posted = await post_all(chat, FORUM, DIGEST)
    posts = [discord.channels[p] for p in posted]
    assert [p["name"] for p in posts] == ["Monday 23 November", "Story 1", "Story 2"]
    assert [p["applied_tags"] for p in posts] == [["1"], ["1"], ["1"]]
    for number, part in enumerate(chat.render(DIGEST)):
        root = posted[0] if part.in_thread else None
        found = await chat.find(FORUM, part, key=f"k-{number}", reply_to=root, since=LONG_AGO)
        assert found == posted[number]


async def test_where_there_are_no_threads_everything_goes_into_the_channel(
    discord: DiscordServer, chat: DiscordChat
) -> None:
    posted = await post_all(chat, VOICE, DIGEST)
    assert [m["id"] for m in discord.messages["30000"]] == posted


async def test_in_a_thread_everything_stays_there(discord: DiscordServer, chat: DiscordChat) -> None:
    root = await chat.send(CHANNEL, chat.render(story(1))[0], key="k", reply_to=None)
    await chat.send(CHANNEL, chat.render(story(1))[0], key="l", reply_to=root)
    inside = Channel(Platform.DISCORD, CHANNEL.id, root)
    posted = await post_all(chat, inside, DIGEST)
    assert [m["id"] for m in discord.messages[root]][1:] == posted


async def test_a_thread_that_somebody_else_has_opened_is_used(
    discord: DiscordServer, chat: DiscordChat
) -> None:
    root = await chat.send(CHANNEL, chat.render(story(1))[0], key="k", reply_to=None)
    discord.add_channel(root, 11, parent_id=CHANNEL.id)
    reply = await chat.send(CHANNEL, chat.render(story(2))[0], key="l", reply_to=root)
    assert [m["id"] for m in discord.messages[root]] == [reply]


async def test_a_digest_costs_one_request_a_message_and_one_for_its_thread(
    discord: DiscordServer, chat: DiscordChat
) -> None:
    """The bot's 50 requests a second are what a thousand channels wait for."""
    posted = await post_all(chat, CHANNEL, DIGEST)
    assert len(discord.calls) == len(posted) + 1


async def test_after_a_restart_the_thread_of_an_earlier_message_is_opened(
    discord: DiscordServer, chat: DiscordChat
) -> None:
    root = await chat.send(CHANNEL, chat.render(DIGEST)[0], key="k", reply_to=None)
    reply = await DiscordChat(chat.api).send(CHANNEL, chat.render(story(2))[0], key="l", reply_to=root)
    assert [m["id"] for m in discord.messages[root]] == [reply]
    assert discord.channels[root]["name"] == "Monday 23 November"


@pytest.mark.parametrize("shows_nonce", [True, False])
async def test_a_message_is_found_again_by_its_key_whether_or_not_nonces_are_shown(
    discord: DiscordServer, chat: DiscordChat, shows_nonce: bool
) -> None:
    discord.shows_nonce = shows_nonce
    (part,) = chat.render(Notice(text="Hello"))
    for number in range(150):  # a busy channel: more than a page
        discord.messages["10000"].append({"id": str(1_400_000_000_000_000_000 + number), "_nonce": "other"})
    posted = await chat.send(CHANNEL, part, key="k-0", reply_to=None)
    assert await chat.find(CHANNEL, part, key="k-0", reply_to=None, since=LONG_AGO) == posted
    assert await chat.find(CHANNEL, part, key="k-1", reply_to=None, since=LONG_AGO) is None
    assert await chat.find(CHANNEL, part, key="k-1", reply_to=posted, since=LONG_AGO) is None


async def test_the_same_key_twice_is_one_message(discord: DiscordServer, chat: DiscordChat) -> None:
    """Discord's own guard against double posts is asked for: a deterministic nonce, enforced."""
    (part,) = chat.render(Notice(text="Hello"))
    first = await chat.send(CHANNEL, part, key="k-0", reply_to=None)
    assert await chat.send(CHANNEL, part, key="k-0", reply_to=None) == first
    assert len(discord.messages["10000"]) == 1
    assert discord.called("POST", "/messages")[0]["nonce"] == "k-0"


@pytest.mark.parametrize(
    ("fault", "error", "posted", "says"),
    [
        (RATE_LIMITED, TryLater, 0, "asks to wait"),
        (SERVER_ERROR, MaybeSent, 0, "with 502"),
        (LOST_REPLY, MaybeSent, 1, "was lost"),
        (ERROR + "503/130000", TryLater, 0, "overloaded"),
        (ERROR + "404/10003", GiveUp, 0, "channel is gone"),
        (ERROR + "403/50013", GiveUp, 0, "View Channel and Send Messages"),
        (ERROR + "403/50001", GiveUp, 0, "View Channel and Send Messages"),
        (ERROR + "403/50007", GiveUp, 0, "no direct messages"),
        (ERROR + "401/0", GiveUp, 0, "check DISCORD_TOKEN"),
    ],
)
async def test_every_failure_says_what_to_do_next(
    discord: DiscordServer,
    chat: DiscordChat,
    fault: str,
    error: type[DeliveryError],
    posted: int,
    says: str,
) -> None:
    """One request is made, never a second one: repeating is for those who have looked first."""
    (part,) = chat.render(Notice(text="Hello"))
    discord.faults["POST messages"].append(fault)
    with pytest.raises(error, match=says) as caught:
        await chat.send(CHANNEL, part, key="k-0", reply_to=None)
    assert len(discord.called("POST", "/messages")) == 1
    assert len(discord.messages["10000"]) == posted
    assert TOKEN not in str(caught.value)


@pytest.mark.parametrize(
    ("fault", "permission"),
    [("POST threads", "Create Public Threads"), ("GET messages", "Read Message History")],
)
async def test_the_permission_that_is_missing_for_a_thread_is_named(
    discord: DiscordServer, chat: DiscordChat, fault: str, permission: str
) -> None:
    root = await chat.send(CHANNEL, chat.render(story(1))[0], key="k", reply_to=None)
    discord.faults[fault].append(ERROR + "403/50013")
    with pytest.raises(GiveUp, match=permission):
        await DiscordChat(chat.api).send(CHANNEL, chat.render(story(2))[0], key="l", reply_to=root)


async def test_a_refused_token_is_not_tried_again(discord: DiscordServer, chat: DiscordChat) -> None:
    """Ten thousand refusals in ten minutes get an address banned."""
    (part,) = chat.render(Notice(text="Hello"))
    discord.faults["POST messages"].append(ERROR + "401/0")
    for _ in range(3):
        with pytest.raises(GiveUp, match="DISCORD_TOKEN"):
            await chat.send(CHANNEL, part, key="k-0", reply_to=None)
    assert len(discord.calls) == 1


async def test_a_limit_holds_back_the_next_request_of_its_channel_only(
    discord: DiscordServer, chat: DiscordChat
) -> None:
    """429 and "nothing left" both count; another channel goes on."""
    discord.add_channel("10001", 0)
    (part,) = chat.render(Notice(text="Hello"))
    spent = {"X-RateLimit-Bucket": "b", "X-RateLimit-Remaining": "0", "X-RateLimit-Reset-After": "60"}
    discord.headers.append(spent)
    await chat.send(CHANNEL, part, key="k-0", reply_to=None)
    asked = len(discord.calls)
    with pytest.raises(TryLater) as caught:
        await chat.send(CHANNEL, part, key="k-1", reply_to=None)
    assert caught.value.retry_after == pytest.approx(60, abs=5)
    assert len(discord.calls) == asked
    await chat.send(Channel(Platform.DISCORD, "10001"), part, key="k-2", reply_to=None)


async def test_a_global_limit_holds_back_everything(discord: DiscordServer, chat: DiscordChat) -> None:
    discord.add_channel("10001", 0)
    (part,) = chat.render(Notice(text="Hello"))
    discord.faults["POST messages"].append(GLOBALLY_LIMITED)
    for number, channel in enumerate(("10000", "10001")):
        with pytest.raises(TryLater):
            await chat.send(Channel(Platform.DISCORD, channel), part, key=f"k-{number}", reply_to=None)
    assert len(discord.called("POST", "/messages")) == 1


async def test_a_short_limit_is_waited_for(discord: DiscordServer) -> None:
    waits: list[float] = []

    async def sleep(seconds: float) -> None:
        waits.append(seconds)

    rest = Rest(TOKEN, api_url=discord.url, clock=lambda: 100.0, sleep=sleep)
    chat = DiscordChat(rest)
    discord.faults["POST messages"].append(BRIEFLY_LIMITED)
    await chat.send(CHANNEL, chat.render(Notice(text="Hello"))[0], key="k-0", reply_to=None)
    assert waits[0] == pytest.approx(0.5)
    assert len(discord.called("POST", "/messages")) == 2
    await rest.close()


def test_the_bot_keeps_below_its_own_limit() -> None:
    """Fifty in any second, even after a pause; nobody who is told to come later takes a place."""
    limits, now = RateLimits(), 100.0
    times = []
    for _ in range(150):
        assert limits.of_bot(now) == limits.of_bot(now)
        now += limits.of_bot(now)
        limits.asks(now)
        times.append(now)
    assert min(later - first for first, later in zip(times, times[50:], strict=False)) > 0.999
    assert times[-1] - times[0] == pytest.approx(149 / PER_SECOND, abs=0.1)
    assert not Route.of("POST", "/webhooks/10000/token").is_global


def test_a_route_knows_what_shares_its_limit() -> None:
    one, other = (
        Route.of("PATCH", "/channels/10000/messages/1"),
        Route.of("PATCH", "/channels/20000/messages/2"),
    )
    assert one.kind.split()[1] == "/channels/MAJOR/messages/1"
    assert (one.major, other.major) == ("10000", "20000")
    assert Route.of("PATCH", "/webhooks/123456/tok/messages/@original").major == "123456/tok"


async def test_components_that_are_refused_are_sent_as_an_embed(
    discord: DiscordServer, chat: DiscordChat
) -> None:
    discord.takes_components = False
    (part,) = chat.render(story(1))
    message = await chat.send(CHANNEL, part, key="k-0", reply_to=None)
    (posted,) = discord.messages["10000"]
    assert "Story 1" in posted["embeds"][0]["description"]
    assert await chat.find(CHANNEL, part, key="k-0", reply_to=None, since=LONG_AGO) == message
    await chat.edit(CHANNEL, part, message=message, reply_to=None)
    post = await chat.send(FORUM, part, key="k-1", reply_to=None)
    assert discord.messages[post][0]["embeds"]


async def test_an_edit_wakes_an_archived_thread(discord: DiscordServer, chat: DiscordChat) -> None:
    (part,) = chat.render(story(1))
    post = await chat.send(FORUM, part, key="k-0", reply_to=None)
    discord.faults["PATCH messages"].append(ERROR + "400/50083")
    (new,) = chat.render(story(2))
    await chat.edit(FORUM, new, message=post, reply_to=None)
    assert "Story 2" in str(discord.messages[post])
    assert discord.called("PATCH", f"/channels/{post}") == [{"archived": False}]


async def test_a_direct_message_goes_to_the_channel_that_discord_opens(
    discord: DiscordServer, chat: DiscordChat
) -> None:
    direct = Channel.direct(Platform.DISCORD, "4242")
    posted = await post_all(chat, direct, DIGEST)
    assert [m["id"] for m in discord.messages["74242"]] == posted
    assert len(discord.called("POST", "/users/@me/channels")) == 1


async def test_an_unreachable_discord_has_posted_nothing() -> None:
    rest = Rest(TOKEN, api_url="http://127.0.0.1:9/api")
    (part,) = DiscordChat(rest).render(Notice(text="Hello"))
    with pytest.raises(TryLater, match="cannot be reached"):
        await DiscordChat(rest).send(CHANNEL, part, key="k-0", reply_to=None)
    await rest.close()


def test_a_snowflake_carries_its_time() -> None:
    assert snowflake(datetime(2015, 1, 1, tzinfo=UTC)) == 0
    assert snowflake(datetime(2015, 1, 1, 0, 0, 1, tzinfo=UTC)) >> 22 == 1_000
