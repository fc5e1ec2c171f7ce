"""Whether a line is English: by function words, since a line is too short for a language detector."""

from __future__ import annotations

import re
import unicodedata

FUNCTION_WORDS = frozenset(
    """
    a an the of to in on at by for from with and or but not no is are was were be been has have had it its
    as that this which who will would could may might must should their his her they than over after before
    about under into if when while more most only says said do does did can
    """.split()  # noqa: SIM905 - a list of words reads better as words
)
SHARED = frozenset("a an in on at as has is was do more had will who her no be by of or".split())  # noqa: SIM905
"""Those that are words of other languages too: alone they prove nothing."""
SHORT = 4
"""Words; a shorter line (a name and a number) is only held to its script."""


def is_english(text: str) -> bool:
    """Whether `text` reads as English rather than another language."""
    words = re.findall(r"[^\W\d_]+", text.lower())
    letters = "".join(words)
    if not letters:
        return True
    latin = sum("LATIN" in unicodedata.name(c, "") for c in letters)
    if latin < 0.7 * len(letters):
        return False
    if len(words) < SHORT:
        return True
    found = [w for w in words if w in FUNCTION_WORDS]
    return len(found) >= len(words) / 12 and any(w not in SHARED for w in found)
