"""`kurir unsubscribe`."""

from __future__ import annotations

import asyncio

import click

from bot.app import build_store
from bot.configured import OURS
from bot.errors import CommandError
from bot.settings import Settings, load_settings
from bot.subscription import Channel


@click.command(name="unsubscribe")
@click.argument("channel")
@click.argument("number", type=int)
@click.pass_obj
def command(config: str | None, channel: str, number: int) -> None:
    """End subscription NUMBER of CHANNEL; `kurir subscriptions` lists both."""
    asyncio.run(_unsubscribe(load_settings(config), channel, number))


async def _unsubscribe(settings: Settings, channel: str, number: int) -> None:
    async with await build_store(settings) as store:
        try:
            found = await store.subscriptions.of_channel(Channel.from_key(channel))
        except ValueError as error:
            raise click.UsageError(str(error)) from error
        match = next((s for s in found if s.number == number), None)
        if match is None:
            raise CommandError(f"{channel} has no subscription {number}; see kurir subscriptions")
        if match.id.startswith(OURS):
            raise CommandError("That one stands in the configuration file; remove it there")
        await store.subscriptions.remove(match.id)
    click.echo(f"Ended: {match.what or 'everything'}")
