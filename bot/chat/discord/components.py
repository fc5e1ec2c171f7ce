"""Discord's building blocks (Components V2) as plain dictionaries. Pure.

https://docs.discord.com/developers/components/reference
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from enum import IntEnum
from typing import Any

from bot.chat.discord import limits
from bot.chat.discord.escape import weight

Component = dict[str, Any]
Payload = dict[str, Any]

IS_COMPONENTS_V2 = 1 << 15
EPHEMERAL = 1 << 6
NO_MENTIONS: Mapping[str, Any] = {"parse": []}


class Kind(IntEnum):
    """Component types."""

    ROW = 1
    BUTTON = 2
    SELECT = 3
    TEXT = 10
    SEPARATOR = 14
    CONTAINER = 17


class Style(IntEnum):
    """Button styles."""

    PRIMARY = 1
    SECONDARY = 2
    LINK = 5


class Accent(IntEnum):
    """Colour of a container's edge: the state of what it shows."""

    NORMAL = 0x3B82F6
    UNVERIFIED = 0xF59E0B
    CORRECTION = 0xEF4444
    QUIET = 0x9CA3AF


def message(components: Iterable[Component], accent: Accent) -> Payload:
    """A message body: one container. Nobody is mentioned, and Discord unfurls nothing beside components."""
    container = {"type": Kind.CONTAINER.value, "accent_color": accent.value, "components": list(components)}
    return {
        "flags": IS_COMPONENTS_V2,
        "components": [container],
        "allowed_mentions": dict(NO_MENTIONS),
    }


def text(*lines: str) -> Component:
    """Lines of markdown, never empty: Discord refuses that. Text that is not ours must have been escaped."""
    content = "\n".join(lines).strip("\n")
    return {"type": Kind.TEXT.value, "content": content if content.strip() else "…"}


def separator(*, line: bool = True) -> Component:
    return {"type": Kind.SEPARATOR.value, "divider": line, "spacing": 1}


def row(*elements: Component) -> Component:
    return {"type": Kind.ROW.value, "components": list(elements)[: limits.BUTTONS_PER_ROW]}


def custom_id(action: str, briefing: str) -> str:
    """What a button carries: survives restarts, since all that it needs is in it."""
    return f"kurir:{action}:{briefing}"[: limits.CUSTOM_ID]


def button(label: str, action: str, briefing: str, *, style: Style = Style.SECONDARY) -> Component:
    return {
        "type": Kind.BUTTON.value,
        "style": style.value,
        "label": label[: limits.BUTTON_LABEL],
        "custom_id": custom_id(action, briefing),
    }


def link_button(label: str, url: str) -> Component:
    return {"type": Kind.BUTTON.value, "style": Style.LINK.value, "label": label, "url": url}


def select(placeholder: str, action: str, briefing: str, options: Mapping[str, str]) -> Component:
    """A menu; `options` maps what it says to its value."""
    return {
        "type": Kind.SELECT.value,
        "custom_id": custom_id(action, briefing),
        "placeholder": placeholder[: limits.PLACEHOLDER],
        "options": [
            {"label": label[: limits.OPTION_TEXT], "value": value[: limits.OPTION_TEXT]}
            for label, value in list(options.items())[: limits.SELECT_OPTIONS]
        ],
    }


def nodes(tree: Any) -> Iterator[Component]:
    """Every component in `tree`, in order."""
    if isinstance(tree, Mapping):
        if "type" in tree:
            yield dict(tree)
        yield from nodes(tree.get("components", ()))
        yield from nodes(tree.get("accessory", ()))
    elif isinstance(tree, list | tuple):
        for item in tree:
            yield from nodes(item)


def texts(tree: Any) -> Iterator[str]:
    """The markdown of every text display in `tree`, in order."""
    return (n["content"] for n in nodes(tree) if n["type"] == Kind.TEXT)


def size(tree: Any) -> int:
    """Characters of text in `tree`, as the strictest counter has it."""
    return sum(map(weight, texts(tree)))


def count(tree: Any) -> int:
    """Components in `tree`, nested ones too."""
    return sum(1 for _ in nodes(tree))
