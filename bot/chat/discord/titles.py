"""What a thread or forum post about a message is called, and its tags: read off the message. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from bot.chat.discord import components as c
from bot.chat.discord import limits
from bot.chat.discord.escape import unescape, weight
from bot.chat.splitting import split

_HEADING = re.compile(r"^#{1,3} (?P<title>.+)$", re.MULTILINE)
_LINK = re.compile(r"^\[(?P<label>.+)\]\(<[^>]*>\)$")
UNNAMED = "Briefing"


def heading(payload: Mapping[str, Any]) -> str | None:
    """The message's own headline as plain text; None where it has none."""
    found = _HEADING.search("\n".join(readable(payload)))
    if found is None:
        return None
    link = _LINK.match(found["title"])
    return unescape(link["label"] if link else found["title"]).strip() or None


def named(title: str | None) -> str:
    """A name for a thread or post within Discord's limit."""
    name = title or UNNAMED
    if weight(name) <= limits.THREAD_NAME:
        return name
    size = limits.THREAD_NAME - 1 if name.isascii() else limits.THREAD_NAME // 2 - 1
    return next(split(name, size)).rstrip() + "…"


def tags(payload: Mapping[str, Any], forum: Mapping[str, Any]) -> list[str]:
    """Ids of the forum's tags whose name stands in the message; where the forum wants one, at least one."""
    text = unescape(" ".join(readable(payload))).casefold()
    available = [t for t in forum.get("available_tags", ()) if not t.get("moderated")]
    fitting = [t["id"] for t in available if _stands_in(t["name"], text)]
    required = bool(forum.get("flags", 0) & REQUIRE_TAG)
    return (fitting or [t["id"] for t in available[:required]])[: limits.TAGS_PER_POST]


REQUIRE_TAG = 1 << 4
"""Channel flag of a forum in which a post must have a tag."""


def readable(payload: Mapping[str, Any]) -> Iterable[str]:
    """Every text of a message, whether it has components or embeds."""
    yield from c.texts(payload.get("components", ()))
    yield from (e.get("description", "") for e in payload.get("embeds", ()))


def _stands_in(name: str, text: str) -> bool:
    return bool(name.strip()) and re.search(rf"(?<!\w){re.escape(name.casefold())}(?!\w)", text) is not None
