"""`kurir forget`."""

from __future__ import annotations

import asyncio
import sys
from datetime import UTC, datetime

import click

from bot.app import build_store
from bot.llm.memory import LLMMemory
from bot.settings import Settings, load_settings
from bot.store.retention import Forgotten
from summarizer.sources.addresses import canonical


@click.command(name="forget")
@click.argument("url")
@click.pass_obj
def command(config: str | None, url: str) -> None:
    """Remove every article at URL and its briefings from the archive, for good.

    The article is not stored again when a source brings it once more. What was already posted to a chat
    stays there.
    """
    settings = load_settings(config)
    gone = asyncio.run(_forget(settings, url))
    if gone.articles and (replies := settings.data / "llm.db").exists():
        LLMMemory(replies).forget()
    if not gone.articles:
        click.echo(f"kurir: no article at {url}; give its address as the archive shows it", err=True)
        sys.exit(1)
    click.echo(f"forgot {url}: {gone.articles} article(s), {gone.briefings} briefing(s)")


async def _forget(settings: Settings, url: str) -> Forgotten:
    """By the address as it is given, or as sources give it: without what says who sent the reader."""
    async with await build_store(settings) as store:
        gone = await store.retention.forget(url, now=datetime.now(UTC))
        if gone.articles or url == canonical(url):
            return gone
        return await store.retention.forget(canonical(url), now=datetime.now(UTC))
