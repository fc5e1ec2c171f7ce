"""Slack's documented limits as Slack would enforce them: what it answers to a bad message or view.

Written from the Block Kit reference, apart from `bot.chat.slack.limits`, so that a wrong number there
is seen here. https://docs.slack.dev/reference/block-kit
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

ESCAPED = re.compile(r"<(?:!|@|#)")


class Refused(Exception):  # noqa: N818 - what the server does
    """Slack refuses the payload; `args[0]` is its error code, `args[1]` says which rule."""


def check_message(body: dict[str, Any]) -> None:
    """Refuse a body of chat.postMessage, chat.update or a response_url that breaks a limit."""
    text = body.get("text", "")
    blocks = body.get("blocks", [])
    if not text and not blocks:
        raise Refused("no_text", "neither text nor blocks")
    if len(text) > 40_000:
        raise Refused("msg_too_long", "text")
    if ESCAPED.search(text):
        raise Refused("live_mention", "the fallback text holds a live mention")
    if body.get("link_names") or body.get("parse") == "full":
        raise Refused("live_mention", "link_names or parse=full")
    _check_blocks(blocks, 50)
    if sum(len(t) for b in blocks for t in _texts(b)) > 13_200:
        raise Refused("msg_blocks_too_long", "more text than Slack takes")
    if len(json.dumps(body.get("metadata", {})).encode()) > 8_000:
        raise Refused("metadata_too_large", "metadata")


def check_chunks(body: dict[str, Any], *, required: bool) -> list[dict[str, Any]]:
    """The blocks of a step of a stream; refuse one that breaks a limit. Text of ours is never markdown."""
    if "markdown_text" in body and "chunks" in body:
        raise Refused("cannot_provide_both_markdown_text_and_chunks", "")
    if len(body.get("markdown_text", "")) > 12_000:
        raise Refused("msg_too_long", "markdown_text")
    if required and not (body.get("markdown_text") or body.get("chunks")):
        raise Refused("markdown_text_or_chunks_required", "")
    if "markdown_text" in body or any(c["type"] != "blocks" for c in body.get("chunks", [])):
        raise Refused("live_markdown", "text that Slack would read as markdown")
    blocks = [block for chunk in body.get("chunks", []) for block in chunk["blocks"]]
    _check_blocks(blocks, 50)
    return blocks


def check_view(view: dict[str, Any]) -> None:
    """Refuse a modal or App Home that breaks a limit."""
    if view["type"] not in ("modal", "home"):
        raise Refused("invalid_arguments", "view type")
    if view["type"] == "modal":
        _text(view["title"], 24, "modal title")
        for key in ("submit", "close"):
            if key in view:
                _text(view[key], 24, key)
        if "submit" not in view and any(b["type"] == "input" for b in view["blocks"]):
            raise Refused("invalid_arguments", "an input needs a submit")
    if len(view.get("private_metadata", "")) > 3_000 or len(view.get("callback_id", "")) > 255:
        raise Refused("invalid_arguments", "private_metadata or callback_id")
    _check_blocks(view["blocks"], 100, view=True)


def _check_blocks(blocks: list[dict[str, Any]], most: int, *, view: bool = False) -> None:
    if len(blocks) > most:
        raise Refused("invalid_blocks", f"{len(blocks)} blocks")
    for kind in ("block_id", "action_id"):
        names = [n[kind] for b in blocks for n in nodes(b) if kind in n]
        if any(count > 1 for count in Counter(names).values()):
            raise Refused("invalid_blocks", f"{kind} twice")
        if any(not 1 <= len(n) <= 255 for n in names):
            raise Refused("invalid_blocks", f"{kind} length")
    for block in blocks:
        check = _BLOCKS.get(block["type"])
        if check is None or (block["type"] == "input" and not view):
            raise Refused("invalid_blocks", f"block type {block['type']}")
        if block["type"] == "context_actions" and view:
            raise Refused("invalid_blocks", f"block type {block['type']}")
        check(block)


def _text(node: Any, most: int, what: str, *, plain: bool = True) -> None:
    if plain and node["type"] != "plain_text":
        raise Refused("invalid_blocks", f"{what} must be plain_text")
    if not 1 <= len(node["text"]) <= most:
        raise Refused("invalid_blocks", f"{what}: {len(node['text'])} of {most}")
    if node["type"] == "mrkdwn" and ESCAPED.search(node["text"]):
        raise Refused("live_mention", what)


def _section(block: dict[str, Any]) -> None:
    if "text" in block:
        _text(block["text"], 3_000, "section", plain=False)
    if len(block.get("fields", [])) > 10 or ("text" not in block and not block.get("fields")):
        raise Refused("invalid_blocks", "section fields")
    for field in block.get("fields", []):
        _text(field, 2_000, "section field", plain=False)
    if "accessory" in block:
        _element(block["accessory"])


def _context(block: dict[str, Any]) -> None:
    if not 1 <= len(block["elements"]) <= 10:
        raise Refused("invalid_blocks", "context elements")
    for element in block["elements"]:
        _text(element, 3_000, "context", plain=False)


def _actions(block: dict[str, Any]) -> None:
    if not 1 <= len(block["elements"]) <= 25:
        raise Refused("invalid_blocks", "actions")
    for element in block["elements"]:
        _element(element)


def _element(element: dict[str, Any]) -> None:
    kind = element["type"]
    if kind == "button":
        _text(element["text"], 75, "button")
        if len(element.get("value", "")) > 2_000 or len(element.get("url", "")) > 3_000:
            raise Refused("invalid_blocks", "button value or url")
        if element.get("style", "primary") not in ("primary", "danger"):
            raise Refused("invalid_blocks", "button style")
        if "confirm" in element:
            for key, most in (("title", 100), ("text", 300), ("confirm", 30), ("deny", 30)):
                _text(element["confirm"][key], most, f"confirm {key}")
    elif kind == "overflow":
        _options(element["options"], 5)
    elif kind in ("checkboxes", "radio_buttons"):
        _options(element["options"], 10)
    elif kind in ("static_select", "multi_static_select"):
        _options(element["options"], 100)
    elif kind in ("plain_text_input", "timepicker", "url_text_input", "external_select"):
        if "placeholder" in element:
            _text(element["placeholder"], 150, "placeholder")
    else:
        raise Refused("invalid_blocks", f"element {kind}")


def _options(options: list[dict[str, Any]], most: int) -> None:
    if not 1 <= len(options) <= most:
        raise Refused("invalid_blocks", f"{len(options)} options")
    for option in options:
        _text(option["text"], 75, "option", plain=False)
        if not 1 <= len(option["value"]) <= 150:
            raise Refused("invalid_blocks", "option value")


def _input(block: dict[str, Any]) -> None:
    _text(block["label"], 2_000, "label")
    if "hint" in block:
        _text(block["hint"], 2_000, "hint")
    _element(block["element"])


def _rich_text(block: dict[str, Any]) -> None:
    if not block["elements"]:
        raise Refused("invalid_blocks", "empty rich_text")
    for element in block["elements"]:
        if element["type"] == "rich_text_list":
            if not element["elements"] or element["style"] not in ("bullet", "ordered"):
                raise Refused("invalid_blocks", "rich_text_list")
            for item in element["elements"]:
                _inline(item["elements"])
        elif element["type"] in ("rich_text_section", "rich_text_quote", "rich_text_preformatted"):
            _inline(element["elements"])
        else:
            raise Refused("invalid_blocks", f"rich text {element['type']}")


def _inline(elements: list[dict[str, Any]]) -> None:
    for element in elements:
        if element["type"] not in ("text", "link", "emoji", "user", "channel", "date"):
            raise Refused("invalid_blocks", f"inline {element['type']}")
        if element["type"] == "text" and not element["text"]:
            raise Refused("invalid_blocks", "empty text")
        if element["type"] == "link" and not element["url"].startswith(("http://", "https://")):
            raise Refused("invalid_blocks", "link url")


def _header(block: dict[str, Any]) -> None:
    _text(block["text"], 150, "header")


def _context_actions(block: dict[str, Any]) -> None:
    if not 1 <= len(block["elements"]) <= 5:
        raise Refused("invalid_blocks", "context actions")
    for element in block["elements"]:
        if element["type"] != "feedback_buttons":
            raise Refused("invalid_blocks", f"context action {element['type']}")
        for button in (element["positive_button"], element["negative_button"]):
            _text(button["text"], 75, "feedback button")
            if not 1 <= len(button["value"]) <= 2_000 or len(button.get("accessibility_label", "")) > 75:
                raise Refused("invalid_blocks", "feedback value or label")


def _divider(block: dict[str, Any]) -> None:
    """Nothing to check."""


_BLOCKS: dict[str, Callable[[dict[str, Any]], None]] = {
    "section": _section,
    "context": _context,
    "actions": _actions,
    "input": _input,
    "rich_text": _rich_text,
    "header": _header,
    "context_actions": _context_actions,
    "divider": _divider,
}


def nodes(node: Any) -> Iterator[dict[str, Any]]:
    """Every object in a payload."""
    if isinstance(node, dict):
        yield node
        for value in node.values():
            yield from nodes(value)
    elif isinstance(node, list):
        for item in node:
            yield from nodes(item)


def _texts(block: dict[str, Any]) -> Iterator[str]:
    return (n["text"] for n in nodes(block) if isinstance(n.get("text"), str))
