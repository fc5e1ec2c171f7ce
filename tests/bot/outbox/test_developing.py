"""A story that a channel has seen comes again when it developed, and says what is new."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from builders import article

from bot.content import BriefedStory
from bot.outbox.candidate import Candidate, Report
from bot.outbox.developing import developed
from bot.query import Facts
from summarizer import Article, Briefing, Section, Verdict
from summarizer.briefing import Point

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
FIRST = article("The bridge cost 120 million euros, said Anna Berg.", "It opens in May.", id="first")
ECHO = article("The bridge opens in May, said Anna Berg.", "It cost 120 million euros.", id="echo")
MORE = article(
    "The bridge cost 120 million euros, said Anna Berg.",
    "Now Peter Holm wants another 340 million.",
    "A court in Norvik will hear the case on 14 December.",
    id="more",
)


def report(a: Article, hours: int) -> Report:
    """Briefed so many hours from now, each sentence a point."""
    points = (
        Point(section=Section.KEY_CLAIMS, text=s.text, evidence=(i,), verdict=Verdict.SUPPORTED)
        for i, s in enumerate(a.sentences)
    )
    briefing = Briefing(headline="Bridge", points=tuple(points), engine="extractive")
    return Report(BriefedStory(id=a.id, article=a, briefing=briefing), NOW + timedelta(hours=hours))


def story(*reports: Report) -> Candidate:
    lead = reports[0].story
    return Candidate("story 1", lead, Facts("bridge"), reports[-1].briefed, NOW, reports)


def test_a_story_that_the_channel_has_not_seen_is_told_as_it_is() -> None:
    new = story(report(FIRST, 0))
    assert developed(new, None) is new


def test_an_article_that_adds_to_what_was_seen_is_told_with_what_is_new() -> None:
    told = developed(story(report(FIRST, -2), report(ECHO, 1), report(MORE, 2)), NOW)
    assert told
    assert (told.key, told.story.article.id, told.briefed) == ("story 1", "more", NOW + timedelta(hours=2))
    assert told.story.notes == (
        "New since this channel last saw the story: Now Peter Holm wants another 340 million.; "
        "A court in Norvik will hear the case on 14 December.",
    )


def test_an_outlet_that_repeats_what_is_known_is_no_development() -> None:
    assert developed(story(report(FIRST, -2), report(ECHO, 1)), NOW) is None


def test_nothing_after_the_channel_saw_it_is_no_development() -> None:
    assert developed(story(report(FIRST, -2), report(MORE, -1)), NOW) is None


def test_where_nothing_is_known_of_what_the_channel_saw_nothing_is_called_new() -> None:
    assert developed(story(report(MORE, 1)), NOW) is None


def test_what_is_new_without_being_a_point_is_counted() -> None:
    bare = report(MORE, 1)
    briefing = replace(bare.story.briefing, points=())
    bare = replace(bare, story=replace(bare.story, briefing=briefing))
    told = developed(story(report(FIRST, -2), bare), NOW)
    assert told
    assert told.story.notes == ("New since this channel last saw the story: 2 sentences.",)
