"""The application: pages, feeds, health, and who gets them."""

from __future__ import annotations

import json
from datetime import datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import feedparser  # type: ignore[import-untyped]
import pytest
from builders import article
from webdata import NOW, browser, web_settings

from bot.intake.polling import LookRecord
from bot.metrics import Metrics
from bot.store import Store
from bot.web.access import load_key, sign
from bot.web.feeds import ATOM
from summarizer import Briefing, Point, Section, Verdict
from summarizer.sources import SeenEntry, Source, SourceState


def test_the_archive_lists_newest_first(client: Any) -> None:
    """All briefings, each with its outlet and verdicts."""
    page = client.get("/")
    assert page.status_code == 200
    assert page.text.index('href="/b/5"') < page.text.index('href="/b/1"')
    assert "Дніпро Вісник" in page.text
    assert "2 dropped" in page.text


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("q=димова", {3}),
        ("q=Truss+smokescreen", {1, 3, 5}),
        ("q=smokescreen&sort=best&language=uk", {3}),
        ("language=ar", {4}),
        ("outlet=Br%C3%BCckenpost", {2}),
        ("verdict=rejected", {1, 5}),
        ("before=3", {1, 2}),
        ("q=xyzzy", set()),
        ("verdict=nonsense&before=-1&sort=x", {1, 2, 3, 4, 5}),
        ("before=99999999999999999999", {1, 2, 3, 4, 5}),
    ],
)
def test_search_and_filters(client: Any, query: str, ids: set[int]) -> None:
    """Words in any script, filters, pages; nonsense is left out."""
    page = client.get(f"/?{query}").text
    assert {n for n in range(1, 6) if f'<h2><a href="/b/{n}"' in page} == ids


def test_a_briefing_page_shows_everything(client: Any) -> None:
    """Points, original, translation, checks, dropped lines, other outlets, versions."""
    page = client.get("/b/5").text
    for part in (
        "The talks are a smokescreen", "<mark>rökridå</mark>", "The Kremlin says that", "polarity",
        "“three million” is not in the cited sentences", "Ліз Трасс", "What changed in the article",
    ):  # fmt: skip
        assert part in page
    assert "newer briefing" not in page
    assert "Read the newest briefing" in client.get("/b/1").text


@pytest.mark.parametrize("path", ["/b/99", "/b/99999999999999999999999", "/b/x", "/feed.exe", "/nothing"])
def test_what_is_not_there(client: Any, path: str) -> None:
    """A page that says so."""
    page = client.get(path)
    assert page.status_code == 404
    assert "no such page" in page.text


async def test_everything_is_escaped(archive: Store, tmp_path: Path) -> None:
    """Text of articles, models and readers is text wherever it stands."""
    evil = '"><script>alert(1)</script>\ud800\x00'
    text = article(
        evil, title=evil, outlet=evil, author=evil, id="evil", url="javascript:alert(1)", language='"x'
    )
    said = Point(
        section=Section.SKEPTICS, text=evil, speaker=evil, speaker_role=evil, via=evil, quote=evil,
        evidence=(0, 9), language=evil, verdict=Verdict.SUPPORTED,
    )  # fmt: skip
    await archive.articles.add(text, now=NOW)
    made = Briefing(headline=evil, points=(said,), dropped=(said,), engine="llm", notes=(evil,))
    number = await archive.briefings.add(text, 1, made, now=NOW)
    client = browser(archive, web_settings(tmp_path))
    for path in (
        "/",
        f"/b/{number}",
        "/?q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E&outlet=%22%3E%3Cscript%3E",
    ):
        page = client.get(path)
        assert page.status_code == 200
        assert "<script>alert" not in page.text
        assert "javascript:" not in page.text
    for form in ("rss", "atom"):
        ET.fromstring(client.get(f"/feed.{form}").content)  # noqa: S314 - our own document


def test_every_response_keeps_to_itself(client: Any) -> None:
    """A strict policy, no cookies, no referrer, also on errors and files."""
    for path in ("/", "/b/5", "/b/99", "/static/kurir.css", "/feed.json", "/healthz"):
        headers = client.get(path).headers
        assert headers["content-security-policy"].startswith("default-src 'none'")
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["referrer-policy"] == "no-referrer"
        assert "set-cookie" not in headers


@pytest.mark.parametrize("form", ["rss", "atom"])
def test_feeds_are_read_by_feed_readers(client: Any, form: str) -> None:
    """Well-formed, newest first, filtered like the archive."""
    feed = feedparser.parse(client.get(f"/feed.{form}?q=smokescreen").content)
    assert not feed.bozo
    assert [e.link.rpartition("/")[2] for e in feed.entries] == ["5", "3", "1"]
    assert "Liz Truss" in (feed.entries[0].get("summary") or feed.entries[0].content[0].value)


def test_rss_has_what_the_specification_asks_for(client: Any) -> None:
    """RSS 2.0, and the profile's link to itself; dates as RFC 822 writes them."""
    channel = ET.fromstring(client.get("/feed.rss?language=sv").content).find("channel")  # noqa: S314 - ours
    assert channel is not None
    assert all(channel.findtext(tag) for tag in ("title", "link", "description"))
    own = channel.find(f"{{{ATOM}}}link")
    assert own is not None
    assert (own.get("rel"), own.get("href")) == ("self", "http://127.0.0.1:8321/feed.rss?language=sv")
    for item in channel.findall("item"):
        assert item.findtext("guid") == item.findtext("link")
        assert parsedate_to_datetime(item.findtext("pubDate") or "").tzinfo


def test_atom_has_what_the_specification_asks_for(client: Any) -> None:
    """RFC 4287: every feed and entry has one id, title and update; an id is one feed's alone."""
    feeds = [ET.fromstring(client.get(f"/feed.atom{q}").content) for q in ("", "?language=sv")]  # noqa: S314
    assert len({feed.findtext(f"{{{ATOM}}}id") for feed in feeds}) == 2
    entries = feeds[0].findall(f"{{{ATOM}}}entry")
    assert len({e.findtext(f"{{{ATOM}}}id") for e in entries}) == 5
    for element in (*feeds, *entries):
        assert [len(element.findall(f"{{{ATOM}}}{tag}")) for tag in ("id", "title", "updated")] == [1, 1, 1]
        assert datetime.fromisoformat(element.findtext(f"{{{ATOM}}}updated") or "").tzinfo
    assert all(e.findtext(f"{{{ATOM}}}author/{{{ATOM}}}name") for e in entries)
    links = [(link.get("rel"), link.get("href")) for link in feeds[0].findall(f"{{{ATOM}}}link")]
    assert ("self", "http://127.0.0.1:8321/feed.atom") in links


async def test_the_archive_is_filtered_by_topic(archive: Store, tmp_path: Path) -> None:
    """Topics come with the sources that an article was seen in."""
    text = article("The bridge is open.", id="topical")
    source = Source(id="s1", address="https://example.com/feed", added=NOW, topics=("city",))
    entry = SeenEntry(key="k", marks=(), content_hash="", article_id="topical", last_seen=NOW)
    await archive.sources.add(source)
    await archive.articles.add(text, now=NOW)
    await archive.sources.record_looks([LookRecord(source=source, state=SourceState(), seen=(entry,))])
    made = Briefing(headline="Bridge", engine="extractive", points=())
    number = await archive.briefings.add(text, 1, made, now=NOW)
    client = browser(archive, web_settings(tmp_path))
    assert '<option value="city">city (1)</option>' in client.get("/").text
    page = client.get("/?topic=city").text
    assert f'href="/b/{number}"' in page
    assert 'href="/b/1"' not in page


def test_json_feed(client: Any) -> None:
    feed = json.loads(client.get("/feed.json").content)
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert len(feed["items"]) == 5


async def test_elsewhere_nothing_is_open(archive: Store, tmp_path: Path) -> None:
    """Without a token, a header or a signed link: no page, no feed, no figures; health answers."""
    client = browser(archive, web_settings(tmp_path, listen="0.0.0.0:80", token="t0ken"))
    for path in ("/", "/b/5", "/feed.rss", "/metrics", "/b/99"):
        refused = client.get(path)
        assert refused.status_code == 401
        assert refused.headers["www-authenticate"].startswith("Basic")
        assert "smokescreen" not in refused.text
    assert client.get("/healthz").status_code == 200
    assert client.get("/", auth=("me", "t0ken")).status_code == 200
    assert client.get("/metrics", headers={"authorization": "Bearer t0ken"}).status_code == 200


async def test_a_signed_link_opens_its_briefing_only(archive: Store, tmp_path: Path) -> None:
    """And the page leads nowhere else in the archive."""
    client = browser(archive, web_settings(tmp_path, listen="0.0.0.0:80"))
    signature = sign(load_key(tmp_path), 5)
    page = client.get(f"/b/5?k={signature}")
    assert page.status_code == 200
    assert 'href="/b/' not in page.text
    assert 'href="/"' not in page.text
    assert client.get(f"/b/1?k={signature}").status_code == 401
    assert client.get(f"/?k={signature}").status_code == 401


async def test_health(archive: Store, tmp_path: Path) -> None:
    """Alive, ready or not, and figures."""
    metrics = Metrics()
    metrics.briefed(Briefing(headline="", points=(), engine="llm", cost_usd=0.5))
    client = browser(
        archive, web_settings(tmp_path), problems=lambda: {"slack": "says no, with details"}, metrics=metrics
    )
    assert client.get("/healthz").json() == {"status": "ok"}
    ready = client.get("/readyz")
    assert (ready.status_code, ready.json()) == (
        503,
        {"status": "failed", "slack": "failed"},
    )
    assert 'kurir_briefings_total{engine="llm",verdict="empty"} 1.0' in client.get("/metrics").text
    assert "kurir_llm_cost_usd_total 0.5" in client.get("/metrics").text


async def test_a_worker_tells_how_it_is_and_nothing_else(archive: Store, tmp_path: Path) -> None:
    """Each process counts what it did itself, so each has to be asked."""
    client = browser(archive, web_settings(tmp_path), front=False)
    assert [client.get(path).status_code for path in ("/healthz", "/readyz", "/metrics")] == [200] * 3
    assert [client.get(path).status_code for path in ("/", "/b/5", "/feed.rss")] == [404] * 3


async def test_every_figure_that_is_promised_is_there(archive: Store, tmp_path: Path) -> None:
    metrics = Metrics()
    metrics.acknowledged("slack", 0.01)
    text = browser(archive, web_settings(tmp_path), metrics=metrics).get("/metrics").text
    for name in (
        "polls", "articles", "briefings", "gate_failures", "deliveries", "delivery_lateness_seconds",
        "queue_depth", "ack_seconds", "llm_tokens", "llm_cost_usd",
    ):  # fmt: skip
        assert f"# TYPE kurir_{name}" in text


async def test_a_broken_database_is_said(archive: Store, tmp_path: Path) -> None:
    """Not a traceback, nor the cause."""
    client = browser(archive, web_settings(tmp_path))
    async with archive.write() as connection:
        await connection.exec_driver_sql("ALTER TABLE briefings RENAME TO gone")
    page = client.get("/")
    assert page.status_code == 503
    assert "cannot be read right now" in page.text
    assert "gone" not in page.text
