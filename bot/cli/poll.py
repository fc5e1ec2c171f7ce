"""`kurir poll`."""

from __future__ import annotations

import asyncio
import json
import sys

import click

from bot.app import build_store, build_stories, open_poller
from bot.intake.polling import PollReport
from bot.settings import Settings, load_settings


@click.command(name="poll")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@click.pass_obj
def command(config: str | None, form: str) -> None:
    """Fetch all due sources once and store what is new."""
    report = asyncio.run(_poll(load_settings(config)))
    click.echo(json.dumps(report_to_json(report), ensure_ascii=False) if form == "json" else as_text(report))
    if report.failures and len(report.failures) == report.sources:
        sys.exit(1)


async def _poll(settings: Settings) -> PollReport:
    async with (
        await build_store(settings) as store,
        open_poller(settings, store, build_stories(store)) as poller,
    ):
        return await poller.poll_due()


def report_to_json(report: PollReport) -> dict[str, object]:
    """The shape that the contract promises."""
    return {
        "sources": report.sources,
        "unchanged": report.unchanged,
        "failed": len(report.failures),
        "new_articles": report.new_articles,
        "updated_articles": report.updated_articles,
        "seconds": round(report.seconds, 3),
        "failures": [{"source": address, "cause": cause} for address, cause in report.failures],
    }


def as_text(report: PollReport) -> str:
    """One line of figures, then one line for each thing that went wrong."""
    lines = [
        f"{report.sources} sources: {report.new_articles} new articles, {report.updated_articles} updated, "
        f"{report.unchanged} sources unchanged, {len(report.failures)} failed ({report.seconds:.1f} s)"
    ]
    lines += [f"  {address}: {cause}" for address, cause in report.failures]
    lines += [f"  {source.address}: {why}" for source, why in report.disabled]
    lines += [f"  {note}" for note in report.notes]
    return "\n".join(lines)
