"""`kurir ask`."""

from __future__ import annotations

import asyncio
import json

import click

from bot.app import build_answerer
from bot.cli.articles import one_article
from bot.settings import load_settings


@click.command(name="ask")
@click.argument("source")
@click.argument("question")
@click.option("--engine", type=click.Choice(["auto", "llm", "extractive"]), help="Who answers.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_obj
def command(config: str | None, source: str, question: str, engine: str | None, form: str) -> None:
    """Answer QUESTION from the article SOURCE: a file, an http(s) address, or - for standard input."""
    from bot.chat.terminal import console, show
    from bot.commands.answering import answer

    settings = load_settings(config)
    if not question.strip():
        raise click.BadParameter("it is empty", param_hint="QUESTION")
    answerer = build_answerer(settings, engine=engine)
    article = one_article(settings, source)
    answered = asyncio.run(answer(answerer, article, question))
    if form == "text":
        show(console(), answered)
        return
    line = {
        "answer": answered.text,
        "answerable": answered.answerable,
        "evidence": [e.number for e in answered.evidence],
        "quotes": list(answered.quotes),
        "verdict": answered.verdict.value,
        "engine": answered.engine,
    }
    click.echo(json.dumps(line, ensure_ascii=False))
