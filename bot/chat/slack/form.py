"""The form of a subscription: its fields, what they mean, and the modal that shows both. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.chat.slack import blocks as b
from bot.chat.slack import limits
from bot.chat.slack.blocks import Block
from bot.chat.slack.views import View, modal
from bot.commands.grammar import Change, Subscribe, parse
from bot.errors import CommandError
from bot.subscription import DAYS, Mode, Subscription
from summarizer.briefing import DEFAULT_WORDS

SUBSCRIBE = "subscribe_submitted"
LENGTHS = {
    80: "Short: about 80 words",
    DEFAULT_WORDS: f"Normal: about {DEFAULT_WORDS} words",
    320: "Long: about 320 words",
}
FIELDS = (
    "what_typed",
    "sources_chosen",
    "mode_chosen",
    "times_typed",
    "weekdays_chosen",
    "tz_typed",
    "length_chosen",
)
"""Ids of the fields; a change of any renews the sentence of what is understood."""


@dataclass(frozen=True, slots=True)
class SubscribeForm:
    """What the form holds.

    Attributes:
        what: topics and words.
        sources: names of those it is narrowed to.
        times: as typed, "08:00, 16:30".
        weekdays: 0 is Monday.
        mode: digest or alerts.
        tz: IANA name.
        words: most words of each briefing.
        number: of the subscription that is edited; None: it is a new one.
    """

    what: str = ""
    sources: tuple[str, ...] = ()
    times: str = "08:00"
    weekdays: tuple[int, ...] = (0, 1, 2, 3, 4)
    mode: Mode = Mode.DIGEST
    tz: str = "UTC"
    words: int = DEFAULT_WORDS
    number: int | None = None

    @classmethod
    def of(cls, subscription: Subscription) -> SubscribeForm:
        """The form that edits `subscription`."""
        schedule = subscription.schedule
        return cls(
            what=subscription.what,
            times=", ".join(f"{t:%H:%M}" for t in schedule.times),
            weekdays=schedule.weekdays,
            mode=subscription.mode,
            tz=schedule.tz,
            words=subscription.words,
            number=subscription.number,
        )

    @property
    def query(self) -> str:
        """Topics, words and sources as one query."""
        what = " ".join(self.what.split())
        names = [name.replace('"', " ") for name in self.sources]
        chosen = ", ".join(f'source:"{name}"' for name in names)
        return f"({what}) ({chosen})" if what and chosen else what or chosen

    def request(self) -> Subscribe:
        """What the form asks for.

        Raises:
            CommandError: a field cannot be understood; the sentence says which.
        """
        if not self.query:
            raise CommandError("Say what to follow: sources, topics or words.")
        said = parse(f"subscribe x at {self.times.replace(' ', '')} tz {self.tz}")
        if not isinstance(said, Subscribe) or said.what != "x":
            raise CommandError(f"«{self.times}» is not a list of times. They look like 08:00, 16:30.")
        return Subscribe(
            what=self.query,
            times=said.times,
            weekdays=self.weekdays,
            tz=said.tz,
            mode="alerts" if self.mode is Mode.ALERTS else "digest",
            words=self.words,
        )

    def command(self) -> str:
        """The same as a command of the chat grammar.

        Raises:
            CommandError: as `request`.
        """
        asked = self.request()
        days = ",".join(DAYS[d] for d in asked.weekdays)
        times = ",".join(f"{t:%H:%M}" for t in asked.times)
        verb = "subscribe" if self.number is None else f"change {self.number}"
        text = (
            f"{verb} {asked.what} at {times} on {days} tz {asked.tz} as {asked.mode} in {asked.words} words"
        )
        if parse(text) not in (asked, Change(self.number or 0, asked)):
            raise CommandError("Say times, days and length in their own fields, not in what to follow.")
        return text


def view(
    form: SubscribeForm, channel: str, understood: str, *, lately: Sequence[str], sources: Sequence[str]
) -> View:
    """The form, with what is understood and what would have come lately.

    Args:
        form: what the fields hold.
        channel: what is subscribed.
        understood: one sentence.
        lately: headlines of the newest briefings that it would have brought.
        sources: names that can be chosen.
    """
    fields = [
        _text_field(
            "what", "Topics or words", form.what, "ukraine, climate NOT sport, topic:world", optional=True
        ),
        *_sources(form.sources, sources),
        _choice("mode", "How", {m.value: m.value.capitalize() for m in Mode}, form.mode.value),
        _text_field("times", "At", form.times, "08:00, 16:30"),
        _days(form.weekdays),
        _text_field("tz", "Time zone", form.tz, "Europe/Stockholm"),
        _length(form.words),
    ]
    shown = [b.context(f"Understood: {understood}", block_id="understood")]
    if lately:
        title = b.line(b.text("It would have brought lately:", bold=True))
        lines = b.bullets([[b.text(b.shorten(line, 300))] for line in lately])
        shown.append(b.rich(title, lines, block_id="lately"))
    new = form.number is None
    return modal(
        "Subscribe" if new else f"Subscription {form.number}",
        [*shown, *fields],
        submit="Subscribe" if new else "Save",
        callback=SUBSCRIBE,
        data={"channel": channel, "number": form.number},
    )


def form_of(state: Mapping[str, Any], data: Mapping[str, Any]) -> SubscribeForm:
    """The form's fields as Slack reports them in `view.state.values`, and its metadata."""
    values = {block: next(iter(actions.values())) for block, actions in state.items() if actions}
    default = SubscribeForm()

    def text(name: str, otherwise: str) -> str:
        return str((values.get(name) or {}).get("value") or otherwise)

    def one(name: str, otherwise: str) -> str:
        return str(((values.get(name) or {}).get("selected_option") or {}).get("value", otherwise))

    def several(name: str) -> list[str]:
        return [str(o["value"]) for o in (values.get(name) or {}).get("selected_options") or ()]

    return SubscribeForm(
        what=text("what", ""),
        sources=tuple(several("sources")),
        times=text("times", default.times),
        weekdays=tuple(sorted(int(d) for d in several("weekdays"))) or default.weekdays,
        mode=Mode(one("mode", default.mode.value)),
        tz=text("tz", default.tz),
        words=int(one("length", str(default.words))),
        number=data.get("number"),
    )


def _sources(chosen: Sequence[str], names: Sequence[str]) -> list[Block]:
    """A choice among the sources; none where there are none."""
    fitting = [n for n in names if len(n) <= limits.OPTION_VALUE][: limits.SELECT_OPTIONS]
    if not fitting:
        return []
    options = [_option(name, name) for name in fitting]
    element: b.Element = {
        "type": "multi_static_select",
        "action_id": "sources_chosen",
        "options": options,
        "placeholder": b.plain("All sources", limits.PLACEHOLDER),
    }
    if initial := [o for o in options if o["value"] in chosen]:
        element["initial_options"] = initial
    return [_input("sources", "Sources", element, optional=True)]


def _text_field(name: str, label: str, value: str, example: str, *, optional: bool = False) -> Block:
    element: b.Element = {
        "type": "plain_text_input",
        "action_id": f"{name}_typed",
        "placeholder": b.plain(example, limits.PLACEHOLDER),
        "dispatch_action_config": {"trigger_actions_on": ["on_enter_pressed", "on_character_entered"]},
    }
    if value:
        element["initial_value"] = value
    return _input(name, label, element, optional=optional)


def _choice(name: str, label: str, options: Mapping[str, str], chosen: str) -> Block:
    made = {value: _option(value, says) for value, says in options.items()}
    element = {
        "type": "radio_buttons",
        "action_id": f"{name}_chosen",
        "options": list(made.values()),
        "initial_option": made[chosen],
    }
    return _input(name, label, element)


def _days(chosen: Sequence[int]) -> Block:
    options = [_option(str(n), day.capitalize()) for n, day in enumerate(DAYS)]
    element: b.Element = {
        "type": "multi_static_select",
        "action_id": "weekdays_chosen",
        "options": options,
        "placeholder": b.plain("Days", limits.PLACEHOLDER),
    }
    if chosen:
        element["initial_options"] = [options[n] for n in chosen]
    return _input("weekdays", "On", element)


def _length(words: int) -> Block:
    says = {words: f"{words} words"} | LENGTHS
    options = {n: _option(str(n), says[n]) for n in sorted(says)}
    element = {
        "type": "static_select",
        "action_id": "length_chosen",
        "options": list(options.values()),
        "initial_option": options[words],
    }
    return _input("length", "Length of each briefing", element)


def _input(name: str, label: str, element: b.Element, *, optional: bool = False) -> Block:
    return {
        "type": "input",
        "block_id": name,
        "label": b.plain(label, limits.LABEL),
        "dispatch_action": True,
        "element": element,
    } | ({"optional": True} if optional else {})


def _option(value: str, says: str) -> b.Element:
    return {"text": b.plain(says, limits.OPTION_TEXT), "value": value}
