"""Works on requests: asks the desk, and puts the reply where it belongs. Knows no Bolt.

A private reply goes to the one who asked; a public one, and every announcement, goes through the outbox
like all that is posted, so that it is posted once.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, ClassVar

from bot.chat.slack import blocks as b
from bot.chat.slack.apphome import AppHome
from bot.chat.slack.client import SlackChat
from bot.chat.slack.people import People
from bot.chat.slack.render import render
from bot.chat.slack.requests import Request
from bot.chat.slack.sdk import respond
from bot.chat.slack.stream import streamed
from bot.commands.desk import Asker, Desk, Reply
from bot.commands.grammar import (
    Ask,
    BriefUrl,
    Change,
    Command,
    Pause,
    Resume,
    ShowSettings,
    Subscribe,
    Unsubscribe,
    parse,
)
from bot.commands.rating import rate
from bot.content import Answer, BriefedStory, Content, Notice
from bot.errors import BROKEN, BotError, CommandError, DeliveryError, GiveUp
from bot.logs import get_logger
from bot.outbox.delivery import Delivery, Part, planned
from bot.subscription import Channel, Platform
from summarizer.errors import SummarizerError

log = get_logger(__name__)

ARCHIVE = re.compile(r"https://[\w-]+(?:\.enterprise)?\.slack\.com/archives/([CDG][A-Z0-9]+)", re.IGNORECASE)
"""A link to a message or channel of Slack."""
NOT_HERE = "Kurir is not in this channel. Invite it with /invite @Kurir"
PRIVATE = frozenset({"useful", "not_useful"})


@dataclass(frozen=True, slots=True)
class Handling:
    """Answers requests.

    Attributes:
        desk: answers commands.
        chat: Slack's Web API.
        post: puts a delivery into the outbox and has it delivered.
        subscribers: who may change subscriptions; empty: every member of the channel.
        spent: US dollars that the language model cost on a day; None where none is asked.
        daily_usd: what it may cost a day, if that is bounded.
    """

    desk: Desk
    chat: SlackChat
    post: Callable[[Delivery], Awaitable[None]]
    subscribers: frozenset[str] = frozenset()
    spent: Callable[[date], Awaitable[float]] | None = None
    daily_usd: float | None = None
    window: ClassVar[timedelta] = timedelta(hours=6)
    """A response_url lasts half an hour; what is later comes as a direct message."""

    @property
    def people(self) -> People:
        return People(self.chat)

    @property
    def home(self) -> AppHome:
        return AppHome(self.desk, self.people, self.spent, self.daily_usd)

    async def answer(self, request: Mapping[str, Any]) -> None:
        """See `bot.commands.requests.Handler.answer`."""
        asked = Request.from_json(request)
        await self.handle(asked)
        if asked.home:
            await self.home.show(asked.user)

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
            if isinstance(command, BriefUrl):
                await self._refuse_slack_s_own(command.url)
            reply = await self.desk.handle(command, await self.asker(request, command))
        except (BotError, SummarizerError) as error:
            reply = Reply(contents=(Notice(text=str(error)),))
        except Exception:
            log.exception("request_failed", key=request.key)
            reply = Reply(contents=(Notice(text=BROKEN),))
        await self._reply(request, reply)

    async def _refuse_slack_s_own(self, url: str) -> None:
        """A link to a message is no page to read; where Kurir is not, it cannot even be asked there."""
        linked = ARCHIVE.match(url)
        if linked is None:
            return
        if not await self.people.is_kurir_in(linked[1]):
            raise CommandError("Kurir is not in that channel. Invite it there with /invite @Kurir.")
        raise CommandError(
            "That is a link to a message. To brief a link in it, use «Brief this» in its menu."
        )

    async def tell(self, body: Mapping[str, Any], sentence: str) -> None:
        """A sentence to whoever sent `body`, through its response_url if it has one."""
        if url := body.get("response_url"):
            await respond(url, {"response_type": "ephemeral", "text": sentence})

    async def asker(self, request: Request, command: Command) -> Asker:
        """Who asks; for what concerns subscriptions with their time zone, and why they may not change any."""
        asker = Asker(
            channel=request.where, user=request.user, briefing=request.briefing, request=request.key
        )
        if not isinstance(command, Subscribe | Change | Pause | Resume | Unsubscribe | ShowSettings):
            return asker
        person = await self.people.about(request.user)
        refused = await self._refused(request, admin=bool(person.get("is_admin")))
        return replace(asker, tz=person.get("tz"), refused=refused)

    async def _refused(self, request: Request, *, admin: bool) -> str | None:
        if self.subscribers and request.user not in self.subscribers and not admin:
            return "In this workspace only some people may change subscriptions. Ask an admin."
        if request.direct:
            return None
        try:
            member = await self.people.is_member(request.channel, request.user)
        except GiveUp:
            return f"{NOT_HERE}, then subscribe."
        except DeliveryError as error:
            return f"Nobody knows yet whether you may: {error}. Please try again."
        return None if member else "Only members of a channel may change its subscriptions."

    async def _reply(self, request: Request, reply: Reply) -> None:
        if request.public or request.channel.startswith("@"):
            for number, content in enumerate(reply.contents):
                await self._aloud(request, f"answer {number}" if number else "answer", content)
        else:
            parts = [part for content in reply.contents for part in render(content)]
            shareable = any(isinstance(content, BriefedStory) for content in reply.contents)
            await self._privately(request, parts, shareable=shareable)
        if reply.announcement is not None and not request.channel.startswith("@"):
            channel = Channel(Platform.SLACK, request.channel)
            await self._plan(request, "announcement", channel, render(reply.announcement), None)

    async def _aloud(self, request: Request, what: str, content: Content) -> None:
        """Where it was asked; an answer appears part by part where Slack offers that."""
        parts = render(content)
        if isinstance(content, Answer) and len(parts) == 1 and request.below and request.team:
            parts = (streamed(parts[0], thread=request.below, user=request.user, team=request.team),)
            if (
                content.story and request.thread is None
            ):  # what follows is asked in the thread that this opens
                where = Channel(Platform.SLACK, request.channel, request.below)
                await self.desk.store.conversations.note(where.key, content.story, now=self.desk.now())
        await self._post(request, what, parts)

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
                await self._late(request, parts[number:])
                return

    async def _late(self, request: Request, parts: list[Part]) -> None:
        """As direct messages, through the outbox: a response_url lasts half an hour, an outage longer."""
        direct = Channel.direct(Platform.SLACK, request.user)
        await self._plan(request, "late", direct, tuple(replace(p, in_thread=False) for p in parts), None)

    async def _respond(self, request: Request, body: Mapping[str, Any], *, first: bool) -> None:
        if request.response_url is None:
            where = {"channel": request.channel, "user": request.user}
            await self.chat.patiently("chat.postEphemeral", {**body, **where})
            return
        command = request.key.startswith("command ")
        envelope = {"response_type": "ephemeral", "replace_original": command and first}
        if request.thread:
            envelope["thread_ts"] = request.thread
        await respond(request.response_url, {**body, **envelope})

    async def _share(self, request: Request) -> None:
        """The briefing that was shown privately, to everybody; the private copy goes."""
        story = await self.desk.story(request.briefing or "")
        if not request.direct and not await self.people.is_kurir_in(request.channel):
            raise CommandError(f"{NOT_HERE}, then share.")
        await self._post(request, "shared", render(story))
        if request.response_url:
            await respond(request.response_url, {"delete_original": True})

    async def _rate(self, request: Request) -> None:
        channel, useful = Channel(Platform.SLACK, request.channel), request.text == "useful"
        thanks = await rate(self.desk, channel, request.briefing or "", request.user, useful=useful)
        await self._privately(request, list(render(thanks)), shareable=False)

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
