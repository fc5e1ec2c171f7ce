"""The terminal channel: a briefing as something that a person wants to read. Only importer of rich."""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Sequence
from datetime import datetime
from io import StringIO
from typing import IO

from rich.console import Console
from rich.rule import Rule
from rich.text import Text
from rich.theme import Theme

from bot.chat.ports import Renderer
from bot.content import Answer, BriefedStory, Content, Correction, Digest, Notice
from bot.outbox.delivery import Part
from bot.subscription import Channel, Platform
from bot.view import (
    ELSEWHERE,
    BriefingView,
    Footnote,
    PointView,
    SectionView,
    outlet_name,
    source_line,
    superscript,
    view,
    weekday,
)
from summarizer.briefing import Section, Verdict

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


def show(out: Console, content: Content) -> None:
    """Print any content."""
    match content:
        case BriefedStory():
            show_briefing(out, view(content.article, content.briefing, content.labels))
            _show_lines(out, content.notes)
        case Digest():
            _show_digest(out, content)
        case Correction():
            story = content.story
            out.print(_text(story.labels.correction, "unsure"))
            _show_lines(out, content.changes)
            show_briefing(out, view(story.article, story.briefing, story.labels))
        case Notice():
            out.print(_text(content.text))
            _show_lines(out, content.lines)
        case Answer():
            _show_answer(out, content)


def show_evidence(out: Console, footnotes: tuple[Footnote, ...]) -> None:
    """Print each cited sentence with its number and, where there is one, its translation."""
    out.print()
    out.print(_text("Evidence", "headline"))
    for note in footnotes:
        body = _text(note.original)
        if note.english and note.english != note.original:
            body.append_text(_text(f"\n{note.english}", "foreign"))
        _hanging(out, f"{note.number:>3}  ", "mark", body)


def _show_digest(out: Console, digest: Digest) -> None:
    labels = digest.labels
    date = weekday(digest.day, labels.language)
    nothing = "" if digest.stories else f": {labels.nothing_new}"
    out.print(_text(f"{date}{nothing}" + (f" · {digest.what}" if digest.what else ""), "headline"))
    for number, story in enumerate(digest.stories, 1):
        line = _text(story.briefing.headline).append_text(
            _text(f" ({source_line(story.article, labels)})", "source")
        )
        _hanging(out, f"{number:>3}  ", "mark", line)
    if digest.more:
        out.print(_text(labels.left_out.format(count=digest.more), "made"))


def _show_answer(out: Console, answer: Answer) -> None:
    if answer.elsewhere:
        where = " · ".join(p for p in (source_line(answer.article), answer.article.url) if p)
        out.print(_text(f"{ELSEWHERE} From {outlet_name(answer.article)} ({where}):", "source"))
    out.print(_text(answer.text))
    for evidence in answer.evidence:
        body = _text(evidence.text, "quote")
        if evidence.english and evidence.english != evidence.text:
            body.append_text(_text(f"\n{evidence.english}", "foreign"))
        _hanging(out, "  │ ", "mark", body)
    if answer.verdict is Verdict.UNVERIFIED:
        out.print(_text("? not verified", "unsure"))


def _show_lines(out: Console, lines: Sequence[str]) -> None:
    for line in lines:
        _hanging(out, "  • ", "mark", _text(line))


def _show_section(out: Console, section: SectionView) -> None:
    out.print()
    out.print(_text(section.title, f"section.{section.section.value}"))
    for point in section.points:
        _hanging(out, "  • ", f"section.{section.section.value}", _point(point))
    if not section.points:
        style = "unsure" if section.section is Section.KEY_CLAIMS else "empty"
        _hanging(out, "    ", "", _text(section.empty, style))


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


def _hanging(out: Console, mark: str, style: str, body: Text) -> None:
    """Print `body` behind `mark`, its further lines indented as far."""
    indent = Text(" " * len(mark))
    for number, line in enumerate(body.wrap(out, out.width - len(mark))):
        line.rstrip()
        out.print(Text.assemble(indent if number else (mark, style), line))


def render(content: Content) -> tuple[Part, ...]:
    """Content as plain text; the stories of a digest follow it one by one."""
    story = content.id if isinstance(content, BriefedStory) else None
    parts = [Part(payload={"text": _printed(content)}, story=story)]
    if isinstance(content, Digest):
        parts += [Part(payload={"text": _printed(s)}, in_thread=True, story=s.id) for s in content.stories]
    return tuple(parts)


def _printed(content: Content) -> str:
    stream = StringIO()
    show(console(stream, color=False), content)
    return stream.getvalue()


class TerminalChat:
    """The `Chat` port on a stream. What it prints is there at once, so there is nothing to look up."""

    platform = Platform.TERMINAL
    render: Renderer = staticmethod(render)

    def __init__(self, stream: IO[str] | None = None) -> None:
        self._stream = stream or sys.stdout

    async def send(self, channel: Channel, part: Part, *, key: str, reply_to: str | None) -> str:
        self._stream.write(part.payload["text"] + "\n")
        self._stream.flush()
        return key

    async def find(
        self, channel: Channel, part: Part, *, key: str, reply_to: str | None, since: datetime
    ) -> str | None:
        return None  # nobody can read back what a terminal has shown

    async def edit(self, channel: Channel, part: Part, *, message: str, reply_to: str | None) -> None:
        await self.send(channel, part, key=message, reply_to=reply_to)
