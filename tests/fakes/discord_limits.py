"""Discord's documented limits as Discord would enforce them: what it answers to a bad message.

Written from the API reference, apart from `bot.chat.discord.limits`, so that a wrong number there is seen
here. https://docs.discord.com/developers/components/reference
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

V2 = 1 << 15
ID = re.compile(r"\d{1,20}")


class Refused(Exception):  # noqa: N818 - what the server does
    """Discord refuses the payload with 50035; `args[0]` says which rule."""


def check_message(body: dict[str, Any]) -> None:
    """Refuse a body of Create Message, Edit Message or a follow-up that breaks a limit."""
    known = {"content", "embeds", "components", "flags", "allowed_mentions", "nonce", "enforce_nonce"}
    if extra := set(body) - known:
        raise Refused(f"unknown fields {extra}")
    if body.get("allowed_mentions") != {"parse": []}:
        raise Refused("somebody could be mentioned")
    if len(str(body.get("nonce", ""))) > 25:
        raise Refused("nonce")
    components = body.get("components", [])
    if body.get("flags", 0) & V2:
        _check_v2(body, components)
    else:
        _check_classic(body, components)
    names = [n["custom_id"] for n in _nodes(components) if "custom_id" in n]
    if any(n > 1 for n in Counter(names).values()):
        raise Refused("custom_id twice")
    ids = [n["id"] for n in _nodes(components) if "id" in n]
    if any(n > 1 for n in Counter(ids).values()) or any(not 0 <= i < 2**31 for i in ids):
        raise Refused("component id")


def _check_v2(body: dict[str, Any], components: list[dict[str, Any]]) -> None:
    if body.get("content") or body.get("embeds"):
        raise Refused("content or embeds beside components")
    every = list(_nodes(components))
    if not 1 <= len(every) <= 40:
        raise Refused(f"{len(every)} components")
    if sum(_units(n["content"]) for n in every if n["type"] == 10) > 4_000:
        raise Refused("more than 4,000 characters")
    for node in components:
        if node["type"] not in (1, 9, 10, 12, 13, 14, 17):
            raise Refused(f"component {node['type']} at the top")
    for node in every:
        _check_node(node)


def _check_classic(body: dict[str, Any], components: list[dict[str, Any]]) -> None:
    embeds = body.get("embeds", [])
    if not (body.get("content") or embeds) or _units(body.get("content", "")) > 2_000 or len(embeds) > 10:
        raise Refused("content or embeds")
    if sum(_units(e.get("description", "")) for e in embeds) > 6_000:
        raise Refused("embeds of more than 6,000 characters")
    if any(not 1 <= _units(e.get("description", "")) <= 4_096 for e in embeds):
        raise Refused("embed description")
    if len(components) > 5 or any(n["type"] != 1 for n in components):
        raise Refused("rows")
    for node in _nodes(components):
        _check_node(node)


def _check_node(node: dict[str, Any]) -> None:
    kind = node["type"]
    if kind == 1:
        inside = [n["type"] for n in node["components"]]
        if not (inside and (inside == [3] or (set(inside) == {2} and len(inside) <= 5))):
            raise Refused(f"row of {inside}")
    elif kind == 2:
        _button(node)
    elif kind == 3:
        _select(node)
    elif kind == 10:
        if not node["content"].strip():
            raise Refused("empty text")
    elif kind == 14:
        if node["spacing"] not in (1, 2):
            raise Refused("spacing")
    elif kind == 17:
        if not 0 <= node["accent_color"] <= 0xFFFFFF:
            raise Refused("colour")
        if any(n["type"] not in (1, 9, 10, 12, 13, 14) for n in node["components"]):
            raise Refused("in a container")
    else:
        raise Refused(f"component {kind}")


def _button(node: dict[str, Any]) -> None:
    if not 1 <= _units(node["label"]) <= 80:
        raise Refused("label")
    if node["style"] == 5:
        if (
            "custom_id" in node
            or not node["url"].startswith(("http://", "https://"))
            or len(node["url"]) > 512
        ):
            raise Refused("link button")
    elif not 1 <= _units(node["custom_id"]) <= 100:
        raise Refused("custom_id")


def _select(node: dict[str, Any]) -> None:
    values = [o["value"] for o in node["options"]]
    if not 1 <= len(values) <= 25 or len(set(values)) != len(values):
        raise Refused("options")
    if any(not 1 <= _units(t) <= 100 for o in node["options"] for t in (o["label"], o["value"])):
        raise Refused("option")
    if _units(node["placeholder"]) > 150 or not 1 <= _units(node["custom_id"]) <= 100:
        raise Refused("select")


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _nodes(tree: Any) -> Iterator[dict[str, Any]]:
    if isinstance(tree, list):
        for item in tree:
            yield from _nodes(item)
    elif isinstance(tree, dict):
        yield tree
        yield from _nodes(tree.get("components", []))
