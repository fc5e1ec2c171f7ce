"""`kurir subscriptions`."""

from __future__ import annotations

import asyncio

import click

from bot.app import build_store, now
from bot.commands.subscribing import summary
from bot.settings import Settings, load_settings


@click.command(name="subscriptions")
@click.pass_obj
def command(config: str | None) -> None:
    """What every channel gets, and when next."""
    asyncio.run(_list(load_settings(config)))


async def _list(settings: Settings) -> None:
    async with await build_store(settings) as store:
        found = await store.subscriptions.all()
    for s in found:
        click.echo(f"{s.channel.key} {summary(s, now())}")
    if not found:
        click.echo("No subscriptions. Add one: kurir subscribe slack:C0123456789 ukraine at 08:00")
