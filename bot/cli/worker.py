"""`kurir worker`."""

from __future__ import annotations

import asyncio

import click

from bot import logs
from bot.app import build_store, open_bot
from bot.cli.run import serve
from bot.errors import SettingsError
from bot.settings import Settings, load_settings


@click.command(name="worker")
@click.pass_obj
def command(config: str | None) -> None:
    """One more worker of the same bot, on this or another machine; needs PostgreSQL."""
    settings = load_settings(config)
    logs.configure(settings.log.format, settings.log.level, secrets=settings.secrets.values)
    asyncio.run(_run(settings))


async def _run(settings: Settings) -> None:
    async with await build_store(settings) as store:
        if store.database.is_sqlite:
            raise SettingsError(
                ("kurir worker shares work through PostgreSQL: set KURIR_DATABASE_URL to postgresql://…",)
            )
        async with open_bot(settings, store, front=False) as bot:
            await serve(bot)
