"""Modals: evidence, a question, one sentence. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from bot.chat.slack import blocks as b
from bot.chat.slack import limits
from bot.chat.slack.blocks import Block
from bot.chat.slack.briefing import BLOCK_CHARACTERS
from bot.content import BriefedStory
from bot.view import PointView, view
from summarizer.gate.checks import CHECKS

View = dict[str, Any]

ASK = "ask_submitted"
MODAL_CHARACTERS = 30_000
"""Our own bound on the text of a view: Slack documents only its blocks."""


def evidence(story: BriefedStory) -> View:
    """For each point the original sentences, their translation and what the gate found."""
    seen = view(story.article, story.briefing)
    notes = {n.number: n for n in seen.footnotes}
    checks = ", ".join(name for name, _ in CHECKS)
    made: list[Block] = [b.context(f"Every line has been checked for: {checks}.")]
    for point in (p for section in seen.sections for p in section.points):
        made += [b.divider(), b.rich(b.line(*_said(point)))]
        for note in (notes[n] for n in point.footnotes):
            quoted = [
                b.text(f"{note.number}  ", bold=True),
                b.text(b.shorten(note.original, BLOCK_CHARACTERS)),
            ]
            if note.english and note.english != note.original:
                quoted.append(b.text("\n" + b.shorten(note.english, BLOCK_CHARACTERS), italic=True))
            made.append(b.rich(b.quotation(*quoted)))
        made.append(b.context(_finding(point)))
    made += [b.divider()] if story.briefing.dropped else []
    for dropped in story.briefing.dropped:
        why = "; ".join(r.detail for r in dropped.reasons)
        made.append(b.context(b.shorten(f"Dropped: {dropped.text} — {why}", 500)))
    url = story.article.url
    last = b.rich(b.line(b.link(url, "Read the original"))) if url else b.context(seen.source)
    return modal("Evidence", [*fitting(made, limits.BLOCKS_PER_VIEW - 1), last])


def notice(text: str) -> View:
    """One sentence in a modal."""
    return modal("Kurir", [b.rich(b.line(b.text(b.shorten(text, BLOCK_CHARACTERS))))])


def ask(briefing: str, channel: str, thread: str | None) -> View:
    """One field for a question about a briefing; what is needed to answer travels in the metadata."""
    field: Block = {
        "type": "input",
        "block_id": "question",
        "label": b.plain("What do you want to know about this story?", limits.LABEL),
        "element": {"type": "plain_text_input", "action_id": "text", "multiline": True, "max_length": 1_000},
    }
    data = {"briefing": briefing, "channel": channel, "thread": thread}
    return modal("Ask", [field], submit="Ask", callback=ASK, data=data)


def question_of(state: Mapping[str, Any]) -> str:
    """What was typed into `ask`."""
    return str(((state.get("question") or {}).get("text") or {}).get("value") or "")


def metadata_of(view: Mapping[str, Any]) -> dict[str, Any]:
    """The `data` of a modal, as Slack gives it back."""
    found: dict[str, Any] = json.loads(view.get("private_metadata") or "{}")
    return found


def _said(point: PointView) -> list[b.Element]:
    who = ", ".join(p for p in (point.speaker, point.role) if p) if point.speaker else ""
    said = [b.text(f"{b.shorten(who, 400)}: ", bold=True)] if who else []
    return [*said, b.text(b.shorten(point.text, BLOCK_CHARACTERS))]


def _finding(point: PointView) -> str:
    if point.unverified:
        return f"Not verified: {b.shorten(point.unverified, 400)}"
    return "Every check passed" + ("; the text is a translation" if point.translated else "")


def fitting(made: Sequence[Block], most: int) -> list[Block]:
    """As many blocks as a view takes, and a word about the rest."""
    kept: list[Block] = []
    used = 0
    for block in made:
        used += b.size(block)
        if len(kept) == most - 1 or used > MODAL_CHARACTERS:
            return [*kept, b.context(f"{len(made) - len(kept)} more are not shown here.")]
        kept.append(block)
    return kept


def modal(
    title: str,
    made: Sequence[Block],
    *,
    submit: str | None = None,
    callback: str = "",
    data: Mapping[str, Any] | None = None,
) -> View:
    """A modal; `data` travels in it, and comes back with what was typed."""
    modal: View = {"type": "modal", "title": b.plain(title, limits.VIEW_TITLE), "blocks": list(made)}
    modal["close"] = b.plain("Close" if submit is None else "Cancel", limits.VIEW_TITLE)
    if submit:
        modal["submit"] = b.plain(submit, limits.VIEW_TITLE)
    if callback:
        modal |= {"callback_id": callback, "private_metadata": json.dumps(data or {})}
    return modal
