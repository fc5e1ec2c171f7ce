"""`kurir demo`: the main job with no account, key or network."""

from __future__ import annotations

import asyncio
import sys
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from bot.settings import EngineSettings, Settings, load_settings

SEEDS = Path(__file__).resolve().parents[2] / "seeds"


@click.command(name="demo")
@click.option("--evidence", is_flag=True, help="Print the cited sentences below each briefing.")
@click.pass_obj
def command(config: str | None, evidence: bool) -> None:
    """Brief the shipped seeds in the terminal, then answer questions if somebody is there to ask."""
    settings = load_settings(config).model_copy(update={"engine": EngineSettings(name="extractive")})
    with TemporaryDirectory(prefix="kurir-demo-") as folder:
        asyncio.run(_demo(settings, Path(folder), evidence=evidence))


def seeds() -> tuple[str, ...]:
    """The shipped articles."""
    return tuple(str(file) for file in sorted(SEEDS.glob("*.json")) if file.name != "floors.json")


async def _demo(settings: Settings, folder: Path, *, evidence: bool) -> None:
    from bot.app import open_desk
    from bot.chat.terminal import console, show, show_briefing
    from bot.cli.talk import talk
    from bot.commands.desk import Asker
    from bot.store import open_store, sqlite_url
    from bot.subscription import Channel, Platform
    from bot.view import view
    from summarizer.reading import read_file

    out = console()
    asker = Asker(channel=Channel(Platform.TERMINAL, "screen"), user="you")
    async with await open_store(sqlite_url(folder / "demo.db")) as store, open_desk(settings, store) as desk:
        for seed in seeds():
            story = await desk.brief_article(read_file(Path(seed)), asker)
            show_briefing(out, view(story.article, story.briefing), evidence=evidence)
        if sys.stdin.isatty() and sys.stdout.isatty():
            out.print()
            await talk(desk, asker, partial(show, out), lambda: input("> "))
