"""`kurir brief`."""

from __future__ import annotations

import asyncio
import json
import sys

import click

from bot.app import build_summarizer
from bot.settings import load_settings
from summarizer import Article
from summarizer.codec import record_to_json
from summarizer.reading import read_sources


@click.command(name="brief")
@click.argument("sources", nargs=-1, required=True)
@click.option("--engine", type=click.Choice(["auto", "llm", "extractive"]), default=None)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@click.option("--words", type=click.IntRange(20, 1000), default=None, help="Word budget of a briefing.")
@click.pass_obj
def command(
    config: str | None, sources: tuple[str, ...], engine: str | None, form: str, words: int | None
) -> None:
    """Brief SOURCES: files, folders, http(s) addresses, or - for standard input."""
    settings = load_settings(config)
    summarizer = build_summarizer(settings, engine=engine)
    failed = False
    for item in read_sources(list(sources)):
        if not isinstance(item, Article):
            click.echo(f"kurir: {item}", err=True)
            failed = True
            continue
        briefing = asyncio.run(summarizer.brief(item, words=words or settings.briefing.words))
        if form == "json":
            click.echo(json.dumps(record_to_json(item, briefing), ensure_ascii=False))
        else:
            click.echo(briefing.headline)
            for point in briefing.points:
                click.echo(f"  {point.section}: {point.speaker or 'the article'}: {point.text}")
    if failed:
        sys.exit(1)
