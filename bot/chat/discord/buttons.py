"""Buttons and menus. All that they need is in their `custom_id`, so they work after a restart too."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Self, cast

import discord

from bot.chat.discord import components as c
from bot.chat.discord import forms
from bot.chat.discord.requests import Wish

if TYPE_CHECKING:
    from bot.chat.discord.app import KurirClient

Button = discord.ui.Button[Any]
Menu = discord.ui.Select[Any]
WISHES = {w.value: w for w in (Wish.EVIDENCE, Wish.USEFUL, Wish.NOT_USEFUL, Wish.SHARE)}


class BriefingButton(
    discord.ui.DynamicItem[Button],
    template=r"kurir:(?P<action>evidence|useful|not_useful|share):(?P<briefing>.+)",
):
    """A button below a briefing that is answered privately."""

    def __init__(self, item: Button, wish: Wish, briefing: str) -> None:
        super().__init__(item)
        self._wish, self._briefing = wish, briefing

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        return cls(cast(Button, item), WISHES[match["action"]], match["briefing"])

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        client: KurirClient = interaction.client
        below = str(interaction.message.id) if interaction.message else None
        text = ""
        if self._wish is Wish.SHARE and self._briefing == "-":
            text = json.dumps(shown(interaction.message))
        await client.take(interaction, self._wish, text, briefing=self._briefing, reply_to=below)


class FormButton(
    discord.ui.DynamicItem[Button],
    template=r"kurir:(?P<action>ask|confirm|change):(?P<briefing>.+)",
):
    """A button that opens a form, or sends off what a form's preview shows."""

    def __init__(self, item: Button, action: str, briefing: str) -> None:
        super().__init__(item)
        self._action, self._briefing = action, briefing

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        return cls(cast(Button, item), match["action"], match["briefing"])

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        client: KurirClient = interaction.client
        if self._action == "ask":
            await client.show_question(interaction, self._briefing)
            return
        text = forms.previewed({"components": shown(interaction.message)})
        if self._action == "confirm":
            await client.take(interaction, Wish.COMMAND, text)
        else:
            await client.show_form(interaction, forms.SubscribeForm.of(text))


class MoreMenu(
    discord.ui.DynamicItem[Menu],
    template=r"kurir:more:(?P<briefing>.+)",
):
    """The menu below a briefing; the values are commands."""

    def __init__(self, item: Menu, briefing: str) -> None:
        super().__init__(item)
        self._briefing = briefing

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        return cls(cast(Menu, item), match["briefing"])

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        client: KurirClient = interaction.client
        (word,) = self.item.values
        await client.take(interaction, Wish.COMMAND, word, briefing=self._briefing)


def shown(message: discord.Message | None) -> list[Any]:
    """What a message of ours shows, as one container; also where it was sent as an embed."""
    if message is None:
        return []
    if message.embeds:
        (embed,) = message.embeds
        accent = c.Accent(embed.colour.value) if embed.colour else c.Accent.QUIET
        return list(c.message([c.text(embed.description or "")], accent)["components"])
    return [component.to_dict() for component in message.components]


ITEMS = (BriefingButton, FormButton, MoreMenu)
