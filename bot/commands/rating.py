"""What people think of a briefing, by a button or a reaction: it counts towards what their channel gets."""

from __future__ import annotations

from bot.commands.desk import Desk
from bot.content import Notice
from bot.subscription import Channel


async def rate(desk: Desk, channel: Channel, briefing: str, person: str, *, useful: bool) -> Notice:
    """The word of `person` on `briefing`, for what `channel` gets; the thanks for it.

    Raises:
        CommandError: there is no such briefing (any more).
    """
    story = await desk.story(briefing)
    await desk.store.subscriptions.rate(
        channel, story.id, person, useful=useful, outlet=story.article.outlet, now=desk.now()
    )
    return Notice(text="Thank you. It counts towards what this channel gets.")


async def reacted(desk: Desk, place: Channel, message: str, person: str, *, useful: bool) -> None:
    """Count a reaction to `message` in `place`, a channel or a thread, if the message shows one briefing.

    One to a digest's header says nothing about a story. A thread's messages stand in the outbox under the
    thread or under its channel, whichever is subscribed.
    """
    channel = Channel(place.platform, place.id)
    for where in dict.fromkeys((place, channel)):
        shown = await desk.store.deliveries.briefings_at(where, message)
        if len(shown) == 1:
            await rate(desk, channel, shown[0], person, useful=useful)
