"""Slack's payloads as files: a change in what people see is a change in a file that a reviewer sees.

Renew them with ``PYTHONPATH=tests python tests/bot/slack/test_golden.py`` and read the difference.
"""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from contents import BRIDGE, answer
from fakes.slack_limits import check_message, check_view

from bot.chat.slack import form, home, views
from bot.chat.slack.render import render
from bot.content import BriefedStory, Content, Correction, Digest, Evidence, Notice
from bot.subscription import Channel, Platform, Schedule, Subscription
from summarizer import Briefing, Point, Reason, Section, Verdict
from summarizer.briefing import Translation
from summarizer.english import ReferenceTranslator
from summarizer.extractive import ExtractiveEngine
from summarizer.pipeline import Summarizer
from summarizer.reading import read_file

ROOT = Path(__file__).resolve().parents[3]
GOLDEN = ROOT / "tests" / "data" / "slack"
SEEDS = sorted((ROOT / "seeds").glob("*-*.json"))
SLOT = datetime(2026, 11, 23, 7, tzinfo=UTC)

POINTS = (
    Point(
        section=Section.KEY_CLAIMS,
        text="The bridge opened on Monday.",
        evidence=(0,),
        translated=True,
        verdict=Verdict.SUPPORTED,
    ),
    Point(
        section=Section.EXPERT_VIEW,
        text="It is safe.",
        speaker="Ann Ek",
        speaker_role="engineer",
        via="The Times",
        evidence=(1, 2),
        quote="Den är säker",
        verdict=Verdict.UNVERIFIED,
        reasons=(Reason("coverage", "there is no English to compare with"),),
    ),
)
DROPPED = Point(
    section=Section.SKEPTICS,
    text="It cost 14 million.",
    evidence=(2,),
    verdict=Verdict.REJECTED,
    reasons=(Reason("numbers", "14 is not in the evidence"),),
)
STORY = BriefedStory(
    id="7",
    article=BRIDGE,
    briefing=Briefing(
        headline="The bridge has opened",
        engine="extractive",
        points=POINTS,
        dropped=(DROPPED,),
        translations=(Translation(0, "The bridge opened on Monday.", "reference"),),
    ),
    outlets=("The Bugle", "TT"),
    notes=("New since 08:00: TT.",),
)
ANSWER = answer(
    evidence=(Evidence(1, "”Den är säker”, sade Ann Ek.", "“It is safe”, said Ann Ek."),),
    article=BRIDGE,
    story="7",
)
CONTENTS: dict[str, Content] = {
    "briefing": STORY,
    "digest": Digest(day=SLOT.date(), slot=SLOT, what="bridges", stories=(STORY,), more=2),
    "empty": Digest(day=SLOT.date(), slot=SLOT, what="bridges"),
    "correction": Correction(story=STORY, changes=("12 million became 14 million.",)),
    "notice": Notice(text="This channel follows:", lines=("1. bridges — every day at 08:00",)),
    "answer": ANSWER,
    "answer-elsewhere": replace(ANSWER, elsewhere=True),
}
FOLLOWED = Subscription(
    id="s1",
    number=1,
    channel=Channel(Platform.SLACK, "C1"),
    what="bridges",
    schedule=Schedule(tz="Europe/Stockholm"),
    owner="U1",
    since=SLOT,
)
HOME = home.Home(
    mine=[home.Followed(FOLLOWED, "Every day at 08:00 Europe/Stockholm; next: Tuesday 24 November 08:00")],
    others=[home.Followed(FOLLOWED, "Every day at 08:00 Europe/Stockholm")],
    recent=[STORY],
    health=["1 of 2 sources work.", "The Bugle: the server says 404"],
    budget="The language model has cost $0.12 of today's $2.00.",
)
FORM = form.SubscribeForm(what="bridges", sources=("TT",), tz="Europe/Stockholm")
VIEWS = {
    "view-evidence": views.evidence(STORY),
    "view-ask": views.ask("7", "C1", "1.1"),
    "view-subscribe": form.view(
        FORM, "C1", "Weekdays at 08:00", lately=["The bridge has opened"], sources=["The Bugle", "TT"]
    ),
    "view-edit": form.view(form.SubscribeForm.of(FOLLOWED), "C1", "Every day", lately=[], sources=[]),
    "view-notice": views.notice("That briefing is no longer in the archive."),
    "view-home": home.view(HOME),
    "view-home-empty": home.view(
        home.Home(mine=[], others=[], recent=[], health=[], budget="There is no budget.")
    ),
}


def _made() -> dict[str, Any]:
    return {name: [p.payload for p in render(c)] for name, c in CONTENTS.items()} | VIEWS


@pytest.mark.parametrize("name", [*CONTENTS, *VIEWS])
def test_payloads_are_what_was_looked_at(name: str) -> None:
    assert _made()[name] == json.loads((GOLDEN / f"{name}.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", CONTENTS)
def test_slack_accepts_every_message(name: str) -> None:
    for part in render(CONTENTS[name]):
        check_message(dict(part.payload))


@pytest.mark.parametrize("name", VIEWS)
def test_slack_accepts_every_view(name: str) -> None:
    check_view(VIEWS[name])


@pytest.mark.parametrize("seed", SEEDS, ids=lambda p: p.stem)
@pytest.mark.parametrize("words", [40, 160, 1_000])
def test_slack_accepts_every_seed_at_any_length(seed: Path, words: int) -> None:
    a = read_file(seed)
    summarizer = Summarizer(engine=ExtractiveEngine(), translators=(ReferenceTranslator(),))
    briefing = asyncio.run(summarizer.brief(a, words=words))
    story = BriefedStory(id="1", article=a, briefing=briefing)
    for part in render(story):
        check_message(dict(part.payload))
    check_view(views.evidence(story))


if __name__ == "__main__":
    GOLDEN.mkdir(exist_ok=True)
    for name, made in _made().items():
        text = json.dumps(made, ensure_ascii=False, indent=1) + "\n"
        (GOLDEN / f"{name}.json").write_text(text, encoding="utf-8")
