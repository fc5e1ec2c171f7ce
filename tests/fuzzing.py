"""What is fuzzed: each part that reads what strangers write, and what must hold whatever it is.

`tests/test_fuzz.py` runs each target for a moment, `python -m benchmarks.fuzz` for as long as you like.
A failing case goes to `tests/test_fuzz.py` as an example, for good.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any
from xml.etree import ElementTree

from builders import article
from fakes import discord_limits, slack_limits
from hostile import (
    ATOM,
    JSON_FEED,
    NOW,
    OPML,
    RDF,
    RSS,
    articles,
    commands,
    contents,
    documents,
    judged,
    mutated,
    points,
    stories,
)
from hypothesis import strategies as st
from lxml.html import fromstring  # type: ignore[import-untyped]

from bot.chat import terminal
from bot.chat.discord.embeds import as_embeds
from bot.chat.discord.render import render as render_discord
from bot.chat.slack.render import render as render_slack
from bot.commands.grammar import parse
from bot.content import BriefedStory, Content
from bot.errors import CommandError
from bot.query import Facts, parse_query
from bot.store.briefings import ArchivedBriefing
from bot.web import feeds
from bot.web.document import document
from summarizer import DraftPoint, Verdict
from summarizer.article import Article
from summarizer.errors import UnreadableError
from summarizer.extractive import ExtractiveEngine
from summarizer.gate import judge
from summarizer.gate.given import BadPointsError, read_points, with_evidence
from summarizer.pipeline import Summarizer
from summarizer.reading import read_article
from summarizer.sources.feeds import read_feed
from summarizer.sources.opml import read_opml

_OWN = """
html head meta title style script body a header main article p span strong h1 h2 h3 div section ol ul li q
mark details summary table thead tbody tr th td br time ins del footer
"""
OWN = set(_OWN.split())
"""Elements of our own pages; another one would have come out of somebody's text."""


@dataclass(frozen=True)
class Target:
    """Something to fuzz.

    Attributes:
        inputs: what it is given.
        check: fails, or raises, if it takes that badly.
    """

    inputs: st.SearchStrategy[Any]
    check: Callable[[Any], None]


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


def check_document(given: tuple[str, bytes]) -> None:
    """An article with evidence that can be stored, or one sentence."""
    name, body = given
    try:
        found = read_article(body, name=name)
    except UnreadableError as error:
        one_sentence(error)
        return
    found.content_hash.encode()
    assert found.sentences
    assert not any("\x00" in s.text for s in found.sentences)
    assert found.published is None or found.published.tzinfo is not None


def check_grammar(text: str) -> None:
    """A command, a query that can be held against a story, or one sentence."""
    try:
        parse(text)
    except CommandError as error:
        one_sentence(error)
    try:
        parse_query(text).matches(Facts(text="Klimatmöte in Kyiv", topics=("world",), sources=("DR",)))
    except CommandError as error:
        one_sentence(error)


def check_lists(documents: tuple[bytes, str]) -> None:
    """OPML and points, or one sentence."""
    opml, points = documents
    try:
        read_opml(opml, name="a.opml")
    except UnreadableError as error:
        one_sentence(error)
    try:
        for given in read_points(points):
            indexes, _ = with_evidence(article("The bridge is open, says Ann Ek.", "It cost 9."), given, {})
            assert all(i >= -1 or i in given.evidence for i in indexes)
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


def check_messages(content: Content) -> None:
    """Messages within every platform's limits, without a mention or a terminal's control character."""
    for part in render_slack(content):
        slack_limits.check_message({**part.payload, "channel": "C1"})
    for part in render_discord(content):
        discord_limits.check_message(dict(part.payload))
        discord_limits.check_message(as_embeds(part.payload))
        assert part.payload["allowed_mentions"] == {"parse": []}
    for part in terminal.render(content):
        assert not set(part.payload["text"]) & {"\x1b", "\x9b", "\u202e", "\x07", "\r"}


def check_site(story: BriefedStory) -> None:
    """A page with no element or handler but its own, and feeds that can be parsed."""
    page = fromstring(document(story.article, story.briefing))
    assert len(page.findall(".//script")) == 1
    assert {e.tag for e in page.iter() if isinstance(e.tag, str)} <= OWN
    assert not any(name.startswith("on") for e in page.iter() for name in e.attrib)
    assert not any(h.lower().startswith("javascript") for h in page.xpath("//@href"))
    a = story.article
    kept = ArchivedBriefing(
        id=1, article_id=a.id, version=1, story=None, made=NOW, language=a.language, outlet=a.outlet,
        briefing=story.briefing,
    )  # fmt: skip
    channel = feeds.channel("http://kurir.example.com", "http://kurir.example.com/feed.rss", [kept])
    for write in (feeds.rss, feeds.atom):
        ElementTree.fromstring(write(channel, [kept]))  # noqa: S314 - our own
    json.loads(feeds.json_feed(channel, [kept]))


TARGETS: Mapping[str, Target] = {
    "feeds": Target(mutated(RSS, ATOM, RDF, JSON_FEED), check_feed),
    "pages": Target(documents(), check_document),
    "grammar": Target(commands(), check_grammar),
    "lists": Target(st.tuples(mutated(OPML), points()), check_lists),
    "gate": Target(judged(), check_gate),
    "briefings": Target(articles(), check_briefing),
    "messages": Target(contents(), check_messages),
    "site": Target(stories(), check_site),
}
