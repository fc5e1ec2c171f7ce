# ruff: noqa: E501 - the documents are data
"""What is fuzzed: hostile input for each part that reads what strangers write, and what must hold then.

`tests/test_fuzz.py` runs each target for a moment, `python -m benchmarks.fuzz` for as long as you like.
A failing case goes to `tests/test_fuzz.py` as an example, for good.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any

from builders import article
from fakes import discord_limits, slack_limits
from hypothesis import strategies as st

from bot.chat import terminal
from bot.chat.content import BriefedStory
from bot.chat.discord.embeds import as_embeds
from bot.chat.discord.render import render as render_discord
from bot.chat.slack.render import render as render_slack
from bot.commands.grammar import parse
from bot.errors import CommandError
from bot.query import parse_query
from summarizer import Briefing, DraftPoint, Point, Section, Verdict
from summarizer.article import Article
from summarizer.errors import UnreadableError
from summarizer.extractive import ExtractiveEngine
from summarizer.gate import judge
from summarizer.gate.given import BadPointsError, read_points
from summarizer.pipeline import Summarizer
from summarizer.reading import read_article
from summarizer.sources.feeds import read_feed
from summarizer.sources.opml import read_opml

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)

SEPARATORS = "\u2028\u2029\u202e\u200b\ufeff\x00\x1b[31m\x9b2J\x07\r"
SNIPPETS = st.sampled_from(
    [
        "<!channel>", "<@U1|x>", "@everyone", "<https://evil.example/|bank>", "```", "||", "~~*_`>#-[](",
        "&#0;", "&undefined;", "&#xD800;", "&amp;lt;", "<![CDATA[", "]]>", "<!--", "-->", "<script>", "</p",
        "<!DOCTYPE x [<!ENTITY a 'b'>]>", "<title>", "<br/>", "\\u0000", "{{7*7}}", "${x}", "'", '"', "”", "»",
        "–", "—", "1 234,5", "1.2.3", "৫০০", "Ⅻ", "½", "¹", "9" * 5000, "1e9999", "25:00", "99.99.9999", "31 feb", "٣", "漢字",
        "ב", "👩‍👩‍👧‍👦", "İ", "ß", "ǅ", "ﬁ", SEPARATORS, " sade Ann Ek.", "said Dr. A. B. van der Berg,", "enligt",
        "according to", "laut", "не", "not", "“", "„", "- ", "på måndag", "last Monday", "20 %", "$5m", "-3",
    ]
)  # fmt: skip
"""Pieces that have a meaning somewhere: to a chat, a parser, a terminal, a language's rules."""
PIECES = st.lists(SNIPPETS | st.text(max_size=12), max_size=12).map(" ".join)
LANGUAGES = st.sampled_from(
    ["sv", "no", "da", "de", "fr", "es", "fi", "en", "uk", "pl", "nl", "it", "pt", "xx"]
)


@dataclass(frozen=True)
class Target:
    """Something to fuzz.

    Attributes:
        inputs: what it is given.
        check: fails, or raises, if it takes that badly.
    """

    inputs: st.SearchStrategy[Any]
    check: Callable[[Any], None]


def mutated(*documents: bytes) -> st.SearchStrategy[bytes]:
    """Documents with pieces cut out, doubled, and put in."""
    inserted = SNIPPETS.map(lambda s: s.encode("utf-8", "surrogatepass")) | st.binary(max_size=6)
    edit = st.tuples(st.floats(0, 1), st.integers(0, 40), inserted, st.booleans())
    return st.builds(_edited, st.sampled_from(documents), st.lists(edit, max_size=8))


def _edited(document: bytes, edits: list[tuple[float, int, bytes, bool]]) -> bytes:
    for place, length, put, double in edits:
        at = int(place * len(document))
        cut = document[at : at + length]
        document = document[:at] + (cut + cut if double else put) + document[at + length :]
    return document


RSS = (
    b'<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/">'
    b"<channel><title>A</title><link>http://a.example.com/</link><ttl>60</ttl><skipHours><hour>1</hour></skipHours><skipDays><day>Sunday</day></skipDays><item><guid>1</guid><title>T</title>"
    b"<link>/1</link><pubDate>Mon, 23 Nov 2026 08:00:00 GMT</pubDate><description>&lt;p&gt;Text &amp;amp; more."
    b"</description></item><item><title>U</title><dc:date>2026-11-23</dc:date></item></channel></rss>"
)
ATOM = (
    b'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="sv"><title>A</title><entry><id>tag:1</id><title type='
    b'"html">&lt;b&gt;T</title><link href="http://a.example.com/1"/><updated>2026-11-23T08:00:00Z</updated><content '
    b'type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Text</p></div></content></entry></feed>'
)
RDF = (
    b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"><channel '
    b'rdf:about="http://a.example.com/"><title>A</title></channel><item rdf:about="http://a.example.com/1"><title>T'
    b"</title><link>http://a.example.com/1</link></item></rdf:RDF>"
)
JSON_FEED = (
    b'{"version":"https://jsonfeed.org/version/1.1","title":"A","items":[{"id":1,"url":"http://a.example.com/1",'
    b'"title":"T","content_html":"<p>x</p>","date_published":"2026-11-23T08:00:00Z","authors":[{"name":"B"}]}]}'
)
PAGE = (
    "<!doctype html><html lang=sv><head><meta charset=utf-8><title>Bro öppnad | TT</title><meta property=og:title "
    'content=\'Bro öppnad\'><script type=\'application/ld+json\'>{"@type":"NewsArticle","headline":"Bro"}</script>'
    "</head><body><nav><a href=/>Start</a></nav><article><h1>Bro öppnad</h1><p>Borgmästaren öppnade bron på måndagen "
    "efter två års arbete i hamnen, säger kommunen.</p><p>– Den är säker, säger ingenjören Ann Ek som ledde arbetet."
    "</p><blockquote>Den kostade tolv miljoner euro.</blockquote></article><footer>Läs mer</footer></body></html>"
).encode()
OPML = (
    b'<?xml version="1.0"?><opml version="2.0"><body><outline text="World"><outline type="rss" text="A" '
    b'xmlUrl="http://a.example.com/feed"/></outline></body></opml>'
)
POINTS = b'[{"id":"a","section":"key_claims","text":"The bridge is open.","speaker":"Ann Ek","evidence":[0]}]'


def one_sentence(error: Exception) -> None:
    """An error is said to a person on one line."""
    assert str(error)
    assert "\n" not in str(error)


def check_feed(body: bytes) -> None:
    """A feed of entries that can be stored, or one sentence."""
    try:
        feed = read_feed(body, url="http://a.example.com/feed", now=NOW)
    except UnreadableError as error:
        one_sentence(error)
        return
    for entry in feed.entries:
        assert entry.published is None or entry.published.tzinfo is not None
        (entry.title or "").encode()


def check_page(body: bytes) -> None:
    """An article with evidence that can be stored, or one sentence."""
    try:
        found = read_article(body, name="a.html", media_type="text/html")
    except UnreadableError as error:
        one_sentence(error)
        return
    found.content_hash.encode()
    assert not any("\x00" in s.text for s in found.sentences)


def check_grammar(text: str) -> None:
    """A command or a query, or one sentence."""
    for read in (parse, parse_query):
        try:
            read(text)
        except CommandError as error:
            one_sentence(error)


def check_lists(documents: tuple[bytes, bytes]) -> None:
    """OPML and points, or one sentence."""
    opml, points = documents
    try:
        read_opml(opml, name="a.opml")
    except UnreadableError as error:
        one_sentence(error)
    try:
        read_points(points.decode("utf-8", "replace"))
    except BadPointsError as error:
        one_sentence(error)


def check_gate(given: tuple[Article, DraftPoint, Mapping[int, str]]) -> None:
    """A verdict, the same every time, with a reason for every one but supported."""
    a, point, english = given
    first, second = judge(a, point, english), judge(a, point, english)
    assert first == second
    assert (first.verdict is Verdict.SUPPORTED) == (not first.reasons)
    if not point.evidence:
        assert first.verdict is Verdict.REJECTED


def check_briefing(a: Article) -> None:
    """The extractive engine and the gate make a briefing of anything, and cite only what is there."""
    summarizer = _summarizer()
    briefing = asyncio.run(summarizer.brief(a, words=160))
    for point in briefing.points:
        assert point.evidence
        assert set(point.evidence) <= set(a.evidence)
        assert point.quote is None or point.quote in a.text(point.evidence)
        assert point.verdict is not Verdict.REJECTED


@cache
def _summarizer() -> Summarizer:
    return Summarizer(engine=ExtractiveEngine(), translators=())


def check_messages(story: BriefedStory) -> None:
    """Messages within every platform's limits, without a mention or a terminal's control character."""
    for part in render_slack(story):
        body = dict(part.payload)
        slack_limits.check_message({**body, "channel": "C1"})
    for part in render_discord(story):
        discord_limits.check_message(dict(part.payload))
        discord_limits.check_message(as_embeds(part.payload))
        assert part.payload["allowed_mentions"] == {"parse": []}
    for part in terminal.render(story):
        assert not set(str(part.payload)) & {"\x1b", "\x9b", "\u202e", "\x07", "\r"}


def _articles() -> st.SearchStrategy[Article]:
    sentences = st.lists(PIECES.filter(str.strip), min_size=1, max_size=6)
    return st.builds(
        lambda texts, title, language: article(*texts, title=title or "T", language=language, published=NOW),
        sentences,
        PIECES,
        LANGUAGES,
    )


@st.composite
def _judged(draw: st.DrawFn) -> tuple[Article, DraftPoint, Mapping[int, str]]:
    a = draw(_articles())
    indexes = st.integers(0, len(a.sentences) - 1)
    point = DraftPoint(
        section=draw(st.sampled_from(Section)),
        text=draw(PIECES | st.sampled_from([s.text for s in a.sentences])),
        language=draw(st.sampled_from(["en", a.language])),
        speaker=draw(st.none() | PIECES),
        speaker_role=draw(st.none() | PIECES),
        evidence=tuple(sorted(draw(st.sets(indexes, max_size=3)))),
        quote=draw(st.none() | PIECES | st.sampled_from([s.text for s in a.sentences])),
    )
    return a, point, draw(st.dictionaries(indexes, PIECES, max_size=3))


@st.composite
def _stories(draw: st.DrawFn) -> BriefedStory:
    a = draw(_articles())
    point = st.builds(
        Point,
        section=st.sampled_from(Section),
        text=PIECES.filter(str.strip),
        speaker=st.none() | PIECES,
        speaker_role=st.none() | PIECES,
        via=st.none() | PIECES,
        evidence=st.just((0,)),
        quote=st.none() | PIECES,
        verdict=st.sampled_from([Verdict.SUPPORTED, Verdict.UNVERIFIED]),
    )
    points = tuple(draw(st.lists(point, max_size=5)))
    briefing = Briefing(headline=draw(PIECES) or "H", engine="extractive", points=points)
    return BriefedStory(
        id="b1", article=a, briefing=briefing, outlets=tuple(draw(st.lists(PIECES, max_size=3)))
    )


TARGETS: Mapping[str, Target] = {
    "feeds": Target(mutated(RSS, ATOM, RDF, JSON_FEED), check_feed),
    "pages": Target(mutated(PAGE), check_page),
    "grammar": Target(PIECES | SNIPPETS.map("subscribe {} at 08:00".format), check_grammar),
    "lists": Target(st.tuples(mutated(OPML), mutated(POINTS)), check_lists),
    "gate": Target(_judged(), check_gate),
    "briefings": Target(_articles(), check_briefing),
    "messages": Target(_stories(), check_messages),
}
