"""What people type after /brief, and the command that it is."""

from __future__ import annotations

from datetime import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.commands.grammar import (
    Ask,
    BriefUrl,
    Command,
    FollowUp,
    Help,
    Newest,
    Pause,
    Quote,
    Resume,
    Search,
    ShowSettings,
    Subscribe,
    Subscriptions,
    Unsubscribe,
    Who,
    parse,
)
from bot.errors import CommandError


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("", Newest()),
        ("   ", Newest()),
        ("https://example.com/a?b=1", BriefUrl("https://example.com/a?b=1")),
        ("see https://example.com", Search("see https://example.com")),
        ("riksbank rate", Search("riksbank rate")),
        ("ask Who doubts it?", Ask("Who doubts it?")),
        ("subscribe cuts in 80 words labels SV", Subscribe("cuts", words=80, labels="sv")),
        ("subscribe words of war in 12 words of labels", Subscribe("words of war in 12 words of labels")),
        ("sources", FollowUp.SOURCES),
        ("SKEPTICS", FollowUp.SKEPTICS),
        ("sources of income", Search("sources of income")),
        ("longer days", Search("longer days")),
        ("quote 2", Quote(2)),
        ("quote wars", Search("quote wars")),
        ("who  Liz   Truss", Who("Liz Truss")),
        ("subscriptions", Subscriptions()),
        ("pause", Pause()),
        ("pause 3", Pause(3)),
        ("resume 3", Resume(3)),
        ("pause for thought", Search("pause for thought")),
        ("unsubscribe 1", Unsubscribe(1)),
        ("settings", ShowSettings()),
        ("help", Help()),
        ("subscribe ukraine", Subscribe("ukraine")),
        (
            "subscribe ukraine AND (peace OR talks) at 08:00,16:30 on weekdays tz europe/stockholm as digest",
            Subscribe(
                "ukraine AND (peace OR talks)",
                (time(8), time(16, 30)),
                (0, 1, 2, 3, 4),
                "Europe/Stockholm",
                "digest",
            ),
        ),
        ("subscribe tt as alerts on mon-wed, sunday", Subscribe("tt", (), (0, 1, 2, 6), None, "alerts")),
        ("subscribe x on fri-mon at 7.30 and 18:00", Subscribe("x", (time(7, 30), time(18)), (0, 4, 5, 6))),
        ("subscribe life on mars", Subscribe("life on mars")),
        ("subscribe talks at the border at 09:00", Subscribe("talks at the border", (time(9),))),
        ("subscribe x on tuesdays", Subscribe("x", (), (1,))),
        ("subscribe x at 8", Subscribe("x", (time(8),))),
        ("subscribe x at 8am and 4:30 p.m.", Subscribe("x", (time(8), time(16, 30)))),
        ("subscribe x at 12 am, 12 pm", Subscribe("x", (time(0), time(12)))),
        ("subscribe x at 8 on weekends", Subscribe("x", (time(8),), (5, 6))),
        ("subscribe boeing 737 max 8", Subscribe("boeing 737 max 8")),
        ("subscribe x quiet 22:00-07:00", Subscribe("x", quiet=(time(22), time(7)))),
        ("subscribe x quiet 10 pm to 7", Subscribe("x", quiet=(time(22), time(7)))),
        ("subscribe x at most 3 stories", Subscribe("x", most=3)),
        ("subscribe x as alerts at most 2 an hour", Subscribe("x", mode="alerts", most=2)),
        ("subscribe x importance 40 if empty say so", Subscribe("x", importance=40, when_empty="say-so")),
        ("subscribe x if empty silent", Subscribe("x", when_empty="silent")),
        ("subscribe a quiet life", Subscribe("a quiet life")),
    ],
)
def test_commands(text: str, command: Command) -> None:
    assert parse(text) == command


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("ask", "Ask what?"),
        ("who", "Who?"),
        ("quote", "quote 2"),
        ("unsubscribe all", "numbers them"),
        ("subscribe", "Subscribe to what?"),
        ("subscribe at 08:00", "Subscribe to what?"),
        ("subscribe x at 25:00", "25:00 is not a time of day"),
        ("subscribe x tz Mars/Olympus", "no time zone"),
        ("subscribe x at 08:00 at 09:00", "twice"),
        ("subscribe x at 13 pm", "not a time of day"),
        ("subscribe x quiet 22:00-22:00", "are none"),
        ("subscribe x at most 99 stories", "from 1 to 50"),
        ("subscribe x importance 101", "from 0 to 100"),
        ("x" * 2001, "longer than 2,000"),
    ],
)
def test_a_wrong_form_is_answered_with_the_right_one(text: str, says: str) -> None:
    with pytest.raises(CommandError, match=says):
        parse(text)


@settings(max_examples=200)
@given(
    st.text(max_size=300) | st.from_regex(r"subscribe .{0,40}( (at|on|tz|as) .{0,12}){0,4}", fullmatch=True)
)
def test_any_text_is_a_command_or_one_sentence(text: str) -> None:
    """Nothing that a person can type ends in another exception."""
    try:
        answer = str(parse(text))
    except CommandError as error:
        answer = str(error)
    assert answer
    assert "\n" not in answer
