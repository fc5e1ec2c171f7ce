"""The articles that a command is given: files, folders, http(s) addresses, or - for standard input."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

import click

from bot.app import fetch_article_now
from bot.errors import BotError
from bot.settings import Settings
from summarizer import Article
from summarizer.errors import SkippedError, SummarizerError
from summarizer.reading import read_sources


def articles(settings: Settings, sources: Sequence[str]) -> Iterator[Article | SummarizerError]:
    """What `sources` hold, in order; what is passed over is said on standard error."""
    for item in read_sources(sources, fetch=partial(fetch_article_now, settings)):
        if isinstance(item, SkippedError):
            click.echo(f"kurir: {item}", err=True)
        else:
            yield item


def one_article(settings: Settings, source: str) -> Article:
    """The article that `source` is.

    Raises:
        BotError: it holds several.
        SummarizerError: it cannot be read.
    """
    items = list(articles(settings, [source]))
    if len(items) != 1:
        raise BotError(f"{source}: one article is needed, this holds {len(items)}; name a file in it")
    (item,) = items
    if isinstance(item, SummarizerError):
        raise item
    return item
