"""Text that is not ours is shown as it stands: no markup, no mention, no link, no preview."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.chat.discord.escape import clean, escape, pieces, safe_url, shortened, unescape, weight

ALIVE = [
    r"[*_~`|]",
    r"<[@#:/a-z]",
    r"https?://",
    r"discord(?:app)?\.\w",
    r"@(?:everyone|here)",
    r"\[.*\]\(",
    r"^\s*(?:#{1,3}|-#|[-+>]|\d+[.)])(?:\s|$)",
]
"""What Discord's parser makes something of, once escaped characters are out of the way."""

HOSTILE = [
    "# heading",
    "-# small",
    "- item",
    "1. item",
    "12) item",
    "+ item",
    "> quote",
    ">>> quote",
    "**bold** __under__ ~~gone~~ ||spoiler|| `code` ```block```",
    "[masked](https://evil.test)",
    "see https://evil.test/x and HTTP://EVIL.TEST",
    "join discord.gg/abc or https://discord.com/invite/abc or DISCORDAPP.com/invite/x",
    "<@123> <@!123> <@&123> <#123> <t:1700000000:R> <:smile:123> <a:smile:123> </brief:1> <id:home>",
    "<https://evil.test> <mailto:a@evil.test>",
    "@everyone @here",
    "back\\slash \\*not\\*",
    "\u202ereversed\u202c zero\u200bwidth \x1b[31m",
]

NOISE = st.text(st.sampled_from("\\*_~`|<>[]()@#:-+.!/t1 a\n\u200bhtps"), max_size=40)


def alive(escaped: str) -> str | None:
    """The first thing in `escaped` that Discord would make something of."""
    dead = re.sub(r"\\[^0-9A-Za-z\s]", "\ufffc", escaped)
    return next((p for p in ALIVE if re.search(p, dead, re.IGNORECASE)), None)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_inert_and_reads_as_it_stands(text: str) -> None:
    assert alive(escape(text)) is None
    assert unescape(escape(text)) == clean(text)
    assert not set("\u202e\u202c\u200b\x1b") & set(escape(text))


@settings(max_examples=100)
@given(NOISE | st.text(max_size=40))
def test_any_text_is_inert_and_reads_as_it_stands(text: str) -> None:
    assert alive(escape(text)) is None
    assert unescape(escape(text)) == clean(text)


@settings(max_examples=60)
@given(NOISE | st.text("a😀*漢 ", max_size=300), st.integers(20, 100))
def test_pieces_keep_the_size_and_join_to_the_whole(text: str, size: int) -> None:
    parts = list(pieces(text, size))
    assert unescape("".join(parts)) == clean(text)
    assert all(weight(p) <= size and alive(p) is None for p in parts)
    assert weight(shortened(text, size)) <= size


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://example.com/a?b=c&d=%20#e", "https://example.com/a?b=c&d=%20#e"),
        ("https://example.com/a)b>c d", "https://example.com/a%29b%3Ec%20d"),
        ("https://example.com/å", "https://example.com/%C3%A5"),
        ("javascript:alert(1)", None),
        ("https://example.com/" + "x" * 600, None),
        ("", None),
        (None, None),
    ],
)
def test_only_web_addresses_become_links_and_cannot_end_early(url: str | None, safe: str | None) -> None:
    assert safe_url(url) == safe
