"""The desk: answers every command, the same on every platform.

It knows no platform: a command and who asks go in, content comes out. Adapters turn what their platform
sends into these values, and render what comes back.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from bot.commands import followups
from bot.commands.grammar import (
    HELP,
    Ask,
    BriefUrl,
    Change,
    Command,
    FollowUp,
    Help,
    Newest,
    Pause,
    Quote,
    Resume,
    Search,
    ShowSettings,
    Subscribe,
    Subscriptions,
    Unsubscribe,
    Who,
)
from bot.commands.subscribing import changed, paused, subscription_from, summary, understood
from bot.content import Answer, BriefedStory, Content, Notice
from bot.errors import CommandError
from bot.query import Facts
from bot.store import Store
from bot.store.briefings import ArchivedBriefing
from bot.subscription import MOST_WORDS, Channel, Subscription
from bot.view import line_of
from summarizer import Article, Section
from summarizer.article import digest
from summarizer.pipeline import Summarizer

SHOWN = 3
"""Briefings that `/brief` and a search show at most: a reply is read, a list is scrolled past."""
LOOKED_AT = 50
"""Newest briefings that are held against a channel's subscriptions for `/brief` alone."""
TRIED = 4
"""Other articles of its story asked where the briefed one does not say: each may cost a model's call."""

ReadPage = Callable[[str], Awaitable[Article]]


class Answerer(Protocol):
    """Answers a question from one article, at the cost of a channel."""

    async def __call__(self, article: Article, question: str, /, *, channel: str) -> Answer: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Asker:
    """Who asks, and where.

    Attributes:
        channel: where; its `thread` is set when it was asked in a thread.
        user: the platform's id of the person.
        tz: the person's own time zone, if the platform tells it.
        briefing: id of the briefing that is meant, when a button or message says so.
        refused: why this person may not change the channel's subscriptions; None: they may.
        request: names the request; what a crash has done again for it is done once.
    """

    channel: Channel
    user: str
    tz: str | None = None
    briefing: str | None = None
    refused: str | None = None
    request: str | None = None

    @property
    def payer(self) -> str:
        """The channel that is charged: a thread has no budget of its own."""
        return Channel(self.channel.platform, self.channel.id).key

    @property
    def place(self) -> str:
        """Where a conversation goes on: the thread, else this person's private answers in the channel."""
        return self.channel.key if self.channel.thread else f"{self.channel.key}#{self.user}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What to show.

    Attributes:
        contents: to whoever asked, in order; never empty.
        announcement: to everybody in the channel: something about the channel has changed.
    """

    contents: tuple[Content, ...]
    announcement: Notice | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Answers commands.

    Attributes:
        store: what Kurir remembers.
        summarizer: briefs what is asked for now.
        read_page: fetches and reads a page, through the guard.
        answer: answers a question from one article, through the gate.
        now: the clock.
        new_id: makes an id that nobody has.
        words: word budget of a briefing.
        tz: time zone of those whose platform tells none.
    """

    store: Store
    summarizer: Summarizer
    read_page: ReadPage
    answer: Answerer
    now: Callable[[], datetime]
    new_id: Callable[[], str]
    words: int
    tz: str = "UTC"

    async def handle(self, command: Command, asker: Asker) -> Reply:
        """The reply to `command`.

        Raises:
            CommandError: it cannot be done; its sentence is the answer.
            SummarizerError: a page could not be fetched or read; its sentence is the answer.
        """
        match command:
            case Newest():
                return await self._newest(asker)
            case BriefUrl(url):
                return await self._show(asker, [await self.brief_url(url, asker)])
            case Search(words):
                return await self._search(words, asker)
            case Ask(question):
                return await self._ask(question, asker)
            case Subscribe():
                return await self._subscribe(command, asker)
            case Change():
                return await self._change(command, asker)
            case Subscriptions():
                return await self._list(asker.channel)
            case Pause(number):
                return await self._hold(number, asker, pause=True)
            case Resume(number):
                return await self._hold(number, asker, pause=False)
            case Unsubscribe(number):
                return await self._unsubscribe(number, asker)
            case ShowSettings():
                return await self._settings(asker)
            case Help():
                return _reply(Notice(text="What you can ask:", lines=tuple(f"{f} — {d}" for f, d in HELP)))
            case Quote() | Who() | FollowUp():
                return await self._follow_up(command, asker)

    # ---- briefings

    async def brief_url(self, url: str, asker: Asker) -> BriefedStory:
        """Brief a page now, and keep it in the archive."""
        return await self._brief(await self.read_page(url), self.words, asker)

    async def brief_article(self, article: Article, asker: Asker) -> BriefedStory:
        """Brief `article`, keep it in the archive, and let follow-ups of `asker` be about it."""
        story = await self._brief(article, self.words, asker)
        await self._show(asker, [story])
        return story

    async def story(self, briefing: str) -> BriefedStory:
        """A briefing of the archive as content.

        Raises:
            CommandError: there is no such briefing (any more).
        """
        found = await self.store.briefings.with_article(int(briefing)) if briefing.isdecimal() else None
        if found is None:
            raise CommandError("That briefing is no longer in the archive.")
        archived, article = found
        return BriefedStory(
            id=briefing, article=article, briefing=archived.briefing, outlets=await self._outlets(archived)
        )

    async def current(self, asker: Asker) -> BriefedStory:
        """The briefing that a follow-up is about: named, of this thread, or the last one shown here.

        Raises:
            CommandError: there is none.
        """
        if asker.briefing:
            return await self.story(asker.briefing)
        channel = asker.channel
        if channel.thread:
            shown = await self.store.deliveries.briefings_at(
                Channel(channel.platform, channel.id), channel.thread
            )
            if shown:
                return await self.story(shown[-1])
        if noted := await self.store.conversations.last(asker.place):
            return await self.story(noted[0])
        for place in dict.fromkeys((channel, Channel(channel.platform, channel.id))):
            for delivery in await self.store.deliveries.newest(channel=place):
                stories = [p.story for p in delivery.parts if p.story]
                if delivery.receipts and stories:
                    return await self.story(stories[0])
        raise CommandError("There is no briefing here yet. Start with: /brief URL")

    async def _brief(self, article: Article, words: int, asker: Asker) -> BriefedStory:
        """A briefing made now, at the cost of the channel that asked."""
        briefing = await self.summarizer.charged_to(asker.payer).brief(article, words=words)
        async with self.store.write():
            await self.store.articles.add(article, now=self.now())
            stored = await self.store.articles.get(article.id)
            version = stored.version if stored else 1
            number = await self.store.briefings.add(article, version, briefing, now=self.now())
        return BriefedStory(id=str(number), article=article, briefing=briefing)

    async def _outlets(self, archived: ArchivedBriefing) -> tuple[str, ...]:
        story = await self.store.stories.get(archived.story) if archived.story is not None else None
        outlets = (m.outlet for m in story.members) if story else ()
        return tuple(dict.fromkeys(o for o in outlets if o))

    async def _show(self, asker: Asker, stories: Sequence[BriefedStory]) -> Reply:
        await self.store.conversations.note(asker.place, stories[-1].id, now=self.now())
        return Reply(contents=tuple(stories))

    async def _newest(self, asker: Asker) -> Reply:
        newest = await self.store.briefings.newest(limit=LOOKED_AT)
        wanted = [s.query for s in await self.store.subscriptions.of_channel(asker.channel)]
        mine = [b for b in newest if not wanted or any(q.matches(_facts(b)) for q in wanted)]
        return await self._found(
            mine[:SHOWN], asker, "There is no briefing yet. Try /brief URL, or subscribe."
        )

    async def _search(self, words: str, asker: Asker) -> Reply:
        found = await self.store.briefings.search(words, limit=SHOWN)
        return await self._found(found, asker, f"No briefing matches «{words}».")

    async def _found(self, found: Sequence[ArchivedBriefing], asker: Asker, nothing: str) -> Reply:
        if not found:
            return _reply(Notice(text=nothing))
        return await self._show(asker, [await self.story(str(b.id)) for b in found])

    # ---- follow-ups

    async def _ask(self, question: str, asker: Asker) -> Reply:
        story = await self.current(asker)
        answer = await self.answer(story.article, question, channel=asker.payer)
        if not answer.answerable:
            for article in await self._elsewhere(story.article):
                other = await self.answer(article, question, channel=asker.payer)
                if other.answerable:
                    return _reply(replace(other, elsewhere=True, story=story.id))
        return _reply(replace(answer, story=story.id))

    async def _elsewhere(self, briefed: Article) -> list[Article]:
        """Other articles of the story of `briefed`, in the order in which they joined, `TRIED` at most."""
        story = await self.store.stories.of_article(briefed.id)
        members = [m for m in story.members if m.article_id != briefed.id] if story else []
        found = [await self.store.articles.get(m.article_id) for m in members[:TRIED]]
        return [stored.article for stored in found if stored]

    async def _follow_up(self, command: Quote | Who | FollowUp, asker: Asker) -> Reply:
        story = await self.current(asker)
        match command:
            case Quote(number):
                return _reply(followups.quote(story.article, story.briefing, number))
            case Who(name):
                return _reply(followups.who(story.article, story.briefing, name))
            case FollowUp.SOURCES:
                return _reply(followups.sources(story.article, story.others))
            case FollowUp.SKEPTICS:
                return _reply(followups.section(story.article, story.briefing, Section.SKEPTICS))
            case FollowUp.EXPERTS:
                return _reply(followups.section(story.article, story.briefing, Section.EXPERT_VIEW))
            case FollowUp.LONGER | FollowUp.SHORTER:
                words = story.briefing.words * 2 if command is FollowUp.LONGER else story.briefing.words // 2
                again = await self._brief(story.article, max(40, min(words, MOST_WORDS)), asker)
                return await self._show(asker, [again])

    # ---- subscriptions

    async def preview(self, request: Subscribe, asker: Asker) -> Subscription:
        """The subscription that `request` would make; nothing is stored.

        Raises:
            CommandError: it cannot be understood.
        """
        return subscription_from(
            request,
            asker.channel,
            new_id=self.new_id,
            owner=asker.user,
            default_tz=asker.tz or self.tz,
            words=self.words,
            now=self.now(),
        )

    async def lately(self, subscription: Subscription) -> list[str]:
        """Headlines of the newest briefings that `subscription` would have brought, `SHOWN` at most."""
        newest = await self.store.briefings.newest(limit=LOOKED_AT)
        return [b.briefing.headline for b in newest if subscription.query.matches(_facts(b))][:SHOWN]

    async def _subscribe(self, request: Subscribe, asker: Asker) -> Reply:
        _may_change(asker)
        subscription = await self.preview(request, asker)
        if asker.request is not None:
            subscription = replace(subscription, id=digest("subscription", asker.request)[:16])
        subscription = await self.store.subscriptions.add(subscription)
        said = f"{subscription.what}: {understood(subscription, self.now())}"
        return _changed(
            f"Subscribed as number {subscription.number}. {said}", f"This channel now gets {said}"
        )

    async def _change(self, request: Change, asker: Asker) -> Reply:
        _may_change(asker)
        (old,) = await self._chosen(request.number, asker.channel)
        new = changed(old, request.to, self.now())
        await self.store.subscriptions.put(new)
        said = f"{new.what}: {understood(new, self.now())}"
        return _changed(f"Changed number {new.number}. {said}", f"This channel now gets {said}")

    async def _hold(self, number: int | None, asker: Asker, *, pause: bool) -> Reply:
        _may_change(asker)
        chosen = await self._chosen(number, asker.channel)
        for subscription in chosen:
            await self.store.subscriptions.put(paused(subscription, self.now(), pause=pause))
        names = ", ".join(str(s.number) for s in chosen)
        done = f"{'Paused' if pause else 'Going on with'} {names}."
        return _changed(done, done)

    async def _unsubscribe(self, number: int, asker: Asker) -> Reply:
        _may_change(asker)
        (subscription,) = await self._chosen(number, asker.channel)
        await self.store.subscriptions.remove(subscription.id)
        done = f"Unsubscribed number {number}: {subscription.what or 'everything'}."
        return _changed(done, done)

    async def _chosen(self, number: int | None, channel: Channel) -> list[Subscription]:
        mine = await self.store.subscriptions.of_channel(channel)
        chosen = [s for s in mine if number in (None, s.number)]
        if not chosen:
            have = f"It has {', '.join(str(s.number) for s in mine)}." if mine else "It has none."
            which = f"subscription {number}" if number is not None else "subscription"
            raise CommandError(f"This channel has no {which}. {have}")
        return chosen

    async def _list(self, channel: Channel) -> Reply:
        mine = await self.store.subscriptions.of_channel(channel)
        if not mine:
            example = "/brief subscribe ukraine at 08:00 on weekdays"
            return _reply(Notice(text=f"This channel follows nothing yet. For example: {example}"))
        return _reply(Notice(text="This channel follows:", lines=tuple(summary(s, self.now()) for s in mine)))

    async def _settings(self, asker: Asker) -> Reply:
        mine = await self.store.subscriptions.of_channel(asker.channel)
        lines = (
            f"Engine: {self.summarizer.engine.name}",
            f"Length: {self.words} words a briefing",
            f"Time zone: {asker.tz or self.tz}",
            f"Subscriptions here: {len(mine)}",
            f"You {'may' if asker.refused is None else 'may not'} change them",
        )
        return _reply(Notice(text="How this channel is set up:", lines=lines))


def _reply(content: Content) -> Reply:
    return Reply(contents=(content,))


def _changed(answer: str, announcement: str) -> Reply:
    return Reply(contents=(Notice(text=answer),), announcement=Notice(text=announcement))


def _may_change(asker: Asker) -> None:
    if asker.refused is not None:
        raise CommandError(asker.refused)


def _facts(archived: ArchivedBriefing) -> Facts:
    text = "\n".join([archived.briefing.headline, *map(line_of, archived.briefing.points)])
    return Facts(text=text, sources=(archived.outlet,) if archived.outlet else ())
