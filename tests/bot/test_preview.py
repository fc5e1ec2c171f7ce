"""The preview page: what a channel will see, requested from nobody."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from builders import article
from click.testing import CliRunner

from bot.chat.discord.evidence import evidence
from bot.chat.discord.render import render as render_for_discord
from bot.chat.ports import Renderer
from bot.chat.slack.render import render as render_for_slack
from bot.cli import cli
from bot.content import BriefedStory, Correction, Notice
from bot.outbox.delivery import Part
from bot.preview.discord import page as discord_page
from bot.preview.slack import page as slack_page
from summarizer import Briefing, Point, Section, Verdict

HOSTILE = '<script>alert(1)</script> <img src=x onerror=y> & "quotes"'


def _story() -> BriefedStory:
    point = Point(
        section=Section.SKEPTICS, text=HOSTILE, speaker=HOSTILE, evidence=(0,), verdict=Verdict.SUPPORTED
    )
    briefing = Briefing(headline=HOSTILE, engine="extractive", points=(point,))
    a = article(HOSTILE, url='https://example.com/a?x="><script>', outlet=HOSTILE)
    return BriefedStory(id="1", article=a, briefing=briefing)


Page = Callable[[Sequence[Part]], str]
PLATFORMS = pytest.mark.parametrize(
    ("render", "page"), [(render_for_slack, slack_page), (render_for_discord, discord_page)]
)


@PLATFORMS
def test_foreign_text_is_escaped(render: Renderer, page: Page) -> None:
    """A preview is opened in a browser: no text of an article becomes markup there."""
    contents = (_story(), Correction(story=_story(), changes=(HOSTILE,)), Notice(text=HOSTILE))
    shown = page([part for content in contents for part in render(content)])
    assert "<script" not in shown
    assert "<img" not in shown
    assert "&lt;script&gt;" in shown


@PLATFORMS
def test_the_page_requests_nothing(render: Renderer, page: Page) -> None:
    shown = page(render(_story()))
    assert not re.search(r"<(img|script|link|iframe)|@import|url\(", shown)


def test_discord_s_page_shows_what_its_markdown_means() -> None:
    shown = discord_page(evidence(_story()))
    assert "<h3>" in shown
    assert "<blockquote><b>1</b> " in shown
    assert "**" not in shown
    assert "\\" not in shown


@pytest.mark.parametrize("platform", ["slack", "discord"])
def test_the_command_writes_the_shipped_seeds_as_a_digest(tmp_path: Path, platform: str) -> None:
    out = tmp_path / "preview.html"
    result = CliRunner().invoke(cli, ["preview", "--digest", "--platform", platform, "--out", str(out)])
    assert result.exit_code == 0, result.output
    shown = out.read_text(encoding="utf-8")
    assert "8 stories" in shown
    assert shown.count('<article class="reply">') == 8


def test_a_place_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    result = CliRunner().invoke(cli, ["preview", "--out", str(tmp_path / "no" / "x.html")])
    assert "choose another place" in str(result.exception)
