"""Modals and the App Home. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import time
from typing import Any

from bot.chat.content import BriefedStory
from bot.chat.slack import blocks as b
from bot.chat.slack import limits
from bot.chat.slack.blocks import Block
from bot.chat.slack.briefing import BLOCK_CHARACTERS
from bot.commands.grammar import WEEKDAYS, Subscribe, parse
from bot.errors import CommandError
from bot.subscription import Mode
from bot.view import PointView, view

View = dict[str, Any]

ASK = "ask_submitted"
SUBSCRIBE = "subscribe_submitted"
MODAL_CHARACTERS = 30_000
"""Our own bound on the text of a view: Slack documents only its blocks."""


def evidence(story: BriefedStory) -> View:
    """For each point the original sentences, their translation and what the gate found."""
    seen = view(story.article, story.briefing)
    notes = {n.number: n for n in seen.footnotes}
    made: list[Block] = []
    for point in (p for section in seen.sections for p in section.points):
        made.append(b.rich(b.line(*_said(point))))
        for note in (notes[n] for n in point.footnotes):
            quoted = [
                b.text(f"{note.number}  ", bold=True),
                b.text(b.shorten(note.original, BLOCK_CHARACTERS)),
            ]
            if note.english and note.english != note.original:
                quoted.append(b.text("\n" + b.shorten(note.english, BLOCK_CHARACTERS), italic=True))
            made.append(b.rich(b.quotation(*quoted)))
        made.append(b.context(_finding(point)))
    for dropped in story.briefing.dropped:
        why = "; ".join(r.detail for r in dropped.reasons)
        made.append(b.context(b.shorten(f"Dropped: {dropped.text} — {why}", 500)))
    url = story.article.url
    last = b.rich(b.line(b.link(url, "Read the original"))) if url else b.context(seen.source)
    return _modal("Evidence", [*_fitting(made, limits.BLOCKS_PER_VIEW - 1), last])


def notice(text: str) -> View:
    """One sentence in a modal."""
    return _modal("Kurir", [b.rich(b.line(b.text(b.shorten(text, BLOCK_CHARACTERS))))])


def ask(briefing: str, channel: str, thread: str | None) -> View:
    """One field for a question about a briefing; what is needed to answer travels in the metadata."""
    field: Block = {
        "type": "input",
        "block_id": "question",
        "label": b.plain("What do you want to know about this story?", limits.LABEL),
        "element": {"type": "plain_text_input", "action_id": "text", "multiline": True, "max_length": 1_000},
    }
    return _modal("Ask", [field], submit="Ask", callback=ASK, data=_metadata(briefing, channel, thread))


@dataclass(frozen=True, slots=True)
class SubscribeForm:
    """What the subscribe modal holds.

    Attributes:
        what: sources, topics and words.
        times: as typed, "08:00, 16:30".
        weekdays: 0 is Monday.
        mode: digest or alerts.
        tz: IANA name.
    """

    what: str = ""
    times: str = "08:00"
    weekdays: tuple[int, ...] = (0, 1, 2, 3, 4)
    mode: Mode = Mode.DIGEST
    tz: str = "UTC"

    def request(self) -> Subscribe:
        """What the form asks for.

        Raises:
            CommandError: a field cannot be understood; the sentence says which.
        """
        if not self.what.strip():
            raise CommandError("Say what to follow: sources, topics or words.")
        said = parse(f"subscribe x at {self.times.replace(' ', '')} tz {self.tz}")
        if not isinstance(said, Subscribe) or said.what != "x":
            raise CommandError(f"«{self.times}» is not a list of times. They look like 08:00, 16:30.")
        times: tuple[time, ...] = said.times
        return Subscribe(
            " ".join(self.what.split()),
            times,
            self.weekdays,
            said.tz,
            "alerts" if self.mode is Mode.ALERTS else "digest",
        )


def subscribe(form: SubscribeForm, channel: str, understood: str) -> View:
    """The form, with a live sentence of what is understood."""
    fields = [
        _text_field(
            "what", "What to follow", form.what, "ukraine, climate NOT sport, topic:world, source:TT"
        ),
        _choice("mode", "How", {m.value: m.value.capitalize() for m in Mode}, form.mode.value),
        _text_field("times", "At", form.times, "08:00, 16:30"),
        _days(form.weekdays),
        _text_field("tz", "Time zone", form.tz, "Europe/Stockholm"),
    ]
    live = b.context(f"Understood: {understood}", block_id="understood")
    return _modal(
        "Subscribe",
        [*fields, live],
        submit="Subscribe",
        callback=SUBSCRIBE,
        data=_metadata("", channel, None),
    )


def form_of(state: Mapping[str, Any]) -> SubscribeForm:
    """The form's fields as Slack reports them in `view.state.values`."""
    values = {block: next(iter(actions.values())) for block, actions in state.items() if actions}
    default = SubscribeForm()

    def text(name: str, otherwise: str) -> str:
        return str((values.get(name) or {}).get("value") or otherwise)

    chosen = (values.get("mode") or {}).get("selected_option") or {}
    days = (values.get("weekdays") or {}).get("selected_options")
    return SubscribeForm(
        what=text("what", ""),
        times=text("times", default.times),
        weekdays=tuple(int(d["value"]) for d in days) if days else default.weekdays,
        mode=Mode(chosen.get("value", default.mode.value)),
        tz=text("tz", default.tz),
    )


def home(
    mine: Sequence[str], others: Sequence[str], recent: Sequence[BriefedStory], health: Sequence[str]
) -> View:
    """The App Home: subscriptions with their next times, source health, recent briefings."""
    made: list[Block] = [
        b.header("Kurir"),
        b.context("Checked English briefings on the news, in any language."),
        b.actions(b.button("New subscription", "home_subscribe", style="primary")),
        *_listing("Your subscriptions", mine, "You follow nothing yet."),
        *_listing("In this workspace", others, "Nobody else follows anything."),
        *_listing("Sources", health, "No source is set up yet."),
        b.header("Recent briefings"),
    ]
    for story in recent:
        label = b.shorten(story.briefing.headline, 300)
        title = b.link(story.article.url, label) if story.article.url else b.text(label)
        made.append(b.rich(b.line(title)))
    return {"type": "home", "blocks": _fitting(made, limits.BLOCKS_PER_VIEW)}


def metadata_of(view: Mapping[str, Any]) -> dict[str, Any]:
    """What `ask` and `subscribe` put into a view, as Slack gives it back."""
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


def _fitting(made: Sequence[Block], most: int) -> list[Block]:
    """As many blocks as a view takes, and a word about the rest."""
    kept: list[Block] = []
    used = 0
    for block in made:
        used += b.size(block)
        if len(kept) == most - 1 or used > MODAL_CHARACTERS:
            return [*kept, b.context(f"{len(made) - len(kept)} more are not shown here.")]
        kept.append(block)
    return kept


def _modal(
    title: str, made: Sequence[Block], *, submit: str | None = None, callback: str = "", data: str = ""
) -> View:
    modal: View = {"type": "modal", "title": b.plain(title, limits.VIEW_TITLE), "blocks": list(made)}
    modal["close"] = b.plain("Close" if submit is None else "Cancel", limits.VIEW_TITLE)
    if submit:
        modal["submit"] = b.plain(submit, limits.VIEW_TITLE)
    if callback:
        modal |= {"callback_id": callback, "private_metadata": data}
    return modal


def _metadata(briefing: str, channel: str, thread: str | None) -> str:
    return json.dumps({"briefing": briefing, "channel": channel, "thread": thread})


def _listing(title: str, lines: Sequence[str], nothing: str) -> list[Block]:
    shown = [[b.text(b.shorten(line, 400))] for line in lines[:20]]
    return [b.header(title), b.rich(b.bullets(shown)) if shown else b.context(nothing)]


def _text_field(name: str, label: str, value: str, example: str) -> Block:
    element: b.Element = {
        "type": "plain_text_input",
        "action_id": f"{name}_typed",
        "placeholder": b.plain(example, limits.PLACEHOLDER),
        "dispatch_action_config": {"trigger_actions_on": ["on_enter_pressed"]},
    }
    if value:
        element["initial_value"] = value
    return {
        "type": "input",
        "block_id": name,
        "label": b.plain(label, limits.LABEL),
        "dispatch_action": True,
        "element": element,
    }


def _choice(name: str, label: str, options: Mapping[str, str], chosen: str) -> Block:
    made = {value: _option(value, says) for value, says in options.items()}
    element = {
        "type": "radio_buttons",
        "action_id": f"{name}_chosen",
        "options": list(made.values()),
        "initial_option": made[chosen],
    }
    return {
        "type": "input",
        "block_id": name,
        "label": b.plain(label, limits.LABEL),
        "dispatch_action": True,
        "element": element,
    }


def _days(chosen: Sequence[int]) -> Block:
    options = [_option(str(n), day.capitalize()) for n, day in enumerate(WEEKDAYS)]
    element: b.Element = {"type": "checkboxes", "action_id": "weekdays_chosen", "options": options}
    if chosen:
        element["initial_options"] = [options[n] for n in chosen]
    return {
        "type": "input",
        "block_id": "weekdays",
        "label": b.plain("On", limits.LABEL),
        "dispatch_action": True,
        "element": element,
    }


def _option(value: str, says: str) -> b.Element:
    return {"text": b.plain(says, limits.OPTION_TEXT), "value": value}
