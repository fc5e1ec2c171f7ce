"""Buttons and menus. All that they need is in their `custom_id`, so they work after a restart too."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Self, cast

import discord

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
        await client.take(interaction, self._wish, "", briefing=self._briefing, reply_to=below)


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
        components = interaction.message.components if interaction.message else []
        text = forms.previewed({"components": [c.to_dict() for c in components]})
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


ITEMS = (BriefingButton, FormButton, MoreMenu)
