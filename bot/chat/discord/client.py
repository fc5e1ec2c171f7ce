"""Sends to Discord: the `Chat` port on the REST API. Imports nothing of discord.py."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from datetime import datetime
from enum import IntEnum
from typing import Any
from zlib import crc32

from bot.chat.discord import components as c
from bot.chat.discord import limits
from bot.chat.discord.embeds import as_embeds
from bot.chat.discord.render import render
from bot.chat.discord.rest import Api, Refused
from bot.chat.discord.titles import heading, named, tags
from bot.chat.ports import Renderer
from bot.errors import GiveUp
from bot.outbox.delivery import Part
from bot.subscription import Channel, Platform

PAGES = 10
"""Pages of 100 messages that `find` reads at most: the message looked for is a recent one."""
KEPT = 10_000
"""Messages remembered that may get a thread."""
EPOCH = 1_420_070_400_000
"""Discord's, in milliseconds: its ids carry their time."""


class Code(IntEnum):
    """Discord's error codes. https://docs.discord.com/developers/topics/opcodes-and-status-codes"""

    UNKNOWN_CHANNEL = 10_003
    UNKNOWN_MESSAGE = 10_008
    MISSING_ACCESS = 50_001
    NO_DIRECT_MESSAGES = 50_007
    MISSING_PERMISSIONS = 50_013
    INVALID_BODY = 50_035
    ARCHIVED = 50_083
    HAS_THREAD = 160_004
    LOCKED = 160_005


class Kind(IntEnum):
    """Channel types that behave in their own way here."""

    TEXT = 0
    NEWS = 5
    FORUM = 15
    MEDIA = 16


FORUMS = (Kind.FORUM, Kind.MEDIA)
HELP = {
    Code.UNKNOWN_CHANNEL: "the channel is gone",
    Code.UNKNOWN_MESSAGE: "the message is gone",
    Code.NO_DIRECT_MESSAGES: "this person takes no direct messages from the bot",
    Code.LOCKED: "the thread is locked",
}
"""Errors in words; those about permissions name the permission."""

READ, SEND, REPLY, POST, THREAD = (
    "Read Message History",
    "View Channel and Send Messages",
    "Send Messages in Threads",
    "Send Messages (which lets it create posts)",
    "Create Public Threads",
)


class DiscordChat:
    """The `Chat` port on Discord."""

    platform = Platform.DISCORD
    render: Renderer = staticmethod(render)

    def __init__(self, api: Api, *, embeds: bool = False) -> None:
        """`embeds`: send embeds rather than Components V2."""
        self.api = api
        self.embeds = embeds
        self._direct: dict[str, str] = {}  # channels of direct messages, by user
        self._kinds: dict[str, int] = {}
        self._begun: dict[str, str | None] = {}  # headings of messages that were posted here, by id

    async def send(self, channel: Channel, part: Part, *, key: str, reply_to: str | None) -> str:
        body = marked(part.payload, key)
        nonce = {"nonce": key, "enforce_nonce": True}
        place = await self._address(channel)
        thread = channel.thread or reply_to
        if thread is None and place not in self._kinds:
            try:  # most channels take it: asking first would cost one of the bot's requests
                return await self._begin(place, body | nonce)
            except Refused:
                if await self._kind(place) not in FORUMS:
                    raise
        if thread in self._begun and await self._opened(place, thread, part):
            return await self._create(thread, body | nonce, REPLY)
        kind = await self._kind(place)
        if kind in FORUMS and _is_post(channel, part, reply_to):
            return await self._post(place, body)
        if thread is None or not _has_threads(kind):
            return await self._begin(place, body | nonce)
        try:
            return await self._create(thread, body | nonce, REPLY)
        except Refused as error:
            if error.code != Code.UNKNOWN_CHANNEL:
                raise
        shown = await self._call("GET", f"/channels/{place}/messages/{thread}", None, READ)
        await self._open_thread(place, thread, heading(shown) or heading(part.payload))
        return await self._create(thread, body | nonce, REPLY)

    async def find(
        self, channel: Channel, part: Part, *, key: str, reply_to: str | None, since: datetime
    ) -> str | None:
        place = await self._address(channel)
        kind = await self._kind(place)
        thread = channel.thread or reply_to
        if kind in FORUMS and _is_post(channel, part, reply_to):
            return await self._find_post(place, key, since)
        async for message in self._history(thread if thread and _has_threads(kind) else place, since):
            if _is_marked(message, key):
                return str(message["id"])
        return None

    async def edit(self, channel: Channel, part: Part, *, message: str, reply_to: str | None) -> None:
        place = await self._address(channel)
        kind = await self._kind(place)
        thread = channel.thread or reply_to
        where = thread if thread and _has_threads(kind) else place
        if kind in FORUMS and _is_post(channel, part, reply_to):
            where = message  # a post's first message has the id of the post
        path = f"/channels/{where}/messages/{message}"
        body = dict(part.payload)
        try:
            await self.put("PATCH", path, body)
        except Refused as error:
            if error.code != Code.ARCHIVED:
                raise
            await self._call("PATCH", f"/channels/{where}", {"archived": False}, REPLY)
            await self.put("PATCH", path, body)

    async def close(self) -> None:
        """Give the connections back; the next message opens new ones."""
        await self.api.close()

    async def put(self, method: str, path: str, body: c.Payload, needs: str = SEND) -> Any:
        """One request with a message as its body; as embeds where Discord refuses components.

        A refused message was not posted, so the second form doubles nothing.

        Raises:
            TryLater, MaybeSent, GiveUp: as in `bot.chat.ports.Chat`.
        """
        if self.embeds:
            return await self._call(method, path, _classic(body), needs)
        try:
            return await self._call(method, path, body, needs)
        except Refused as error:
            if error.code != Code.INVALID_BODY:
                raise
            return await self._call(method, path, _classic(body), needs)

    async def _post(self, forum: str, body: c.Payload) -> str:
        """A forum post: named after the message, with the tags that fit it."""
        settings = await self._call("GET", f"/channels/{forum}", None, POST)
        post = {
            "name": named(heading(body)),
            "auto_archive_duration": limits.ARCHIVE_MINUTES,
            "applied_tags": tags(body, settings),
        }
        try:
            made = await self._call("POST", f"/channels/{forum}/threads", post | {"message": body}, POST)
        except Refused as error:
            if error.code != Code.INVALID_BODY or "embeds" in body:
                raise
            classic = post | {"message": as_embeds(body)}
            made = await self._call("POST", f"/channels/{forum}/threads", classic, POST)
        return str(made["id"])

    async def _create(self, place: str, body: c.Payload, needs: str) -> str:
        return str((await self.put("POST", f"/channels/{place}/messages", body, needs))["id"])

    async def _begin(self, place: str, body: c.Payload) -> str:
        """Post a message, and remember what a thread below it would be called."""
        made = await self._create(place, body, SEND)
        if len(self._begun) >= KEPT:
            del self._begun[next(iter(self._begun))]
        self._begun[made] = heading(body)
        return made

    async def _opened(self, place: str, root: str, part: Part) -> bool:
        """Open the thread below a message that was posted here; False where there are no threads."""
        if not _has_threads(self._kinds.get(place, Kind.TEXT)):
            return False
        try:
            await self._open_thread(place, root, self._begun[root] or heading(part.payload))
        except Refused:
            if _has_threads(await self._kind(place)):
                raise
            return False
        self._kinds.setdefault(place, Kind.TEXT)  # or news, which is the same here
        del self._begun[root]
        return True

    async def _open_thread(self, place: str, root: str, title: str | None) -> None:
        """The thread below the message `root`, which somebody else may have opened."""
        body = {"name": named(title), "auto_archive_duration": limits.ARCHIVE_MINUTES}
        try:
            await self._call("POST", f"/channels/{place}/messages/{root}/threads", body, THREAD)
        except Refused as error:
            if error.code != Code.HAS_THREAD:
                raise

    async def _address(self, channel: Channel) -> str:
        """Discord's id of the channel; direct messages have one of their own, opened on first use."""
        if channel.user is None:
            return channel.id
        if channel.user not in self._direct:
            opened = await self._call("POST", "/users/@me/channels", {"recipient_id": channel.user}, SEND)
            self._direct[channel.user] = str(opened["id"])
            self._kinds[str(opened["id"])] = int(opened["type"])
        return self._direct[channel.user]

    async def _kind(self, place: str) -> int:
        if place not in self._kinds:
            found = await self._call("GET", f"/channels/{place}", None, "View Channel")
            self._kinds[place] = int(found["type"])
        return self._kinds[place]

    async def _history(self, place: str, since: datetime) -> AsyncIterator[Mapping[str, Any]]:
        """Messages of a channel or thread since then; none where the thread was not opened yet."""
        after = snowflake(since)
        for _ in range(PAGES):
            query = {"limit": "100", "after": str(after)}
            try:
                page = await self._call("GET", f"/channels/{place}/messages", None, READ, query=query)
            except Refused as error:
                if error.code == Code.UNKNOWN_CHANNEL:
                    return
                raise
            for message in page:
                yield message
            if len(page) < 100:
                return
            after = max(int(m["id"]) for m in page)

    async def _find_post(self, forum: str, key: str, since: datetime) -> str | None:
        guild = (await self._call("GET", f"/channels/{forum}", None, POST))["guild_id"]
        active = await self._call("GET", f"/guilds/{guild}/threads/active", None, READ)
        for thread in active["threads"]:
            if thread["parent_id"] == forum and int(thread["id"]) >= snowflake(since):
                async for message in self._history(thread["id"], since):
                    if _is_marked(message, key):
                        return str(thread["id"])
        return None

    async def _call(
        self, method: str, path: str, body: Any, needs: str, *, query: Mapping[str, str] | None = None
    ) -> Any:
        try:
            return await self.api.call(method, path, body, query=query)
        except Refused as error:
            if error.code in (Code.MISSING_ACCESS, Code.MISSING_PERMISSIONS):
                raise GiveUp(f"Kurir lacks a permission in this channel: {needs}") from error
            if words := HELP.get(error.code):  # type: ignore[call-overload]
                raise Refused(error.status, error.code, words) from error
            raise


def marked(payload: Mapping[str, Any], key: str) -> c.Payload:
    """`payload` with the delivery's key in it: a component's id stays with the message, a nonce may not."""
    first, *others = payload["components"]
    return {**payload, "components": [{**first, "id": marker(key)}, *others]}


def marker(key: str) -> int:
    """A component id for `key`, above those that Discord gives by itself."""
    return 1 << 30 | crc32(key.encode()) & (1 << 30) - 1


def snowflake(when: datetime) -> int:
    """The smallest id that Discord gives at that time."""
    return max(0, int(when.timestamp() * 1_000) - EPOCH) << 22


def _is_marked(message: Mapping[str, Any], key: str) -> bool:
    ids = {n.get("id") for n in c.nodes(message.get("components", ()))}
    return message.get("nonce") == key or marker(key) in ids


def _classic(body: c.Payload) -> c.Payload:
    kept = {k: v for k, v in body.items() if k in ("nonce", "enforce_nonce")}
    return as_embeds(body) | kept if "embeds" not in body else body


def _has_threads(kind: int) -> bool:
    """Whether a message there can have a thread, or its posts are threads."""
    return kind in (Kind.TEXT, Kind.NEWS, *FORUMS)


def _is_post(channel: Channel, part: Part, reply_to: str | None) -> bool:
    """Whether in a forum this is a post of its own: what begins there, and each story of a digest."""
    begins = reply_to is None or (part.in_thread and heading(part.payload) is not None)
    return channel.thread is None and begins
