"""What a person means by an address: a feed, a page that names its feed, a list of articles, one article."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from urllib.parse import urljoin

from summarizer.errors import FetchError, RefusedAddressError, SummarizerError, UnreadableError
from summarizer.sources import FetchStatus, Source, SourceKind, source_id
from summarizer.sources.discovery import GUESSES, article_links, feed_links, looks_like_html
from summarizer.sources.feeds import read_feed
from summarizer.sources.http import Fetcher
from summarizer.workers import Workers

FEW = 5
"""Links to articles from which a page counts as a list of them."""


async def find_source(
    address: str, fetcher: Fetcher, workers: Workers, *, now: datetime, kind: SourceKind | None = None
) -> Source:
    """The source at `address`, with its title if it says one.

    Args:
        address: a URL (``https://`` may be left out) or the path of a folder.
        fetcher: open.
        workers: open.
        now: when the subscription begins.
        kind: what the person says it is; nothing is fetched then.

    Raises:
        SummarizerError: nothing is there that could be followed.
    """
    if "://" not in address and kind in (None, SourceKind.FOLDER) and (found := _folder(address, now)):
        return found
    url = address if "://" in address else f"https://{address}"
    if kind is not None:
        return _source(kind, url, None, now)
    result = await fetcher.fetch(url)
    if result.status is FetchStatus.GONE:
        raise FetchError(url, "it is gone for good (410)", status=410)
    url = result.moved_to or url
    if not looks_like_html(result.body, result.content_type):
        return await _feed(url, fetcher, workers, now)
    links = await workers.run(feed_links, result.body, url=result.url)
    for link in (*links, *(() if links else (urljoin(result.url, g) for g in GUESSES))):
        try:
            return await _feed(link, fetcher, workers, now)
        except RefusedAddressError:
            raise
        except SummarizerError:
            continue
    try:
        entries = await workers.run(article_links, result.body, url=result.url)
    except UnreadableError:
        entries = ()
    return _source(SourceKind.PAGE if len(entries) >= FEW else SourceKind.ARTICLE, url, None, now)


def _folder(address: str, now: datetime) -> Source | None:
    path = Path(address)
    return _source(SourceKind.FOLDER, str(path.resolve()), path.name, now) if path.is_dir() else None


async def _feed(url: str, fetcher: Fetcher, workers: Workers, now: datetime) -> Source:
    result = await fetcher.fetch(url)
    feed = await workers.run(read_feed, result.body, url=result.url, now=now)
    return _source(SourceKind.FEED, result.moved_to or url, feed.title, now)


def _source(kind: SourceKind, address: str, title: str | None, now: datetime) -> Source:
    return Source(id=source_id(address), kind=kind, address=address, title=title, added=now)
