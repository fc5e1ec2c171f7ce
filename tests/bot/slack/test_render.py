"""Every message of ours keeps Slack's limits, and says everything."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime
from typing import Any

from contents import LONG, POINTS, TEXT, answer, briefed
from fakes.slack_limits import nodes
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.chat.slack import blocks as b
from bot.chat.slack import limits
from bot.chat.slack.render import render
from bot.content import Content, Correction, Digest, Evidence, Notice
from summarizer import Point, Section, Verdict


def check_limits(body: dict[str, Any]) -> None:
    """The documented limits that concern our messages."""
    blocks = body["blocks"]
    assert 1 <= len(blocks) <= limits.BLOCKS_PER_MESSAGE
    assert sum(map(b.size, blocks)) <= limits.MESSAGE_CHARACTERS
    assert len(body["text"]) <= limits.FALLBACK_TEXT * 5
    assert body["unfurl_links"] is body["unfurl_media"] is False
    for block in blocks:
        if block["type"] == "context":
            assert 1 <= len(block["elements"]) <= limits.CONTEXT_ELEMENTS
        for text in b.texts(block):
            assert 1 <= len(text) <= limits.SECTION_TEXT
    named = [e["action_id"] for block in blocks if block["type"] == "actions" for e in block["elements"]]
    assert max(Counter(named).values(), default=1) == 1


def read(content: Content) -> str:
    """Everything that a person reads in all parts, white space folded."""
    words = " ".join(t for p in render(content) for block in p.payload["blocks"] for t in b.texts(block))
    return "".join(words.split())


@settings(max_examples=25)
@given(st.lists(POINTS, max_size=6))
def test_any_briefing_keeps_the_limits_and_says_every_point(points: list[Point]) -> None:
    content = briefed(points)
    for part in render(content):
        check_limits(dict(part.payload))
    said = read(content)
    assert all("".join(b.clean(p.text).split()) in said for p in points)


@settings(max_examples=10)
@given(st.integers(0, 50), st.lists(POINTS, max_size=4))
def test_a_digest_of_any_size_keeps_the_limits(size: int, points: list[Point]) -> None:
    stories = tuple(briefed(points, id=f"b{n}") for n in range(size))
    content = Digest(
        day=date(2026, 11, 23), slot=datetime.fromisoformat("2026-11-23T08:00+01:00"), stories=stories
    )
    parts = render(content)
    for part in parts:
        check_limits(dict(part.payload))
    assert [p.in_thread for p in parts] == [False] + [True] * (len(parts) - 1)
    assert {p.story for p in parts} - {None} == {s.id for s in stories}


@settings(max_examples=20)
@given(TEXT | LONG, st.lists(TEXT | LONG, max_size=8))
def test_notices_answers_and_corrections_keep_the_limits(text: str, lines: list[str]) -> None:
    evidence = tuple(Evidence(n, line, line) for n, line in enumerate(lines))
    for content in (
        Notice(text=text, lines=tuple(lines)),
        answer(question=text, text=text, evidence=evidence, verdict=Verdict.UNVERIFIED),
        Correction(story=briefed([]), changes=tuple(lines)),
    ):
        for part in render(content):
            check_limits(dict(part.payload))


def test_foreign_text_is_never_markup() -> None:
    """Mentions, links and formatting in an article are shown as they stand, and notify nobody."""
    hostile = "<!channel> <@U123> *bold* <https://evil.test|click> @everyone & \u202e\x1b[31m"
    point = Point(section=Section.KEY_CLAIMS, text=hostile, verdict=Verdict.SUPPORTED)
    (part,) = render(briefed([point]))
    kinds = Counter(n["type"] for n in nodes(part.payload["blocks"]) if "type" in n)
    assert "mrkdwn" not in kinds
    assert kinds["link"] == 1  # the headline's
    assert "<!channel>" not in part.payload["text"]
    assert "\u202e" not in str(part.payload)
