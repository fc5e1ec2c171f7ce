"""Hand-made stand-ins for what is outside: a chat platform that keeps a ledger."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from bot.chat.ports import Renderer
from bot.content import Content, Digest, Notice
from bot.outbox.delivery import Part
from bot.subscription import Channel, Platform


@dataclass
class Clock:
    """A clock that is set by hand."""

    now: datetime = field(default_factory=lambda: datetime(2026, 11, 23, 7, tzinfo=UTC))

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **units: float) -> datetime:
        self.now += timedelta(**units)
        return self.now


@dataclass(frozen=True)
class Message:
    """A posted message."""

    id: str
    channel: Channel
    text: str
    key: str
    reply_to: str | None


def plain(content: Content) -> tuple[Part, ...]:
    """Renders content as plain text: a digest as a header with its stories in the thread."""
    if isinstance(content, Notice):
        return (Part(payload={"text": content.text}),)
    if isinstance(content, Digest):
        header = Part(payload={"text": f"{content.day}: {len(content.stories)} stories, {content.more} more"})
        return (
            header,
            *(part for s in content.stories for part in plain_in_thread(s.briefing.headline, s.id)),
        )
    headline = getattr(getattr(content, "story", content), "briefing").headline  # noqa: B009
    return (Part(payload={"text": headline}, story=str(getattr(content, "id", "")) or None),)


def plain_in_thread(text: str, story: str) -> tuple[Part, ...]:
    return (Part(payload={"text": text}, in_thread=True, story=story),)


@dataclass
class LedgerChat:
    """A chat platform in memory.

    Attributes:
        messages: what was posted, in order.
        edits: what was edited: message and text.
        before: called before a message is accepted; may raise.
        after: called after it; may raise: the reply is lost.
        silent: never answers.
    """

    platform: Platform = Platform.SLACK
    render: Renderer = plain
    messages: list[Message] = field(default_factory=list)
    edits: list[tuple[str, str]] = field(default_factory=list)
    lookups: list[str] = field(default_factory=list)
    before: Callable[[], None] = lambda: None
    after: Callable[[], None] = lambda: None
    silent: bool = False

    async def send(self, channel: Channel, part: Part, *, key: str, reply_to: str | None) -> str:
        self.before()
        if self.silent:
            await asyncio.Event().wait()
        message = Message(f"m{len(self.messages)}", channel, part.payload["text"], key, reply_to)
        self.messages.append(message)
        self.after()
        return message.id

    async def find(
        self, channel: Channel, part: Part, *, key: str, reply_to: str | None, since: datetime
    ) -> str | None:
        self.before()
        self.lookups.append(key)
        return next((m.id for m in self.messages if (m.channel, m.key) == (channel, key)), None)

    async def edit(self, channel: Channel, part: Part, *, message: str, reply_to: str | None) -> None:
        self.before()
        self.edits.append((message, part.payload["text"]))

    @property
    def texts(self) -> list[str]:
        return [m.text for m in self.messages]


def failing(*errors: Exception | None) -> Callable[[], None]:
    """Raises `errors` one after the other, nothing for None and when they are used up."""
    left = list(errors)

    def step() -> None:
        error = left.pop(0) if left else None
        if error is not None:
            raise error

    return step
