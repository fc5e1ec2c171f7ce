"""What is new in a feed, however it lies about identity."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarizer.sources import Entry, SeenEntry, Source, source_id
from summarizer.sources.addresses import canonical
from summarizer.sources.identity import Decision, decide

ADDED = datetime(2026, 11, 1, tzinfo=UTC)
NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
SOURCE = Source(id=source_id("http://a.test/feed"), address="http://a.test/feed", added=ADDED)


def entry(n: int, **fields: Any) -> Entry:
    defaults: dict[str, Any] = {
        "native_id": f"id{n}",
        "url": f"http://a.test/{n}",
        "title": f"Title {n}",
        "published": NOW - timedelta(hours=n),
        "html": f"<p>text {n}</p>",
    }
    return Entry(**defaults | fields)


class Reader:
    """Looks at a feed again and again, and remembers as the store does."""

    def __init__(self, source: Source = SOURCE) -> None:
        self.source = source
        self.seen: dict[str, SeenEntry] = {}
        self.untrusted: tuple[str, ...] = ()
        self.now = NOW
        self.first = True

    def look(self, *entries: Entry) -> Decision:
        found = decide(
            self.source,
            entries,
            self.seen.values(),
            untrusted=self.untrusted,
            first_look=self.first,
            now=self.now,
        )
        made = [replace(f.seen, article_id="a") for f in (*found.new, *found.changed)]
        self.seen |= {s.key: s for s in (*made, *found.seen)}
        for key in found.forget:
            del self.seen[key]
        self.untrusted, self.first = found.untrusted, False
        self.now += timedelta(hours=1)
        return found

    def news(self, *entries: Entry) -> list[str]:
        return [f.entry.title for f in self.look(*entries).new]


def test_each_entry_is_new_once() -> None:
    reader = Reader()
    assert reader.news(entry(1), entry(2)) == ["Title 1", "Title 2"]
    assert reader.news(entry(3), entry(1), entry(2)) == ["Title 3"]
    assert reader.news() == []
    assert reader.news(entry(1), entry(2), entry(3)) == []


def test_the_first_look_does_not_flood() -> None:
    """Only what is newer than the subscription, and the last N where that is set."""
    old = [entry(n, published=ADDED - timedelta(days=n)) for n in range(1, 30)]
    assert Reader().news(*old, entry(0)) == ["Title 0"]
    assert Reader(replace(SOURCE, first=3)).news(*reversed(old)) == ["Title 3", "Title 2", "Title 1"]
    undated = [replace(e, published=None) for e in old]
    assert Reader().news(*undated) == []
    assert Reader(replace(SOURCE, first=2)).news(*undated) == ["Title 1", "Title 2"]


def test_an_archive_that_comes_back_under_new_ids_is_no_news() -> None:
    reader = Reader()
    reader.news(entry(1))
    archive = [entry(n, published=ADDED - timedelta(days=n)) for n in range(10, 40)]
    assert reader.news(entry(1), *archive) == []


@pytest.mark.parametrize(
    "fields",
    [
        {"native_id": None},
        {"native_id": None, "published": None},
        {"native_id": None, "url": None},
        {"url": None, "published": None},
        {"url": None, "published": None, "title": ""},
        {"native_id": None, "title": "", "published": None},
        {"native_id": None, "url": None, "published": None},
        {"native_id": "same"},
        {"url": "http://a.test/"},
        {"native_id": "same", "url": "http://a.test/"},
        {"title": "Daily"},
        {"native_id": None, "url": "http://a.test/", "title": "Daily"},
        {"published": NOW},
    ],
)
def test_identity_survives_what_is_missing_or_repeats(fields: dict[str, Any]) -> None:
    """Two entries are two, both are known next time, and a third is new."""
    reader = Reader()
    both = [entry(1, **fields), entry(2, **fields)]
    assert len(reader.look(*both).new) == (2 if fields.get("published", 1) else 0)
    assert len(reader.look(*both).new) == 0
    assert len(reader.look(entry(3, **fields), *both).new) == 1


def test_ids_that_change_at_every_fetch_are_dropped() -> None:
    """Also when the dates change with them."""
    for moving in ({}, {"published": True}):
        reader = Reader()
        assert len(reader.look(*(entry(n) for n in range(5))).new) == 5
        for fetch in range(1, 4):
            at = {"published": NOW + timedelta(minutes=fetch)} if moving else {}
            again = [entry(n, native_id=f"session{fetch}-{n}", **at) for n in range(5)]
            assert reader.news(*again) == []
        assert "id" in reader.untrusted
        assert reader.news(entry(9, native_id="session9"), *again) == ["Title 9"]


def test_a_daily_column_at_one_address_is_new_every_day() -> None:
    """Same link, same title, new id, new date."""
    reader = Reader()
    for day in range(3):
        column = entry(1, native_id=f"day{day}", published=NOW + timedelta(days=day), html=f"day {day}")
        assert reader.news(column, *(entry(n) for n in range(5, 9)))[0] == "Title 1"


def test_a_changed_entry_is_changed_not_new() -> None:
    """Its title, its text, its link, its tracking parameters: one at a time, it stays the same article."""
    reader = Reader()
    reader.look(entry(1), entry(2))
    changed = reader.look(entry(1, title="Title 1, corrected"), entry(2)).changed
    assert [f.seen.article_id for f in changed] == ["a"]
    assert len(reader.look(entry(1, html="<p>more</p>"), entry(2)).changed) == 1
    moved = reader.look(entry(1, html="<p>more</p>", url="http://a.test/new/1?utm_source=rss"), entry(2))
    assert (moved.new, moved.changed) == ((), ())


def test_an_entry_that_was_not_wanted_does_not_come_back_when_it_changes() -> None:
    reader = Reader()
    old = entry(1, published=ADDED - timedelta(days=5))
    assert reader.news(old) == []
    later = reader.look(replace(old, html="edited"))
    assert (later.new, later.changed) == ((), ())


def test_an_entry_listed_twice_is_one() -> None:
    assert Reader().news(entry(1), entry(1)) == ["Title 1"]


def test_what_left_the_feed_long_ago_is_forgotten_and_what_stands_in_it_is_not() -> None:
    reader = Reader()
    reader.look(entry(1), entry(2))
    for _ in range(10):
        reader.now += timedelta(days=10)
        last = reader.look(entry(1))
        assert last.new == ()
    assert [s.marks[0] for s in reader.seen.values()] == [next(iter(reader.seen.values())).marks[0]]


@settings(max_examples=80)
@given(
    st.lists(
        st.builds(
            Entry,
            native_id=st.sampled_from([None, "a", "b"]),
            url=st.sampled_from([None, "http://a.test/1", "http://a.test/2"]),
            title=st.sampled_from(["", "A", "B"]),
            published=st.sampled_from([None, NOW, NOW - timedelta(days=1)]),
            html=st.sampled_from(["", "x"]),
        ),
        max_size=6,
    )
)
def test_the_same_document_twice_brings_nothing_new(entries: list[Entry]) -> None:
    """However entries repeat and whatever they lack; and keys never collide."""
    reader = Reader()
    found = reader.look(*entries)
    keys = [s.key for s in (*(f.seen for f in found.new), *found.seen)]
    assert len(keys) == len(set(keys))
    again = reader.look(*entries)
    assert again.new == ()


@pytest.mark.parametrize(
    ("url", "plain"),
    [
        ("HTTPS://Example.com:443/a?utm_source=x&id=7&fbclid=1#top", "https://example.com/a?id=7"),
        ("http://example.com", "http://example.com/"),
        ("http://example.com/a?b=%C3%A5&c=d+e", "http://example.com/a?b=%C3%A5&c=d+e"),
        ("http://example.com/#!/story/1", "http://example.com/#!/story/1"),
        ("http://[::1]:8080/a", "http://[::1]:8080/a"),
        ("not a url", "not a url"),
    ],
)
def test_canonical_addresses(url: str, plain: str) -> None:
    assert canonical(url) == plain
    assert canonical(plain) == plain


IDS = {"own": "g{n}", "none": "", "changing": "g{n}-{look}", "same": "x", "position": "p{place}"}
LINKS = {
    "own": "http://a.test/{n}",
    "tracked": "http://a.test/{n}?utm_source={look}",
    "changing": "http://a.test/{n}?sid={look}",
    "front page": "http://a.test/",
    "none": "",
}
TITLES = {"own": "Title {n}", "same": "News", "none": ""}
DATES = ("own", "now", "none")


TOLD_APART = [
    (ids, links, titles)
    for ids, links, titles in product(IDS, LINKS, TITLES)
    if ids == "own" or links in ("own", "tracked") or titles == "own"
]


@pytest.mark.parametrize(("ids", "links", "titles"), TOLD_APART)
def test_whatever_a_feed_does_each_of_its_articles_is_new_once(ids: str, links: str, titles: str) -> None:
    """As long as anything of it stays and is its own. Ten entries, one new at each of twelve looks."""
    for dates in DATES:
        kept: dict[str, SeenEntry] = {}
        bad: tuple[str, ...] = ()
        news: list[int] = []
        for look in range(12):
            now = NOW + timedelta(hours=look)
            found = {
                Entry(
                    native_id=IDS[ids].format(n=n, look=look, place=look + 10 - n) or None,
                    url=LINKS[links].format(n=n, look=look) or None,
                    title=TITLES[titles].format(n=n),
                    published={"own": NOW + timedelta(hours=n - 10), "now": now, "none": None}[dates],
                    html=f"<p>Text {n}, {look} comments</p>",
                ): n
                for n in range(look + 10, look, -1)
            }
            d = decide(SOURCE, list(found), kept.values(), untrusted=bad, first_look=look == 0, now=now)
            bad = d.untrusted
            news += [found[f.entry] for f in d.new] if look else []
            seen = (*d.seen, *(replace(f.seen, article_id="a") for f in d.new), *(f.seen for f in d.changed))
            kept |= {s.key: s for s in seen}
        assert sorted(news) == list(range(11, 22)), dates
