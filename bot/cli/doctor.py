"""`kurir doctor`."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from dataclasses import asdict

import click

from bot.doctor.check import Check
from bot.doctor.examination import examine, refused
from bot.errors import SettingsError
from bot.settings import load_settings


@click.command(name="doctor")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
@click.option("--quick", is_flag=True, help="Only settings, data folder and database; asks nobody outside.")
@click.pass_context
def command(ctx: click.Context, form: str, as_json: bool, quick: bool) -> None:
    """Check configuration, database, tokens, endpoints and models, and say what to fix.

    Exits 1 when something is wrong. Never prints a secret.
    """
    try:
        settings = load_settings(ctx.obj)
    except SettingsError as error:
        checks = refused(error)
    else:
        loaded = Check("settings", True, f"Loaded from {ctx.obj or 'the environment and the defaults'}.")
        checks = (loaded, *asyncio.run(examine(settings, quick=quick)))
    if as_json or form == "json":
        click.echo(json.dumps([asdict(c) for c in checks], ensure_ascii=False, indent=2))
    else:
        _print(checks)
    if not all(c.ok for c in checks):
        ctx.exit(1)


def _print(checks: Sequence[Check]) -> None:
    width = max(len(c.name) for c in checks)
    for check in checks:
        mark = click.style("ok   ", fg="green") if check.ok else click.style("wrong", fg="red", bold=True)
        fix = f" → {check.fix}" if check.fix else ""
        click.echo(f"{mark}  {check.name:<{width}}  {check.detail}{fix}")
