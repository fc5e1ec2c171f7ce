"""Works on requests: asks the desk, and puts the reply where it belongs. Knows no Bolt.

A private reply goes to the one who asked; a public one, and every announcement, goes through the outbox
like all that is posted, so that it is posted once.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, ClassVar

from bot.chat.content import Answer, BriefedStory, Notice
from bot.chat.ports import Part
from bot.chat.slack import blocks as b
from bot.chat.slack.client import SlackChat
from bot.chat.slack.render import render
from bot.chat.slack.requests import Request
from bot.chat.slack.stream import streamed
from bot.commands.desk import Asker, Desk, Reply
from bot.commands.grammar import Ask, Command, parse
from bot.delivery import Delivery, planned
from bot.errors import BotError, DeliveryError
from bot.logs import get_logger
from bot.subscription import Channel, Platform
from summarizer.errors import SummarizerError

log = get_logger(__name__)

BROKEN = "Something went wrong on Kurir's side. It is in the log; please try again."
PRIVATE = frozenset({"useful", "not_useful"})


@dataclass(frozen=True, slots=True)
class Handling:
    """Answers requests.

    Attributes:
        desk: answers commands.
        chat: Slack's Web API.
        post: puts a delivery into the outbox and has it delivered.
        subscribers: who may change subscriptions; empty: every member of the channel.
    """

    desk: Desk
    chat: SlackChat
    post: Callable[[Delivery], Awaitable[None]]
    subscribers: frozenset[str] = frozenset()
    window: ClassVar[timedelta] = timedelta(minutes=30)
    """How long a response_url lasts."""

    async def answer(self, request: Mapping[str, Any]) -> None:
        """See `bot.requests.Handler.answer`."""
        await self.handle(Request.from_json(request))

    async def handle(self, request: Request) -> None:
        """Answer `request`; whatever happens, who asked is told something, and never a stack."""
        try:
            if request.text in PRIVATE:
                await self._rate(request)
                return
            if request.text == "share":
                await self._share(request)
                return
            await self._status(request)
            command: Command = Ask(request.text) if request.plain else parse(request.text)
            reply = await self.desk.handle(command, await self.asker(request))
        except (BotError, SummarizerError) as error:
            reply = Reply(contents=(Notice(text=str(error)),))
        except Exception:
            log.exception("request_failed", key=request.key)
            reply = Reply(contents=(Notice(text=BROKEN),))
        await self._reply(request, reply)

    async def tell(self, body: Mapping[str, Any], sentence: str) -> None:
        """A sentence to whoever sent `body`, through its response_url if it has one."""
        if url := body.get("response_url"):
            await self.chat.respond(url, {"response_type": "ephemeral", "text": sentence})

    async def asker(self, request: Request) -> Asker:
        """Who asks: with their own time zone, and why they may not change subscriptions, if so."""
        user = (await self._read("users.info", {"user": request.user})).get("user", {})
        return Asker(
            channel=request.where,
            user=request.user,
            tz=user.get("tz"),
            briefing=request.briefing,
            refused=await self._refused(request, admin=bool(user.get("is_admin"))),
            request=request.key,
        )

    async def _refused(self, request: Request, *, admin: bool) -> str | None:
        if self.subscribers and request.user not in self.subscribers and not admin:
            return "In this workspace only some people may change subscriptions. Ask an admin."
        if request.channel.startswith("D"):
            return None
        try:
            found = await self.chat.call("conversations.members", query=_members(request.channel))
        except DeliveryError:
            return "Kurir is not in this channel. Invite it with /invite @Kurir, then subscribe."
        members = list(found.get("members", ()))
        cursor = (found.get("response_metadata") or {}).get("next_cursor")
        while cursor and request.user not in members:
            found = await self.chat.call("conversations.members", query=_members(request.channel, cursor))
            members = list(found.get("members", ()))
            cursor = (found.get("response_metadata") or {}).get("next_cursor")
        return None if request.user in members else "Only members of a channel may change its subscriptions."

    async def _reply(self, request: Request, reply: Reply) -> None:
        parts = [part for content in reply.contents for part in render(content)]
        stories = [c for c in reply.contents if isinstance(c, BriefedStory)]
        if request.public:
            await self._aloud(request, reply, parts)
        else:
            await self._privately(request, parts, shareable=bool(stories))
        if reply.announcement is not None:
            channel = Channel(Platform.SLACK, request.channel)
            await self._plan(request, "announcement", channel, render(reply.announcement), None)

    async def _aloud(self, request: Request, reply: Reply, parts: list[Part]) -> None:
        """Where it was asked; an answer appears part by part where Slack offers that."""
        match reply.contents, parts:
            case [Answer(story=story)], [part] if request.below and request.team:
                parts = [streamed(part, thread=request.below, user=request.user, team=request.team)]
                if story and request.thread is None:  # what follows is asked in the thread that this opens
                    where = Channel(Platform.SLACK, request.channel, request.below)
                    await self.desk.store.conversations.note(where.key, story, now=self.desk.now())
        await self._post(request, "answer", tuple(replace(p, in_thread=False) for p in parts))

    async def _privately(self, request: Request, parts: list[Part], *, shareable: bool) -> None:
        """Through the response_url while it lasts, else as an ephemeral message."""
        bodies = [_private(part, shareable=shareable) for part in parts]
        for number, body in enumerate(bodies[:4]):  # a response_url works five times; "working" may be one
            if number == 3 and len(bodies) > 4:
                body = dict(render(Notice(text="There is more. Ask for one briefing at a time."))[0].payload)
            try:
                await self._respond(request, body, first=number == 0)
            except DeliveryError as error:
                log.warning("private_reply_failed", key=request.key, reason=str(error))
                return

    async def _respond(self, request: Request, body: Mapping[str, Any], *, first: bool) -> None:
        if request.response_url is None:
            where = {"channel": request.channel, "user": request.user}
            await self.chat.call("chat.postEphemeral", {**body, **where})
            return
        command = request.key.startswith("command ")
        envelope = {"response_type": "ephemeral", "replace_original": command and first}
        if request.thread:
            envelope["thread_ts"] = request.thread
        await self.chat.respond(request.response_url, {**body, **envelope})

    async def _share(self, request: Request) -> None:
        """The briefing that was shown privately, to everybody; the private copy goes."""
        story = await self.desk.story(request.briefing or "")
        await self._post(request, "shared", render(story))
        if request.response_url:
            await self.chat.respond(request.response_url, {"delete_original": True})

    async def _rate(self, request: Request) -> None:
        story = await self.desk.story(request.briefing or "")
        await self.desk.store.subscriptions.rate(
            Channel(Platform.SLACK, request.channel),
            story.id,
            request.user,
            useful=request.text == "useful",
            outlet=story.article.outlet,
            now=self.desk.now(),
        )
        thanks = render(Notice(text="Thank you. It counts towards what this channel gets."))
        await self._privately(request, list(thanks), shareable=False)

    async def _post(self, request: Request, what: str, parts: tuple[Part, ...]) -> None:
        channel = Channel(Platform.SLACK, request.channel)
        await self._plan(request, what, channel, parts, request.thread)

    async def _plan(
        self, request: Request, what: str, channel: Channel, parts: tuple[Part, ...], thread: str | None
    ) -> None:
        occasion = f"{what} {request.key}"
        await self.post(planned(channel, occasion, parts, now=self.desk.now(), reply_to=thread))

    async def _status(self, request: Request) -> None:
        """Say below the question that we read, where Slack shows a status; the answer takes it away."""
        thread = request.below if request.plain else request.thread
        if not (request.public and thread):
            return
        status = {"channel_id": request.channel, "thread_ts": thread, "status": "reading the article…"}
        try:
            await self.chat.call("assistant.threads.setStatus", status)
        except DeliveryError as error:  # no agent surface here
            log.debug("no_status", reason=str(error))

    async def _read(self, method: str, query: Mapping[str, Any]) -> Mapping[str, Any]:
        try:
            return await self.chat.call(method, query=query)
        except DeliveryError as error:
            log.warning("slack_read_failed", method=method, reason=str(error))
            return {}


def _members(channel: str, cursor: str = "") -> dict[str, Any]:
    query: dict[str, Any] = {"channel": channel, "limit": 1_000}
    return query | {"cursor": cursor} if cursor else query


def _private(part: Part, *, shareable: bool) -> dict[str, Any]:
    """A message for one person: a button shows a briefing to all, and opinions have plain buttons."""
    body, story = dict(part.payload), part.story
    if story is None:
        return body
    share = [b.button("Share to channel", "share", story, style="primary")] if shareable else []
    body["blocks"] = []
    for block in part.payload["blocks"]:
        match block["type"]:
            case "actions":
                body["blocks"].append(b.actions(*share, *block["elements"]))
            case "context_actions":
                body["blocks"].append(b.as_buttons(block))
            case _:
                body["blocks"].append(block)
    return body
