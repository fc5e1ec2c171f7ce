"""What people think of a briefing: it counts towards what their channel gets."""

from __future__ import annotations

from bot.chat.content import Notice
from bot.commands.desk import Desk
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
