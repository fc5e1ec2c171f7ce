"""`kurir models`: translation models on this machine."""

from __future__ import annotations

import asyncio
import sys

import click

from bot.settings import load_settings
from summarizer.english.models import is_installed, lock
from summarizer.english.pulling import pull
from summarizer.english.scaffold import english_language
from summarizer.languages import filed_as


@click.group(name="models")
def command() -> None:
    """On-device translation models into English, pinned by SHA-256."""


@command.command(name="list")
@click.pass_obj
def list_models(config: str | None) -> None:
    """The languages there are models for, their size, and which are here."""
    folder = load_settings(config).models
    for language, files in lock().models.items():
        megabytes = sum(f.size for f in files) / 1e6
        state = "installed" if is_installed(folder, language) else "-"
        click.echo(f"{language}  {english_language(language) or '':<12}{megabytes:5.0f} MB  {state}")


@command.command(name="pull")
@click.argument("languages", metavar="LANG...", nargs=-1, required=True)
@click.pass_obj
def pull_models(config: str | None, languages: tuple[str, ...]) -> None:
    """Fetch the models of LANG (sv, de, uk...), 10 to 30 MB each."""
    settings = load_settings(config)
    for language in languages:
        size = sum(f.size for f in lock().models.get(filed_as(language), ()))
        with click.progressbar(length=size, label=language, file=sys.stderr) as bar:
            path = asyncio.run(
                pull(language, settings.models, base=settings.translation.models_url, progress=bar.update)
            )
        click.echo(f"{language}: {path}")
