"""`kurir check`."""

from __future__ import annotations

import asyncio
import json
import sys
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from bot.app import build_summarizer
from bot.cli.articles import one_article
from bot.errors import BotError
from bot.settings import Settings, load_settings
from summarizer.article import Article
from summarizer.gate import judge
from summarizer.gate.given import BadPointsError, Given, read_points, with_evidence
from summarizer.reading import LARGEST


@click.command(name="check")
@click.argument("article")
@click.argument("points")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_obj
def command(config: str | None, article: str, points: str, form: str) -> None:
    """Run the gate over POINTS, a JSON file of points on ARTICLE (either may be - for standard input)."""
    settings = load_settings(config)
    if article == points == "-":
        raise click.UsageError("only one of ARTICLE and POINTS can be standard input")
    try:
        given = read_points(_text(points))
    except BadPointsError as error:
        raise click.BadParameter(str(error), param_hint="POINTS") from error
    lines = _judged(settings, one_article(settings, article), given)
    if form == "json":
        click.echo(json.dumps(lines, ensure_ascii=False, indent=1))
        return
    for line in lines:
        click.echo(f"{line['id']}: {line['verdict']}")
        for reason in line["reasons"]:
            click.echo(f"  {reason['check']}: {reason['detail']}")


def _text(points: str) -> str:
    try:
        with nullcontext(sys.stdin.buffer) if points == "-" else Path(points).open("rb") as file:
            data = file.read(LARGEST + 1)
        if len(data) > LARGEST:
            raise BotError(f"{points}: is larger than {LARGEST // 10**6} MB; give fewer points")
        return data.decode("utf-8-sig")
    except OSError as error:
        raise BotError(f"{points}: cannot be read ({error.strerror}); name a JSON file of points") from error
    except UnicodeDecodeError as error:
        raise BotError(f"{points}: is not UTF-8 text; save the points as JSON in UTF-8") from error


def _judged(settings: Settings, article: Article, given: list[Given]) -> list[dict[str, Any]]:
    english = {}
    if article.language != "en":
        translations = asyncio.run(build_summarizer(settings).translate(article, article.evidence))
        english = {t.index: t.text for t in translations}
    lines = []
    for one in given:
        evidence, found = with_evidence(article, one, english)
        point = judge(article, replace(one.point, evidence=evidence), english, given=found)
        reasons = [{"check": r.check, "detail": r.detail} for r in point.reasons]
        lines.append({"id": one.id, "verdict": point.verdict.value, "reasons": reasons})
    return lines
