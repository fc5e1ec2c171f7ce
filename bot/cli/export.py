"""`kurir export`."""

from __future__ import annotations

import asyncio
import json
import sys
from typing import TextIO

import click

from bot.app import build_store
from bot.settings import Settings, load_settings
from bot.store.export import export


@click.command(name="export")
@click.argument("file", type=click.Path(dir_okay=False, writable=True), default="-")
@click.pass_obj
def command(config: str | None, file: str) -> None:
    """Write sources, articles and briefings to FILE as JSON Lines; - is standard output."""
    settings = load_settings(config)
    if file == "-":
        asyncio.run(_write(settings, sys.stdout))
        return
    with open(file, "w", encoding="utf-8") as out:
        asyncio.run(_write(settings, out))


async def _write(settings: Settings, out: TextIO) -> None:
    async with await build_store(settings) as store:
        async for line in export(store):
            # Escaped, so that any character of any article survives any terminal and pipe.
            out.write(json.dumps(line, default=str) + "\n")
