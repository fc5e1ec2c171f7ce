"""Block Kit's building blocks as plain dictionaries. Pure.

Text that is not ours goes into `rich_text` or `plain_text`, where nothing is markup: there is no
escaping to forget. `mrkdwn` is used for our own words only.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from bot.chat.slack import limits
from bot.chat.splitting import split

Block = dict[str, Any]
Element = dict[str, Any]

INVISIBLE = dict.fromkeys(
    [*range(0x09), *range(0x0B, 0x20), 0x7F, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
)
"""Control characters and bidi overrides, which could make text read otherwise than it is."""


def clean(text: str) -> str:
    """`text` without invisible characters that rearrange it, and never empty: Slack refuses that."""
    return text.translate(INVISIBLE).replace("\t", " ") or " "


def escape(text: str) -> str:
    """`text` for a field that Slack parses as mrkdwn: mentions and links in it are inert."""
    return clean(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def text(value: str, **style: bool) -> Element:
    """A piece of rich text: never markup, never a mention."""
    element: Element = {"type": "text", "text": clean(value)}
    return element | {"style": style} if style else element


def pieces(value: str, **style: bool) -> list[Element]:
    """`value` as one or more pieces within the limit."""
    return [text(part, **style) for part in split(value, limits.RICH_TEXT_ELEMENT)]


def link(url: str, label: str, **style: bool) -> Element:
    """A link whose label is inert; only http(s) addresses."""
    if not url.lower().startswith(("https://", "http://")) or len(url) > limits.BUTTON_URL:
        return text(label, **style)
    element: Element = {"type": "link", "url": url, "text": clean(label)}
    return element | {"style": style} if style else element


def channel(identifier: str) -> Element:
    """A channel by its name, which Slack knows."""
    return {"type": "channel", "channel_id": identifier}


def emoji(name: str) -> Element:
    return {"type": "emoji", "name": name}


def line(*elements: Element) -> Element:
    return {"type": "rich_text_section", "elements": list(elements)}


def bullets(items: Iterable[Sequence[Element]]) -> Element:
    return {"type": "rich_text_list", "style": "bullet", "elements": [line(*item) for item in items]}


def quotation(*elements: Element) -> Element:
    return {"type": "rich_text_quote", "elements": list(elements)}


def rich(*elements: Element, block_id: str | None = None) -> Block:
    return _named({"type": "rich_text", "elements": list(elements)}, block_id)


def plain(value: str, size: int) -> Element:
    """A plain text object of at most `size` characters, cut at a word with an ellipsis."""
    return {"type": "plain_text", "text": shorten(clean(value), size), "emoji": False}


def header(value: str) -> Block:
    return {"type": "header", "text": plain(value, limits.HEADER_TEXT)}


def context(*values: str, block_id: str | None = None) -> Block:
    """Small print, one element a value."""
    elements = [plain(v, limits.SECTION_TEXT) for v in values if v] or [plain(" ", 1)]
    return _named({"type": "context", "elements": elements[: limits.CONTEXT_ELEMENTS]}, block_id)


def divider() -> Block:
    return {"type": "divider"}


def button(
    label: str, action: str, value: str = "", *, url: str | None = None, style: str | None = None
) -> Element:
    element: Element = {
        "type": "button",
        "text": plain(label, limits.BUTTON_TEXT),
        "action_id": action[: limits.IDENTIFIER],
    }
    if value:
        element["value"] = value[: limits.BUTTON_VALUE]
    if url:
        element["url"] = url
    if style:
        element["style"] = style
    return element


def overflow(action: str, options: Mapping[str, str]) -> Element:
    """A menu of at most five; `options` maps what it says to its value."""
    return {
        "type": "overflow",
        "action_id": action,
        "options": [
            {"text": plain(label, limits.OPTION_TEXT), "value": value[: limits.OPTION_VALUE]}
            for label, value in list(options.items())[: limits.OVERFLOW_OPTIONS]
        ],
    }


def feedback(action: str, good: tuple[str, str], bad: tuple[str, str]) -> Block:
    """Slack's own thumbs, each with what it says and its value. Messages have them, views have not."""

    def thumb(label: str, value: str) -> Element:
        shown = plain(label, limits.BUTTON_TEXT)
        return {"text": shown, "value": value[: limits.BUTTON_VALUE], "accessibility_label": shown["text"]}

    buttons = {"positive_button": thumb(*good), "negative_button": thumb(*bad)}
    return {
        "type": "context_actions",
        "elements": [{"type": "feedback_buttons", "action_id": action, **buttons}],
    }


def as_buttons(feedback: Block) -> Block:
    """The same choice as plain buttons, whose ids say what was chosen."""
    (element,) = feedback["elements"]
    made = []
    for thumb, name in (("👍", "positive_button"), ("👎", "negative_button")):
        word, _, subject = element[name]["value"].partition(" ")
        made.append(button(f"{thumb} {element[name]['text']['text']}", word, subject))
    return actions(*made)


def actions(*elements: Element, block_id: str | None = None) -> Block:
    return _named({"type": "actions", "elements": list(elements)[: limits.ACTION_ELEMENTS]}, block_id)


def shorten(value: str, size: int) -> str:
    """`value`, or as many whole words of it as fit into `size` with an ellipsis."""
    if len(value) <= size:
        return value
    return next(split(value, size - 1)).rstrip() + "…"


def texts(node: Any) -> Iterator[str]:
    """Every text that a person reads in a block, in order."""
    if isinstance(node, Mapping):
        if isinstance(node.get("text"), str):
            yield node["text"]
        for key, value in node.items():
            if key != "text" or not isinstance(value, str):
                yield from texts(value)
    elif isinstance(node, list | tuple):
        for item in node:
            yield from texts(item)


def size(block: Block) -> int:
    """Characters that a person reads in `block`."""
    return sum(map(len, texts(block)))


def _named(block: Block, block_id: str | None) -> Block:
    return block | {"block_id": block_id[: limits.IDENTIFIER]} if block_id else block
