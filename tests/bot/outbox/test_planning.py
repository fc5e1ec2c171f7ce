"""From articles to the outbox: digests, alerts, corrections; what is shown once is not shown again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta

import pytest
from builders import article
from fakes.chat import Clock, plain

from bot.content import BriefedStory, Content, Correction
from bot.intake.editor import Editor
from bot.intake.polling import LookRecord
from bot.outbox.delivery import Delivery, Part, Receipt, State, planned
from bot.outbox.planning import Planner, in_turns
from bot.outbox.schedule import Due, Slot
from bot.store import Store
from bot.subscription import (
    Channel,
    Mode,
    Platform,
    QuietHours,
    Schedule,
    Subscription,
    WhenEmpty,
)
from summarizer import Article, Briefing, Section, Verdict
from summarizer.briefing import Point
from summarizer.pipeline import Summarizer
from summarizer.sources import Source, SourceState

CHANNEL = Channel(Platform.SLACK, "C1")


class Copyist(Summarizer):
    """Briefs an article by its title and its first sentence."""

    async def brief(self, article: Article, *, words: int = 160) -> Briefing:
        point = Point(
            section=Section.KEY_CLAIMS,
            text=article.sentences[0].text,
            evidence=(0,),
            verdict=Verdict.SUPPORTED,
        )
        return Briefing(headline=article.title, points=(point,), engine="extractive")


class NoStories:
    """Leaves every article outside of stories."""

    async def place(self, articles: Sequence[Article], *, now: datetime) -> dict[str, int]:
        return {}


@dataclass
class Newsroom:
    """The bot without its platforms."""

    store: Store
    clock: Clock
    planner: Planner
    editor: Editor
    woken: list[Channel] = field(default_factory=list)

    async def write(self, title: str, text: str = "Something happened.", **fields: object) -> None:
        a = replace(article(text), id=title, title=title, **fields)  # type: ignore[arg-type]
        await self.store.articles.add(a, now=self.clock())
        await self.editor.brief(title)

    async def subscribe(self, what: str = "", **fields: object) -> Subscription:
        number = len(await self.store.subscriptions.all()) + 1
        plain = Subscription(
            id=f"s{number}",
            number=number,
            channel=CHANNEL,
            what=what,
            since=self.clock() - timedelta(hours=1),
        )
        s = replace(plain, **{"schedule": Schedule((time(8),)), **fields})  # type: ignore[arg-type]
        await self.store.subscriptions.put(s)
        return s

    async def outbox(self) -> list[Delivery]:
        return list(reversed(await self.store.deliveries.newest()))

    async def texts(self) -> list[list[str]]:
        return [[p.payload["text"] for p in d.parts] for d in await self.outbox()]


@pytest.fixture
async def newsroom(store: Store) -> Newsroom:
    clock = Clock(datetime.fromisoformat("2026-11-23T07:00+00:00"))
    woken: list[Channel] = []

    async def wake(*channels: Channel) -> None:
        woken.extend(channels)

    planner = Planner(store, {Platform.SLACK: plain}, clock, wake)
    editor = Editor(store, Copyist(engine=None), NoStories(), planner, clock, 160)  # type: ignore[arg-type]
    return Newsroom(store, clock, planner, editor, woken)


async def test_a_digest_is_planned_once_when_its_slot_falls_due(newsroom: Newsroom) -> None:
    await newsroom.subscribe("bridge")
    await newsroom.write("Bridge opened")
    await newsroom.write("Rain")
    assert await newsroom.planner.slots() == 0
    newsroom.clock.forward(hours=1)
    assert await newsroom.planner.slots() == 1
    assert await newsroom.planner.slots() == 0
    assert await newsroom.texts() == [["2026-11-23: 1 stories, 0 more", "Bridge opened"]]
    assert newsroom.woken == [CHANNEL]


async def test_the_next_digest_holds_only_what_is_new(newsroom: Newsroom) -> None:
    await newsroom.subscribe()
    await newsroom.write("Old")
    newsroom.clock.forward(hours=1)
    await newsroom.planner.slots()
    await newsroom.write("New")
    newsroom.clock.forward(days=1)
    await newsroom.planner.slots()
    assert (await newsroom.texts())[1] == ["2026-11-24: 1 stories, 0 more", "New"]


async def test_a_story_that_developed_comes_again_once_with_what_is_new(newsroom: Newsroom) -> None:
    """Another outlet's article that only repeats it does not bring it back."""
    store, now = newsroom.store, newsroom.clock
    await newsroom.subscribe()

    async def report(title: str, text: str, story: int | None) -> int:
        a = replace(article(*text.split(". ")), id=title, title=title)
        await store.articles.add(a, now=now())
        placed = await store.stories.place(title, story, now=now())
        await newsroom.editor.brief(title)
        return placed

    story = await report("Bridge opened", "The bridge cost 120 million euros, said Anna Berg", None)
    for title, text in (
        ("Bridge again", "The bridge cost 120 million euros, said Anna Berg"),
        ("Bridge in court", "Peter Holm wants 340 million. A court in Norvik decides on 14 December"),
        ("Silence", "Peter Holm wants 340 million"),
    ):
        now.forward(hours=1)
        await newsroom.planner.slots()
        now.forward(hours=23)
        await report(title, text, story)
    now.forward(hours=1)
    await newsroom.planner.slots()
    assert [texts[1:] for texts in await newsroom.texts()] == [["Bridge opened"], [], ["Bridge in court"], []]


async def test_nothing_new_is_silent_or_one_line(newsroom: Newsroom) -> None:
    await newsroom.subscribe()
    await newsroom.subscribe(when_empty=WhenEmpty.SAY_SO)
    newsroom.clock.forward(hours=1)
    assert await newsroom.planner.slots() == 2
    assert [(d.state, len(d.parts)) for d in await newsroom.outbox()] == [
        (State.EMPTY, 0),
        (State.PENDING, 1),
    ]


async def test_two_subscriptions_of_a_channel_show_a_story_once(newsroom: Newsroom) -> None:
    await newsroom.subscribe(mode=Mode.ALERTS)
    await newsroom.subscribe(mode=Mode.ALERTS)
    await newsroom.subscribe()
    await newsroom.write("Bridge opened")
    newsroom.clock.forward(hours=1)
    await newsroom.planner.slots()
    assert await newsroom.texts() == [["Bridge opened"], []]


async def test_downtime_is_made_up_for_or_recorded_as_missed(newsroom: Newsroom) -> None:
    await newsroom.subscribe()
    await newsroom.write("Bridge opened")
    newsroom.clock.forward(hours=50)
    assert await newsroom.planner.slots() == 3
    states = {d.occasion: d.state for d in await newsroom.outbox()}
    assert states == {
        "slot 2026-11-23T08:00": State.MISSED,
        "slot 2026-11-24T08:00": State.MISSED,
        "slot 2026-11-25T08:00": State.PENDING,
    }


async def test_alerts_come_when_briefed_and_what_was_held_back_later(newsroom: Newsroom) -> None:
    await newsroom.subscribe("bridge", mode=Mode.ALERTS, max_stories=1)
    for title in ("Bridge one", "Bridge two", "Rain"):
        await newsroom.write(title)
    assert await newsroom.texts() == [["Bridge one"]]
    newsroom.clock.forward(hours=1)
    assert await newsroom.planner.alerts() == 1
    assert await newsroom.planner.alerts() == 0
    assert await newsroom.texts() == [["Bridge one"], ["Bridge two"]]


async def test_a_subscription_has_its_own_length_and_labels(newsroom: Newsroom) -> None:
    """Also the correction of what it posted."""
    told: list[Content] = []

    def keep(content: Content) -> tuple[Part, ...]:
        told.append(content)
        return plain(content)

    newsroom.planner.renderers = {Platform.SLACK: keep}
    await newsroom.subscribe(mode=Mode.ALERTS, words=20, labels="sv")
    await newsroom.write("Bridge opened", "It cost 12 million.")
    claimed = await newsroom.store.deliveries.claim(CHANNEL, newsroom.clock())
    assert claimed
    await newsroom.store.deliveries.record(claimed.delivery, Receipt(0, "m1", newsroom.clock()))
    await newsroom.write("Bridge opened", "It cost 15 million.")
    story, correction = told
    assert isinstance(story, BriefedStory)
    assert isinstance(correction, Correction)
    assert (story.labels.skeptics, correction.story.labels.skeptics) == ("Skeptiker", "Skeptiker")
    assert story.briefing.words <= 20


async def test_quiet_hours_hold_alerts(newsroom: Newsroom) -> None:
    await newsroom.subscribe(mode=Mode.ALERTS, quiet=QuietHours(time(22), time(8)))
    await newsroom.write("Bridge opened")
    assert await newsroom.texts() == []
    newsroom.clock.forward(hours=1)
    assert await newsroom.planner.alerts() == 1


async def test_an_article_is_briefed_once(newsroom: Newsroom) -> None:
    await newsroom.subscribe(mode=Mode.ALERTS)
    await newsroom.write("Bridge opened")
    await newsroom.editor.brief("Bridge opened")
    await newsroom.editor.brief("unknown")
    assert len(await newsroom.store.briefings.newest()) == 1
    assert len(await newsroom.outbox()) == 1


async def test_a_changed_article_corrects_what_was_posted_in_its_thread(newsroom: Newsroom) -> None:
    await newsroom.subscribe(mode=Mode.ALERTS)
    await newsroom.write("Bridge opened", "It cost 12 million.")
    claimed = await newsroom.store.deliveries.claim(CHANNEL, newsroom.clock())
    assert claimed
    posted = claimed.delivery
    assert posted.parts[0].story == "1"
    await newsroom.store.deliveries.record(posted, Receipt(0, "m1", newsroom.clock()))
    await newsroom.store.deliveries.finish(posted, State.SENT)
    await newsroom.write("Bridge opened", "It cost 15 million.")
    correction = (await newsroom.outbox())[1]
    assert (correction.channel, correction.reply_to) == (CHANNEL, "m1")
    assert correction.occasion.startswith("correction article Bridge opened")


@pytest.mark.parametrize("mode", [Mode.ALERTS, Mode.DIGEST])
async def test_what_waits_to_be_posted_is_planned_anew_with_what_an_article_says_now(
    newsroom: Newsroom, mode: Mode
) -> None:
    """A platform that is down does not keep old facts for later; what may be posted already is corrected."""
    await newsroom.subscribe(mode=mode)
    await newsroom.write("Bridge opened", "It cost 12 million.")
    await newsroom.write("Rain", "It will rain.")
    newsroom.clock.forward(hours=1)
    await newsroom.planner.slots()
    before = await newsroom.outbox()
    deliveries = newsroom.store.deliveries
    claim = await deliveries.claim(CHANNEL, newsroom.clock())
    assert claim
    await deliveries.postpone(claim.delivery, newsroom.clock(), "down", in_doubt=False)
    newsroom.clock.forward(minutes=5)
    await newsroom.write("Bridge opened", "It cost 15 million.")
    after = await newsroom.outbox()
    assert sorted(d.id for d in after) == sorted(d.id for d in before), "each once, and no correction"
    shown = {p.story for d in after for p in d.parts if p.story}
    assert shown == {"2", "3"}
    assert await newsroom.planner.slots() == 0

    claim = await deliveries.claim(CHANNEL, newsroom.clock())
    assert claim
    await deliveries.postpone(claim.delivery, newsroom.clock(), "no answer", in_doubt=True)
    for title in ("Bridge opened", "Rain"):
        await newsroom.write(title, "It is over.")
    assert claim.delivery.id in {d.id for d in await newsroom.outbox()}


async def test_a_correction_waits_for_the_end_of_quiet_hours(newsroom: Newsroom) -> None:
    """Without holding up what is posted meanwhile, an answer for example."""
    quiet = QuietHours(time(7, 30), time(9))
    await newsroom.subscribe(mode=Mode.ALERTS, quiet=quiet)
    await newsroom.write("Bridge opened", "It cost 12 million.")
    deliveries, clock = newsroom.store.deliveries, newsroom.clock

    async def posted(message: str) -> Delivery:
        claim = await deliveries.claim(CHANNEL, clock())
        assert claim
        await deliveries.record(claim.delivery, Receipt(0, message, clock()))
        return claim.delivery

    await posted("m1")
    clock.forward(minutes=45)
    await newsroom.write("Bridge opened", "It cost 15 million.")
    assert await deliveries.due_channels(clock()) == []
    assert await deliveries.claim(CHANNEL, clock()) is None
    answer = (Part(payload={"text": "Yes."}),)
    await deliveries.add(planned(CHANNEL, "answer", answer, now=clock()))
    assert await deliveries.due_channels(clock()) == [CHANNEL]
    assert (await posted("m2")).occasion == "answer"
    assert await deliveries.waiting(clock() + timedelta(minutes=20)) == [], "it is not late"
    clock.forward(minutes=75)
    correction = await posted("m3")
    assert (correction.reply_to, correction.due.hour) == ("m1", 9)


async def test_slots_missed_while_the_computer_slept_are_recorded(newsroom: Newsroom) -> None:
    """Also by a bot that never stopped, and all of them."""
    await newsroom.subscribe(when_empty=WhenEmpty.SAY_SO)
    newsroom.clock.forward(hours=1)
    await newsroom.planner.slots()
    newsroom.clock.forward(days=5, hours=7)
    await newsroom.planner.slots()
    states = [d.state for d in await newsroom.outbox()]
    assert states == [State.PENDING, *[State.MISSED] * 5]


async def test_an_article_that_says_the_same_corrects_nothing(newsroom: Newsroom) -> None:
    await newsroom.subscribe(mode=Mode.ALERTS)
    await newsroom.write("Bridge opened", "It cost 12 million.")
    await newsroom.write("Bridge opened", "It  cost 12 million.")
    assert len(await newsroom.outbox()) == 1


async def test_the_owner_of_a_source_hears_once_that_it_was_given_up(newsroom: Newsroom) -> None:
    """Also if a crash came between, and again when it is taken up and given up once more."""
    store, now = newsroom.store, newsroom.clock
    given_up = SourceState(disabled="Its publisher has ended it for good (410).", last_checked=now())
    for owner in (CHANNEL.key, None, "nonsense", "discord:1"):
        source = Source(
            id=f"of {owner}", address="http://a.test/", title="The Daily", owner=owner, added=now()
        )
        await store.sources.add(source)
        await store.sources.record_looks([LookRecord(source=source, state=given_up)])
    await newsroom.planner.source_stopped((await store.sources.given_up())[-1][0], given_up)
    for _ in range(2):
        await newsroom.planner.sources_stopped()
    said = "The Daily is no longer read: Its publisher has ended it for good (410)."
    assert await newsroom.texts() == [[said]]
    again = replace(given_up, last_checked=now() + timedelta(days=9))
    source = next(s for s, _ in await store.sources.given_up() if s.owner == CHANNEL.key)
    await store.sources.record_looks([LookRecord(source=source, state=again)])
    await newsroom.planner.sources_stopped()
    assert await newsroom.texts() == [[said], [said]]
    assert newsroom.woken == [CHANNEL, CHANNEL]


async def test_feedback_counts_the_last_word_of_each_person(newsroom: Newsroom) -> None:
    rate = newsroom.store.subscriptions.rate
    for person, useful in (("U1", True), ("U2", True), ("U1", False)):
        await rate(CHANNEL, "1", person, useful=useful, outlet="TT", now=newsroom.clock())
    assert await newsroom.store.subscriptions.tastes() == {CHANNEL.key: {"TT": (1, 1)}}


async def test_subscriptions_of_other_platforms_wait(newsroom: Newsroom) -> None:
    await newsroom.subscribe(mode=Mode.ALERTS, channel=Channel(Platform.DISCORD, "1"))
    await newsroom.write("Bridge opened")
    assert await newsroom.outbox() == []


def test_no_platform_waits_behind_the_limits_of_another() -> None:
    """Each platform's digests keep their order; the platforms take turns."""
    at = datetime(2026, 11, 23, 8, tzinfo=UTC)
    now_due = Due(Slot(at.replace(tzinfo=None), at), missed=False)
    channels = [Channel(Platform.DISCORD, str(n)) for n in range(3)] + [CHANNEL]
    wanted = [
        (Subscription(id=c.key, number=1, channel=c, schedule=Schedule((at.time(),)), since=at), now_due)
        for c in channels
    ]
    assert [s.channel.id for s, _ in in_turns(wanted)] == ["0", "C1", "1", "2"]
