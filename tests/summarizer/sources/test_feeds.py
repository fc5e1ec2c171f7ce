"""Feeds as they are in the world: broken."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from email.utils import format_datetime
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarizer.errors import UnreadableError
from summarizer.sources import Entry, Hints, ParsedFeed
from summarizer.sources.feeds import MAX_ENTRIES, read_feed
from summarizer.sources.feeds.normalise import plain

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
URL = "https://news.example.com/feeds/all.xml"


def read(body: str | bytes, content_type: str | None = None) -> ParsedFeed:
    data = body.encode() if isinstance(body, str) else body
    return read_feed(data, url=URL, content_type=content_type, now=NOW)


def rss(items: str, head: str = "", start: str = '<?xml version="1.0"?>') -> str:
    return f'{start}<rss version="2.0"><channel><title>News</title>{head}{items}</channel></rss>'


def only(feed: ParsedFeed) -> Entry:
    (entry,) = feed.entries
    return entry


DATE = "Mon, 23 Nov 2026 08:00:00 +0100"
ITEM = f"<item><guid>g1</guid><title>T</title><link>/a</link><pubDate>{DATE}</pubDate></item>"
EIGHT = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
PLAIN = Entry(native_id="g1", url="https://news.example.com/a", title="T", published=EIGHT)


@pytest.mark.parametrize(
    ("body", "entry"),
    [
        (rss(ITEM), PLAIN),
        (rss(ITEM, start=""), PLAIN),
        (rss(ITEM, start='\ufeff<?xml version="1.0" encoding="utf-8"?>'), PLAIN),
        (rss(ITEM, start="\n\n  "), PLAIN),
        (rss(ITEM).removesuffix("</channel></rss>"), PLAIN),
        (rss(ITEM + "<broken").replace("T<", "T & U<"), replace(PLAIN, title="T & U")),
    ],
)
def test_a_feed_is_read_however_it_starts_and_ends(body: str, entry: Entry) -> None:
    """Without declaration, with a byte order mark, with blank lines before it, cut off, not well-formed."""
    assert read(body).entries[0] == entry


@pytest.mark.parametrize("encoding", ["latin-1", "windows-1252", "utf-16", "utf-8"])
def test_a_declared_encoding_is_used(encoding: str) -> None:
    body = rss(
        "<item><title>Blåbär på tåg</title></item>", start=f'<?xml version="1.0" encoding="{encoding}"?>'
    )
    assert only(read(body.encode(encoding))).title == "Blåbär på tåg"


def test_a_wrongly_declared_encoding_does_not_lose_the_entries() -> None:
    body = rss("<item><title>Blåbär</title></item>", start='<?xml version="1.0" encoding="utf-8"?>')
    assert only(read(body.encode("latin-1"))).title == "Blåbär"


RUSSIAN = "Президент заявил, что переговоры продолжатся на следующей неделе в Женеве"
POLISH = "Zażółć gęślą jaźń, powiedział premier w Łodzi"
GREEK = "Ο πρωθυπουργός είπε ότι οι διαπραγματεύσεις συνεχίζονται"
JAPANESE = "首相は月曜日に新しい橋を開通させたと述べた"


@pytest.mark.parametrize(
    ("title", "encoding", "declared"),
    [
        (RUSSIAN, "windows-1251", "utf-8"),
        (RUSSIAN, "windows-1251", ""),
        (RUSSIAN, "windows-1251", "no-such-encoding"),
        (RUSSIAN, "utf-8", "windows-1251"),
        (RUSSIAN, "utf-8-sig", "iso-8859-1"),
        (RUSSIAN, "utf-16", "utf-8"),
        (RUSSIAN, "utf-16-le", "utf-16"),
        (RUSSIAN, "utf-16-be", ""),
        (RUSSIAN, "koi8-r", "koi8-r"),
        (POLISH, "windows-1250", "utf-8"),
        (GREEK, "windows-1253", "utf-8"),
        (JAPANESE, "shift_jis", "utf-8"),
        (JAPANESE, "iso-2022-jp", "iso-2022-jp"),
        ("“Quoted” – he said", "windows-1252", "iso-8859-1"),
    ],
)
def test_the_bytes_count_for_more_than_what_is_said_of_them(title: str, encoding: str, declared: str) -> None:
    """And nothing but the letters depends on it: id and date are read too."""
    start = f'<?xml version="1.0"{f" encoding={declared!r}" if declared else ""}?>'
    entry = only(read(rss(ITEM.replace("T<", f"{title}<"), start=start).encode(encoding)))
    assert (entry.title, entry.native_id, entry.published) == (title, "g1", EIGHT)


def test_a_few_damaged_bytes_do_not_change_the_encoding() -> None:
    body = rss(f"<item><title>{RUSSIAN}</title></item>").encode()
    assert only(read(body.replace("неделе".encode(), b"\xff\xfe"))).title.startswith("Президент заявил")


@pytest.mark.parametrize("served", ["iso-8859-1", "utf-8", "us-ascii"])
def test_a_server_that_knows_nothing_does_not_decide(served: str) -> None:
    body = rss(f"<item><title>{RUSSIAN}</title></item>", start='<?xml version="1.0" encoding="koi8-r"?>')
    assert only(read(body.encode("koi8-r"), f"text/xml; charset={served}")).title == RUSSIAN


def test_the_server_s_encoding_counts() -> None:
    body = rss("<item><title>Žlutý kůň</title></item>", start="")
    assert only(read(body.encode("iso-8859-2"), "application/xml; charset=iso-8859-2")).title == "Žlutý kůň"


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Fish &amp;amp; chips", "Fish & chips"),
        ("<![CDATA[A <b>bold</b> claim]]>", "A bold claim"),
        ("A &lt;b&gt;bold&lt;/b&gt; claim", "A bold claim"),
        ("Caf&eacute; &nbsp; opens", "Café opens"),
        ("&lt;script&gt;x&lt;/script&gt;Title", "x Title"),
        ("2 &lt; 3", "2 < 3"),
        ("  many\n  lines ", "many lines"),
        ("a\x07b", "ab"),
    ],
)
def test_a_title_is_plain_text(title: str, text: str) -> None:
    """Tags, entities (undeclared ones too), control characters and white space are gone."""
    assert only(read(rss(f"<item><link>http://a.test/</link><title>{title}</title></item>"))).title == text


@pytest.mark.parametrize(
    ("link", "url"),
    [
        ("/a?b=c&amp;d=e", "https://news.example.com/a?b=c&d=e"),
        ("a b.html", "https://news.example.com/feeds/a%20b.html"),
        ("//cdn.example.com/x", "https://cdn.example.com/x"),
        ("javascript:alert(1)", None),
        ("file:///etc/passwd", None),
        ("http://[broken", None),
        ("", None),
    ],
)
def test_links_are_absolute_web_addresses_or_nothing(link: str, url: str | None) -> None:
    assert only(read(rss(f"<item><title>T</title><link>{link}</link></item>"))).url == url


@pytest.mark.parametrize(
    "date", ["", "yesterday", "Fri, 01 Jan 2100 00:00:00 GMT", "Thu, 01 Jan 1970 00:00:00 GMT", "0000-00-00"]
)
def test_an_unbelievable_date_is_no_date(date: str) -> None:
    assert only(read(rss(f"<item><title>T</title><pubDate>{date}</pubDate></item>"))).published is None


@pytest.mark.parametrize("date", ["Пн, 23 Ноя 2026 08:00:00 +0300", "1763888400", "Nov", "Wed, 30 Feb 2026"])
def test_the_number_that_is_an_id_is_no_date(date: str) -> None:
    """Else such an entry would be of the first of this month, and an old one."""
    body = rss(ITEM.replace("g1", "1").replace("/a", "http://a.test/a").replace(DATE, date))
    assert (only(read(body)).native_id, only(read(body)).published) == ("1", None)


def test_atom_and_rss_1_are_read() -> None:
    atom = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>A</title><entry><id>u1</id><title type="html">A '
        '&lt;b&gt;B&lt;/b&gt;</title><link href="/x"/><published>2026-11-23T08:00:00+01:00</published>'
        '<summary>short</summary><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">'
        "<p>whole text</p></div></content></entry></feed>"
    )
    entry = only(read(atom))
    assert (entry.native_id, entry.title, entry.url) == ("u1", "A B", "https://news.example.com/x")
    assert (entry.published, entry.summary) == (EIGHT, "short")
    assert "whole text" in entry.html
    rdf = (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">'
        '<channel><title>R</title></channel><item rdf:about="http://a.test/1"><title>One</title>'
        "<link>http://a.test/1</link></item></rdf:RDF>"
    )
    assert (only(read(rdf)).title, read(rdf).title) == ("One", "R")


def test_json_feed_is_read_leniently() -> None:
    body = (
        '{"version": "https://jsonfeed.org/version/1.1", "title": "J", "language": "sv", "items": ['
        '{"id": 7, "url": "/a", "title": "A <b> B", "content_text": "one\\ntwo", '
        '"date_published": "2026-11-23T08:00:00+01:00", "authors": [{"name": "N"}]}, "junk", {}]}'
    )
    feed = read(body)
    entry = feed.entries[0]
    assert (feed.title, feed.language, entry.native_id, entry.author) == ("J", "sv", "7", "N")
    assert (entry.title, entry.published, entry.html) == ("A B", EIGHT, "<p>one</p><p>two</p>")


@pytest.mark.parametrize(
    ("body", "cause"),
    [
        (b"", "the document is empty"),
        (b" \n ", "the document is empty"),
        (b"<!DOCTYPE html><html><body>Not found</body></html>", "this is a web page, not a feed"),
        (b"<!-- x --><HTML><p>Error</p></HTML>", "this is a web page, not a feed"),
        (b"Access denied", "the document is no feed"),
        (b"\x00\x01\x02\x03", "the document is no feed"),
        (b"{broken", "neither XML nor valid JSON"),
        (b'{"error": "no"}', "JSON, but not a JSON Feed"),
        (b"[" * 100_000, "the document is no feed"),
        (b'{"items":' * 50_000, "neither XML nor valid JSON"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "the document is no feed"),
    ],
)
def test_what_is_no_feed_says_what_it_is(body: bytes, cause: str) -> None:
    with pytest.raises(UnreadableError, match=cause):
        read(body)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le"])
def test_json_feed_in_any_encoding(encoding: str) -> None:
    body = '{"version": "https://jsonfeed.org/version/1", "items": [{"id": 7, "title": "Blåbär"}]}'
    assert only(read(body.encode(encoding))).title == "Blåbär"


@pytest.mark.parametrize("authors", ["5", '"A"', '{"name": "A"}', '["A"]', '[{"name": 5}]', "[]", "[null]"])
def test_an_odd_author_does_not_lose_the_feed(authors: str) -> None:
    body = f'{{"items": [{{"title": "T", "authors": {authors}, "date_published": "{DATE}"}}]}}'
    assert (only(read(body)).title, only(read(body)).published) == ("T", EIGHT)


def test_an_id_is_never_taken_for_a_date() -> None:
    """The fast parser would, where an entry has none."""
    assert (
        only(read(rss("<item><guid>20261120</guid><title>T</title><link>/a</link></item>"))).published is None
    )


def test_elements_that_nest_too_deeply_are_refused() -> None:
    with pytest.raises(UnreadableError, match="nested more than 200 deep"):
        read(rss("<item>" + "<a>" * 50_000))


def test_of_very_many_items_only_the_first_are_parsed() -> None:
    """What follows the items is kept, so that the document stays well-formed."""
    feed = read(rss("".join(ITEM.replace("g1", f"g{n}") for n in range(10_050))))
    assert (len(feed.entries), feed.notes) == (
        MAX_ENTRIES,
        ("it has 10,000 entries; the newest 1,000 are read",),
    )


def test_an_empty_feed_is_a_feed() -> None:
    assert read(rss("")).entries == ()


def test_only_the_newest_entries_of_a_huge_feed_are_kept() -> None:
    """The newest by date, wherever they stand."""
    items = "".join(
        f"<item><guid>{n}</guid><title>T{n}</title><link>/{n}</link>"
        f"<pubDate>{format_datetime(datetime.fromtimestamp(1_700_000_000 + n * 60, UTC))}</pubDate></item>"
        for n in range(5_000)
    )
    feed = read(rss(items))
    assert [len(feed.entries), feed.entries[0].native_id] == [MAX_ENTRIES, "4999"]
    assert "5,000 entries" in feed.notes[0]


def test_of_a_huge_feed_without_dates_both_ends_are_kept() -> None:
    """Some feeds put what is new first, some last."""
    feed = read(rss("".join(f"<item><title>T{n}</title><link>/{n}</link></item>" for n in range(5_000))))
    assert len(feed.entries) == MAX_ENTRIES
    assert (feed.entries[0].title, feed.entries[-1].title) == ("T0", "T4999")


BOMBS = {
    "entities": '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    + "]>"
    + rss("<item><title>&j;</title></item>", start=""),
    "quadratic": f'<!DOCTYPE x [<!ENTITY a "{"a" * 50_000}">]>'
    + rss(f"<item><title>{'&a;' * 5_000}</title></item>", start=""),
    "external": '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    + rss("<item><title>&a;</title></item>", start=""),
    "deep": rss("<item><title>T</title><link>/a</link>" + "<a>" * 10_000 + "</a>" * 10_000 + "</item>"),
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_bomb_does_not_go_off(bomb: str) -> None:
    """Little processor time, and nothing of this machine's files in the result."""
    start = process_time()
    try:
        feed = read(BOMBS[bomb])
    except UnreadableError:
        feed = ParsedFeed()
    assert process_time() - start < 5
    assert all(len(e.title) <= 500 and "root:" not in e.title for e in feed.entries)


@pytest.mark.parametrize(
    ("head", "hints"),
    [
        ("<ttl>90</ttl>", Hints(ttl=5400)),
        ("<ttl>soon</ttl>", Hints()),
        (
            "<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency>",
            Hints(ttl=21_600),
        ),
        (
            "<skipHours><hour>0</hour><hour>24</hour><hour>5</hour></skipHours>",
            Hints(skip_hours=frozenset({0, 5})),
        ),
        ("<skipDays><day>Sunday</day><day>never</day></skipDays>", Hints(skip_days=frozenset({6}))),
        ("<ttl><![CDATA[ 60 ]]></ttl>", Hints(ttl=3600)),
    ],
)
def test_hints_are_read(head: str, hints: Hints) -> None:
    """Before the items, where they usually stand, or after them."""
    item = "<item><title>T</title><link>/a</link><guid>1</guid><description>x</description></item>"
    assert read(rss(item, head)).hints == read(rss(item + head)).hints == hints


@settings(max_examples=60)
@given(st.binary(max_size=300), st.integers(0, 300))
def test_no_document_crashes(noise: bytes, at: int) -> None:
    """Noise anywhere in a feed gives entries or a cause, never another error."""
    body = rss(ITEM * 2).encode()
    for data in (noise, body[:at] + noise + body[at:]):
        with suppress(UnreadableError):
            assert all(e.published is None or e.published.tzinfo for e in read(data).entries)


@settings(max_examples=60)
@given(st.text(max_size=80))
def test_plain_text_holds_no_tag(text: str) -> None:
    """Once plain, always plain, on one line."""
    assert "<script" not in plain(text + "<script>" + text)
    assert "\n" not in plain(text)
