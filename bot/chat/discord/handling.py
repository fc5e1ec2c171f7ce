"""Works on requests: asks the desk, and puts the reply where it belongs. Knows nothing of discord.py.

A private reply answers the interaction; a public one, and every announcement, goes through the outbox like
all that is posted, so that it is posted once.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, ClassVar

from bot.chat.discord import components as c
from bot.chat.discord.client import DiscordChat
from bot.chat.discord.evidence import evidence
from bot.chat.discord.forms import preview
from bot.chat.discord.render import render
from bot.chat.discord.requests import Request, Wish
from bot.commands.desk import Asker, Desk, Reply
from bot.commands.grammar import Command, Pause, Resume, Subscribe, Subscriptions, Unsubscribe
from bot.commands.rating import rate
from bot.commands.subscribing import understood
from bot.content import Answer, BriefedStory, Content, Notice
from bot.errors import BROKEN, BotError, CommandError, DeliveryError, TryLater
from bot.logs import get_logger
from bot.outbox.delivery import Delivery, Part, planned
from bot.subscription import Channel, Platform
from summarizer.errors import SummarizerError

log = get_logger(__name__)

ABOUT_SUBSCRIPTIONS = (Subscribe, Subscriptions, Pause, Resume, Unsubscribe)
SHARE = "Share with the channel"
ATTEMPTS = 3
LONGEST_WAIT = 10.0
"""Seconds between two attempts to answer an interaction."""
MORE = "There is more than fits here. Ask for one line with /brief quote, or for one briefing at a time."
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
    window: ClassVar[timedelta] = timedelta(minutes=14)
    """How long an interaction can be answered, with a minute to do it in."""

    async def answer(self, request: Mapping[str, Any]) -> None:
        """See `bot.commands.requests.Handler.answer`."""
        await self.handle(Request.from_json(request))

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
                command = request.command
                await self._reply(request, await self.desk.handle(command, asker(request, command)))

    async def _reply(self, request: Request, reply: Reply) -> None:
        if request.public:
            parts = [part for content in reply.contents for part in render(content)]
            await self._aloud(request, "answer", parts)
            await self._go_on_below(request, reply)
            if request.token is not None:
                await self._privately(request, render(Notice(text="Answered in the thread.")))
        else:
            await self._privately(request, _to_share(reply.contents))
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
        if request.blocked is not None:
            raise CommandError(request.blocked)
        parts = (
            (shared(request.text),) if request.text else render(await self.desk.story(request.briefing or ""))
        )
        await self._plan(request, f"shared {request.reply_to}", request.where, parts, None)
        await self._privately(request, render(Notice(text="Shared with the channel.")))

    async def _rate(self, request: Request) -> None:
        useful = request.wish is Wish.USEFUL
        thanks = await rate(self.desk, request.home, request.briefing or "", request.user, useful=useful)
        await self._privately(request, render(thanks))

    async def _preview(self, request: Request) -> None:
        command = request.command
        if not isinstance(command, Subscribe):
            raise CommandError("Say what to follow: sources, topics or words.")
        said = await self.desk.preview(command, asker(request, command))
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
        if len(parts) > FOLLOW_UPS:
            parts = [*parts[: FOLLOW_UPS - 1], *render(Notice(text=MORE))]
        bodies = [{**p.payload, "flags": p.payload["flags"] | hidden} for p in parts]
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


def _to_share(contents: Sequence[Content]) -> list[Part]:
    """Messages for one person; briefings and answers end with a button that shows them to everybody."""
    made: list[Part] = []
    for content in contents:
        *first, last = render(content)
        if isinstance(content, BriefedStory):
            last = shareable(last, content.id)
        elif isinstance(content, Answer) and not first:
            last = shareable(last, "-")
        made += [*first, last]
    return made


def asker(request: Request, command: Command | None = None) -> Asker:
    """Who asks, as the desk knows them. Discord tells no time zone."""
    to_forum = request.in_forum and isinstance(command, ABOUT_SUBSCRIPTIONS)
    return Asker(
        channel=request.home if to_forum else request.where,
        user=request.user,
        briefing=request.briefing,
        refused=request.refused,
        request=request.key,
    )


def shareable(part: Part, briefing: str) -> Part:
    """`part` with a button that shows it to everybody: its briefing, or ``-`` for the message itself."""
    (container,) = part.payload["components"]
    share = c.row(c.button(SHARE, "share", briefing, style=c.Style.PRIMARY))
    whole = {**container, "components": [*container["components"], share]}
    return replace(part, payload={**part.payload, "components": [whole]})


def shared(components: str) -> Part:
    """The message that was shown privately, without its button to share it."""
    (container,) = json.loads(components)
    kept = [node for node in container["components"] if SHARE not in json.dumps(node)]
    accent = c.Accent(container.get("accent_color") or c.Accent.QUIET)
    return Part(payload=c.message([_without_ids(node) for node in kept], accent))


def _without_ids(node: Any) -> Any:
    """Discord numbers the components of a message anew."""
    if isinstance(node, dict):
        return {k: _without_ids(v) for k, v in node.items() if k != "id"}
    return [_without_ids(n) for n in node] if isinstance(node, list) else node
