"""The two forms. What is sent off comes back as an interaction of its own, also after a restart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import discord

from bot.chat.discord import limits
from bot.chat.discord.forms import SubscribeForm
from bot.subscription import Mode

SECONDS = 900.0
"""How long discord.py remembers an open form; its answer is understood without that."""
ASK, SUBSCRIBE = "kurir:asked", "kurir:subscribed"


def question(briefing: str, message: str, *, public: bool) -> discord.ui.Modal:
    """One field for a question about a briefing; the rest travels in the form's id."""
    where = message if public else "-"
    modal = discord.ui.Modal(
        title="Ask about this story",
        timeout=SECONDS,
        custom_id=f"{ASK}:{where}:{briefing}"[: limits.CUSTOM_ID],
    )
    field = discord.ui.TextInput[Any](
        custom_id="question",
        style=discord.TextStyle.paragraph,
        max_length=1_000,
        placeholder="Who doubts it?",
    )
    modal.add_item(discord.ui.Label(text="What do you want to know?", component=field))
    return modal


def subscribe(form: SubscribeForm) -> discord.ui.Modal:
    """What to follow, when and how."""
    modal = discord.ui.Modal(title="Subscribe this channel", timeout=SECONDS, custom_id=SUBSCRIBE)
    how = discord.ui.Select[Any](
        custom_id="mode",
        options=[
            discord.SelectOption(label=m.value.capitalize(), value=m.value, default=m.value == form.mode)
            for m in Mode
        ],
    )
    fields = (
        ("What to follow", _text("what", form.what, "ukraine, climate NOT sport, topic:world", 300)),
        ("How", how),
        ("At these local times", _text("times", form.times, "08:00, 16:30", 100, required=False)),
        ("On these days", _text("days", form.days, "weekdays", 100, required=False)),
        ("Time zone", _text("tz", form.tz, "Europe/Stockholm", 50, required=False)),
    )
    for label, field in fields:
        modal.add_item(discord.ui.Label(text=label, component=field))
    return modal


def form_of(data: Any) -> SubscribeForm:
    """The form as it was sent off."""
    said = fields(data)
    return SubscribeForm(
        what=said.get("what", ""),
        times=said.get("times", ""),
        days=said.get("days", ""),
        tz=said.get("tz", ""),
        mode=said.get("mode", "") or Mode.DIGEST.value,
    )


def fields(data: Any) -> dict[str, str]:
    """What the fields of a modal hold, by their ids."""
    return dict(_fields(data.get("components", ())))


def _fields(components: Any) -> Iterator[tuple[str, str]]:
    for node in components:
        if not isinstance(node, Mapping):
            continue
        if "custom_id" in node:
            yield node["custom_id"], str(node.get("value") or next(iter(node.get("values") or ()), ""))
        yield from _fields(node.get("components", ()))
        if "component" in node:
            yield from _fields([node["component"]])


def _text(
    name: str, value: str, example: str, most: int, *, required: bool = True
) -> discord.ui.TextInput[Any]:
    return discord.ui.TextInput(
        custom_id=name, default=value or None, placeholder=example, max_length=most, required=required
    )
