"""Sends to Slack: a delivery's key in each message, and no call before its turn."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from datetime import datetime
from typing import Any

from bot.chat.ports import Renderer
from bot.chat.slack import stream
from bot.chat.slack.pacing import RateLimits
from bot.chat.slack.render import render
from bot.chat.slack.sdk import WebApi
from bot.errors import GiveUp, TryLater
from bot.outbox.delivery import Part
from bot.subscription import Channel, Platform

EVENT_TYPE = "kurir_delivery"
"""Type of the metadata that carries a delivery's key, so that `find` sees it in the history."""
ATTEMPTS = 5
PATIENCE = 60
"""Seconds that `patiently` waits at most before it tries again; Slack asks for 30 at most by habit."""
PAGES = 10
"""Pages of 100 messages that `find` reads back at most: the message looked for is a recent one."""


class SlackChat:
    """The `Chat` port on Slack's Web API."""

    platform = Platform.SLACK
    render: Renderer = staticmethod(render)

    def __init__(
        self,
        api: WebApi,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """`clock` gives seconds that only go up; `sleep` waits."""
        self.api = api
        self._clock = clock
        self._sleep = sleep
        self._limits = RateLimits()
        self._streams = stream.Streams(self.call)
        self._direct: dict[str, str] = {}  # Slack's ids of direct messages, by user

    async def send(self, channel: Channel, part: Part, *, key: str, reply_to: str | None) -> str:
        address, metadata = await self._address(channel), _metadata(key)
        if made := await self._streams.send(address, part.payload, key=key, metadata=metadata):
            return made
        body = {**stream.message(part.payload), "channel": address, "metadata": metadata}
        if thread := reply_to or channel.thread:
            body["thread_ts"] = thread
        return str((await self.call("chat.postMessage", body))["ts"])

    async def find(
        self, channel: Channel, part: Part, *, key: str, reply_to: str | None, since: datetime
    ) -> str | None:
        thread = reply_to or channel.thread
        if found := await self._found(channel, part, key, thread, since):
            return found
        streamed = stream.thread_of(part.payload)
        if streamed is None or streamed == thread:
            return None
        try:
            return await self._found(channel, part, key, streamed, since)
        except GiveUp:  # a thread that is gone holds no stream either
            return None

    async def _found(
        self, channel: Channel, part: Part, key: str, thread: str | None, since: datetime
    ) -> str | None:
        async for message in self._history(channel, thread, since):
            if _has_key(message, key):
                return str(message["ts"])
            if stream.is_begun(message, key):
                begun, address = str(message["ts"]), await self._address(channel)
                metadata = _metadata(key)
                await self._streams.finish(address, part.payload, message_id=begun, metadata=metadata)
                return begun
        return None

    async def edit(self, channel: Channel, part: Part, *, message: str, reply_to: str | None) -> None:
        body = {k: v for k, v in part.payload.items() if k in ("text", "blocks")}
        await self.call("chat.update", {**body, "channel": await self._address(channel), "ts": message})

    async def call(
        self, method: str, body: Mapping[str, Any] | None = None, *, query: Mapping[str, Any] | None = None
    ) -> Mapping[str, Any]:
        """One Web API call: a JSON `body` for methods that write, a `query` for those that only read.

        Raises:
            TryLater, MaybeSent, GiveUp: as in `bot.chat.ports.Chat`.
        """
        channel = str((body or query or {}).get("channel", ""))
        if wait := self._limits.seconds(method, channel, self._clock()):
            raise TryLater("Slack has asked to wait", retry_after=wait)
        try:
            return (await self.api.call(method, body or {}, query=query)).data
        except TryLater as error:
            if error.retry_after:
                self._limits.learn(method, channel, error.retry_after, self._clock())
            raise

    async def patiently(
        self, method: str, body: Mapping[str, Any] | None = None, *, query: Mapping[str, Any] | None = None
    ) -> Mapping[str, Any]:
        """As `call`, for what no outbox repeats: it waits where Slack asks to."""
        for _ in range(ATTEMPTS - 1):
            try:
                return await self.call(method, body, query=query)
            except TryLater as error:
                if error.retry_after is None or error.retry_after > PATIENCE:
                    raise
                await self._sleep(error.retry_after)
        return await self.call(method, body, query=query)

    async def _address(self, channel: Channel) -> str:
        """Slack's id of the conversation; direct messages have one of their own, opened on first use."""
        if channel.user is None:
            return channel.id
        if channel.user not in self._direct:
            opened = await self.call("conversations.open", {"users": channel.user})
            self._direct[channel.user] = str(opened["channel"]["id"])
        return self._direct[channel.user]

    async def _history(
        self, channel: Channel, thread: str | None, since: datetime
    ) -> AsyncIterator[Mapping[str, Any]]:
        """Messages of the channel, or of its thread, since then; with their metadata."""
        method = "conversations.replies" if thread else "conversations.history"
        query: dict[str, Any] = {
            "channel": await self._address(channel),
            "include_all_metadata": True,
            "limit": 100,
            "oldest": f"{since.timestamp() - 60:.6f}",  # Slack's clock is not ours
        }
        if thread:
            query["ts"] = thread
        for _ in range(PAGES):
            page = await self.call(method, query=query)
            for message in page.get("messages", ()):
                yield message
            cursor = (page.get("response_metadata") or {}).get("next_cursor")
            if not cursor:
                return
            query["cursor"] = cursor


def _metadata(key: str) -> dict[str, Any]:
    """What hides a delivery's key in its message."""
    return {"event_type": EVENT_TYPE, "event_payload": {"key": key}}


def _has_key(message: Mapping[str, Any], key: str) -> bool:
    metadata = message.get("metadata") or {}
    payload = metadata.get("event_payload") or {}
    return metadata.get("event_type") == EVENT_TYPE and payload.get("key") == key
