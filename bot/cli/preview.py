"""`kurir preview`: how briefings will look on a platform, as a web page on disk."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

import click

from bot.app import build_summarizer
from bot.cli.articles import articles
from bot.cli.demo import seeds
from bot.content import BriefedStory, Digest
from bot.errors import BotError
from bot.settings import load_settings
from summarizer.errors import SummarizerError

PLATFORMS = ("slack", "discord")


@click.command(name="preview")
@click.argument("sources", nargs=-1)
@click.option("--platform", type=click.Choice(PLATFORMS), default="slack", show_default=True)
@click.option("--digest", is_flag=True, help="As one digest instead of one message each.")
@click.option("--out", type=click.Path(dir_okay=False), default="preview.html", show_default=True)
@click.pass_obj
def command(config: str | None, sources: tuple[str, ...], platform: str, digest: bool, out: str) -> None:
    """Show how SOURCES (the shipped seeds, if none) will look on a platform; nothing is posted."""
    settings = load_settings(config)
    summarizer = build_summarizer(settings)

    async def briefed() -> tuple[BriefedStory, ...]:
        stories = []
        for number, article in enumerate(articles(settings, sources or seeds())):
            if isinstance(article, SummarizerError):
                raise article
            briefing = await summarizer.brief(article, words=settings.briefing.words)
            stories.append(BriefedStory(id=str(number), article=article, briefing=briefing))
        return tuple(stories)

    stories = asyncio.run(briefed())
    now = datetime.now(UTC)
    contents = (Digest(day=now.date(), slot=now, stories=stories),) if digest else stories
    render = import_module(f"bot.chat.{platform}.render").render
    page = import_module(f"bot.preview.{platform}").page
    parts = [part for content in contents for part in render(content)]
    try:
        Path(out).write_text(page(parts), encoding="utf-8", errors="replace")
    except OSError as error:
        raise BotError(
            f"{out}: cannot be written ({error.strerror}); choose another place with --out"
        ) from error
    click.echo(f"Open {out} in a browser.")
