"""What a person means by an address: a feed, a page that names its feed, a list of articles, one article."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path
from urllib.parse import urljoin

from summarizer.errors import FetchError, RefusedAddressError, SummarizerError, UnreadableError
from summarizer.sources import FetchResult, FetchStatus, Source, SourceKind, source_id
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
    url = re.sub(r"^feed:(?://)?(?=https?:)|^feed:(?=//)", "", address)  # as some pages link to feeds
    url = f"https:{url}" if url.startswith("//") else url if "://" in url else f"https://{url}"
    if kind is not None:
        return _source(kind, url, None, now)
    result = await _fetched(url, fetcher)
    url = result.moved_to or url
    if not looks_like_html(result.body, result.content_type):
        return await _feed(url, result, workers, now)
    links = await workers.run(feed_links, result.body, url=result.url)
    for link in dict.fromkeys((*links, *(urljoin(result.url, g) for g in GUESSES))):
        try:
            return await _feed(link, await _fetched(link, fetcher), workers, now)
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


async def _fetched(url: str, fetcher: Fetcher) -> FetchResult:
    result = await fetcher.fetch(url)
    if result.status is FetchStatus.GONE:
        raise FetchError(url, "it is gone for good (410)", status=410)
    return result


async def _feed(url: str, result: FetchResult, workers: Workers, now: datetime) -> Source:
    kind = f"{result.content_type}; charset={result.charset}" if result.charset else None
    feed = await workers.run(read_feed, result.body, url=result.url, content_type=kind, now=now)
    return _source(SourceKind.FEED, result.moved_to or url, feed.title, now)


def _source(kind: SourceKind, address: str, title: str | None, now: datetime) -> Source:
    return Source(id=source_id(address), kind=kind, address=address, title=title, added=now)
