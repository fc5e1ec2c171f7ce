"""The subscribe form and its preview. Pure; Discord's modals cannot change while they are open, so what was
understood is shown afterwards, with buttons to subscribe or to change it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.chat.discord import components as c
from bot.chat.discord.components import Accent, Payload
from bot.chat.discord.escape import escape, shortened, unescape
from bot.commands.grammar import Subscribe, parse
from bot.errors import CommandError
from bot.subscription import DAYS, Mode

PREFIX = "-# /brief subscribe "
"""Begins the line of a preview that says the command; the buttons read it back, so nothing is kept."""


@dataclass(frozen=True, slots=True)
class SubscribeForm:
    """What the subscribe modal holds, as typed."""

    what: str = ""
    times: str = "08:00"
    days: str = "weekdays"
    tz: str = "UTC"
    mode: str = Mode.DIGEST.value

    @property
    def text(self) -> str:
        """The command that it stands for, without ``/brief``.

        Raises:
            CommandError: a field cannot be understood; the sentence says which.
        """
        what = " ".join(self.what.split())
        if not what:
            raise CommandError("Say what to follow: sources, topics or words.")
        for word, value, example in (
            ("at", self.times, "08:00, 16:30"),
            ("on", self.days, "weekdays, or mon-fri, or tuesday and friday"),
            ("tz", self.tz, "Europe/Stockholm"),
            ("as", self.mode, "digest or alerts"),
        ):
            said = parse(f"subscribe x {word} {value}") if value.strip() else Subscribe("x")
            if not isinstance(said, Subscribe) or said.what != "x":
                raise CommandError(f"«{value}» is not understood. It looks like: {example}.")
        clauses = (("at", self.times), ("on", self.days), ("tz", self.tz), ("as", self.mode))
        return " ".join(["subscribe", what, *(f"{k} {' '.join(v.split())}" for k, v in clauses if v.strip())])

    @classmethod
    def of(cls, text: str) -> SubscribeForm:
        """The form of a command."""
        said = parse(text)
        if not isinstance(said, Subscribe):
            return cls()
        return cls(
            what=said.what,
            times=", ".join(f"{t:%H:%M}" for t in said.times),
            days=", ".join(DAYS[d] for d in said.weekdays),
            tz=said.tz or "",
            mode=said.mode or Mode.DIGEST.value,
        )


def preview(text: str, understood: str) -> Payload:
    """What a subscription would be, with buttons to make it or to change it."""
    said = text.removeprefix("subscribe ")
    body = [
        c.text(f"**Understood:** {shortened(understood, 1_000)}", PREFIX + escape(said)),
        c.row(
            c.button("Subscribe", "confirm", "-", style=c.Style.PRIMARY),
            c.button("Change", "change", "-"),
        ),
    ]
    return c.message(body, Accent.NORMAL)


def previewed(message: Mapping[str, Any]) -> str:
    """The command that a preview shows."""
    lines = (line for text in c.texts(message.get("components", ())) for line in text.split("\n"))
    said = next((line.removeprefix(PREFIX) for line in lines if line.startswith(PREFIX)), "")
    return f"subscribe {unescape(said)}"
