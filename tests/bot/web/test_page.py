"""The evidence page as values."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from builders import article
from hypothesis import given, settings
from hypothesis import strategies as st
from webdata import briefed, smokescreen

from bot.store.briefings import ArchivedBriefing
from bot.web.document import document
from bot.web.page import changes, evidence_page, pieces, web_url
from summarizer import Briefing

NOW = datetime(2026, 11, 10, 6, 30, tzinfo=UTC)


def kept(briefing: Briefing, number: int = 1) -> ArchivedBriefing:
    return ArchivedBriefing(
        id=number,
        article_id="sv1",
        version=number,
        story=None,
        made=NOW,
        language="sv",
        outlet=None,
        briefing=briefing,
    )


def test_points_and_exhibits_name_each_other() -> None:
    """Whatever a point cites, that sentence names the point."""
    page = evidence_page(kept(briefed()), smokescreen())
    points = [p for s in page.sections for p in s.points]
    exhibits = {s.number: s for p in page.paragraphs for s in p.sentences if s.number}
    assert [p.exhibits for p in points] == [(1,), (2,), (3, 4), (5, 6)]
    assert {n: e.points for n, e in exhibits.items()} == {
        1: (1,),
        2: (2,),
        3: (3,),
        4: (3,),
        5: (4,),
        6: (4,),
    }
    assert ("rökridå", True) in exhibits[3].pieces
    assert exhibits[2].english == "The Kremlin says that the talks are making progress."


def test_counts_and_checks() -> None:
    """Verdicts, and what each check found."""
    page = evidence_page(kept(briefed()), smokescreen())
    assert (page.supported, page.unverified, len(page.dropped)) == (3, 1, 2)
    assert len(page.checks) > 10
    assert all(c.rule for c in page.checks if c.name in {"numbers", "negation", "speaker"})
    assert [(c.name, c.unverified, c.dropped) for c in page.checks if c.unverified or c.dropped] == [
        ("numbers", 0, 1), ("support", 0, 1), ("polarity", 1, 0),
    ]  # fmt: skip


def test_an_edition_says_what_changed() -> None:
    """In the article and in the briefing, against the edition before."""
    older = replace(briefed(), points=briefed().points[1:])
    text = replace(smokescreen(), title="Old title")
    page = evidence_page(
        kept(older), text, editions=[(kept(briefed(), 2), smokescreen()), (kept(older), text)]
    )
    assert page.newer == 2
    newest, first = page.editions
    assert newest.text == (("-", "Old title"), ("+", smokescreen().title))
    assert newest.points == (("+", "The fourth round of talks began on Monday."),)
    assert (first.is_this, first.text, first.points) == (True, (), ())


@settings(max_examples=60)
@given(st.text("abc ", max_size=30), st.lists(st.text("abc ", max_size=6), max_size=4))
def test_cutting_at_quotes_keeps_the_text(text: str, quotes: list[str]) -> None:
    """The pieces joined are the text, and every marked piece is a quote."""
    cut = pieces(text, quotes)
    assert "".join(t for t, _ in cut) == text
    assert all(t in quotes for t, quoted in cut if quoted)


@settings(max_examples=60)
@given(st.lists(st.sampled_from("abcd"), max_size=8), st.lists(st.sampled_from("abcd"), max_size=8))
def test_changes_lead_from_one_text_to_the_other(old: list[str], new: list[str]) -> None:
    """What went was there, what came is there, and equal texts have none."""
    found = changes(old, new)
    assert len(old) - sum(s == "-" for s, _ in found) == len(new) - sum(s == "+" for s, _ in found)
    assert bool(found) == (old != new)


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", " javascript:x", "data:text/html,x", "//example.com", "", None]
)
def test_only_web_addresses_become_links(url: str | None) -> None:
    assert web_url(url) is None


def test_web_addresses_do() -> None:
    assert web_url("HTTPS://example.com/") == "HTTPS://example.com/"


def test_a_page_stands_alone_as_one_file() -> None:
    """`kurir brief --format html`: opened from disk it asks nobody for anything, and escapes its text."""
    a = article("<script>alert(1)</script> said Ann Ek.", outlet="TT")
    shown = document(a, Briefing(headline="<b>H</b>", engine="extractive", points=()))
    assert "&lt;script&gt;alert(1)" in shown
    assert "&lt;b&gt;H" in shown
    assert "/static/" not in shown
    assert "@import" not in shown
