"""`kurir status`."""

from __future__ import annotations

import asyncio

import click

from bot.app import build_store, now
from bot.outbox.delivery import Delivery, State
from bot.settings import Settings, load_settings
from summarizer.sources import Source, SourceState


@click.command(name="status")
@click.option("--limit", type=click.IntRange(1, 1000), default=20, help="Deliveries to show.")
@click.pass_obj
def command(config: str | None, limit: int) -> None:
    """What was posted, what waits, what was missed and why."""
    asyncio.run(_status(load_settings(config), limit))


async def _status(settings: Settings, limit: int) -> None:
    async with await build_store(settings) as store:
        counts = await store.deliveries.counts()
        newest = await store.deliveries.newest(limit=limit)
        sources = await store.sources.all()
    failing = [(source, state) for source, state in sources if state.cause or state.disabled]
    told = ", ".join(f"{counts[s]} {s.value}" for s in State if s in counts)
    click.echo(f"Deliveries: {told or 'none yet'}. Sources: {len(sources)}, {len(failing)} with trouble.")
    for delivery in newest:
        click.echo(line(delivery))
    for source, state in failing:
        click.echo(health(source, state))


def health(source: Source, state: SourceState) -> str:
    """A source in trouble: which, why, since when, and what is done about it."""
    since = f" since {state.failing_since:%Y-%m-%d %H:%M} UTC" if state.failing_since else ""
    if state.disabled:
        fate = "no longer read"
    else:
        fate = f"tried again {state.next_due:%Y-%m-%d %H:%M} UTC" if state.next_due else "tried again soon"
    why = state.disabled or state.cause
    return f"{source.title or source.address}  {fate}; {state.failures} failures{since}: {why}"


def line(delivery: Delivery) -> str:
    """One delivery: when, where, what, and what became of it."""
    reason = f": {delivery.reason}" if delivery.reason and delivery.state is not State.SENT else ""
    waits = f", due {delivery.due:%H:%M:%S} UTC" if delivery.due > now() else ""
    parts = f" {len(delivery.receipts)}/{len(delivery.parts)}" if delivery.parts else ""
    when = f"{delivery.created:%Y-%m-%d %H:%M}"
    return (
        f"{when}  {delivery.channel.key}  {delivery.occasion}  {delivery.state.value}{parts}{waits}{reason}"
    )
