"""What the terminal channel prints."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, datetime

from builders import article
from contents import answer
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.chat.terminal import TerminalChat, console, inert, render, show_briefing
from bot.content import BriefedStory, Correction, Digest, Evidence, Notice
from bot.subscription import Channel, Platform
from bot.view import superscript, view
from summarizer import Article, Briefing, Point, Section, Verdict


def _printed(a: Article, b: Briefing, *, evidence: bool = False, color: bool | None = None) -> str:
    stream = io.StringIO()
    show_briefing(console(stream, color=color), view(a, b), evidence=evidence)
    return "\n".join(line.rstrip() for line in stream.getvalue().split("\n"))


def _briefing(*points: Point) -> Briefing:
    return Briefing(headline="Bridge opened", engine="extractive", points=points)


def _claim(text: str) -> Point:
    return Point(
        section=Section.KEY_CLAIMS, text=text, evidence=(0,), speaker="Ann Ek", verdict=Verdict.SUPPORTED
    )


def test_a_briefing_reads_from_headline_to_engine() -> None:
    printed = _printed(article(outlet="TT"), _briefing(_claim("It is open.")), evidence=True)
    assert printed.split("\n", 1)[1] == (
        """Bridge opened
TT · English

Key claims
  • Ann Ek: It is open. ¹

Skeptics
    No skeptic was found in the article.

Expert view
    No outside expert was found in the article.

extractive engine · 7 words, 1 min

Evidence
  1  The mayor opened the bridge on Monday.
"""
    )


def test_colour_only_on_a_terminal() -> None:
    briefing = _briefing(_claim("It is open."))
    assert "\x1b" not in _printed(article(), briefing)
    assert "\x1b[" in _printed(article(), briefing, color=True)


@settings(max_examples=50)
@given(st.text(max_size=80))
def test_foreign_text_is_inert(text: str) -> None:
    """No text of an article can colour, move or rewrite a terminal, nor is it markup."""
    hostile = f"[bold]{text}[/bold]\x1b[31m\x9b2J\u202e@everyone"
    printed = _printed(article(hostile), _briefing(_claim(hostile)), evidence=True)
    assert not set(printed) & {"\x1b", "\x9b", "\u202e", "\x07", "\r"}
    assert "[bold]" in printed.replace("\n", "")


def _story() -> BriefedStory:
    return BriefedStory(id="7", article=article(outlet="TT"), briefing=_briefing(_claim("It is open.")))


def test_a_digest_is_a_list_and_then_its_stories() -> None:
    slot = datetime(2026, 11, 23, 8, tzinfo=UTC)
    header, story = render(Digest(day=slot.date(), slot=slot, what="bridges", stories=(_story(),), more=2))
    assert header.payload["text"] == (
        "Monday 23 November · bridges\n  1  Bridge opened (TT · English)\n2 more left out\n"
    )
    assert (story.in_thread, story.story) == (True, "7")
    (nothing,) = render(Digest(day=slot.date(), slot=slot))
    assert nothing.payload["text"] == "Monday 23 November: nothing new\n"


def test_answers_notices_and_corrections_are_printed() -> None:
    evidence = (Evidence(0, "Med bil.", "By car."),)
    said = answer(text="By car.", evidence=evidence, verdict=Verdict.UNVERIFIED)
    printed = [
        render(content)[0].payload["text"]
        for content in (
            said,
            Notice(text="Hello", lines=("a", "b")),
            Correction(story=_story(), changes=("12 became 14",)),
        )
    ]
    assert printed[0] == "By car.\n  │ Med bil.\n    By car.\n? not verified\n"
    other = replace(said, article=article(outlet="TT", url="https://example.com/a"), elsewhere=True)
    assert (
        render(other)[0]
        .payload["text"]
        .startswith(
            "The briefed article does not say. From TT (TT · English · https://example.com/a):\nBy car.\n"
        )
    )
    assert printed[1] == "Hello\n  • a\n  • b\n"
    assert printed[2].startswith("Correction: the article has changed\n  • 12 became 14\n")


async def test_the_terminal_is_a_channel() -> None:
    stream = io.StringIO()
    chat = TerminalChat(stream)
    (part,) = chat.render(Notice(text="Hello"))
    channel = Channel(Platform.TERMINAL, "terminal")
    assert await chat.send(channel, part, key="k", reply_to=None) == "k"
    await chat.edit(channel, part, message="k", reply_to=None)
    assert await chat.find(channel, part, key="k", reply_to=None, since=datetime.now(UTC)) is None
    assert stream.getvalue() == "Hello\n\nHello\n\n"


def test_escapes_go_and_words_stay() -> None:
    assert inert("a\x1b[31mb\u202ec\td") == "a[31mbcd"


def test_superscripts() -> None:
    assert superscript((1, 20)) == "¹˒²⁰"
