"""`kurir demo`: the main job with no account, key or network."""

from __future__ import annotations

from pathlib import Path

import click

from bot.cli.brief import command as brief

SEEDS = Path(__file__).resolve().parents[2] / "seeds"


@click.command(name="demo")
@click.option("--evidence", is_flag=True, help="Print the cited sentences below each briefing.")
@click.pass_context
def command(ctx: click.Context, evidence: bool) -> None:
    """Brief the shipped seeds in the terminal, then answer questions if somebody is there to ask."""
    ctx.invoke(brief, sources=seeds(), engine="extractive", form="text", words=None, evidence=evidence)


def seeds() -> tuple[str, ...]:
    """The shipped articles."""
    return tuple(str(file) for file in sorted(SEEDS.glob("*.json")) if file.name != "floors.json")
