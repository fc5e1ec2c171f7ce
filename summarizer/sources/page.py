"""One article from its address: for `/brief URL` and `kurir brief URL`."""

from __future__ import annotations

import asyncio

from summarizer.article import Article
from summarizer.errors import FetchError
from summarizer.sources import Entry, FetchResult, FetchStatus
from summarizer.sources.fulltext import read_page
from summarizer.sources.http import Fetcher


async def fetch_article(fetcher: Fetcher, url: str) -> Article:
    """The article on the web page at `url`.

    Raises:
        RefusedAddressError: the address is one that Kurir never connects to.
        FetchError: there is no page, or it must not be read.
        UnreadableError: the page holds no article, or hides it behind a paywall or a consent page.
    """
    result = await fetcher.fetch_page(url)
    if result.status is FetchStatus.GONE:
        raise FetchError(url, "its publisher has removed it (410)", status=410)
    return await article_of(result)


async def article_of(result: FetchResult, entry: Entry | None = None) -> Article:
    """The article in a fetched page; `entry` fills in what the page does not say.

    Raises:
        UnreadableError: as `read_page`.
    """
    return await asyncio.to_thread(
        read_page,
        result.body,
        url=result.url,
        content_type=result.content_type,
        charset=result.charset,
        entry=entry or Entry(),
    )
