"""`kurir worker`."""

from __future__ import annotations

import asyncio

import click

from bot import logs
from bot.app import build_store, open_bot
from bot.cli.run import THREAD_SECONDS, serve
from bot.errors import SettingsError
from bot.runtime.services import end_within
from bot.settings import Settings, WebSettings, load_settings


@click.command(name="worker")
@click.option(
    "--listen",
    default="",
    metavar="HOST:PORT",
    help="Serve /healthz, /readyz and /metrics of this worker there.",
)
@click.pass_obj
def command(config: str | None, listen: str) -> None:
    """One more worker of the same bot, on this or another machine; needs PostgreSQL."""
    settings = load_settings(config)
    try:
        web = WebSettings.model_validate(settings.web.model_dump() | {"listen": listen})
    except ValueError:
        raise click.BadParameter("it is no HOST:PORT", param_hint="--listen") from None
    settings = settings.model_copy(update={"web": web})
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
    end_within(THREAD_SECONDS, code=0)
