"""The same message as an embed, for where Discord does not take Components V2. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from bot.chat.discord import components as c
from bot.chat.discord.components import Component, Payload


def as_embeds(payload: Mapping[str, Any]) -> Payload:
    """`payload`, a message of one container, as embeds with the same text, colour and buttons.

    A container holds less text than an embed may, so what fits there fits here. Addresses in an embed are
    never unfurled.
    """
    (container,) = payload["components"]
    flags = payload.get("flags", 0) & ~c.IS_COMPONENTS_V2
    rows = list(_rows(container))
    if rows and "id" in container:
        rows[0] = rows[0] | {"id": container["id"]}
    body = {"embeds": [_embed(container)], "components": rows, "allowed_mentions": dict(c.NO_MENTIONS)}
    return body | {"flags": flags} if flags else body


def _embed(container: Component) -> Component:
    lines = (
        child["content"] if child["type"] == c.Kind.TEXT else ""
        for child in container["components"]
        if child["type"] in (c.Kind.TEXT, c.Kind.SEPARATOR)
    )
    return {"description": "\n".join(lines).strip("\n"), "color": container["accent_color"]}


def _rows(container: Component) -> Iterator[Component]:
    return (child for child in container["components"] if child["type"] == c.Kind.ROW)
