"""Makes text that is not ours inert in Discord's markdown. Pure.

`discord.utils.escape_markdown` leaves list numbers, timestamps, channel links and addresses alive, so
this is our own. A backslash before punctuation shows it as it stands, as Discord's parser reads it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.chat.discord import limits
from bot.chat.splitting import split

_INVISIBLE = dict.fromkeys(
    [
        *(*range(0x09), *range(0x0B, 0x20), *range(0x7F, 0xA0)),
        *(0x061C, 0x200B, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2060, 0x206A), 0xFEFF),
    ]
)
"""Control characters, bidi overrides and invisible spaces: they could make text read otherwise than it is."""

_ALWAYS = r"[\\*_~`|<>\[\]@]"
"""Emphasis, spoilers, code, links, mentions; all of ``<t:…>``, ``<#…>``, ``<:emoji:…>`` begin with ``<``."""
_LINE_START = r"^(?:\#|-|\+|(?<!\S)\d{1,9}(?=[.)]))"
"""Headings, small print and lists; a list number's dot is what is escaped."""
_ADDRESS = r"(?<=[A-Za-z0-9]):(?=//)"
_INVITE = r"(?<=discord)\.|(?<=discordapp)\."
_ALIVE = re.compile(f"{_ALWAYS}|{_LINE_START}|{_ADDRESS}|{_INVITE}", re.IGNORECASE)


def clean(text: str) -> str:
    """`text` on one line, without invisible characters that rearrange it."""
    whole = text.encode("utf-8", "ignore").decode()  # halves of surrogate pairs cannot be sent
    return " ".join(whole.replace("\t", " ").translate(_INVISIBLE).split())


def escape(text: str) -> str:
    """`text` on one line, in which nothing is markup, a mention, a link or a preview."""
    return _inert(clean(text))


def unescape(text: str) -> str:
    """What a reader sees of an `escape`d text."""
    return re.sub(r"\\([^0-9A-Za-z\s])", r"\1", text)


def weight(text: str) -> int:
    """Its length as the strictest counter has it: UTF-16 code units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def pieces(text: str, size: int) -> Iterator[str]:
    """`text` escaped, in pieces of at most `size`; words stay whole where they can."""
    for part in split(clean(text), size):
        yield from _halved(part, size)


def shortened(text: str, size: int) -> str:
    """`text` escaped, cut at a word with an ellipsis where it is longer than `size`."""
    text = clean(text)
    if weight(escape(text)) <= size:
        return escape(text)
    return next(pieces(text, size - 1)).rstrip() + "…"


def link(url: str | None, label: str) -> str:
    """A masked link on an escaped `label`, without preview; the label alone where `url` is no address."""
    return f"[{label}](<{safe_url(url)}>)" if url and safe_url(url) else label


def safe_url(url: str | None) -> str | None:
    """`url` as a link may carry it; None where it is none, or too long."""
    if not url or not re.match(r"https?://[^/\s]", url, re.IGNORECASE):
        return None
    quoted = "".join(_quoted(c) for c in url.strip())
    return quoted if len(quoted) <= limits.BUTTON_URL else None


def _quoted(char: str) -> str:
    if char.isascii() and (char.isalnum() or char in "-._~:/?#[]@!$&'*+,;=%"):
        return char
    return "".join(f"%{byte:02X}" for byte in char.encode("utf-8", "ignore"))


def _halved(part: str, size: int) -> Iterator[str]:
    """`part`, which is clean, escaped; in two halves, and those again, where that made it too long."""
    whole = _inert(part)
    if weight(whole) <= size:
        yield whole
        return
    for half in split(part, max(4, len(part) // 2)):
        yield from _halved(half, size)


def _inert(text: str) -> str:
    return _ALIVE.sub(lambda m: m[0] + "\\" if m[0].isdigit() else "\\" + m[0], text)
