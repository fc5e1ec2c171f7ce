"""Every message of ours keeps Discord's limits, and says everything."""

from __future__ import annotations

import json
import re
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from builders import article
from contents import BRIDGE, LONG, POINTS, TEXT, answer, briefed
from fakes.discord_limits import check_message
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.app import build_summarizer
from bot.chat.discord import components as c
from bot.chat.discord.embeds import as_embeds
from bot.chat.discord.escape import clean, unescape
from bot.chat.discord.evidence import evidence
from bot.chat.discord.render import render
from bot.chat.discord.titles import heading, named, tags
from bot.content import BriefedStory, Content, Correction, Digest, Evidence, Notice
from bot.outbox.delivery import Part
from bot.settings import Settings
from summarizer import Briefing, Point, Section, Verdict
from summarizer.reading import read_file

ROOT = Path(__file__).resolve().parents[3]
GOLDEN = ROOT / "tests" / "data" / "discord"
SEEDS = sorted((ROOT / "seeds").glob("*-*.json"))
SLOT = datetime.fromisoformat("2026-11-23T08:00+01:00")


def digest(stories: tuple[BriefedStory, ...], **fields: Any) -> Digest:
    return Digest(day=date(2026, 11, 23), slot=SLOT, stories=stories, **fields)


def check(parts: tuple[Part, ...]) -> None:
    """The documented limits, in either form."""
    for part in parts:
        check_message(dict(part.payload))
        check_message(as_embeds(part.payload))


def read(parts: tuple[Part, ...]) -> str:
    """Everything that a person reads in all parts, white space and bullets folded."""
    words = (t for p in parts for t in c.texts(p.payload["components"]))
    return "".join(unescape(re.sub(r"^- ", "", "\n".join(words), flags=re.MULTILINE)).split())


@settings(max_examples=20)
@given(st.lists(POINTS, max_size=6), TEXT | LONG)
def test_any_briefing_keeps_the_limits_and_says_every_point(points: list[Point], title: str) -> None:
    content = briefed(points, headline=title, outlets=(title, "SR"), notes=(title,))
    parts = render(content)
    check(parts)
    check(evidence(content))
    said = read(parts)
    assert all("".join(clean(p.text).split()) in said for p in points)
    assert [p.in_thread for p in parts] == [False] + [True] * (len(parts) - 1)
    assert {p.story for p in parts} == {"b1"}
    assert 1 <= len(named(heading(parts[0].payload)).encode("utf-16-le")) // 2 <= 100


@settings(max_examples=3)
@given(st.lists(POINTS, max_size=2), TEXT | LONG, TEXT | LONG)
@pytest.mark.parametrize("size", [0, 1, 5, 10, 25, 50])
def test_a_digest_is_one_message_and_a_thread(size: int, points: list[Point], title: str, what: str) -> None:
    """The header names every story, however many; each full briefing comes in the thread."""
    stories = tuple(briefed(points, id=f"b{n}", headline=title) for n in range(size))
    parts = render(digest(stories, what=what, more=3))
    check(parts)
    assert [p.in_thread for p in parts] == [False] + [True] * (len(parts) - 1)
    assert parts[0].story is None
    assert {p.story for p in parts[1:]} == {s.id for s in stories}
    header = "\n".join(c.texts(parts[0].payload["components"]))
    assert all(f"**{n}.**" in header for n in range(1, size + 1))


@settings(max_examples=15)
@given(TEXT | LONG, st.lists(TEXT | LONG, max_size=8))
def test_notices_answers_and_corrections_keep_the_limits(text: str, lines: list[str]) -> None:
    found = tuple(Evidence(n, line, line + " in English") for n, line in enumerate(lines))
    for content in (
        Notice(text=text, lines=tuple(lines)),
        answer(question=text, text=text, evidence=found, verdict=Verdict.UNVERIFIED, story="b1"),
        Correction(story=briefed([]), changes=tuple(lines)),
    ):
        check(render(content))


def _golden(name: str, content: Content) -> None:
    made = [dict(p.payload) for p in render(content)]
    file = GOLDEN / f"{name}.json"
    assert made == json.loads(file.read_text(encoding="utf-8"))


EXAMPLE = BriefedStory(
    id="7",
    article=BRIDGE,
    briefing=Briefing(
        headline="The bridge has opened",
        engine="extractive",
        points=(
            Point(
                section=Section.KEY_CLAIMS,
                text="The bridge opened on Monday.",
                evidence=(0,),
                verdict=Verdict.SUPPORTED,
                translated=True,
            ),
            Point(
                section=Section.EXPERT_VIEW,
                text="The bridge is safe.",
                speaker="Ann Ek",
                speaker_role="engineer",
                evidence=(1,),
                quote="Den är säker",
                verdict=Verdict.UNVERIFIED,
                translated=True,
            ),
        ),
    ),
    outlets=("The Bugle", "SR"),
)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("briefing", EXAMPLE),
        ("digest", digest((EXAMPLE,), what="bridges", more=2)),
        ("empty", digest((), what="bridges")),
        ("correction", Correction(story=EXAMPLE, changes=("It opened on Monday, not on Sunday.",))),
        ("notice", Notice(text="What you can ask:", lines=("/brief — the newest",))),
    ],
)
def test_a_message_is_what_it_was(name: str, content: Content) -> None:
    """Whole payloads, looked at by a person when they change."""
    _golden(name, content)


def test_an_answer_from_another_article_names_and_links_its_outlet() -> None:
    said = answer(article=article(outlet="T*T", url="https://example.com/a"), elsewhere=True)
    lead = r"The briefed article does not say. From **[T\*T](<https://example.com/a>)**:"
    assert lead in c.texts(render(said)[0].payload["components"])


def test_the_edge_tells_the_state_of_a_briefing() -> None:
    colours = [
        render(content)[0].payload["components"][0]["accent_color"]
        for content in (briefed([]), EXAMPLE, Correction(story=EXAMPLE, changes=()))
    ]
    assert colours == [c.Accent.NORMAL, c.Accent.UNVERIFIED, c.Accent.CORRECTION]


def test_a_thread_is_named_after_the_headline_and_tagged_by_what_it_says() -> None:
    (part,) = render(EXAMPLE)
    assert heading(part.payload) == named(heading(part.payload)) == "The bridge has opened"
    assert heading(as_embeds(part.payload)) == "The bridge has opened"
    forum = {
        "available_tags": [
            {"id": "1", "name": "Swedish", "moderated": False},
            {"id": "2", "name": "bridge", "moderated": False},
            {"id": "3", "name": "sport", "moderated": False},
            {"id": "4", "name": "engineer", "moderated": True},
        ]
    }
    assert tags(part.payload, forum) == ["1", "2"]
    nothing = {"available_tags": [{"id": "9", "name": "Sport"}]}
    assert tags(part.payload, nothing) == []
    assert tags(part.payload, nothing | {"flags": 1 << 4}) == ["9"]


@pytest.mark.parametrize("file", SEEDS, ids=lambda p: p.stem)
async def test_every_seed_renders_within_discord_s_limits(file: Path) -> None:
    article = read_file(file)
    briefing = await build_summarizer(Settings(), engine="extractive").brief(article, words=160)
    story = BriefedStory(id="1", article=article, briefing=briefing)
    check(render(story))
    check(evidence(story))
    assert briefing.points
