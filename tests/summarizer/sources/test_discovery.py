"""Feeds of a page, lists of articles, OPML."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from aiohttp import web
from servers import LoopbackServer

from summarizer.errors import SummarizerError, UnreadableError
from summarizer.sources import Source, SourceKind, source_id
from summarizer.sources.adding import find_source
from summarizer.sources.discovery import article_links, feed_links, looks_like_html
from summarizer.sources.guard import Policy
from summarizer.sources.http import Fetcher, Limits
from summarizer.sources.opml import Outline, read_opml, write_opml
from summarizer.workers import Workers

NOW = datetime(2026, 11, 23, tzinfo=UTC)
URL = "https://news.example.com/world/"
DECLARES = b'<html><link rel="alternate" type="application/rss+xml" href="/f"></html>'
LISTS = b"<html>" + b"".join(
    b'<a href="/n/%d">A headline that is long enough %d</a>' % (n, n) for n in range(6)
)
RSS = b'<rss version="2.0"><channel><title>The Daily</title></channel></rss>'


def test_declared_feeds_come_before_links_that_look_like_one() -> None:
    html = b"""<html><head><base href="/x/"><link rel="alternate" type="application/rss+xml" href="all.xml">
      <link rel="stylesheet" href="a.css"><link rel="alternate" hreflang="de" href="/de">
      <link rel="Alternate Feed" type="application/feed+json; charset=utf-8" href="//f.example.com/j">
      <link rel="alternate" type="text/xml" href="/old.xml">
      </head><body><a href="/rss">RSS</a><a href="/about">About</a><a href="javascript:feed.xml">x</a>"""
    assert feed_links(html, url=URL) == (
        "https://news.example.com/x/all.xml",
        "https://f.example.com/j",
        "https://news.example.com/old.xml",
        "https://news.example.com/rss",
    )


def test_a_list_of_articles_is_told_from_navigation_and_advertising() -> None:
    story = '<a href="/world/{0}/a-long-slug-of-{0}-words">Prime minister number {0} opens another bridge</a>'
    html = (
        "<html><body><nav><a href='/menu'>Everything you can find in our menu</a></nav>"
        "<a href='/about'>About</a>"
        "<a href='https://shop.example.org/buy'>Buy this excellent bridge today, cheaply</a>"
        + "".join(story.format(n) for n in range(5))
        + story.format(0).replace("Prime minister", "Photo: the prime minister")
        + "</body></html>"
    )
    entries = article_links(html.encode(), url=URL)
    assert [e.url for e in entries] == [
        f"https://news.example.com/world/{n}/a-long-slug-of-{n}-words" for n in range(5)
    ]
    assert entries[0].title == "Photo: the prime minister number 0 opens another bridge"


@pytest.mark.parametrize("html", [b"", b"<html><body><p>Nothing.</p></body></html>", b"\x00\xff"])
def test_a_page_without_a_list_says_so(html: bytes) -> None:
    with pytest.raises(UnreadableError, match="the page"):
        article_links(html, url=URL)


OPML = b"""<?xml version="1.0"?><opml version="1.0"><head/><body>
  <outline text="World"><outline text="Nordic" title="The Nordics">
    <outline type="rss" text="A" xmlUrl=" http://a.test/feed " language="sv"/></outline>
    <outline text="A again" xmlUrl="http://a.test/feed" category="/Politics,Economy"/></outline>
  <outline text="no folder" xmlUrl="http://b.test/feed"/><outline text="empty"/></body></opml>"""


def test_folders_of_opml_are_topics() -> None:
    """A feed in two folders has the topics of both."""
    assert read_opml(OPML, name="x.opml") == (
        Outline("http://a.test/feed", "A again", ("World", "The Nordics", "Politics", "Economy")),
        Outline("http://b.test/feed", "no folder"),
    )


def test_what_is_exported_can_be_imported() -> None:
    sources = [
        Source(
            id="1", address="http://a.test/?a=1&b=2", title='A "quoted" <title>', topics=("T", "U"), added=NOW
        ),
        Source(id="2", address="http://b.test/", language="sv", added=NOW),
        Source(id="3", kind=SourceKind.FOLDER, address="/in", added=NOW),
    ]
    assert read_opml(write_opml(sources), name="x") == (
        Outline("http://a.test/?a=1&b=2", 'A "quoted" <title>', ("T", "U")),
        Outline("http://b.test/", "http://b.test/", (), "sv"),
    )


def test_a_list_goes_round_and_stays_the_same() -> None:
    """Nested folders and a feed in two of them: what is imported and exported again says the same."""
    first = read_opml(OPML, name="x")
    sources = [
        Source(
            id=o.address, address=o.address, title=o.title, topics=o.topics, language=o.language, added=NOW
        )
        for o in first
    ]
    assert read_opml(write_opml(sources), name="x") == first


@pytest.mark.parametrize(
    ("data", "cause"),
    [
        (b"", "well-formed"),
        (b"<html/>", "no OPML"),
        (b"<opml><body>", "well-formed"),
        (b'<!DOCTYPE x [<!ENTITY a "b">]><opml/>', "entities"),
        (b"<opml>" + b"<outline>" * 100_000, "well-formed"),
    ],
)
def test_what_is_no_opml_says_why(data: bytes, cause: str) -> None:
    with pytest.raises(UnreadableError, match=cause):
        read_opml(data, name="x.opml")


@pytest.mark.parametrize(
    ("pages", "kind", "path"),
    [
        ({"/": RSS}, SourceKind.FEED, "/"),
        ({"/": DECLARES, "/f": RSS}, SourceKind.FEED, "/f"),
        ({"/": b"<html><body>Hello</body></html>", "/feed": RSS}, SourceKind.FEED, "/feed"),
        ({"/": b"<html><body>Hello</body></html>"}, SourceKind.ARTICLE, "/"),
        ({"/": LISTS}, SourceKind.PAGE, "/"),
    ],
)
async def test_an_address_is_what_stands_there(pages: dict[str, bytes], kind: SourceKind, path: str) -> None:
    limits = Limits(total=5, connect=2, read=2, delay=0)
    async with (
        LoopbackServer(dict(pages)) as server,
        Fetcher(limits=limits, policy=Policy.parse(("127.0.0.0/8",))) as fetcher,
        Workers(size=1) as workers,
    ):
        source = await find_source(server.url("/"), fetcher, workers, now=NOW)
        assert (source.kind, source.address) == (kind, server.url(path))
        assert source.title == ("The Daily" if kind is SourceKind.FEED else None)


ATOM = b'<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>The Daily</title></feed>'
RDF = b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><channel><title>D</title></channel></rdf:RDF>'


@pytest.mark.parametrize(
    ("body", "kind", "is_html"),
    [
        (RSS, "text/html", False),
        (ATOM, "text/html", False),
        (RDF, "text/html", False),
        (b'{"items": []}', "text/html", False),
        (RSS.decode().encode("utf-16"), "text/html", False),
        (b"<!-- an <html> page it is not -->" + RSS, None, False),
        (RSS.replace(b"The Daily", b"<![CDATA[<html>]]>"), None, False),
        (b"<!DOCTYPE html><p>x", None, True),
        (b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml">', "application/xml", True),
        (b"<p>Hello</p>", "text/html", True),
        (b"<p>Hello</p>", None, False),
    ],
)
def test_a_page_is_told_from_a_feed_by_its_root(body: bytes, kind: str | None, is_html: bool) -> None:
    """Servers call feeds text/html, and feeds hold HTML."""
    assert looks_like_html(body, kind) == is_html


async def test_a_feed_is_found_where_the_declared_one_is_gone_and_in_its_own_encoding() -> None:
    """And fetched once; `feed:` before an address is how some pages link to it."""
    feed = "<rss version='2.0'><channel><title>Новости</title></channel></rss>".encode("koi8-r")

    def served(_: web.BaseRequest) -> web.Response:
        return web.Response(body=feed, headers={"Content-Type": "text/xml; charset=koi8-r"})

    limits = Limits(total=5, connect=2, read=2, delay=0)
    async with (
        LoopbackServer({"/": DECLARES, "/feed": served}) as server,
        Fetcher(limits=limits, policy=Policy.parse(("127.0.0.0/8",))) as fetcher,
        Workers(size=1) as workers,
    ):
        source = await find_source(f"feed:{server.url('/')}", fetcher, workers, now=NOW)
        assert (source.address, source.title) == (server.url("/feed"), "Новости")
        assert server.paths == ["/", "/f", "/feed"]


async def test_a_folder_is_followed_and_a_typing_mistake_is_a_sentence(tmp_path: Path) -> None:
    async with Fetcher() as fetcher, Workers(size=1) as workers:
        source = await find_source(str(tmp_path), fetcher, workers, now=NOW)
        assert (source.kind, source.id) == (SourceKind.FOLDER, source_id(str(tmp_path)))
        with pytest.raises(SummarizerError, match="the address holds blanks"):
            await find_source("no such folder", fetcher, workers, now=NOW)
