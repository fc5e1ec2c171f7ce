"""`kurir demo`."""

from __future__ import annotations

from pathlib import Path

import click

from bot.cli.brief import command as brief

SEEDS = Path(__file__).resolve().parents[2] / "seeds"


@click.command(name="demo")
@click.pass_context
def command(ctx: click.Context) -> None:
    """Brief the shipped seeds in the terminal: no account, key or network."""
    ctx.invoke(brief, sources=(str(SEEDS),), engine="extractive", form="text", words=None)
