"""The terminal channel: a briefing as something that a person wants to read. Only importer of rich."""

from __future__ import annotations

import re
import sys
import unicodedata
from typing import IO

from rich.console import Console
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text
from rich.theme import Theme

from bot.view import BriefingView, Footnote, PointView, SectionView, superscript
from summarizer.briefing import Section

WIDTH = 88
"""Columns of text at most: longer lines are hard to read."""

THEME = Theme(
    {
        "headline": "bold",
        "source": "dim",
        "made": "dim",
        "section.key_claims": "bold cyan",
        "section.skeptics": "bold yellow",
        "section.expert_view": "bold green",
        "speaker": "bold",
        "role": "dim",
        "mark": "dim cyan",
        "quote": "italic",
        "foreign": "dim italic",
        "unsure": "yellow",
        "empty": "dim italic",
        "rule.line": "dim",
    }
)
CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def console(stream: IO[str] | None = None, *, color: bool | None = None) -> Console:
    """A console of at most `WIDTH` columns; colour only where `stream` is a terminal, unless told."""
    out = Console(file=stream or sys.stdout, theme=THEME, highlight=False, force_terminal=color)
    out.width = min(out.width, WIDTH) if out.is_terminal else WIDTH
    return out


def show_briefing(out: Console, briefing: BriefingView, *, evidence: bool = False) -> None:
    """Print a briefing; with `evidence` also the cited sentences."""
    out.print(Rule(style="rule.line"))
    out.print(_text(briefing.headline, "headline"))
    out.print(_text(briefing.source, "source"))
    if briefing.url:
        out.print(_text(briefing.url, "source"))
    for section in briefing.sections:
        _show_section(out, section)
    out.print()
    for line in (*briefing.notes, briefing.dropped, briefing.made):
        if line:
            out.print(_text(line, "made"))
    if evidence:
        show_evidence(out, briefing.footnotes)


def show_evidence(out: Console, footnotes: tuple[Footnote, ...]) -> None:
    """Print each cited sentence with its number and, where there is one, its translation."""
    out.print()
    out.print(_text("Evidence", "headline"))
    for note in footnotes:
        body = _text(note.original)
        if note.english and note.english != note.original:
            body.append_text(_text(f"\n{note.english}", "foreign"))
        out.print(_hanging(f"{note.number:>3}  ", "mark", body))


def _show_section(out: Console, section: SectionView) -> None:
    out.print()
    out.print(_text(section.title, f"section.{section.section.value}"))
    for point in section.points:
        out.print(_hanging("  • ", f"section.{section.section.value}", _point(point)))
    if not section.points and section.section is not Section.KEY_CLAIMS:
        out.print(Padding(_text(section.empty, "empty"), (0, 0, 0, 4)))
    elif not section.points:
        out.print(Padding(_text(section.empty, "unsure"), (0, 0, 0, 4)))


def _point(point: PointView) -> Text:
    """Speaker, role: text ¹ ², then the original quote and what could not be verified."""
    line = Text()
    if point.speaker:
        line.append_text(_text(point.speaker, "speaker"))
        if point.role:
            line.append_text(_text(f", {point.role}", "role"))
        line.append(": ")
    if point.foreign:
        line.append_text(_text(f"[{point.foreign}] ", "foreign"))
    line.append_text(_text(point.text))
    line.append(f" {superscript(point.footnotes)}", "mark")
    if point.quote:
        line.append_text(_text(f"\n“{point.quote}”", "quote"))
    if point.unverified:
        line.append_text(_text(f"\n? not verified: {point.unverified}", "unsure"))
    return line


def inert(text: str) -> str:
    """`text` without anything that a terminal obeys: escapes, control characters, bidi overrides."""
    return CONTROL.sub("", unicodedata.normalize("NFC", text))


def _text(text: str, style: str = "") -> Text:
    """Foreign text as plain characters: no markup, no escapes."""
    return Text("\n".join(inert(line) for line in text.split("\n")), style)


def _hanging(mark: str, style: str, body: Text) -> Padding | Text:
    """`body` behind `mark`, its further lines indented as far."""
    grid = Table.grid(padding=0)
    grid.add_column(width=len(mark), no_wrap=True)
    grid.add_column()
    grid.add_row(Text(mark, style), body)
    return Padding(grid, 0)
