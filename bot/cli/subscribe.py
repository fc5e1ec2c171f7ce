"""`kurir subscribe`."""

from __future__ import annotations

import asyncio
import secrets

import click

from bot.app import build_store, now
from bot.commands.grammar import Subscribe, parse
from bot.errors import CommandError
from bot.settings import Settings, load_settings
from bot.subscribing import subscription_from, understood
from bot.subscription import Channel


@click.command(name="subscribe")
@click.argument("channel")
@click.argument("words", nargs=-1, required=True)
@click.pass_obj
def command(config: str | None, channel: str, words: tuple[str, ...]) -> None:
    """Subscribe CHANNEL (slack:C012…, discord:123…, terminal:screen) to WORDS, as in chat:

    WHAT [at 08:00,16:30] [on weekdays] [tz Europe/Stockholm] [as digest|alerts]
    """
    try:
        to = Channel.from_key(channel)
    except ValueError as error:
        raise click.UsageError(f"{error}, for example slack:C0123456789") from error
    request = parse(f"subscribe {' '.join(words)}")
    if not isinstance(request, Subscribe):
        raise CommandError("Subscribe to what? For example: ukraine at 08:00 on weekdays")
    asyncio.run(_subscribe(load_settings(config), to, request))


async def _subscribe(settings: Settings, channel: Channel, request: Subscribe) -> None:
    async with await build_store(settings) as store, store.write():
        others = await store.subscriptions.of_channel(channel)
        new = subscription_from(
            request,
            channel,
            new_id=lambda: secrets.token_hex(8),
            taken=[s.number for s in others],
            owner=None,
            default_tz=settings.schedule.tz,
            words=settings.briefing.words,
            now=now(),
        )
        await store.subscriptions.put(new)
    click.echo(f"{new.number}. {understood(new, now())}")
