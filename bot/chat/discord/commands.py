"""`/brief` and "Brief this" as application commands: typed options in, the contract's words out."""

from __future__ import annotations

import re
from typing import Any, Literal

import discord
from discord import app_commands

from bot.chat.discord import choices
from bot.chat.discord.place import follows
from bot.chat.discord.requests import Wish
from bot.commands.grammar import FollowUp

Interaction = discord.Interaction[Any]
"""Of `bot.chat.discord.app.KurirClient`, which imports this module."""
LINK = re.compile(r"https?://[^\s<>|)\]]+")
QUERY = 300
"""Characters of words to look for or to follow; `bot.query` takes no more."""


def brief_group() -> app_commands.Group:
    """The whole grammar of `/brief`; in servers and direct messages, installed there or by a user."""
    group = app_commands.Group(
        name="brief",
        description="Short, checkable briefings of the news",
        allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=True, private_channel=True),
        allowed_installs=app_commands.AppInstallationType(guild=True, user=True),
    )
    _add_briefings(group)
    _add_follow_ups(group)
    _add_subscriptions(group)
    return group


def brief_this() -> app_commands.ContextMenu:
    """On a message: brief the first link in it."""

    async def callback(interaction: Interaction, message: discord.Message) -> None:
        link = next(iter(_links(message)), None)
        if link is None:
            await interaction.client.refuse(interaction, "That message has no link to brief.")
        else:
            await interaction.client.take(interaction, Wish.URL, link)

    return app_commands.ContextMenu(
        name="Brief this",
        callback=callback,
        allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=True, private_channel=True),
        allowed_installs=app_commands.AppInstallationType(guild=True, user=True),
    )


def _add_briefings(group: app_commands.Group) -> None:
    @group.command(description="The newest briefings for this channel")
    async def now(interaction: Interaction) -> None:
        await interaction.client.take(interaction, Wish.COMMAND, "")

    @group.command(description="Brief a page now")
    @app_commands.describe(address="Address of a news page")
    async def url(interaction: Interaction, address: app_commands.Range[str, 1, 2000]) -> None:
        await interaction.client.take(interaction, Wish.URL, address)

    @group.command(description="The newest stories that match")
    @app_commands.describe(words="Words, topics or sources")
    @app_commands.autocomplete(words=_topics)
    async def search(interaction: Interaction, words: app_commands.Range[str, 1, QUERY]) -> None:
        await interaction.client.take(interaction, Wish.SEARCH, words)

    @group.command(description="What you can ask")
    async def help(interaction: Interaction) -> None:
        await interaction.client.take(interaction, Wish.COMMAND, "help")

    @group.command(description="How this channel is set up")
    async def settings(interaction: Interaction) -> None:
        await interaction.client.take(interaction, Wish.COMMAND, "settings")


def _add_follow_ups(group: app_commands.Group) -> None:
    @group.command(description="Ask about a briefing, by default this thread's or the last one")
    @app_commands.describe(question="For example: Who doubts it?", story="Another story")
    @app_commands.autocomplete(story=_stories)
    async def ask(
        interaction: Interaction, question: app_commands.Range[str, 1, 1000], story: str | None = None
    ) -> None:
        await interaction.client.take(interaction, Wish.QUESTION, question, briefing=story)

    @group.command(description="A piece of evidence in the original")
    @app_commands.describe(number="The small number behind a line", story="Another story")
    @app_commands.autocomplete(story=_stories)
    async def quote(
        interaction: Interaction, number: app_commands.Range[int, 1, 999], story: str | None = None
    ) -> None:
        await interaction.client.take(interaction, Wish.COMMAND, f"quote {number}", briefing=story)

    @group.command(description="What the article says of somebody")
    @app_commands.describe(name="A name, or a part of it", story="Another story")
    @app_commands.autocomplete(story=_stories)
    async def who(
        interaction: Interaction, name: app_commands.Range[str, 1, 200], story: str | None = None
    ) -> None:
        await interaction.client.take(interaction, Wish.COMMAND, f"who {name}", briefing=story)

    for word, description in {
        FollowUp.SOURCES: "Where a briefing comes from",
        FollowUp.LONGER: "The same at more length",
        FollowUp.SHORTER: "The same, shorter",
        FollowUp.SKEPTICS: "Only who doubts it",
        FollowUp.EXPERTS: "Only what experts say",
    }.items():
        group.add_command(_follow_up(word, description))


def _follow_up(word: FollowUp, description: str) -> app_commands.Command[Any, ..., None]:
    @app_commands.command(name=word.value, description=description)
    @app_commands.describe(story="Another story")
    @app_commands.autocomplete(story=_stories)
    async def callback(interaction: Interaction, story: str | None = None) -> None:
        await interaction.client.take(interaction, Wish.COMMAND, word.value, briefing=story)

    return callback


def _add_subscriptions(group: app_commands.Group) -> None:
    @group.command(description="Follow sources, topics or words in this channel; without words: a form")
    @app_commands.describe(
        what="Words, topic:world, source:NAME; AND, OR, NOT",
        at="Local times, for example 08:00, 16:30",
        on="Days, for example weekdays, or mon-fri",
        tz="Time zone",
        mode="A digest at these times, or alerts as stories come",
    )
    @app_commands.rename(mode="as")
    @app_commands.autocomplete(what=_topics, tz=_zones)
    async def subscribe(
        interaction: Interaction,
        what: app_commands.Range[str, 1, QUERY] | None = None,
        at: app_commands.Range[str, 1, 100] | None = None,
        on: app_commands.Range[str, 1, 100] | None = None,
        tz: app_commands.Range[str, 1, 50] | None = None,
        mode: Literal["digest", "alerts"] | None = None,
    ) -> None:
        if what is None:
            await interaction.client.show_form(interaction)
            return
        said = {"at": at, "on": on, "tz": tz, "as": mode}
        clauses = (f"{word} {value}" for word, value in said.items() if value)
        await interaction.client.take(interaction, Wish.COMMAND, " ".join(["subscribe", what, *clauses]))

    @group.command(description="What this channel follows")
    async def subscriptions(interaction: Interaction) -> None:
        await interaction.client.take(interaction, Wish.COMMAND, "subscriptions")

    @group.command(description="Hold a subscription, or all of this channel's")
    @app_commands.describe(number="Which one")
    @app_commands.autocomplete(number=_numbers)
    async def pause(
        interaction: Interaction, number: app_commands.Range[int, 1, 999_999] | None = None
    ) -> None:
        await interaction.client.take(interaction, Wish.COMMAND, f"pause {number or ''}".strip())

    @group.command(description="Go on with a subscription, or with all of this channel's")
    @app_commands.describe(number="Which one")
    @app_commands.autocomplete(number=_numbers)
    async def resume(
        interaction: Interaction, number: app_commands.Range[int, 1, 999_999] | None = None
    ) -> None:
        await interaction.client.take(interaction, Wish.COMMAND, f"resume {number or ''}".strip())

    @group.command(description="End a subscription")
    @app_commands.describe(number="Which one")
    @app_commands.autocomplete(number=_numbers)
    async def unsubscribe(interaction: Interaction, number: app_commands.Range[int, 1, 999_999]) -> None:
        await interaction.client.take(interaction, Wish.COMMAND, f"unsubscribe {number}")


# ---- autocompletion: the choices are made in `choices`, without discord.py


async def _stories(interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
    return _choices(await choices.stories(interaction.client.desk, typed))


async def _topics(interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
    return _choices(await choices.topics(interaction.client.desk, typed))


async def _zones(interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
    return _choices(choices.zones(typed))


async def _numbers(interaction: Interaction, typed: str) -> list[app_commands.Choice[int]]:
    where = follows(interaction.channel or interaction, interaction.user)
    offered = await choices.subscriptions(interaction.client.desk, where)
    return [app_commands.Choice(name=says, value=int(value)) for says, value in offered]


def _choices(offered: list[choices.Choice]) -> list[app_commands.Choice[str]]:
    return [app_commands.Choice(name=says, value=value) for says, value in offered]


def _links(message: discord.Message) -> list[str]:
    """Addresses in a message: of its text, its embeds and its components."""
    embeds = [e.url for e in message.embeds if e.url]
    components = LINK.findall(str([c.to_dict() for c in message.components]))
    found = [*LINK.findall(message.content), *embeds, *(u.split("'")[0] for u in components)]
    return [u.rstrip(".,;:!?\"'") for u in found]
