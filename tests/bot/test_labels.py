"""What Kurir says around a briefing, in every language of its labels."""

from __future__ import annotations

import json
import string
from dataclasses import fields
from datetime import UTC, date, datetime

import pytest
from builders import article
from fakes import discord_limits, slack_limits

from bot.chat.discord.render import render as discord
from bot.chat.slack.render import render as slack
from bot.content import BriefedStory, Digest
from bot.labels import ENGLISH, Labels, labels, languages
from summarizer import Briefing, Point, Section, Verdict
from summarizer.languages import known


def blanks(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("language", languages())
def test_every_language_says_everything_and_fills_the_same_blanks(language: str) -> None:
    """A label that lost its blank would swallow an outlet or a number."""
    spoken = labels(language)
    for field in fields(Labels):
        if field.name not in ("language", "dropped_one"):
            said, english = getattr(spoken, field.name), getattr(ENGLISH, field.name)
            assert said.strip(), field.name
            assert blanks(said) == blanks(english), field.name


def test_the_languages_that_kurir_attributes_in_have_labels() -> None:
    assert set(languages()) >= set(known()) - {"el", "ru"}


@pytest.mark.parametrize("language", languages())
def test_both_platforms_take_every_label(language: str) -> None:
    """Within their limits, whole, and nothing of ours is left in English."""
    spoken = labels(language)
    point = Point(section=Section.KEY_CLAIMS, text="It opened.", evidence=(0,), verdict=Verdict.SUPPORTED)
    story = BriefedStory(
        id="1",
        article=article("A sentence.", url="https://example.com/a", outlet="TT"),
        briefing=Briefing(headline="Bridge", points=(point,), engine="extractive"),
        outlets=("TT", "SVT"),
        labels=spoken,
    )
    digest = Digest(
        day=date(2026, 11, 23), slot=datetime(2026, 11, 23, tzinfo=UTC), stories=(story,), labels=spoken
    )
    for part in slack(digest):
        slack_limits.check_message(dict(part.payload))
    for part in discord(digest):
        discord_limits.check_message(dict(part.payload))
    buttons = spoken.evidence, spoken.useful, spoken.only_skeptics, spoken.no_skeptic, spoken.in_thread
    for render in (slack, discord):
        said = json.dumps([p.payload for p in render(digest)], ensure_ascii=False)
        assert all(text in said for text in buttons)


def test_counts() -> None:
    assert (ENGLISH.count(1), ENGLISH.count(3)) == ("1 story", "3 stories")
    assert (ENGLISH.nothing(""), ENGLISH.nothing("talks")) == ("nothing new", "nothing new on talks")
    assert labels("uk").count(5) == "Теми: 5"
