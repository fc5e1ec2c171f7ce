"""What the desk answers to each command."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from functools import partial

import pytest
from builders import article
from fakes.desk import NOW, PAGE, about, desk_on

from bot.commands.answering import answer
from bot.commands.desk import Asker, Desk, Reply
from bot.commands.grammar import parse
from bot.content import Answer, BriefedStory, Notice
from bot.errors import CommandError
from bot.store import Store, open_store
from bot.subscription import Channel, Platform
from summarizer import Article
from summarizer.answering import Answerer

CHANNEL = Channel(Platform.SLACK, "C1")
ANN = Asker(channel=CHANNEL, user="U1", tz="Europe/Stockholm")


@pytest.fixture
async def desk(sqlite_store_url: str) -> AsyncIterator[Desk]:
    async with await open_store(sqlite_store_url) as store:
        yield desk_on(store)


async def _ask(desk: Desk, text: str, asker: Asker = ANN) -> Reply:
    return await desk.handle(parse(text), asker)


def _story(reply: Reply) -> BriefedStory:
    (content,) = reply.contents
    assert isinstance(content, BriefedStory)
    return content


def _notice(reply: Reply) -> Notice:
    (content,) = reply.contents
    assert isinstance(content, Notice)
    return content


async def test_a_page_is_briefed_now_kept_and_what_follow_ups_are_about(desk: Desk) -> None:
    story = _story(await _ask(desk, "https://example.com/bridge"))
    assert story.briefing.points
    assert (await desk.store.briefings.get(int(story.id))) is not None
    assert "https://example.com/bridge" in _notice(await _ask(desk, "sources")).lines
    (content,) = (await _ask(desk, "ask How much?")).contents
    assert isinstance(content, Answer)
    assert content.article.url == "https://example.com/bridge"


async def _put(desk: Desk, outlet: str, *texts: str, story: int | None) -> int:
    """An article of `outlet` in `story`, or in a new one; the story."""
    a = article(*texts, id=outlet, outlet=outlet, url=f"https://{outlet}.example/a")
    await desk.store.articles.add(a, now=NOW)
    return await desk.store.stories.place(a.id, story, now=NOW)


async def test_what_the_briefed_article_does_not_say_another_one_of_its_story_may(desk: Desk) -> None:
    """The answer names that article, whose sentences its evidence numbers."""
    desk = replace(desk, answer=partial(answer, Answerer(desk.summarizer)))
    story = await _put(desk, "bugle", "The mayor opened the bridge on Monday.", story=None)
    await _put(desk, "courier", "A trumpet was played.", story=story)
    await _put(desk, "herald", "Rain fell.", "Building the bridge cost 12 million euros.", story=story)
    await _put(desk, "stranger", "The bridge cost 99 million euros.", story=None)
    stored = await desk.store.articles.get("bugle")
    assert stored
    await desk.brief_article(stored.article, ANN)

    said = await _answered(desk, "ask How much did the bridge cost?")
    assert said.answerable
    assert said.elsewhere
    assert said.article.outlet == "herald"
    assert [e.number for e in said.evidence] == [1]

    said = await _answered(desk, "ask When did the mayor open the bridge?")
    assert (said.elsewhere, said.article.outlet) == (False, "bugle")

    said = await _answered(desk, "ask Who designed the zeppelin?")
    assert (said.answerable, said.elsewhere, said.article.outlet) == (False, False, "bugle")


async def test_a_follow_up_is_charged_to_the_channel_a_thread_to_its_channel(desk: Desk) -> None:
    paid: list[str] = []

    async def note(a: Article, question: str, *, channel: str) -> Answer:
        paid.append(channel)
        return await about(a, question, channel=channel)

    desk = replace(desk, answer=note)
    story = _story(await _ask(desk, "https://example.com/bridge"))
    in_thread = replace(ANN, channel=replace(CHANNEL, thread="1.1"), briefing=story.id)
    await _ask(desk, "ask How much?")
    await _ask(desk, "ask How much?", in_thread)
    assert paid == [CHANNEL.key, CHANNEL.key]


async def _answered(desk: Desk, text: str) -> Answer:
    (content,) = (await _ask(desk, text)).contents
    assert isinstance(content, Answer)
    return content


async def test_a_private_conversation_is_its_own(desk: Desk) -> None:
    """What one person was shown privately is not what another person's follow-up is about."""
    await _ask(desk, "https://example.com/bridge")
    with pytest.raises(CommandError, match="no briefing here yet"):
        await _ask(desk, "sources", replace(ANN, user="U2"))


async def test_a_button_names_the_briefing_that_it_is_about(desk: Desk) -> None:
    first = _story(await _ask(desk, "https://example.com/1"))
    await _ask(desk, "https://example.com/2")
    lines = _notice(await _ask(desk, "sources", replace(ANN, briefing=first.id))).lines
    assert "https://example.com/1" in lines


async def test_a_briefing_that_is_gone_is_one_sentence(desk: Desk) -> None:
    for gone in ("999", "x", "²"):
        with pytest.raises(CommandError, match="no longer in the archive"):
            await _ask(desk, "sources", replace(ANN, briefing=gone))


async def test_newest_and_search_find_briefings(desk: Desk) -> None:
    await _ask(desk, "https://example.com/1")
    await _ask(desk, "https://example.com/2")
    assert len((await _ask(desk, "")).contents) == 2
    assert len((await _ask(desk, "bridge")).contents) == 2
    assert "No briefing matches" in _notice(await _ask(desk, "zeppelin")).text


async def test_newest_follows_the_channel_s_subscriptions(desk: Desk) -> None:
    await _ask(desk, "https://example.com/1")
    await _ask(desk, "subscribe zeppelin")
    assert "no briefing yet" in _notice(await _ask(desk, "")).text


async def test_quotes_are_numbered_as_in_the_briefing(desk: Desk) -> None:
    await _ask(desk, "https://example.com/bridge")
    notice = _notice(await _ask(desk, "quote 1"))
    assert notice.lines[0] in [s.text for s in PAGE.sentences]
    with pytest.raises(CommandError, match=r"no evidence 99\. It has 1 to"):
        await _ask(desk, "quote 99")


async def test_longer_and_shorter_brief_the_same_article_again(desk: Desk) -> None:
    first = _story(await _ask(desk, "https://example.com/bridge"))
    longer = _story(await _ask(desk, "longer"))
    assert longer.article.id == first.article.id
    assert longer.id != first.id


async def test_single_sections_say_when_they_are_empty(desk: Desk) -> None:
    await _ask(desk, "https://example.com/bridge")
    assert _notice(await _ask(desk, "skeptics")).text == "No skeptic was found in the article."


async def test_a_channel_subscribes_pauses_and_unsubscribes_and_hears_of_it_once(desk: Desk) -> None:
    made = await _ask(desk, "subscribe ukraine at 08:00 on weekdays")
    understood = "ukraine: Weekdays at 08:00 Europe/Stockholm; next: Tuesday 24 November 08:00"
    assert _notice(made).text == f"Subscribed as number 1. {understood}"
    assert made.announcement == Notice(text=f"This channel now gets {understood}")
    assert "paused" in _notice((await _ask(desk, "pause 1")) and await _ask(desk, "subscriptions")).lines[0]
    assert "next:" in _notice((await _ask(desk, "resume")) and await _ask(desk, "subscriptions")).lines[0]
    with pytest.raises(CommandError, match=r"no subscription 7\. It has 1\."):
        await _ask(desk, "unsubscribe 7")
    await _ask(desk, "unsubscribe 1")
    assert "follows nothing yet" in _notice(await _ask(desk, "subscriptions")).text


async def test_a_request_that_is_worked_on_again_subscribes_once(desk: Desk) -> None:
    """Its worker was killed after it had subscribed, and before that was noted."""
    asker = replace(ANN, request="command 1")
    first = await _ask(desk, "subscribe ukraine at 08:00", asker)
    assert await _ask(desk, "subscribe ukraine at 08:00", asker) == first
    another = await _ask(desk, "subscribe ukraine at 08:00", replace(ANN, request="command 2"))
    assert "Subscribed as number 2" in _notice(another).text
    assert len(await desk.store.subscriptions.all()) == 2


@pytest.mark.parametrize("text", ["subscribe x", "pause", "resume 1", "unsubscribe 1"])
async def test_who_may_not_change_a_channel_is_told_why(desk: Desk, text: str) -> None:
    with pytest.raises(CommandError, match="Ask an admin"):
        await _ask(desk, text, replace(ANN, refused="Ask an admin."))


async def test_help_and_settings_need_nothing(desk: Desk) -> None:
    assert len(_notice(await _ask(desk, "help")).lines) > 8
    assert "Engine: extractive" in _notice(await _ask(desk, "settings")).lines


async def test_the_store_is_shared_over_restarts(desk: Desk, sqlite_store_url: str) -> None:
    """A follow-up works after a restart: nothing of a conversation is in memory only."""
    await _ask(desk, "https://example.com/bridge")
    async with await open_store(sqlite_store_url) as store:
        assert isinstance(store, Store)
        assert _notice(await _ask(replace(desk, store=store), "sources")).lines
