"""Polling, from a real web server on loopback into a real SQLite database."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from click.testing import CliRunner
from servers import LoopbackServer

from bot.cli import cli
from bot.intake.polling import AT_ONCE, LookRecord, Poller
from bot.store import Store, open_store, sqlite_url
from summarizer.sources import SeenEntry, Source, SourceKind, SourceState, source_id
from summarizer.sources.guard import Policy
from summarizer.sources.http import Fetcher, Limits
from summarizer.sources.look import Look, Looker, Reading
from summarizer.sources.schedule import Pace
from summarizer.workers import Workers

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
OPEN = Policy.parse(("127.0.0.0/8",))
WHOLE = "<p>" + "The mayor opened the new bridge on Monday and called it a good day. " * 12 + "</p>"


class World:
    """A web server, a store, a clock and a poller."""

    def __init__(self, server: LoopbackServer, store: Store, fetcher: Fetcher, workers: Workers) -> None:
        self.server, self.store, self.now = server, store, NOW
        self.looked: list[Look] = []
        self.arrived: list[Reading] = []
        pace = Pace(disable_after=86_400, failures_before=3)
        looker = Looker(fetcher, workers, pace=pace, chance=lambda: 0.0)
        self.poller = Poller(
            store.sources, looker, now=lambda: self.now, looked=self._look, arrived=self._arrive
        )

    async def _look(self, look: Look) -> None:
        self.looked.append(look)

    async def _arrive(self, reading: Reading) -> None:
        self.arrived.append(reading)

    async def follow(self, path: str, **fields: Any) -> Source:
        address = path if fields.get("kind") is SourceKind.FOLDER else self.server.url(path)
        source = Source(id=source_id(address), address=address, added=NOW - timedelta(days=1), **fields)
        await self.store.sources.add(source)
        return source

    async def poll(self, *, after: timedelta = timedelta(days=2)) -> dict[str, int]:
        """Poll what is due `after` a time, long enough by default for everything to be due."""
        self.now += after
        r = await self.poller.poll_due()
        figures = {"new": r.new_articles, "updated": r.updated_articles}
        figures |= {"unchanged": r.unchanged, "failed": len(r.failures)}
        return {k: v for k, v in figures.items() if v}

    async def state(self, source: Source) -> Any:
        found = await self.store.sources.source(source.id)
        assert found
        return found[1]


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    limits = Limits(total=5, connect=2, read=2, delay=0)
    async with (
        LoopbackServer() as server,
        await open_store(sqlite_url(tmp_path / "k.db")) as store,
        Fetcher(limits=limits, policy=OPEN) as fetcher,
        Workers(size=1) as workers,
    ):
        yield World(server, store, fetcher, workers)


def item(n: int, text: str = WHOLE, *, date: datetime = NOW, title: str = "") -> str:
    return (
        f"<item><guid>g{n}</guid><title>{title or f'Bridge {n}'}</title>"
        f"<link>/article/{n}?utm_source=rss</link>"
        f"<pubDate>{date:%d %b %Y %H:%M:%S} GMT</pubDate><description><![CDATA[{text}]]></description></item>"
    )


def rss(*items: str) -> bytes:
    head = '<?xml version="1.0"?><rss version="2.0"><channel><title>The Daily</title>'
    return f"{head}{''.join(items)}</channel></rss>".encode()


def page(text: str, *, head: str = "") -> bytes:
    body = "".join(f"<p>{text} It was paragraph {n} of the report.</p>" for n in range(8))
    return f"<html lang='en'><head>{head}</head><body><article>{body}</article></body></html>".encode()


async def test_new_entries_become_articles_once(world: World) -> None:
    world.server.pages["/feed"] = rss(item(1), item(2))
    source = await world.follow("/feed")
    assert await world.poll() == {"new": 2}
    assert await world.poll(after=timedelta(minutes=1)) == {}, "not due yet"
    assert await world.poll() == {"unchanged": 1}, "the same bytes, though the server sends them again"
    world.server.pages["/feed"] = rss(item(3), item(1), item(2))
    assert await world.poll() == {"new": 1}
    newest = world.arrived[-1].new[0]
    stored = await world.store.articles.get(newest.id)
    assert stored
    assert stored.article == newest
    assert (newest.title, newest.outlet, newest.language) == ("Bridge 3", "The Daily", "en")
    assert newest.url == world.server.url("/article/3")
    found = await world.store.sources.source(source.id)
    assert found
    assert found[0].title == "The Daily"


async def test_a_changed_entry_is_a_new_version_of_its_article(world: World) -> None:
    world.server.pages["/feed"] = rss(item(1))
    await world.follow("/feed")
    await world.poll()
    world.server.pages["/feed"] = rss(item(1, WHOLE.replace("Monday", "Tuesday"), title="Bridge opened late"))
    assert await world.poll() == {"updated": 1}
    changed = world.arrived[-1].updated[0]
    versions = await world.store.articles.versions(changed.id)
    assert [v.article.title for v in versions] == ["Bridge 1", "Bridge opened late"]


async def test_an_entry_of_which_only_the_markup_changed_is_no_update(world: World) -> None:
    world.server.pages["/feed"] = rss(item(1))
    await world.follow("/feed")
    await world.poll()
    world.server.pages["/feed"] = rss(item(1, WHOLE.replace("<p>", "<p class='new'>")))
    assert await world.poll() == {}
    assert world.arrived[-1].updated == ()


async def test_two_feeds_with_one_article_make_one_article(world: World) -> None:
    world.server.pages |= {"/a": rss(item(1)), "/b": rss(item(1))}
    await world.follow("/a")
    await world.follow("/b")
    assert await world.poll() == {"new": 1}


async def test_a_teaser_is_read_on_its_page(world: World) -> None:
    """And where the page fails, what the feed gives is used, and said to be only that."""
    world.server.pages |= {
        "/feed": rss(item(1, "A short teaser about the bridge…"), item(2, "Another teaser about it.")),
        "/article/1": page("The whole story of the bridge stands on this page."),
    }
    await world.follow("/feed")
    assert await world.poll() == {"new": 2}
    whole, teaser = sorted(world.arrived[-1].new, key=lambda a: a.title)
    assert len(whole.sentences) >= 16
    assert (whole.title, whole.notes) == ("Bridge 1", ())
    assert "only the feed's summary was read: there is nothing at this address (404)" in teaser.notes


async def test_an_article_that_fails_for_now_is_tried_again(world: World) -> None:
    """Though its feed is unchanged: the entry itself is kept until it is read."""
    world.server.pages |= {"/feed": rss(item(1, "")), "/article/1": lambda r: web.Response(status=503)}
    await world.follow("/feed")
    assert await world.poll() == {}
    world.server.pages["/article/1"] = page("The whole story of the bridge stands on this page.")
    assert await world.poll() == {"new": 1, "unchanged": 1}
    assert await world.poll() == {"unchanged": 1}


async def test_an_entry_that_changes_before_it_is_read_is_read_as_it_is_now(world: World) -> None:
    world.server.pages |= {"/feed": rss(item(1, "")), "/article/1": lambda r: web.Response(status=503)}
    source = await world.follow("/feed")
    assert await world.poll() == {}
    assert [s.id for s in await world.store.sources.unread_sources()] == [source.id]
    world.server.pages["/feed"] = rss(item(1, title="Bridge opened late"))
    assert await world.poll() == {"new": 1}
    assert world.arrived[-1].new[0].title == "Bridge opened late"
    assert await world.store.sources.unread_sources() == []


@pytest.mark.parametrize(
    ("head", "text", "said"),
    [
        (
            '<script type="application/ld+json">{"isAccessibleForFree": false}</script>',
            "Only this is free.",
            "paywall",
        ),
        ("", "Nothing here but a bridge.", ""),
    ],
)
async def test_a_paywall_is_recognised_and_said(world: World, head: str, text: str, said: str) -> None:
    world.server.pages |= {"/feed": rss(item(1, "")), "/article/1": page(text, head=head)}
    await world.follow("/feed")
    await world.poll()
    notes = " ".join(world.arrived[-1].new[0].notes)
    assert ("free part" in notes) == bool(said)


async def test_a_consent_page_is_recognised(world: World) -> None:
    world.server.pages |= {
        "/feed": rss(item(1, "")),
        "/article/1": lambda r: web.Response(status=302, headers={"Location": "/consent?back=1"}),
        "/consent": page("We value your privacy and so do our partners."),
    }
    await world.follow("/feed")
    assert await world.poll() == {}
    assert "asks for consent first" in world.arrived[-1].notes[0]
    assert await world.poll() == {"unchanged": 1}, "for good: it is not tried again"


async def test_a_move_is_followed_and_remembered(world: World) -> None:
    world.server.pages |= {
        "/old": lambda r: web.Response(status=301, headers={"Location": "/new"}),
        "/new": rss(item(1)),
    }
    source = await world.follow("/old")
    await world.poll()
    found = await world.store.sources.source(source.id)
    assert found
    assert found[0].address == world.server.url("/new")


async def test_a_source_that_is_gone_or_fails_for_long_is_given_up(world: World) -> None:
    """Its owner is told once, through `arrived`; it is not asked again."""
    world.server.pages["/gone"] = lambda r: web.Response(status=410)
    gone, failing = await world.follow("/gone"), await world.follow("/404")
    assert await world.poll() == {"failed": 2}
    assert (await world.state(gone)).disabled == "Its publisher has ended it for good (410)."
    assert await world.poll() == {"failed": 1}
    assert await world.poll() == {"failed": 1}
    assert await world.poll() == {}
    assert "there is nothing at this address (404)" in (await world.state(failing)).disabled
    assert await world.poller.poll_source(failing.id) is None


async def test_a_web_page_where_a_feed_was_is_a_cause(world: World) -> None:
    world.server.pages["/feed"] = b"<!doctype html><html><body>Welcome to our new site</body></html>"
    source = await world.follow("/feed")
    await world.poll()
    assert (await world.state(source)).cause == "this is a web page, not a feed; give the address of its feed"


async def test_a_page_with_a_list_of_articles_is_a_source(world: World) -> None:
    """At first nothing, since nothing has a date; then what is new on it."""
    links = [f'<h2><a href="/news/2026/{n}">A long enough headline number {n}</a></h2>' for n in range(6)]
    navigation = '<nav><a href="/sport">Sport</a></nav><a href="/about">About this newspaper and us</a>'
    world.server.pages["/"] = f"<html><body>{navigation}{''.join(links[1:])}</body></html>".encode()
    await world.follow("/", kind=SourceKind.PAGE)
    assert await world.poll() == {}
    world.server.pages["/"] = f"<html><body>{navigation}{''.join(links)}</body></html>".encode()
    world.server.pages["/news/2026/0"] = page("The newest story of all stands here.")
    assert await world.poll() == {"new": 1}


async def test_a_watched_folder_and_a_watched_article_are_sources(world: World, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_text("Bridge opened\n\nThe mayor opened the bridge on Monday.", encoding="utf-8")
    await world.follow(str(folder), kind=SourceKind.FOLDER, first=1)
    world.server.pages["/story"] = page("The whole story of the bridge stands on this page.")
    await world.follow("/story", kind=SourceKind.ARTICLE)
    assert await world.poll() == {"new": 2}
    world.server.pages["/story"] = page("The whole story of the tunnel stands on this page.")
    assert (await world.poll()).get("updated") == 1


async def test_every_file_that_comes_into_a_watched_folder_is_read(world: World, tmp_path: Path) -> None:
    """Also one with an old time, one that was not whole at first, and one that was there and changed."""
    folder = tmp_path / "in"
    folder.mkdir()
    old = (NOW - timedelta(days=900)).timestamp()

    def write(name: str, text: str, *, at: float | None = None) -> None:
        (folder / name).write_text(text, encoding="utf-8")
        if at:
            os.utime(folder / name, (at, at))

    write("there.txt", "There\n\nThe mayor opened the first bridge.", at=old)
    await world.follow(str(folder), kind=SourceKind.FOLDER)
    minute = timedelta(minutes=2)
    assert await world.poll() == {}
    write("moved.txt", "Moved\n\nThe mayor opened the second bridge.", at=old)
    write("half.json", '{"title": "Half", "text": "The mayor')
    write(".hidden.txt", "Hidden\n\nNot yet.")
    assert await world.poll(after=minute) == {"new": 1}
    assert "half.json" in world.arrived[-1].notes[0]
    write("half.json", '{"title": "Half", "text": "The mayor opened the third bridge."}')
    write("there.txt", "There\n\nThe mayor opened the first bridge again.", at=old + 1)
    (folder / "moved.txt").unlink()
    assert await world.poll(after=minute) == {"new": 2}
    assert await world.poll(after=minute) == {}
    write("half.json", '{"title": "Half", "text": "The mayor closed the third bridge."}', at=old)
    assert await world.poll(after=minute) == {"updated": 1}


async def test_of_a_huge_folder_the_newest_files_are_read(world: World, tmp_path: Path) -> None:
    for n in range(1_010):
        (tmp_path / f"{n:04}.txt").touch()
        os.utime(tmp_path / f"{n:04}.txt", (n, n))
    await world.follow(str(tmp_path), kind=SourceKind.FOLDER)
    await world.poll()
    (tmp_path / "zz.txt").write_text("New\n\nThe mayor opened the bridge.", encoding="utf-8")
    assert await world.poll() == {"new": 1}
    assert f"{tmp_path}: it has 1,011 files" in world.looked[-1].notes[0]


async def test_an_entry_that_could_not_be_read_is_read_once_it_changes(world: World) -> None:
    """What was older than the subscription stays unread, however it changes."""
    old = NOW - timedelta(days=30)
    world.server.pages["/feed"] = rss(item(1, ""), item(2, "", date=old))
    await world.follow("/feed")
    assert await world.poll() == {}
    world.server.pages["/feed"] = rss(item(1, WHOLE), item(2, WHOLE, date=old))
    assert await world.poll() == {"new": 1}
    assert world.arrived[-1].new[0].title == "Bridge 1"


async def test_a_feed_is_not_asked_in_the_hours_that_it_skips(world: World) -> None:
    """Neither after a look that found it unchanged."""
    world.server.pages["/feed"] = rss("<skipHours><hour>12</hour><hour>13</hour></skipHours>", item(1))
    source = await world.follow("/feed")
    await world.poll()
    for _ in range(2):
        await world.poll()
        assert (await world.state(source)).next_due.hour == 14


async def test_what_cannot_be_read_leaves_a_cause_and_nothing_else(world: World, tmp_path: Path) -> None:
    source = await world.follow(str(tmp_path / "none"), kind=SourceKind.FOLDER)
    assert await world.poll() == {"failed": 1}
    assert "the folder cannot be read" in (await world.state(source)).cause


async def test_many_sources_are_stored_in_batches(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """More than a page and a batch: every one is stored, and its state with it."""
    monkeypatch.setattr("bot.intake.polling.PAGE", 25)
    for n in range(70):
        world.server.pages[f"/feed{n}"] = rss(item(n))
        await world.follow(f"/feed{n}")
    assert await world.poll() == {"new": 70}
    states = [s for _, s in await world.store.sources.all()]
    assert all(s.last_success == world.now and s.next_due for s in states)


def test_the_command_line_adds_lists_polls_and_removes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same through `kurir`, with a folder, which needs no network."""
    monkeypatch.setenv("KURIR_DATA", str(tmp_path))
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("Bridge\n\nThe mayor opened the bridge.", encoding="utf-8")

    def run(*args: str) -> str:
        result = CliRunner().invoke(cli, args)
        assert result.exit_code == 0, result.output
        return result.output

    assert "Kurir follows in (folder" in run(
        "sources", "add", str(tmp_path / "in"), "--first", "1", "--topic", "T"
    )
    assert json.loads(run("sources", "list", "--format", "json"))["topics"] == ["T"]
    report = json.loads(run("poll", "--format", "json"))
    assert {k: report[k] for k in ("sources", "new_articles", "failed", "failures")} == {
        "sources": 1,
        "new_articles": 1,
        "failed": 0,
        "failures": [],
    }
    opml = tmp_path / "feeds.opml"
    opml.write_text(
        '<opml version="2.0"><body><outline text="World"><outline xmlUrl="http://a.test/f"/>'
        "</outline></body></opml>",
        encoding="utf-8",
    )
    assert run("sources", "import", str(opml)) == "1 new of 1 sources.\n"
    assert 'xmlUrl="http://a.test/f"' in run("sources", "export")
    assert run("sources", "import", str(opml), "--owner", "slack:C1") == "0 new of 1 sources.\n"
    assert "already follows" in run("sources", "add", "http://a.test/f", "--kind", "feed")
    run("sources", "remove", "http://a.test/f")
    assert "a.test" not in run("sources", "list")


class Pile:
    """Finds 20 entries at each look at once, stores them slowly, and counts the looks between."""

    def __init__(self, sources: int) -> None:
        self.due = [Source(id=str(n), address=f"https://example.com/{n}", added=NOW) for n in range(sources)]
        self.waiting = self.most = 0

    async def look(self, source: Source, state: SourceState, seen: object, *, now: datetime) -> Look:
        self.waiting += 1
        self.most = max(self.most, self.waiting)
        entries = (SeenEntry(key=str(n), marks=(), content_hash="", last_seen=now) for n in range(20))
        return Look(source=source, state=state, seen=tuple(entries))

    async def due_sources(self, now: datetime, limit: int | None = None) -> list[tuple[Source, SourceState]]:
        found, self.due = self.due, []
        return [(source, SourceState()) for source in found]

    async def record_looks(self, records: Sequence[LookRecord]) -> None:
        for _ in range(100):
            await asyncio.sleep(0)
        self.waiting -= len(records)

    async def seen_entries(self, source_id: str) -> list[SeenEntry]:
        return []

    async def unread_sources(self) -> list[Source]:
        return []


async def test_looks_do_not_pile_up_while_others_are_stored() -> None:
    """Or the texts of all feeds would be in memory at once."""
    pile: Any = Pile(500)
    report = await Poller(pile, pile, now=lambda: NOW).poll_due()
    assert (report.sources, pile.waiting) == (500, 0)
    assert pile.most <= AT_ONCE + 20
