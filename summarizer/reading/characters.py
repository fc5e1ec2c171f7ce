"""What characters are, for the splitter and the structure: quotation marks, dashes, sentence ends."""

from __future__ import annotations

import re
import unicodedata

DASHES = "-–—―‒"
CLOSERS = "\"”“’'»«›‹)]」』》〉）】"
ENDS = ".!?…。！？｡؟۔।॥።‽;" + "\u037e"
"""Sentence ends of all scripts; a semicolon is Greek's question mark."""

_CONTROL = re.compile(
    r"\x1b\][^\x07\x1b\n]*(?:\x07|\x1b\\)?"  # terminal commands with text: window titles, links
    r"|\x1b[\[(][0-?]*[ -/]*[@-~]?"  # colours, cursor
    r"|[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u200b\u200e\u200f\u2060\ufeff\u061c]"
    r"|[\u202a-\u202e\u2066-\u2069\U000e0000-\U000e007f]"  # order overrides, invisible tag letters
)
_SPACELESS = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u9fff]")
_LINE_ENDS = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_SURROGATES = re.compile(r"[\ud800-\udfff]")


def clean(text: str) -> str:
    """`text` without what does not belong in prose: terminal escapes, control characters, direction
    overrides and invisible letters. Line ends become ``\\n``, lone surrogates U+FFFD; composed (NFC).
    """
    text = _LINE_ENDS.sub("\n", _SURROGATES.sub("\ufffd", text))
    return unicodedata.normalize("NFC", _CONTROL.sub("", text))


def fold(text: str) -> str:
    """`text` on one line, every run of white space one space."""
    return " ".join(text.split())


def ends_sentence(text: str) -> bool:
    """Whether `text` ends like a sentence, closing quotation marks and brackets aside."""
    return text.rstrip(CLOSERS + " ").endswith(tuple(ENDS))


def is_spaceless(text: str) -> bool:
    """Whether `text` is in a script that puts no space between words (Thai, Chinese…)."""
    head = text[:200]
    return len(_SPACELESS.findall(head)) * 2 > sum(map(str.isalpha, head))
