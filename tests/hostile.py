# ruff: noqa: E501 - the documents are data
"""Hostile input: what strangers could write, real and mutated, for `fuzzing` to try."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from builders import article
from hypothesis import strategies as st
from labelled import TESTS, load

from bot.commands.grammar import HELP
from bot.content import Answer, BriefedStory, Content, Correction, Digest, Evidence, Notice
from bot.labels import labels, languages
from summarizer import Briefing, DraftPoint, Point, Section, Verdict
from summarizer.article import Article
from summarizer.briefing import Translation

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)

SEPARATORS = "\u2028\u2029\u202e\u200b\ufeff\x00\x1b[31m\x9b2J\x07\r"
SNIPPETS = st.sampled_from(
    [
        "<!channel>", "<@U1|x>", "@everyone", "<https://evil.example/|bank>", "```", "||", "~~*_`>#-[](",
        "&#0;", "&undefined;", "&#xD800;", "&amp;lt;", "<![CDATA[", "]]>", "<!--", "-->", "<script>", "</p",
        "<!DOCTYPE x [<!ENTITY a 'b'>]>", "<title>", "<br/>", "\\u0000", "{{7*7}}", "${x}", "'", '"', "”", "»",
        "–", "—", "1 234,5", "1.2.3", "৫০০", "Ⅻ", "½", "¹", "9" * 5000, "1e9999", "25:00", "99.99.9999", "31 feb", "٣", "漢字",
        "9999-12-31T23:59:59-24:00", "Mon, 31 Feb 99999 25:61 +9999",
        "ב", "👩‍👩‍👧‍👦", "İ", "ß", "ǅ", "ﬁ", SEPARATORS, " sade Ann Ek.", "said Dr. A. B. van der Berg,", "enligt",
        "according to", "laut", "не", "not", "“", "„", "- ", "på måndag", "last Monday", "20 %", "$5m", "-3",
    ]
)  # fmt: skip
"""Pieces that have a meaning somewhere: to a chat, a parser, a terminal, a language's rules."""
PIECES = st.lists(SNIPPETS | st.text(max_size=12), max_size=12).map(" ".join)
LANGUAGES = st.sampled_from(
    ["sv", "no", "da", "de", "fr", "es", "fi", "en", "uk", "pl", "nl", "it", "pt", "xx"]
)
LABELLED = tuple(load(p) for p in sorted((TESTS.parent / "seeds").glob("*-*.json")))
"""Real news: its speakers, numbers and quotes lead into every check and rule of a language."""


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


def _sentences() -> st.SearchStrategy[tuple[str, tuple[str, ...]]]:
    """A language and some sentences: real ones, real ones with something put in, and hostile ones."""

    def some(labelled: Any) -> st.SearchStrategy[tuple[str, tuple[str, ...]]]:
        real = st.sampled_from(labelled["sentences"])
        put = st.builds(
            lambda s, at, piece: f"{s[: int(at * len(s))]} {piece} {s[int(at * len(s)) :]}", real,
            st.floats(0, 1), PIECES,
        )  # fmt: skip
        lines = st.lists(real | put | PIECES.filter(str.strip), min_size=1, max_size=6)
        return st.tuples(st.just(labelled["lang"]) | LANGUAGES, lines.map(tuple))

    return st.sampled_from(LABELLED).flatmap(some)


def articles() -> st.SearchStrategy[Article]:
    return st.builds(
        lambda given, title, outlet: article(
            *given[1], title=title or "T", language=given[0], outlet=outlet, published=NOW
        ),
        _sentences(),
        PIECES,
        st.none() | PIECES,
    )


REAL = tuple(p for a in LABELLED for s in ("key_claims", "skeptics", "expert_view") for p in a["gold"][s])


@st.composite
def judged(draw: st.DrawFn) -> tuple[Article, DraftPoint, Mapping[int, str]]:
    """A line on an article: its own sentence, one of people's making on it, or anything."""
    a = draw(articles())
    indexes = st.integers(0, len(a.sentences) - 1)
    own = st.sampled_from([s.text for s in a.sentences])
    made = draw(st.sampled_from(REAL))
    point = DraftPoint(
        section=draw(st.sampled_from(Section)),
        text=draw(PIECES | own | st.just(made["text_en"])),
        language=draw(st.sampled_from(["en", a.language])),
        speaker=draw(st.none() | PIECES | st.just(made["speaker"]) | own.map(lambda s: s[:20])),
        speaker_role=draw(st.none() | PIECES | st.just(made["speaker_role"])),
        evidence=tuple(sorted(draw(st.sets(indexes, max_size=3)))),
        quote=draw(st.none() | PIECES | own),
        translated=draw(st.booleans()),
    )
    return a, point, draw(st.dictionaries(indexes, PIECES | st.just(made["text_en"]), max_size=3))


@st.composite
def stories(draw: st.DrawFn) -> BriefedStory:
    a = draw(articles())
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
    briefing = Briefing(
        headline=draw(PIECES) or "H", engine="extractive", points=points,
        dropped=tuple(draw(st.lists(point, max_size=2))), notes=tuple(draw(st.lists(PIECES, max_size=2))),
        translations=(Translation(0, draw(PIECES), "reference"),),
    )  # fmt: skip
    return BriefedStory(
        id="1",
        article=a,
        briefing=briefing,
        outlets=tuple(draw(st.lists(PIECES, max_size=3))),
        notes=tuple(draw(st.lists(PIECES, max_size=2))),
        labels=labels(draw(st.sampled_from(languages()))),
    )


@st.composite
def contents(draw: st.DrawFn) -> Content:
    """Any content, now and then as long as a hostile article makes it."""
    text = PIECES | st.builds(lambda piece, times: piece * times, PIECES, st.integers(1, 400))
    kind = draw(st.sampled_from((BriefedStory, Digest, Correction, Notice, Answer)))
    if kind is Notice:
        return Notice(text=draw(text.filter(str.strip)), lines=tuple(draw(st.lists(text, max_size=5))))
    story = draw(stories())
    if kind is Digest:
        told = tuple(draw(st.lists(st.just(story), max_size=20)))
        return Digest(
            day=NOW.date(), slot=NOW, what=draw(text), stories=told, more=draw(st.integers(0, 9)),
            labels=story.labels,
        )  # fmt: skip
    if kind is Correction:
        return Correction(story=story, changes=tuple(draw(st.lists(text, max_size=4))))
    if kind is BriefedStory:
        return story
    evidence = st.builds(Evidence, st.integers(0, 99), text.filter(str.strip), st.none() | text)
    return Answer(
        question=draw(text),
        text=draw(text),
        answerable=draw(st.booleans()),
        evidence=tuple(draw(st.lists(evidence, max_size=4))),
        quotes=tuple(draw(st.lists(text, max_size=2))),
        verdict=draw(st.sampled_from([Verdict.SUPPORTED, Verdict.UNVERIFIED])),
        engine="extractive",
        article=story.article,
        elsewhere=draw(st.booleans()),
        story=draw(st.none() | st.just("1")),
    )


def commands() -> st.SearchStrategy[str]:
    """Sentences of the grammar's own words, in any order, and with anything between them."""
    own = {word for form, _ in HELP for word in form.replace("/brief", "").strip("[] ").split()}
    said = st.sampled_from(
        [
            *sorted(own), "at", "on", "tz", "as", "in", "labels", "words", "and", "OR", "NOT", "-", ",", "(", ")", '"',
            "*", "08:00", "8.5", "24:00", "07:30,9.15", "mon-fri", "sun-mon", "tuesdays", "weekends", "daily", "digest",
            "Europe/Stockholm", "Mars/Base", "alerts", "sv", "80", "9999", "topic:", "source:DR",
        ]
    )  # fmt: skip
    sentence = st.lists(said | SNIPPETS | st.text(max_size=5), max_size=14).map(" ".join)
    deep = st.sampled_from(["(", "not ", "-", "a(", "not(", "a or ", "topic:", '"', ",", "9", "漢"])
    nested = st.builds(lambda what, times, end: what * times + end, deep, st.integers(1, 300), said)
    return st.sampled_from(["", "subscribe ", "ask ", "quote ", "pause "]).flatmap(
        lambda start: (sentence | nested | PIECES).map(start.__add__)
    )


def _values() -> st.SearchStrategy[Any]:
    """What stands where JSON should have something else."""
    plain = st.none() | st.booleans() | st.integers() | st.floats() | SNIPPETS
    return st.recursive(plain, lambda inside: st.lists(inside, max_size=3), max_leaves=4)


def _objects(keys: str, *good: Any) -> st.SearchStrategy[dict[str, Any]]:
    """Objects with some of `keys`, their values right (of `good`) or wrong."""
    value = _values() | st.sampled_from(good)
    return st.dictionaries(st.sampled_from(keys.split()), value, max_size=8)


def points() -> st.SearchStrategy[str]:
    sound = {"section": "skeptics", "text": "The bridge is not open.", "speaker": "Ann Ek", "evidence": [0]}
    keys = "id section text speaker speaker_role quote translated evidence"
    changed = _objects(keys, "experts", [1, 7, -9], ["It cost 9."], "bridge is open")
    return (
        st.lists(changed.map(lambda change: sound | change) | _values(), max_size=3).map(json.dumps)
        | mutated(POINTS).map(lambda b: b.decode("utf-8", "replace"))
    )  # fmt: skip


def documents() -> st.SearchStrategy[tuple[str, bytes]]:
    """Pages, JSON, text and Markdown, whole and broken."""
    keys = "text title outlet author url published lang sentences title_en notes english article id"
    times = (
        "2026-11-23T08:00:00",
        "Mon, 23 Nov 2026 08:00:00 GMT",
        "2026-11-23",
        "9999-12-31T23:59:59-24:00",
    )
    objects = _objects(keys, ["A.", "B!"], {"en": ["A."]}, *times)
    whole = objects.map(lambda o: json.dumps({"text": "The bridge is open."} | o).encode())
    real = [("\n\n".join([a["title"], a["text"]])).encode() for a in LABELLED]
    markdown = (
        b"# T\n\n> quote\n\n* a [link](http://x)\n1. b\n\n```\ncode\n```\n\n| a | b |\n|---|---|\n" + real[0]
    )
    encoded = mutated(*real).flatmap(
        lambda b: st.sampled_from(["utf-8", "utf-16", "cp1252", "koi8-u"]).map(
            lambda name: b.decode("utf-8", "replace").encode(name, "replace")
        )
    )
    pages = [PAGE, *(_as_page(a) for a in LABELLED)]
    return (
        st.tuples(st.just("a.html"), mutated(*pages))
        | st.tuples(st.just("a.json"), whole | mutated(json.dumps(LABELLED[0]).encode()))
        | st.tuples(st.just("a.txt"), encoded | st.binary(max_size=60))
        | st.tuples(st.just("a.md"), mutated(markdown))
    )


def _as_page(labelled: Any) -> bytes:
    paragraphs = "".join(f"<p>{line}</p>" for line in labelled["text"].split("\n"))
    head = f"<title>{labelled['title']}</title><meta name=datePublished content={labelled['published']}>"
    return f"<html lang={labelled['lang']}><head>{head}</head><body><main>{paragraphs}</main></body></html>".encode()
