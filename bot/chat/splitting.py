"""Long text in parts, for platforms with limits. Pure; the same for every platform."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

_END = re.compile(r"[.!?…。！？][\"”»’)\]]*\s+")
_SPACE = re.compile(r"\s+")


def split(text: str, size: int) -> Iterator[str]:
    """`text` in parts of at most `size` characters, whose concatenation is `text`.

    A part ends after a paragraph, else a sentence, else a word; only a single word longer than
    `size` is broken, and then never inside a character with its combining marks.

    Args:
        text: any text; an empty one gives one empty part.
        size: characters (code points), at least 4.
    """
    while len(text) > size:
        cut = _cut(text, size)
        yield text[:cut]
        text = text[cut:]
    yield text


def _cut(text: str, size: int) -> int:
    window = text[: size + 1]
    half = size // 2  # a part that ends too early makes more parts than it saves
    paragraph = window.rfind("\n", half, size)
    if paragraph > 0:
        return paragraph + 1
    for pattern in (_END, _SPACE):
        ends = [m.end() for m in pattern.finditer(window) if half < m.end() <= size]
        if ends:
            return ends[-1]
    ends = [m.end() for m in _SPACE.finditer(window) if 0 < m.end() <= size]
    return ends[-1] if ends else _between_characters(text, size)


def _between_characters(text: str, cut: int) -> int:
    """The last place at or before `cut` that is not inside a character."""
    for at in range(cut, max(0, cut - 32), -1):
        joined = (
            unicodedata.combining(text[at]) or text[at] in "\u200d\ufe0e\ufe0f" or text[at - 1] == "\u200d"
        )
        modifier = 0x1F3FB <= ord(text[at]) <= 0x1F3FF
        flags = all(0x1F1E6 <= ord(c) <= 0x1F1FF for c in text[at - 1 : at + 1])
        if not (joined or modifier or flags):
            return at
    return cut
