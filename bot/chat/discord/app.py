"""Listens to Discord with discord.py: every listener acknowledges first, then has the request answered.

No privileged intent: what people write is only read where it mentions the bot or is sent to it directly.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import json
import re
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from dataclasses import dataclass
from time import perf_counter
from typing import Any

import discord
from discord import app_commands

from bot.chat.discord import buttons, commands, forms, modals
from bot.chat.discord.components import texts
from bot.chat.discord.place import channel_of, follows, place_of
from bot.chat.discord.render import render
from bot.chat.discord.requests import Request, Wish
from bot.commands.desk import Desk
from bot.commands.rating import reacted
from bot.content import Notice
from bot.errors import BotError, DeliveryError
from bot.logs import get_logger
from bot.subscription import Channel, Platform

log = get_logger(__name__)

COMMANDS_KEY = "discord commands"
"""What the database calls the hash of the commands that Discord knows."""

VOTES = {"👍": True, "👎": False}
"""Reactions that say whether a briefing was useful; what follows them is their skin tone."""


def intents() -> discord.Intents:
    """Servers, messages and reactions there and sent to us directly; none that Discord must approve."""
    return discord.Intents(
        guilds=True, guild_messages=True, guild_reactions=True, dm_messages=True, dm_reactions=True
    )


@dataclass(slots=True)
class _Asked:
    """A message that is for us, taken apart."""

    text: str
    channel: str
    thread: str | None


class KurirClient(discord.AutoShardedClient):
    """Discord's side of the bot."""

    def __init__(
        self,
        desk: Desk,
        have_answered: Callable[[str, Mapping[str, Any]], Awaitable[None]],
        *,
        subscribers: tuple[str, ...] = (),
        acknowledged: Callable[[float], None] = lambda _seconds: None,
        **options: Any,
    ) -> None:
        """A client.

        Args:
            desk: what forms and greetings need to know.
            have_answered: keeps a request, by its key, and has it answered.
            subscribers: ids or names of roles that may change subscriptions.
            acknowledged: told how many seconds the acknowledgement of an interaction took.
        """
        self.acknowledged = acknowledged
        super().__init__(
            intents=intents(),
            allowed_mentions=discord.AllowedMentions.none(),
            max_messages=None,
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            **options,
        )
        self.desk = desk
        self._have_answered = have_answered
        self._subscribers = subscribers
        self._work: set[asyncio.Task[None]] = set()
        self.tree = app_commands.CommandTree(self)
        self.tree.add_command(commands.brief_group())
        self.tree.add_command(commands.brief_this())
        self.tree.error(_on_command_error)

    async def setup_hook(self) -> None:
        self.add_dynamic_items(*buttons.ITEMS)
        await self.sync()

    async def sync(self) -> bool:
        """Tell Discord the commands if they have changed since it was last told; whether they had."""
        definition = [c.to_dict(self.tree) for c in self.tree.get_commands()]
        told = json.dumps([self.application_id, definition], sort_keys=True, default=str)
        wanted = hashlib.sha256(told.encode()).hexdigest()
        remembered = self.desk.store.remembered
        if await remembered.get(COMMANDS_KEY) == wanted:
            return False
        await self.tree.sync()
        await remembered.put(COMMANDS_KEY, wanted)
        log.info("discord_commands_synced")
        return True

    async def idle(self) -> None:
        """Wait until nothing is being worked on."""
        while self._work:
            await asyncio.wait(self._work)

    async def finish(self, seconds: float = 5) -> None:
        """Let what has begun end."""
        if self._work:
            _, late = await asyncio.wait(self._work, timeout=seconds)
            for task in late:
                task.cancel()

    # ---- interactions: acknowledge, then take in

    async def take(
        self,
        interaction: discord.Interaction[Any],
        wish: Wish,
        text: str,
        *,
        briefing: str | None = None,
        reply_to: str | None = None,
        public: bool = False,
    ) -> None:
        """Acknowledge, and have it worked on; the answer is private outside direct messages."""
        start = perf_counter()
        place = place_of(interaction, self._subscribers)
        await interaction.response.defer(ephemeral=place.channel[0] != "@", thinking=True)
        self.acknowledged(perf_counter() - start)
        request = Request(
            key=f"discord interaction {interaction.id}",
            wish=wish,
            text=text,
            user=str(interaction.user.id),
            channel=place.channel,
            thread=place.thread,
            in_forum=place.thread is not None
            and follows(interaction.channel, interaction.user).thread is None,
            reply_to=reply_to,
            briefing=briefing,
            token=interaction.token,
            application=str(interaction.application_id),
            public=public and place.answers,
            blocked=place.blocked,
            refused=place.refused,
        )
        self._then(self._take(request))

    async def refuse(self, interaction: discord.Interaction[Any], sentence: str) -> None:
        """Answer with a sentence, privately."""
        (part,) = render(Notice(text=sentence))
        text = "\n".join(_plain(part.payload))
        await interaction.response.send_message(text, ephemeral=True, suppress_embeds=True)

    async def show_question(self, interaction: discord.Interaction[Any], briefing: str) -> None:
        """The form for a question; below a message that all can see, all see the answer."""
        message = interaction.message
        public = message is not None and not message.flags.ephemeral
        modal = modals.question(briefing, str(message.id) if message else "-", public=public)
        await interaction.response.send_modal(modal)

    async def show_form(
        self, interaction: discord.Interaction[Any], form: forms.SubscribeForm | None = None
    ) -> None:
        """The subscribe form; a person who may not subscribe is told so before filling it in."""
        place = place_of(interaction, self._subscribers)
        if place.refused is not None:
            await self.refuse(interaction, place.refused)
            return
        await interaction.response.send_modal(modals.subscribe(form or forms.SubscribeForm(tz=self.desk.tz)))

    async def on_interaction(self, interaction: discord.Interaction[Any]) -> None:
        """A form was sent off; the other interactions have their own listeners."""
        if interaction.type is not discord.InteractionType.modal_submit:
            return
        data: Any = interaction.data or {}
        name = str(data.get("custom_id", ""))
        if name.startswith(modals.ASK):
            _, _, message, briefing = name.split(":", 3)
            asked = modals.fields(data).get("question", "")
            below = message if message.isdecimal() else None
            await self.take(
                interaction, Wish.QUESTION, asked, briefing=briefing, reply_to=below, public=below is not None
            )
        elif name == modals.SUBSCRIBE:
            try:
                text = modals.form_of(data).text
            except BotError as error:
                await self.refuse(interaction, str(error))
            else:
                await self.take(interaction, Wish.PREVIEW, text)

    # ---- messages

    async def on_message(self, message: discord.Message) -> None:
        asked = self._for_us(message)
        if asked is not None:
            self._then(self._heard(message, asked))

    async def on_raw_reaction_add(self, reaction: discord.RawReactionActionEvent) -> None:
        """A thumb below a briefing counts as its button does, without thanks."""
        useful = VOTES.get((reaction.emoji.name or "")[:1])
        if useful is None:
            return
        person = str(reaction.user_id)
        if reaction.guild_id is None:
            place = Channel.direct(Platform.DISCORD, person)
        else:
            there = self.get_channel(reaction.channel_id)
            parent = str(there.parent_id) if isinstance(there, discord.Thread) else None
            thread = str(reaction.channel_id)
            place = Channel(Platform.DISCORD, parent or thread, thread if parent else None)
        self._then(reacted(self.desk, place, str(reaction.message_id), person, useful=useful))

    def _for_us(self, message: discord.Message) -> _Asked | None:
        """What was said to us: directly, or with a mention of us; a reply to us mentions us."""
        direct = isinstance(message.channel, discord.DMChannel)
        ours = self.user is not None and any(u.id == self.user.id for u in message.mentions)
        if message.author.bot or not (direct or ours):
            return None
        channel, thread = channel_of(message.channel, message.author)
        text = re.sub(rf"<@!?{self.user.id}>" if self.user else "$^", " ", message.content)
        return _Asked(" ".join(text.split()), channel, thread)

    async def _heard(self, message: discord.Message, asked: _Asked) -> None:
        """A link is briefed, `/brief …` is a command, other words are a question."""
        wish, text = Wish.QUESTION, asked.text
        direct = asked.channel[0] == "@"
        link = commands.LINK.search(text)
        if text.startswith("/brief") or not text:
            wish, text = Wish.COMMAND, text.removeprefix("/brief").strip()
        elif link:
            wish, text = Wish.URL, link[0]
        with contextlib.suppress(discord.HTTPException):  # a courtesy
            await message.channel.typing()
        below, briefing = await self._replied_to(message, asked)
        request = Request(
            key=f"discord message {message.id}",
            wish=wish,
            text=text or "help",
            user=str(message.author.id),
            channel=asked.channel,
            thread=asked.thread,
            reply_to=None if direct else below or str(message.id),
            briefing=briefing,
            public=True,
            refused=None if direct else "Use /brief for that: only there Discord says what you may do here.",
        )
        await self._take(request)

    async def _replied_to(self, message: discord.Message, asked: _Asked) -> tuple[str | None, str | None]:
        """The message of ours that this one replies to, and the briefing that it shows."""
        reference = message.reference.message_id if message.reference else None
        if reference is None:
            return None, None
        store = self.desk.store
        for where in (asked.thread, None):
            shown = await store.deliveries.briefings_at(
                Channel(Platform.DISCORD, asked.channel, where), str(reference)
            )
            if shown:
                return str(reference), shown[-1]
        return None, None

    # ---- work

    async def _take(self, request: Request) -> None:
        await self._have_answered(request.key, request.to_json())

    def _then(self, work: Coroutine[Any, Any, None]) -> None:
        """Go on with `work` after the acknowledgement; remembered, so that stopping waits for it."""
        task = asyncio.create_task(_logged(work))
        self._work.add(task)
        task.add_done_callback(self._work.discard)


def _plain(payload: Any) -> list[str]:
    return list(texts(payload["components"]))


async def _logged(work: Coroutine[Any, Any, None]) -> None:
    try:
        await work
    except DeliveryError as error:
        log.warning("discord_request_failed", reason=str(error))
    except Exception:  # the last place where it can be said: nobody awaits this task
        log.exception("discord_request_failed")


async def _on_command_error(
    interaction: discord.Interaction[Any], error: app_commands.AppCommandError
) -> None:
    log.error("discord_command_failed", error=str(error), exc_info=error)
