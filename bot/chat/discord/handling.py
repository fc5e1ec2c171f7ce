"""Works on requests: asks the desk, and puts the reply where it belongs. Knows nothing of discord.py.

A private reply answers the interaction; a public one, and every announcement, goes through the outbox like
all that is posted, so that it is posted once.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

from bot.chat.content import BriefedStory, Notice
from bot.chat.discord import components as c
from bot.chat.discord.client import DiscordChat
from bot.chat.discord.evidence import evidence
from bot.chat.discord.forms import preview
from bot.chat.discord.render import render
from bot.chat.discord.requests import Request, Wish
from bot.chat.ports import Part
from bot.commands.desk import Asker, Desk, Reply
from bot.commands.grammar import Subscribe
from bot.delivery import Delivery, planned
from bot.errors import BotError, CommandError, DeliveryError, TryLater
from bot.logs import get_logger
from bot.subscribing import understood
from bot.subscription import Channel, Platform
from summarizer.errors import SummarizerError

log = get_logger(__name__)

BROKEN = "Something went wrong on Kurir's side. It is in the log; please try again."
THANKS = "Thank you. It counts towards what this channel gets."
ATTEMPTS = 3
LONGEST_WAIT = 10.0
"""Seconds between two attempts to answer an interaction."""
FOLLOW_UPS = 5
"""Messages that answer one interaction at most: a user-installed app may send no more."""


@dataclass(frozen=True, slots=True)
class Handling:
    """Answers requests.

    Attributes:
        desk: answers commands.
        chat: Discord's REST API.
        post: puts a delivery into the outbox and has it delivered.
    """

    desk: Desk
    chat: DiscordChat
    post: Callable[[Delivery], Awaitable[None]]

    async def handle(self, request: Request) -> None:
        """Answer `request`; whatever happens, who asked is told something, and never a stack."""
        try:
            await self._answer(request)
        except (BotError, SummarizerError) as error:
            await self._reply(request, Reply(contents=(Notice(text=str(error)),)))
        except Exception:
            log.exception("request_failed", key=request.key)
            await self._reply(request, Reply(contents=(Notice(text=BROKEN),)))

    async def _answer(self, request: Request) -> None:
        match request.wish:
            case Wish.EVIDENCE:
                story = await self.desk.story(request.briefing or "")
                await self._privately(request, evidence(story))
            case Wish.USEFUL | Wish.NOT_USEFUL:
                await self._rate(request)
            case Wish.SHARE:
                await self._share(request)
            case Wish.PREVIEW:
                await self._preview(request)
            case _:
                await self._reply(request, await self.desk.handle(request.command, asker(request)))

    async def _reply(self, request: Request, reply: Reply) -> None:
        parts = [part for content in reply.contents for part in render(content)]
        if request.public:
            await self._aloud(request, "answer", parts)
            await self._go_on_below(request, reply)
            if request.token is not None:
                await self._privately(request, render(Notice(text="Answered in the thread.")))
        else:
            shown = {content.id for content in reply.contents if isinstance(content, BriefedStory)}
            await self._privately(request, [shareable(p) if p.story in shown else p for p in parts])
        if reply.announcement is not None and request.channel[0] != "@":
            await self._plan(request, "announcement", request.where, render(reply.announcement), None)

    async def _go_on_below(self, request: Request, reply: Reply) -> None:
        """In the thread that the answer opens, which has the message's id, "it" is what the answer shows."""
        stories = [content.id for content in reply.contents if isinstance(content, BriefedStory)]
        if stories and request.reply_to and not request.thread:
            thread = Channel(Platform.DISCORD, request.channel, request.reply_to)
            await self.desk.store.conversations.note(thread.key, stories[-1], now=self.desk.now())

    async def _share(self, request: Request) -> None:
        """The briefing that was shown privately, to everybody."""
        if not request.here:
            raise CommandError("Kurir is not in this server, so it cannot post here. Ask an admin to add it.")
        story = await self.desk.story(request.briefing or "")
        await self._plan(request, f"shared {request.reply_to} {story.id}", request.where, render(story), None)
        await self._privately(request, render(Notice(text="Shared with the channel.")))

    async def _rate(self, request: Request) -> None:
        story = await self.desk.story(request.briefing or "")
        await self.desk.store.subscriptions.rate(
            request.home,
            story.id,
            request.user,
            useful=request.wish is Wish.USEFUL,
            outlet=story.article.outlet,
            now=self.desk.now(),
        )
        await self._privately(request, render(Notice(text=THANKS)))

    async def _preview(self, request: Request) -> None:
        command = request.command
        if not isinstance(command, Subscribe):
            raise CommandError("Say what to follow: sources, topics or words.")
        said = await self.desk.preview(command, asker(request))
        sentence = f"{said.what}: {understood(said, self.desk.now())}"
        await self._privately(request, [Part(payload=preview(request.text, sentence))])

    async def _aloud(self, request: Request, what: str, parts: list[Part]) -> None:
        flat = tuple(replace(p, in_thread=False) for p in parts)
        await self._plan(request, what, request.where, flat, None if request.thread else request.reply_to)

    async def _plan(
        self, request: Request, what: str, channel: Channel, parts: tuple[Part, ...], reply_to: str | None
    ) -> None:
        occasion = what if what.startswith("shared") else f"{what} {request.key}"
        await self.post(planned(channel, occasion, parts, now=self.desk.now(), reply_to=reply_to))

    async def _privately(self, request: Request, parts: list[Part] | tuple[Part, ...]) -> None:
        """As the answer to the interaction; as a direct message where its token has expired."""
        if request.token is None:
            await self._aloud(request, "answer", list(parts))
            return
        hidden = c.EPHEMERAL if request.channel[0] != "@" else 0
        bodies = [{**p.payload, "flags": p.payload["flags"] | hidden} for p in parts[:FOLLOW_UPS]]
        webhook = f"/webhooks/{request.application}/{request.token}"
        try:
            # The deferred answer keeps its visibility; only further messages have to say theirs.
            await self._put("PATCH", f"{webhook}/messages/@original", dict(parts[0].payload))
            for body in bodies[1:]:
                await self._put("POST", webhook, body)
        except DeliveryError as error:
            log.warning("private_reply_failed", key=request.key, reason=str(error))
            direct = Channel.direct(Platform.DISCORD, request.user)
            flat = tuple(replace(p, in_thread=False) for p in parts)
            await self._plan(request, "late", direct, flat, None)

    async def _put(self, method: str, path: str, body: c.Payload) -> None:
        """What is told to wait waits here: nobody else would answer for it."""
        for attempt in range(ATTEMPTS):
            try:
                await self.chat.put(method, path, body)
                return
            except TryLater as error:
                if attempt == ATTEMPTS - 1:
                    raise
                await asyncio.sleep(min(error.retry_after or 1.0, LONGEST_WAIT))


def asker(request: Request) -> Asker:
    """Who asks, as the desk knows them. Discord tells no time zone."""
    return Asker(channel=request.where, user=request.user, briefing=request.briefing, refused=request.refused)


def shareable(part: Part) -> Part:
    """`part` with a button that shows its briefing to everybody, where it ends with buttons."""
    (container,) = part.payload["components"]
    if part.story is None or container["components"][-1]["type"] != c.Kind.ROW:
        return part
    share = c.row(c.button("Share with the channel", "share", part.story, style=c.Style.PRIMARY))
    whole = {**container, "components": [*container["components"], share]}
    return replace(part, payload={**part.payload, "components": [whole]})
