"""`kurir run`."""

from __future__ import annotations

import asyncio
import signal

import click

from bot import logs
from bot.app import Bot, build_store, now, open_bot
from bot.configured import bring_in_line, from_settings
from bot.outbox.delivery import State
from bot.runtime.services import END_SECONDS, Runtime, end_within
from bot.settings import Settings, load_settings
from bot.store import Store
from bot.subscription import Channel, Mode, Platform, Subscription

SCREEN = Channel(Platform.TERMINAL, "screen")
NO_SOURCE = "Nothing to post: there is no source. Add one: kurir sources add https://example.com/feed.xml"
NOTHING_POSTED = "Nothing to post now. kurir subscriptions says what comes when, kurir status what came."
THREAD_SECONDS = 1.0
"""For threads to end when all else has."""


@click.command(name="run")
@click.option("--once", is_flag=True, help="One full cycle, then exit.")
@click.option(
    "--platform", type=click.Choice([p.value for p in Platform]), default=None, help="Only this one."
)
@click.pass_obj
def command(config: str | None, once: bool, platform: str | None) -> None:
    """The bot: polls, briefs, posts on schedule, answers."""
    settings = load_settings(config)
    log = settings.log
    level = "WARNING" if once and log.level == "INFO" else log.level  # once is looked at, not watched
    logs.configure(log.format, level, secrets=settings.secrets.values)
    asyncio.run(_run(settings, once, Platform(platform) if platform else None))


async def _run(settings: Settings, once: bool, only: Platform | None) -> None:
    async with await build_store(settings) as store:
        await bring_in_line(store, from_settings(settings, now()))
        async with open_bot(settings, store, only=only, shared=not once) as bot:
            await _something_to_show(store, bot)
            if once:
                await _once(store, bot, say=settings.log.format == "console")
            else:
                await serve(bot)
    if not once:
        end_within(THREAD_SECONDS, code=0)


async def _once(store: Store, bot: Bot, *, say: bool) -> None:
    """One cycle; where it posts nothing, `say` has a line among the logs say where to look."""
    before = await store.deliveries.counts()
    await bot.worker.once()
    await bot.worker.stop()
    after = await store.deliveries.counts()
    if say and after.get(State.SENT) == before.get(State.SENT):
        click.echo(NOTHING_POSTED if await store.sources.all() else NO_SOURCE, err=True)


async def serve(bot: Bot) -> None:
    """Run until SIGTERM or Ctrl-C; the process then ends within `END_SECONDS`."""
    stop = asyncio.Event()

    def end() -> None:
        end_within(END_SECONDS, code=1)
        stop.set()

    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, end)
    await Runtime(bot.services).run(stop)


async def _something_to_show(store: Store, bot: Bot) -> None:
    """A bot with only a terminal and no subscription at all prints every story."""
    if set(bot.deliverer.chats) == {Platform.TERMINAL} and not await store.subscriptions.all():
        everything = Subscription(
            id="terminal", channel=SCREEN, mode=Mode.ALERTS, max_stories=50, since=now()
        )
        await store.subscriptions.add(everything)
