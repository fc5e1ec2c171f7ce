"""What stands on a web page for a reader of news: its feeds, or a list of links to articles. Pure."""

from __future__ import annotations

import re
from collections import Counter
from urllib.parse import urlsplit

from lxml import etree  # type: ignore[import-untyped]
from lxml import html as lxml_html

from summarizer.errors import UnreadableError
from summarizer.sources import Entry
from summarizer.sources.addresses import canonical
from summarizer.sources.feeds.normalise import absolute, plain

FEED_TYPES = (
    *("application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml"),
    *("application/xml", "text/xml"),
)
GUESSES = ("/feed", "/rss", "/feed.xml", "/rss.xml", "/atom.xml", "/index.xml", "/feed.json")
"""Where feeds stand on sites that do not say so, most common first."""

HEAD = 16_384
"""Bytes in which a document shows what it is."""

MAX_LINKS = 100
MAX_BYTES = 2_000_000
_COMMENT, _ROOT = (
    re.compile(rb"<!--.*?-->", re.DOTALL),
    re.compile(rb"<(!doctype html\b|[a-z][\w:.-]*)", re.IGNORECASE),
)
_SHORT_TITLE = 25  # characters; navigation is shorter, headlines are longer
_FEEDISH = re.compile(
    r"(?:/feeds?/?$|/rss\b|\.rss\b|/atom\b|(?:feed|rss|atom|index)\.xml\b|[?&]feed=)", re.IGNORECASE
)


def looks_like_html(body: bytes, content_type: str | None) -> bool:
    """Whether a document is a web page rather than a feed."""
    head = _COMMENT.sub(b"", body[:HEAD].replace(b"\0", b""))  # UTF-16 too shows its tags so
    if head.lstrip().startswith(b"{"):
        return False
    root = _ROOT.search(head)
    name = root[1].lower() if root else b""
    return name in (b"!doctype html", b"html", b"head", b"body") or (
        content_type == "text/html" and name not in (b"rss", b"feed", b"rdf:rdf")
    )


def feed_links(body: bytes, *, url: str) -> tuple[str, ...]:
    """Feeds that the page at `url` names: first those it declares, then links that look like one."""
    tree = _tree(body, url)
    base = _base(tree, url)
    declared = [
        link.get("href")
        for link in tree.iter("link")
        if "alternate" in (link.get("rel") or "").lower().split()
        and (link.get("type") or "").lower().partition(";")[0].strip() in FEED_TYPES
    ]
    linked = [a.get("href") for a in tree.iter("a") if _FEEDISH.search(a.get("href") or "")]
    found = (absolute(href, base) for href in (*declared, *linked[:5]))
    return tuple(dict.fromkeys(link for link in found if link))


def article_links(body: bytes, *, url: str) -> tuple[Entry, ...]:
    """The page's links to articles, in its order, one entry each.

    Articles of a list page have addresses of one shape: links on the same site whose text is as long as a
    headline, from the group (by depth and first parts of the path) that holds most of the text.

    Raises:
        UnreadableError: the page holds no such list.
    """
    tree = _tree(body, url)
    base, here = _base(tree, url), canonical(url)
    etree.strip_elements(tree, "nav", "footer", "script", "style", with_tail=False)
    titles: dict[str, str] = {}
    for a in tree.iter("a"):
        link, title = absolute(a.get("href"), base), plain(a.text_content())
        if link and len(title) >= _SHORT_TITLE and _same_site(link, url) and canonical(link) != here:
            address = canonical(link)
            titles[address] = max(titles.get(address, ""), title, key=len)
    weight: Counter[tuple[object, ...]] = Counter()
    for link, title in titles.items():
        weight[_shape(link)] += len(title)
    if not weight:
        raise UnreadableError(url, "the page holds no list of links to articles")
    shapes = {shape for shape, w in weight.items() if w * 3 >= max(weight.values())}
    kept = [(link, title) for link, title in titles.items() if _shape(link) in shapes]
    return tuple(Entry(url=link, title=title) for link, title in kept[:MAX_LINKS])


def _shape(link: str) -> tuple[object, ...]:
    """Depth, and whether the last part looks like a headline's slug or a number."""
    parts = [p for p in urlsplit(link).path.split("/") if p]
    last = parts[-1] if parts else ""
    return (min(len(parts), 5), last.count("-") >= 3, bool(re.search(r"\d{4,}", link)))


def _same_site(link: str, url: str) -> bool:
    def site(address: str) -> str:
        return (urlsplit(address).hostname or "").removeprefix("www.")

    return site(link) == site(url)


def _tree(body: bytes, url: str) -> lxml_html.HtmlElement:
    try:
        return lxml_html.document_fromstring(body[:MAX_BYTES])
    except (etree.ParserError, ValueError):
        raise UnreadableError(url, "the page is empty") from None


def _base(tree: lxml_html.HtmlElement, url: str) -> str:
    base = next((b.get("href") for b in tree.iter("base")), None)
    return absolute(base, url) or url
