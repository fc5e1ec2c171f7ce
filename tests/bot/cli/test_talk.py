"""The demo, and follow-ups in the terminal."""

from __future__ import annotations

import io
import re
from functools import partial

from builders import article
from click.testing import CliRunner

from bot.app import open_desk
from bot.chat.terminal import console, show
from bot.cli import cli
from bot.cli.talk import talk, understood
from bot.commands.desk import Asker
from bot.commands.grammar import Ask, Help, Quote
from bot.settings import load_settings
from bot.store import open_store
from bot.subscription import Channel, Platform


def test_the_demo_briefs_every_seed_in_english() -> None:
    """With no account, key or network: eight headlines, three sections each, and no traceback."""
    result = CliRunner().invoke(cli, ["demo"])
    assert result.exit_code == 0, result.output
    assert result.output.count("Key claims") == 8
    assert result.output.count("Expert view") == 8
    assert not re.search(r"\[(Swedish|German|French|Spanish|Norwegian|Ukrainian)\]", result.output)


def test_plain_words_are_a_question() -> None:
    assert understood("Who doubts it?") == Ask("Who doubts it?")
    assert understood("/brief quote 2") == Quote(2)
    assert understood("help") == Help()


async def test_each_line_is_answered_until_an_empty_one(sqlite_store_url: str) -> None:
    lines = iter(["/brief sources", "How much did it cost?", "/brief quote 99", "", "never read"])
    stream = io.StringIO()
    asker = Asker(channel=Channel(Platform.TERMINAL, "screen"), user="you")
    async with await open_store(sqlite_store_url) as store, open_desk(load_settings(), store) as desk:
        await desk.brief_article(article(outlet="The Bugle"), asker)
        await talk(desk, asker, partial(show, console(stream)), lambda: next(lines))
    said = stream.getvalue()
    assert "The Bugle" in said
    assert "12 million euros" in said
    assert "no evidence 99" in said
    assert next(lines) == "never read"
