"""Every target of `fuzzing`, for a moment, and the cases that were found by running it for longer."""

from __future__ import annotations

import pytest
from builders import article, point
from fuzzing import TARGETS
from hostile import RSS
from hypothesis import HealthCheck, given, settings

from bot.errors import CommandError
from bot.query import parse_query
from summarizer import Verdict
from summarizer.gate import judge
from summarizer.sources.feeds.hints import read_hints


@pytest.mark.parametrize("name", TARGETS)
def test_hostile_input_is_taken_well(name: str) -> None:
    target = TARGETS[name]
    quick = settings(max_examples=20, suppress_health_check=list(HealthCheck), database=None)
    quick(given(target.inputs)(target.check))()


@pytest.mark.parametrize("digit", "¹²½Ⅻ৩")
def test_digits_that_are_no_decimals_are_read(digit: str) -> None:
    """``¹`` is a digit to `str.isdigit`, and no number to `float`."""
    judged = judge(article(f"It has {digit} lanes."), point(f"It has {digit} lanes."), {})
    assert judged.verdict is not Verdict.REJECTED


@pytest.mark.parametrize("hour", ["\xb9", "9" * 5000, "-1", "", "25"])
def test_a_skipped_hour_that_is_none_is_passed_over(hour: str) -> None:
    body = RSS.replace(b"<hour>1</hour>", f"<hour>{hour}</hour>".encode("latin-1"))
    assert read_hints(body).skip_hours == frozenset()


@pytest.mark.parametrize(
    "sentence", [f"It cost {'9' * 5000} euros.", f"On {'9' * 5000} November.", "9" * 5000]
)
def test_numbers_of_any_length_are_read(sentence: str) -> None:
    """In a line that is the article's own, and in one that is not."""
    assert judge(article(sentence), point(sentence), {}).evidence == (0,)
    assert judge(article("A bridge."), point(f"{sentence} pm"), {}).verdict is Verdict.REJECTED


def test_a_wrong_query_of_several_lines_is_answered_on_one() -> None:
    with pytest.raises(CommandError) as caught:
        parse_query("bridge\n)")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("text", ["(" * 300, "(" * 149 + "a" + ")" * 149])
def test_brackets_in_brackets_are_refused(text: str) -> None:
    """Each was a few calls within each other: from a chat's handler, more than Python takes."""
    with pytest.raises(CommandError, match="brackets"):
        parse_query(text)
