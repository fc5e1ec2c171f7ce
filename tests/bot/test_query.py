"""The search language of subscriptions."""

from __future__ import annotations

import pytest

from bot.errors import CommandError
from bot.query import Everything, Facts, parse_query, words_of

FACTS = Facts(
    text="Peace talks in Geneva: Viktor Orbán doubts Ukraine's negotiators",
    topics=("World",),
    sources=("SVT Nyheter", "https://news.example.com/feed"),
)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", True),
        ("everything", True),
        ("geneva talks", True),
        ("geneva and sport", False),
        ("sport, geneva", True),
        ("sport OR talks", True),
        ("talks NOT sport", True),
        ("talks -geneva", False),
        ('"peace talks"', True),
        ('"talks peace"', False),
        ("orban", True),
        ("ORBÁN", True),
        ("negot*", True),
        ("negot", False),
        ("topic:world", True),
        ("topic:wor", False),
        ("source:svt", True),
        ('source:"svt nyheter" -topic:sport', True),
        ("source:example.com", True),
        ("(sport, talks) (geneva, paris)", True),
        ("sport, talks paris", False),
        ("not (sport or paris)", True),
    ],
)
def test_a_query_matches_what_it_says(query: str, expected: bool) -> None:
    assert parse_query(query).matches(FACTS) is expected


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("(talks", "not closed"),
        ("talks)", "too many"),
        ('"talks', "quotation mark"),
        ("talks OR", "missing"),
        (", talks", "missing"),
        ("not", "missing"),
        ("talks -- geneva", "no word"),
        ("x" * 301, "300"),
    ],
)
def test_a_query_that_cannot_be_understood_says_why(query: str, says: str) -> None:
    with pytest.raises(CommandError, match=says):
        parse_query(query)


def test_excluded_words_are_not_the_words_of_a_query() -> None:
    """What a channel does not want must not make a story more important to it."""
    assert words_of(parse_query("talks, (geneva -sport) topic:world")) == ("talks", "geneva")
    assert words_of(Everything()) == ()
