"""`kurir brief`."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module

import click

from bot.app import build_summarizer
from bot.cli.articles import articles
from bot.settings import load_settings
from bot.subscription import FEWEST_WORDS, MOST_WORDS
from bot.view import language_name
from summarizer import Article, Briefing
from summarizer.codec import record_to_json
from summarizer.errors import SummarizerError

FORMATS = ("text", "json", "slack", "discord", "html")
RENDERERS = {"slack": "bot.chat.slack.render", "discord": "bot.chat.discord.render"}
"""Platforms whose message `--format` prints; each module has `render(content)`."""

Printer = Callable[[Article, Briefing], None]


@click.command(name="brief")
@click.argument("sources", nargs=-1, required=True)
@click.option("--engine", type=click.Choice(["auto", "llm", "extractive"]), help="Who drafts.")
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", show_default=True)
@click.option("--words", type=click.IntRange(FEWEST_WORDS, MOST_WORDS), help="Word budget of a briefing.")
@click.option("--evidence", is_flag=True, help="Print the cited sentences below each briefing.")
@click.pass_obj
def command(
    config: str | None,
    sources: tuple[str, ...],
    engine: str | None,
    form: str,
    words: int | None,
    evidence: bool,
) -> None:
    """Brief SOURCES: files, folders, http(s) addresses, or - for standard input."""
    settings = load_settings(config)
    summarizer = build_summarizer(settings, engine=engine)
    show = _printer(form, evidence=evidence)
    foreign: dict[str, str] = {}

    async def work() -> int:
        failed = 0
        with _progress() as report:
            for number, item in enumerate(articles(settings, sources), 1):
                report("")
                if isinstance(item, SummarizerError):
                    click.echo(f"kurir: {item}", err=True)
                    failed += 1
                    continue
                report(f"briefing {number}: {item.title}")
                briefing = await summarizer.brief(item, words=words or settings.briefing.words)
                report("")
                show(item, briefing)
                if any(p.language != "en" for p in briefing.points):
                    foreign[item.language] = language_name(item.language) or item.language
        return failed

    failed = asyncio.run(work())
    if form == "text":
        _say_how_to_translate(foreign)
    if failed:
        sys.exit(1)


def _say_how_to_translate(foreign: Mapping[str, str]) -> None:
    """Which languages stayed as they were and could be translated here; `foreign` is names by code."""
    from summarizer.english.models import lock
    from summarizer.languages import filed_as

    for code, name in foreign.items():
        if filed_as(code) in lock().models:
            click.echo(
                f"kurir: {name} stays in the original; for English: kurir models pull {code}", err=True
            )


def _printer(form: str, *, evidence: bool) -> Printer:
    """What prints a briefing in `form`; imports only what that form needs."""
    if form == "json":
        return lambda article, briefing: _line(record_to_json(article, briefing))
    if form == "text":
        return _terminal(evidence=evidence)
    if form == "html":
        from bot.web.document import document

        return lambda article, briefing: click.echo(document(article, briefing))
    return _message(form)


def _terminal(*, evidence: bool) -> Printer:
    from bot.chat.terminal import console, show_briefing
    from bot.view import view

    out = console()
    return lambda article, briefing: show_briefing(out, view(article, briefing), evidence=evidence)


def _message(platform: str) -> Printer:
    from bot.content import BriefedStory

    render = import_module(RENDERERS[platform]).render

    def show(article: Article, briefing: Briefing) -> None:
        first, *more = render(BriefedStory(id=article.id, article=article, briefing=briefing))
        _line(first.payload)
        if more:
            click.echo(
                f"kurir: {article.title}: goes on in {len(more)} more messages in the thread", err=True
            )

    return show


def _line(data: object) -> None:
    click.echo(json.dumps(data, ensure_ascii=False))


@contextmanager
def _progress() -> Iterator[Callable[[str], None]]:
    """Says on a terminal's last line what is being worked at; says nothing elsewhere."""
    if not (sys.stderr.isatty() and sys.stdout.isatty()):
        yield lambda _: None
        return

    def report(text: str) -> None:
        shown = "".join(c for c in text if c.isprintable())[:70]
        click.echo(f"\r\x1b[2K{shown}", err=True, nl=False)

    yield report
    report("")
