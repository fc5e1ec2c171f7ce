"""`kurir eval`."""

from __future__ import annotations

import asyncio
import json
from collections import defaultdict
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from bot.app import build_summarizer
from bot.errors import BotError
from bot.settings import load_settings
from summarizer.errors import UnreadableError
from summarizer.evaluation import Scores, evaluate, labels_from_json, mean_scores
from summarizer.pipeline import Summarizer
from summarizer.reading import read_article

COLUMNS = ("evidence_f1", "speaker", "section", "empty")


class NotLabelledError(BotError):
    """A folder has nothing to score against."""


@click.command(name="eval")
@click.argument("directory", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--engine", type=click.Choice(["auto", "llm", "extractive"]), default=None)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@click.option("--raw", is_flag=True, help="Split the text ourselves, even where the labels bring sentences.")
@click.pass_obj
def command(config: str | None, directory: Path, engine: str | None, form: str, raw: bool) -> None:
    """Score briefings against the labelled articles (JSON) in DIRECTORY."""
    settings = load_settings(config)
    summarizer = build_summarizer(settings, engine=engine)
    articles = asyncio.run(_scores(summarizer, labelled(directory), settings.briefing.words, raw))
    if form == "json":
        click.echo(json.dumps(_as_json(articles), ensure_ascii=False, indent=1))
    else:
        _print_table(articles)


def labelled(directory: Path) -> list[dict[str, Any]]:
    """Every labelled article in `directory`, by file name.

    Raises:
        NotLabelledError: there is none, or a file is not JSON.
    """
    found = [d for d in map(_read, sorted(directory.glob("*.json"))) if isinstance(d, dict) and "gold" in d]
    if not found:
        raise NotLabelledError(f'{directory} has no labelled articles: JSON files with a "gold" key')
    return found


def _read(file: Path) -> Any:
    try:
        return json.loads(file.read_text(encoding="utf-8"))
    except ValueError as error:
        raise NotLabelledError(f"{file} is not valid JSON ({error}); correct or remove it") from error


async def _scores(
    summarizer: Summarizer, articles: list[dict[str, Any]], words: int, raw: bool
) -> dict[str, tuple[str, Scores]]:
    """Language and scores of every labelled article, by its id."""
    return {d["id"]: (d["lang"], await score_article(summarizer, d, words=words, raw=raw)) for d in articles}


async def score_article(summarizer: Summarizer, data: dict[str, Any], *, words: int, raw: bool) -> Scores:
    """The scores of `summarizer` on one labelled article; it does not see the labels."""
    hidden = {"gold", "qa", "entities", "noise", "injection"} | (
        {"sentences", "translations"} if raw else set()
    )
    visible = {k: v for k, v in data.items() if k not in hidden}
    try:
        article = read_article(json.dumps(visible).encode(), name=f"{data['id']}.json")
    except UnreadableError as error:
        raise NotLabelledError(str(error)) from error
    try:
        labels = labels_from_json(data)
    except KeyError as error:
        raise NotLabelledError(f"the labels of {data['id']} have no {error}; add it") from error
    briefing = await summarizer.brief(article, words=words)
    return evaluate(article, briefing.points, labels)


def _as_json(articles: dict[str, tuple[str, Scores]]) -> dict[str, Any]:
    return {
        "articles": len(articles),
        "mean": asdict(mean_scores([s for _, s in articles.values()])),
        "by_language": {lang: asdict(mean_scores(s)) for lang, s in _by_language(articles).items()},
        "by_article": {name: asdict(s) for name, (_, s) in articles.items()},
    }


def _by_language(articles: dict[str, tuple[str, Scores]]) -> dict[str, list[Scores]]:
    found: defaultdict[str, list[Scores]] = defaultdict(list)
    for lang, scores in articles.values():
        found[lang].append(scores)
    return dict(sorted(found.items()))


def _print_table(articles: dict[str, tuple[str, Scores]]) -> None:
    rows = {lang: (len(s), mean_scores(s)) for lang, s in _by_language(articles).items()}
    rows["all"] = (len(articles), mean_scores([s for _, s in articles.values()]))
    click.echo(f"{'language':10}{'articles':>9}" + "".join(f"{c.replace('_', ' '):>13}" for c in COLUMNS))
    for name, (count, scores) in rows.items():
        click.echo(f"{name:10}{count:>9}" + "".join(f"{getattr(scores, c):>13.3f}" for c in COLUMNS))
    click.echo("points, section > labelled section:")
    for pair, count in sorted(rows["all"][1].confusion.items()):
        click.echo(f"  {pair:30}{count:>5}")
