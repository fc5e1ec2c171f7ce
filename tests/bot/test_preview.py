"""The preview page: what a channel will see, requested from nobody."""

from __future__ import annotations

import re
from pathlib import Path

from builders import article
from click.testing import CliRunner

from bot.chat.content import BriefedStory, Correction, Notice
from bot.chat.slack.render import render
from bot.cli import cli
from bot.preview.slack import page
from summarizer import Briefing, Point, Section, Verdict

HOSTILE = '<script>alert(1)</script> <img src=x onerror=y> & "quotes"'


def _story() -> BriefedStory:
    point = Point(
        section=Section.SKEPTICS, text=HOSTILE, speaker=HOSTILE, evidence=(0,), verdict=Verdict.SUPPORTED
    )
    briefing = Briefing(headline=HOSTILE, engine="extractive", points=(point,))
    a = article(HOSTILE, url='https://example.com/a?x="><script>', outlet=HOSTILE)
    return BriefedStory(id="1", article=a, briefing=briefing)


def test_foreign_text_is_escaped() -> None:
    """A preview is opened in a browser: no text of an article becomes markup there."""
    contents = (_story(), Correction(story=_story(), changes=(HOSTILE,)), Notice(text=HOSTILE))
    shown = page([part for content in contents for part in render(content)])
    assert "<script" not in shown
    assert "<img" not in shown
    assert "&lt;script&gt;" in shown


def test_the_page_requests_nothing() -> None:
    shown = page(render(_story()))
    assert not re.search(r"<(img|script|link|iframe)|@import|url\(", shown)


def test_the_command_writes_the_shipped_seeds_as_a_digest(tmp_path: Path) -> None:
    out = tmp_path / "preview.html"
    result = CliRunner().invoke(cli, ["preview", "--digest", "--out", str(out)])
    assert result.exit_code == 0, result.output
    shown = out.read_text(encoding="utf-8")
    assert "8 stories" in shown
    assert shown.count('<article class="reply">') == 8


def test_a_place_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    result = CliRunner().invoke(cli, ["preview", "--out", str(tmp_path / "no" / "x.html")])
    assert "choose another place" in str(result.exception)
