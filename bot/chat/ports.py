"""What the bot needs from a chat platform. Each adapter imports its vendor's library, this does not."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol, runtime_checkable

from bot.content import Content
from bot.outbox.delivery import Part
from bot.subscription import Channel, Platform


class Renderer(Protocol):
    """Content to parts: pure, the same parts for the same content. Never empty."""

    def __call__(self, content: Content, /) -> tuple[Part, ...]: ...


class Chat(Protocol):
    """Posts messages. Makes one attempt a call and never repeats a request whose reply was lost.

    All methods raise:
        TryLater: refused or unreachable for certain; nothing was posted.
        MaybeSent: the reply was lost; it may have been posted.
        GiveUp: it will never work: channel gone, not a member, token revoked.
    """

    @property
    def platform(self) -> Platform: ...

    @property
    def render(self) -> Renderer: ...

    async def send(self, channel: Channel, part: Part, *, key: str, reply_to: str | None) -> str:
        """Post `part` and return the platform's id of the message.

        Args:
            channel: where; its `thread`, if set, holds also parts that are not `in_thread`.
            part: what.
            key: at most 25 characters, unique to this message, the same at every attempt. The adapter
                hides it in the message (Slack: metadata; Discord: nonce) so that `find` sees it.
            reply_to: id of the message whose thread it goes into; the thread is opened where needed.
        """
        ...

    async def find(
        self, channel: Channel, part: Part, *, key: str, reply_to: str | None, since: datetime
    ) -> str | None:
        """The id of the message that an earlier `send` with the same arguments posted, or None.

        Only called after a crash or a lost reply. `since`: it cannot have been posted before that.
        """
        ...

    async def edit(self, channel: Channel, part: Part, *, message: str, reply_to: str | None) -> None:
        """Replace what `message` shows by `part`. Repeating it is harmless."""
        ...


@runtime_checkable
class Closing(Protocol):
    """A chat that keeps connections open between messages."""

    async def close(self) -> None:
        """Give them back."""
        ...
