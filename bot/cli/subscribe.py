"""`kurir subscribe`."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

import click

from bot.app import build_store, now
from bot.commands.grammar import Subscribe, parse
from bot.commands.subscribing import subscription_from, understood
from bot.errors import CommandError
from bot.settings import Settings, load_settings
from bot.subscription import MOST_STORIES, Channel, QuietHours, WhenEmpty


@click.command(name="subscribe")
@click.argument("channel")
@click.argument("words", nargs=-1, required=True)
@click.option(
    "--quiet",
    nargs=2,
    type=click.DateTime(["%H:%M"]),
    metavar="FROM TO",
    help="Hours in which nothing is posted, as 22:00 07:00; it follows when they end.",
)
@click.option(
    "--max-stories", type=click.IntRange(1, MOST_STORIES), help="Stories of a digest; alerts an hour."
)
@click.option("--min-importance", type=click.IntRange(0, 100), help="Leave out what is less important.")
@click.option(
    "--when-empty", type=click.Choice([w.value for w in WhenEmpty]), help="What a digest without news does."
)
@click.pass_obj
def command(
    config: str | None,
    channel: str,
    words: tuple[str, ...],
    quiet: tuple[datetime, datetime] | None,
    when_empty: str | None,
    max_stories: int | None,
    min_importance: int | None,
) -> None:
    """Subscribe CHANNEL (slack:C012…, discord:123…, terminal:screen) to WORDS, as in chat:

    WHAT [at 08:00,16:30] [on weekdays] [tz Europe/Stockholm] [as digest|alerts] [in 80 words] [labels sv]
    """
    try:
        to = Channel.from_key(channel)
    except ValueError as error:
        raise click.UsageError(f"{error}, for example slack:C0123456789") from error
    request = parse(f"subscribe {' '.join(words)}")
    if not isinstance(request, Subscribe):
        raise CommandError("Subscribe to what? For example: ukraine at 08:00 on weekdays")
    options = {
        "quiet": QuietHours(*(at.time() for at in quiet)) if quiet else None,
        "max_stories": max_stories,
        "min_importance": min_importance,
        "when_empty": WhenEmpty(when_empty) if when_empty else None,
    }
    chosen = {name: value for name, value in options.items() if value is not None}
    asyncio.run(_subscribe(load_settings(config), to, request, chosen))


async def _subscribe(
    settings: Settings, channel: Channel, request: Subscribe, chosen: Mapping[str, Any]
) -> None:
    """`chosen`: fields of the subscription that the chat's grammar has no words for."""
    wanted = subscription_from(
        request,
        channel,
        new_id=lambda: secrets.token_hex(8),
        owner=None,
        default_tz=settings.schedule.tz,
        words=settings.briefing.words,
        now=now(),
    )
    async with await build_store(settings) as store:
        new = await store.subscriptions.add(replace(wanted, **chosen))
    click.echo(f"{new.number}. {understood(new, now())}")
