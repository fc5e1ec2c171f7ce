"""Puts deliveries into the outbox: digests when their slots fall due, alerts and corrections when briefed.

Reads what is there, lets pure code decide (`schedule`, `digest`), and stores what is to be posted, rendered.
Two workers that plan the same thing at the same moment plan it once: see `delivery`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import count
from typing import Protocol

from bot.chat.ports import Renderer
from bot.content import BriefedStory, Content, Correction, Digest, Notice
from bot.labels import labels
from bot.logs import get_logger
from bot.outbox.candidate import Candidate
from bot.outbox.corrections import changes
from bot.outbox.delivery import State, planned
from bot.outbox.digest import ALERT_WINDOW, Selection, Votes, alerts, digest
from bot.outbox.schedule import CATCH_UP, LOOK_BACK, Due, due, released_at, slot_of
from bot.store import Store
from bot.subscription import Channel, Mode, Platform, Subscription, WhenEmpty
from summarizer.briefing import shortened
from summarizer.sources import Source, SourceState

SLOW_BRIEFING = timedelta(hours=1)
"""A digest looks that far behind the one before it, for stories that were just being briefed then."""
FIRST_DIGEST = timedelta(hours=24)
"""How old the stories of a subscription's first digest may be."""
OLDEST = timedelta(days=7)
"""A digest after a long downtime goes back no further."""
BATCH = 50
"""Digests stored in one transaction: few enough that deliveries get their turn in between."""
SEEN = timedelta(days=30)
"""How long a channel is not shown the same story again, unless it developed."""

log = get_logger(__name__)


class Wake(Protocol):
    """Has channels delivered to that got something."""

    async def __call__(self, *channels: Channel) -> None: ...


@dataclass(frozen=True, slots=True)
class _Known:
    """What one round of planning knows of everybody."""

    now: datetime
    candidates: Sequence[Candidate]
    seen: dict[str, dict[str, datetime]]
    votes: Mapping[str, Votes]
    last: Mapping[str, datetime] = field(default_factory=dict)
    planned: Mapping[str, Sequence[datetime]] = field(default_factory=dict)

    def of(self, channel: Channel) -> tuple[dict[str, datetime], Votes]:
        """What a channel was shown, for adding to, and how it voted."""
        return self.seen.setdefault(channel.key, {}), self.votes.get(channel.key, {})


def in_turns(wanted: Iterable[tuple[Subscription, Due]]) -> list[tuple[Subscription, Due]]:
    """One of each platform in turn, so that none waits for the limits of another; else in their order."""
    turns: dict[Platform, Iterator[int]] = defaultdict(count)
    return sorted(wanted, key=lambda w: next(turns[w[0].channel.platform]))


@dataclass(slots=True)
class Planner:
    """Plans.

    Attributes:
        store: where everything stands.
        renderers: one a platform that this bot serves; other platforms' subscriptions wait.
        clock: the time, aware.
        wake: called with the channels that got a delivery.
        page: makes the address of a briefing's evidence page from its id; None where none is served.
        catch_up: how late a slot may still be posted.
    """

    store: Store
    renderers: Mapping[Platform, Renderer]
    clock: Callable[[], datetime]
    wake: Wake
    page: Callable[[str], str] | None = None
    catch_up: timedelta = CATCH_UP
    _looked: datetime | None = None

    async def slots(self) -> int:
        """Plan every digest that is due; how many slots were dealt with."""
        now = self.clock()
        look_back = self._look_back(now)
        subscriptions = [s for s in await self._served() if s.mode is Mode.DIGEST]
        recorded = await self.store.deliveries.slots(now - look_back - timedelta(days=2))
        found = [
            (s, d)
            for s in subscriptions
            for d in due(s, recorded.get(s.id, {}), now, catch_up=self.catch_up, look_back=look_back)
        ]
        if any(not d.missed for _, d in found):
            known = await self._known(now, OLDEST)
            wanted = in_turns([(s, d) for s, d in found if not d.missed])
            for start in range(0, len(wanted), BATCH):
                await self._digests(wanted[start : start + BATCH], known)
        for subscription, slot in found:
            if slot.missed:
                await self._missed(subscription, slot, now)
        self._looked = now
        return len(found)

    def _look_back(self, now: datetime) -> timedelta:
        """How far back slots may be that nobody dealt with: at first a month, then since the last round, for
        the computer may have slept."""
        if self._looked is None:
            return LOOK_BACK
        return min(
            max(self.catch_up * 2, timedelta(days=2), now - self._looked + timedelta(days=1)), LOOK_BACK
        )

    async def alerts(self, briefing_id: int | None = None) -> int:
        """Plan the alerts to one new briefing, or to every story that was held back; how many."""
        now = self.clock()
        subscriptions = [s for s in await self._served() if s.mode is Mode.ALERTS]
        if not subscriptions:
            return 0
        known = await self._known(now, ALERT_WINDOW + timedelta(days=1), briefing_id)
        return sum([await self._alert(s, known) for s in subscriptions])

    async def correct(self, briefing_id: int, before: Sequence[int]) -> int:
        """Post what changed from the newest of the briefings `before` to `briefing_id`; to how many channels.

        Each channel that was shown one of `before` gets it in that message's thread. What shows one and still
        waits to be posted is planned anew.
        """
        new, old = await self.store.candidates.get(briefing_id), None
        if before:
            old = await self.store.candidates.get(max(before))
        said = changes(old.story, new.story) if old and new else ()
        if not said or new is None:
            return 0
        served = await self._served()
        mine = {s.id: s for s in served}
        for delivery in await self.store.deliveries.take_back([str(b) for b in before], mine):
            await self._plan_again(mine[delivery.subscription], delivery.occasion, briefing_id)
        posts = {p.channel: p for p in await self.store.deliveries.posts_of([str(b) for b in before])}
        language = {s.channel: s.labels for s in served}
        for channel, post in posts.items():
            if channel.platform in self.renderers:
                occasion = f"correction {new.key} {new.story.article.content_hash[:16]}"
                story = replace(self._with_page(new.story), labels=labels(language.get(channel, "en")))
                correction = Correction(story=story, changes=said)
                due = self._released(channel, served)
                await self._add(channel, occasion, correction, reply_to=post.thread, due=due)
                await self.wake(channel)
        return len(posts)

    async def _plan_again(self, subscription: Subscription, occasion: str, briefing_id: int) -> None:
        """Plan what was taken back, now that there is `briefing_id`."""
        slot = slot_of(occasion, subscription.schedule)
        if slot is None:
            await self._alert(subscription, await self._known(self.clock(), ALERT_WINDOW, briefing_id))
        else:
            await self._digests(
                [(subscription, Due(slot, missed=False))], await self._known(self.clock(), OLDEST)
            )

    async def sources_stopped(self) -> None:
        """Tell the owners of all sources that are no longer read: a crash may have come before that."""
        for source, state in await self.store.sources.given_up():
            await self.source_stopped(source, state)

    async def source_stopped(self, source: Source, state: SourceState) -> None:
        """Tell the channel that owns `source` that it is no longer read, once for each time."""
        try:
            channel = Channel.from_key(source.owner or "")
        except ValueError:
            return
        if channel.platform not in self.renderers:
            return
        name = source.title or source.address
        notice = Notice(text=f"{name} is no longer read: {state.disabled}")
        if await self._add(channel, f"source {source.id} {state.last_checked}", notice):
            await self.wake(channel)

    def _released(self, channel: Channel, served: Sequence[Subscription]) -> datetime:
        """Now, or when the last quiet hours of the channel that it is in are over."""
        now = self.clock()
        mine = (s for s in served if s.channel == channel)
        return max((released_at(now, s.quiet, s.schedule.zone) for s in mine), default=now)

    async def _served(self) -> list[Subscription]:
        every = await self.store.subscriptions.all()
        return [s for s in every if s.active and s.channel.platform in self.renderers]

    async def _known(self, now: datetime, span: timedelta, briefing_id: int | None = None) -> _Known:
        if briefing_id is None:
            candidates = await self.store.candidates.since(now - span)
        else:
            one = await self.store.candidates.get(briefing_id)
            candidates = [one] if one else []
        return _Known(
            now,
            candidates,
            await self.store.deliveries.seen(now - SEEN),
            await self.store.subscriptions.tastes(),
            await self.store.deliveries.last_planned(),
            await self.store.deliveries.planned_since(now - timedelta(hours=1)),
        )

    async def _digests(self, wanted: Sequence[tuple[Subscription, Due]], known: _Known) -> None:
        """Several in one transaction, since each costs more than what it stores; then wake their channels."""
        async with self.store.write():
            added = [s.channel for s, slot in wanted if await self._digest(s, slot, known)]
        await self.wake(*added)

    async def _digest(self, subscription: Subscription, due_slot: Due, known: _Known) -> bool:
        """Plan one; whether there is now something to post."""
        since = _digest_since(subscription, known)
        seen, votes = known.of(subscription.channel)
        chosen = digest(subscription, known.candidates, since=since, seen=seen, votes=votes, now=known.now)
        occasion = due_slot.slot.occasion
        if not chosen.chosen and subscription.when_empty is WhenEmpty.SILENT:
            await self._record(subscription, occasion, State.EMPTY, "nothing new", known.now)
            return False
        content = self._digest_content(subscription, due_slot, chosen)
        added = await self._add(
            subscription.channel,
            occasion,
            content,
            subscription=subscription.id,
            stories=[c.key for c in chosen.chosen],
        )
        seen.update(
            (c.key, known.now) for c in chosen.chosen
        )  # a channel with two subscriptions is shown a story once
        return added

    def _digest_content(self, subscription: Subscription, due_slot: Due, chosen: Selection) -> Digest:
        slot = due_slot.slot
        return Digest(
            day=slot.local.date(),
            slot=slot.at.astimezone(subscription.schedule.zone),
            what=subscription.what,
            stories=tuple(self._for(subscription, c.story) for c in chosen.chosen),
            more=chosen.more,
            labels=labels(subscription.labels),
        )

    async def _alert(self, subscription: Subscription, known: _Known) -> int:
        seen, votes = known.of(subscription.channel)
        posted = known.planned.get(subscription.id, ())
        found = alerts(subscription, known.candidates, posted=posted, seen=seen, votes=votes, now=known.now)
        for candidate in found:
            await self._add(
                subscription.channel,
                candidate.key,
                self._for(subscription, candidate.story),
                subscription=subscription.id,
                stories=[candidate.key],
            )
            seen[candidate.key] = known.now
        if found:
            await self.wake(subscription.channel)
        return len(found)

    async def _missed(self, subscription: Subscription, missed: Due, now: datetime) -> None:
        reason = f"Kurir was not running from {missed.slot.at:%Y-%m-%d %H:%M} UTC until it was too late"
        await self._record(subscription, missed.slot.occasion, State.MISSED, reason, now)
        log.warning("slot_missed", subscription=subscription.id, slot=missed.slot.key)

    async def _record(
        self, subscription: Subscription, occasion: str, state: State, reason: str, now: datetime
    ) -> None:
        """Put on record that nothing is posted."""
        channel = subscription.channel
        await self.store.deliveries.add(
            planned(channel, occasion, (), now=now, subscription=subscription.id, state=state, reason=reason)
        )

    async def _add(
        self,
        channel: Channel,
        occasion: str,
        content: Content,
        *,
        subscription: str = "",
        stories: Sequence[str] = (),
        reply_to: str | None = None,
        due: datetime | None = None,
    ) -> bool:
        """Put `content` into the outbox; False if it was there already."""
        parts = self.renderers[channel.platform](content)
        now = self.clock()
        delivery = planned(
            channel, occasion, parts, now=now, subscription=subscription, reply_to=reply_to, due=due
        )
        return await self.store.deliveries.add(delivery, stories)

    def _for(self, subscription: Subscription, story: BriefedStory) -> BriefedStory:
        """`story` as long as the subscription wants it, and with its labels."""
        return replace(
            self._with_page(story),
            briefing=shortened(story.briefing, subscription.words),
            labels=labels(subscription.labels),
        )

    def _with_page(self, story: BriefedStory) -> BriefedStory:
        return replace(story, page=self.page(story.id)) if self.page else story


def _digest_since(subscription: Subscription, known: _Known) -> datetime:
    """Stories briefed before that belong to the digest before, or are too old."""
    last = known.last.get(subscription.id)
    start = last - SLOW_BRIEFING if last else min(subscription.since, known.now - FIRST_DIGEST)
    return max(start, known.now - OLDEST)
